package io.shearwater.cli;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;

/**
 * A value as people read it: nothing for null, numbers without exponents where they are not very large or small, long arrays
 * shortened. Control characters are shown as escapes, so that a value can neither break a table nor speak to the terminal.
 */
final class CellText {
    private static final int ARRAY_SHOWN = 3;
    private static final double LARGE = 1e16;
    private static final double SMALL = 1e-5;

    private CellText() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Measured measured -> measured.text();
            case Double number -> plain(number, number.toString());
            case Float number -> plain(number, number.toString());
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case List<?> list -> bracketed(list);
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> of(entry.getKey()) + "=" + of(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Object array when array.getClass().isArray() -> bracketed(elements(array));
            default -> escaped(value.toString());
        };
    }

    private static String bracketed(List<?> values) {
        String shown = values.stream().limit(ARRAY_SHOWN).map(CellText::of).collect(Collectors.joining(", "));
        return values.size() <= ARRAY_SHOWN
                ? "[" + shown + "]"
                : "[" + shown + ", … " + (values.size() - ARRAY_SHOWN) + " more]";
    }

    static List<@Nullable Object> elements(Object array) {
        int length = Array.getLength(array);
        List<@Nullable Object> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(Array.get(array, i));
        }
        return elements;
    }

    private static String escaped(String text) {
        if (text.codePoints().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        escaped.append("\\u").append(HexFormat.of().toHexDigits((char) c));
                    } else {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    /** Java writes 1.23E7 from ten millions on, where a person wants to see the digits. */
    private static String plain(double number, String text) {
        double size = Math.abs(number);
        if (text.indexOf('E') < 0 || size >= LARGE || size < SMALL) {
            return text;
        }
        String digits = new BigDecimal(text).toPlainString();
        return digits.contains(".") ? digits : digits + ".0";
    }

    /** The columns of the screen that a text takes. */
    static int width(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }

    /** A text cut to a width, with a mark that it was. */
    static String cut(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 1;
        for (int c : text.codePoints().toArray()) {
            used += Math.max(0, WCWidth.wcwidth(c));
            if (used > width) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.append('…').toString();
    }
}
