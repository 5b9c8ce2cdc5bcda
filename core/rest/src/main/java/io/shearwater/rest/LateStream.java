package io.shearwater.rest;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer. One that a buffer holds is sent whole, with its length, when it is closed; a longer one goes in parts from
 * the moment on when the buffer is full. What fails before that is answered as a failure. For one thread.
 */
final class LateStream extends OutputStream {
    private static final int FIRST = 8 << 10;
    private static final int MOST = 64 << 10;

    private final ServerResponse response;
    private final String type;
    private final UnreadAnswers unread;
    private byte[] buffer = new byte[FIRST];
    private int length;
    private @Nullable OutputStream parts;

    LateStream(ServerResponse response, String type, UnreadAnswers unread) {
        this.response = response;
        this.type = type;
        this.unread = unread;
    }

    @Override
    public void write(int one) throws IOException {
        if (length == MOST) {
            sendBuffer();
        }
        require(length + 1);
        buffer[length++] = (byte) one;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (count > MOST - length) {
            sendBuffer();
        }
        if (count >= MOST) {
            unread.write(() -> parts().write(bytes, offset, count));
            return;
        }
        require(length + count);
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    private void require(int size) {
        if (size > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.min(MOST, Math.max(size, 2 * buffer.length)));
        }
    }

    private OutputStream parts() {
        OutputStream begun = parts;
        if (begun == null) {
            response.header(HeaderNames.CONTENT_TYPE, type);
            begun = response.outputStream();
            parts = begun;
        }
        return begun;
    }

    private void sendBuffer() throws IOException {
        int count = length;
        length = 0;
        unread.write(() -> parts().write(buffer, 0, count));
    }

    /** Sends what is there of an answer in parts. One that may still be whole waits for the rest. */
    @Override
    public void flush() throws IOException {
        OutputStream begun = parts;
        if (begun != null) {
            sendBuffer();
            unread.write(begun::flush);
        }
    }

    /** Sends the rest: all that is to be said was written. */
    @Override
    public void close() throws IOException {
        if (parts == null) {
            response.header(HeaderNames.CONTENT_TYPE, type);
            unread.send(() -> response.send(Arrays.copyOf(buffer, length)));
        } else {
            sendBuffer();
            unread.write(parts()::close);
        }
    }
}
