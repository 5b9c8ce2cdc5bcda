package io.shearwater.rest;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The body of an answer, which begins with its first bytes: what fails before is answered as a failure. For one thread. */
final class LateStream extends OutputStream {
    private final ServerResponse response;
    private final String type;
    private final UnreadAnswers unread;
    private @Nullable OutputStream body;

    LateStream(ServerResponse response, String type, UnreadAnswers unread) {
        this.response = response;
        this.type = type;
        this.unread = unread;
    }

    private OutputStream body() {
        OutputStream begun = body;
        if (begun == null) {
            response.header(HeaderNames.CONTENT_TYPE, type);
            begun = response.outputStream();
            body = begun;
        }
        return begun;
    }

    @Override
    public void write(int one) throws IOException {
        unread.write(() -> body().write(one));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        unread.write(() -> body().write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        if (body != null) {
            unread.write(body::flush);
        }
    }

    @Override
    public void close() throws IOException {
        unread.write(() -> body().close());
    }
}
