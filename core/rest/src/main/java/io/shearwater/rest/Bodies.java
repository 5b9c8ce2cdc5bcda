package io.shearwater.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads bodies whole. */
final class Bodies {
    private Bodies() {}

    /**
     * A body as text.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_HTTP for bytes that are no UTF-8, or a connection that broke
     */
    static String text(InputStream body) {
        try (body) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException damaged) {
            throw RestError.BAD_HTTP.because("The body is not UTF-8.", damaged);
        } catch (IOException | UncheckedIOException broken) {
            throw RestError.BAD_HTTP.because("The body ended too early: " + broken.getMessage(), broken);
        }
    }
}
