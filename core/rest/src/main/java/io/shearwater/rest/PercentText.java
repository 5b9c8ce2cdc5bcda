package io.shearwater.rest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts with percent signs, as paths have them. */
final class PercentText {
    private PercentText() {}

    /**
     * A segment of a path as it was meant. A plus is a plus here.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_HTTP for what is not UTF-8 behind percent signs, or holds control
     *     characters
     */
    static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return checked(segment);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            if (i + 2 >= segment.length()) {
                throw RestError.BAD_HTTP.because(why(segment));
            }
            int high = Character.digit(segment.charAt(i + 1), 16);
            int low = Character.digit(segment.charAt(i + 2), 16);
            if (high < 0 || low < 0) {
                throw RestError.BAD_HTTP.because(why(segment));
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        try {
            return checked(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException damaged) {
            throw RestError.BAD_HTTP.because(why(segment), damaged);
        }
    }

    private static String checked(String text) {
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw RestError.BAD_HTTP.because(why(text));
        }
        return text;
    }

    private static String why(String segment) {
        return "'" + Texts.shown(segment)
                + "' is no part of a path: write UTF-8 with percent signs, and no control characters.";
    }
}
