package io.shearwater.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a file in a directory that goes with them. For one thread. */
final class OwnedBytes extends FilterInputStream {
    private final Scratch scratch;

    OwnedBytes(InputStream bytes, Scratch scratch) {
        super(bytes);
        this.scratch = scratch;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            scratch.close();
        }
    }
}
