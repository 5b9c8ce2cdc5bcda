package io.shearwater.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;

/** A stream for people that can be ended: what other threads write after its last words is left out. Thread-safe. */
final class ErrorStream extends PrintStream {
    private final Gate gate;
    private final Charset charset;
    private volatile String farewell = "interrupted. What was written is kept; run the command again to go on.";

    private ErrorStream(Gate gate, Charset charset) {
        super(gate, true, charset);
        this.gate = gate;
        this.charset = charset;
    }

    static ErrorStream over(OutputStream out, Charset charset) {
        return new ErrorStream(new Gate(out), charset);
    }

    /** Writes this and nothing more. */
    void end(String lastWords) {
        try {
            gate.end(lastWords.getBytes(charset));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What is said when the command is stopped from outside. */
    String farewell() {
        return farewell;
    }

    /** Has something else said when the command is stopped from outside. */
    void sayWhenStopped(String words) {
        farewell = words;
    }

    private static final class Gate extends FilterOutputStream {
        private boolean ended;

        Gate(OutputStream out) {
            super(out);
        }

        @Override
        public synchronized void write(int value) throws IOException {
            if (!ended) {
                out.write(value);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (!ended) {
                out.write(bytes, offset, length);
            }
        }

        synchronized void end(byte[] bytes) throws IOException {
            write(bytes, 0, bytes.length);
            flush();
            ended = true;
        }
    }
}
