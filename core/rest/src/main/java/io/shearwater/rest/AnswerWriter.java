package io.shearwater.rest;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import io.shearwater.model.FrameReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Sends what an operation answers. Thread-safe. */
final class AnswerWriter {
    private static final String JSON = "application/json";

    private final UnreadAnswers unread;

    AnswerWriter(UnreadAnswers unread) {
        this.unread = unread;
    }

    void write(Answer answer, Call call, ServerResponse response) {
        switch (answer) {
            case Answer.Done() -> unread.send(response.status(Status.NO_CONTENT_204)::send);
            case Answer.Json(int status, var body) ->
                send(response, status, JSON, body.toString().getBytes(StandardCharsets.UTF_8));
            case Answer.Text(String type, String body) ->
                send(response, 200, type, body.getBytes(StandardCharsets.UTF_8));
            case Answer.Bytes(String type, InputStream body) ->
                stream(response, type, out -> {
                    try (body) {
                        body.transferTo(out);
                    }
                });
            case Answer.Streamed(String type, Answer.Writer body) -> stream(response, type, body);
            case Answer.Rows(FrameReader rows) -> rows(rows, call, response);
        }
    }

    void write(Problems.Shown problem, ServerResponse response) {
        send(response, problem.status(), problem.mediaType(), problem.body().getBytes(StandardCharsets.UTF_8));
    }

    private void send(ServerResponse response, int status, String type, byte[] body) {
        response.status(Status.create(status));
        response.header(HeaderNames.CONTENT_TYPE, type);
        unread.send(() -> response.send(body));
    }

    private void rows(FrameReader all, Call call, ServerResponse response) {
        try (FrameReader rows = call.services().gate().admission().bound(all)) {
            RowForm form = RowForm.accepted(call.accepted());
            stream(response, form.mediaType(), out -> form.write(rows, out));
        }
    }

    private void stream(ServerResponse response, String type, Answer.Writer body) {
        try {
            // Closed when all of it is there only: what fails with less than a buffer is a failure with a status.
            OutputStream out = new LateStream(response, type, unread);
            body.write(out);
            out.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
