package io.shearwater.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What a request sends. */
abstract class Body {
    static final Body NONE = text("", "");

    /** Writes a body. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    private final String mediaType;

    private Body(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Empty where there is nothing to send. */
    final String mediaType() {
        return mediaType;
    }

    /** Whether it can be sent once more. */
    abstract boolean canRepeat();

    static Body text(String mediaType, String text) {
        return new Whole(mediaType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes that are there. */
    static Body bytes(String mediaType, byte[] bytes) {
        return new Whole(mediaType, bytes);
    }

    /** One that is written as it is sent, each time that it is. */
    static Body streamed(String mediaType, Writer writer) {
        return new Streamed(mediaType, writer, false);
    }

    /** One that can be written once, as it takes what it writes from somewhere. */
    static Body once(String mediaType, Writer writer) {
        return new Streamed(mediaType, writer, true);
    }

    /** Bytes that are there. */
    static final class Whole extends Body {
        private final byte[] bytes;

        private Whole(String mediaType, byte[] bytes) {
            super(mediaType);
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        @Override
        boolean canRepeat() {
            return true;
        }
    }

    /** Bytes that are made on the way. */
    static final class Streamed extends Body {
        private final Writer writer;
        private final boolean once;
        private volatile boolean began;

        private Streamed(String mediaType, Writer writer, boolean once) {
            super(mediaType);
            this.writer = writer;
            this.once = once;
        }

        /** Begins to be sent. */
        Upload begin(Timeouts timeouts) {
            began = true;
            return new Upload(writer, timeouts.silence());
        }

        boolean began() {
            return began;
        }

        @Override
        boolean canRepeat() {
            return !(once && began);
        }
    }
}
