package io.shearwater.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.shearwater.model.FrameReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What an operation answers with. */
sealed interface Answer {
    /** A document. */
    record Json(int status, JsonNode body) implements Answer {}

    /** Nothing but that it was done. */
    record Done() implements Answer {}

    /** Rows, in the form that was asked for; the reader is closed by who writes it. */
    record Rows(FrameReader rows) implements Answer {}

    /** Bytes as they are; the stream is closed by who writes it. */
    record Bytes(String mediaType, InputStream body) implements Answer {}

    /** A text of its own kind, such as a page. */
    record Text(String mediaType, String body) implements Answer {}

    /** What is written as it is made. */
    record Streamed(String mediaType, Writer body) implements Answer {}

    /** Writes a body. */
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    static Answer json(JsonNode body) {
        return new Json(200, body);
    }

    static Answer created(JsonNode body) {
        return new Json(201, body);
    }

    static Answer done() {
        return new Done();
    }
}
