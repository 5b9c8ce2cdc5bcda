package io.shearwater.cli;

import java.io.PrintWriter;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jline.utils.WCWidth;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Prints columns aligned for people: numbers to the right, everything else to the left, an empty cell for null, long
 * arrays shortened. Control characters are shown as escapes, so that a value can neither break the table nor speak to
 * the terminal.
 */
final class TablePrinter implements ResultPrinter {
    private static final String GAP = "  ";
    private static final int ARRAY_SHOWN = 3;

    private final Terminal terminal;

    TablePrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void print(ResultTable result) {
        int columns = result.columns().size();
        int[] widths = new int[columns];
        boolean[] numeric = new boolean[columns];
        List<List<String>> cells = new ArrayList<>(result.rows().size());
        for (int c = 0; c < columns; c++) {
            widths[c] = width(result.columns().get(c));
            numeric[c] = isNumeric(result, c);
        }
        for (List<@Nullable Object> row : result.rows()) {
            List<String> line = new ArrayList<>(columns);
            for (int c = 0; c < columns; c++) {
                String cell = cell(row.get(c));
                widths[c] = Math.max(widths[c], width(cell));
                line.add(cell);
            }
            cells.add(line);
        }
        Ansi ansi = terminal.colour() ? Ansi.ON : Ansi.OFF;
        PrintWriter out = terminal.out();
        String header = line(result.columns(), widths, numeric);
        out.println(ansi == Ansi.ON ? Ansi.Style.bold.on() + header + Ansi.Style.bold.off() : header);
        for (List<String> row : cells) {
            out.println(line(row, widths, numeric));
        }
        out.flush();
    }

    private static boolean isNumeric(ResultTable result, int column) {
        boolean any = false;
        for (List<@Nullable Object> row : result.rows()) {
            Object value = row.get(column);
            if (value != null && !(value instanceof Number)) {
                return false;
            }
            any |= value != null;
        }
        return any;
    }

    private static String line(List<String> cells, int[] widths, boolean[] numeric) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            String cell = cells.get(c);
            String pad = " ".repeat(widths[c] - width(cell));
            line.append(c == 0 ? "" : GAP);
            line.append(numeric[c] ? pad + cell : cell + pad);
        }
        return line.toString().stripTrailing();
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case List<?> list -> bracketed(list);
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> cell(entry.getKey()) + "=" + cell(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Object array when array.getClass().isArray() -> bracketed(elements(array));
            default -> escaped(value.toString());
        };
    }

    private static String bracketed(List<?> values) {
        String shown =
                values.stream().limit(ARRAY_SHOWN).map(TablePrinter::cell).collect(Collectors.joining(", "));
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

    private static int width(String text) {
        return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
    }
}
