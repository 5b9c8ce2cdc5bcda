package io.shearwater.cli;

import java.util.HexFormat;

/** Texts as programs write them. */
final class Quoted {
    private Quoted() {}

    /** As Java and Python write it. */
    static String text(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.chars().forEach(c -> {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        text.append("\\u").append(HexFormat.of().toHexDigits((char) c));
                    } else {
                        text.append((char) c);
                    }
                }
            }
        });
        return text.append('"').toString();
    }

    /** As a shell takes it for one word, whatever is in it. */
    static String word(String value) {
        return value.matches("[A-Za-z0-9_./-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
