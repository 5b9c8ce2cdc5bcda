package io.shearwater.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints CSV (RFC 4180) with a header: null is an empty field and an empty text is {@code ""}, times are ISO 8601, bytes are
 * Base64, lists, maps and arrays are JSON.
 */
final class CsvPrinter implements ResultPrinter {
    private final Terminal terminal;

    CsvPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void print(ResultTable result) {
        PrintWriter out = terminal.out();
        out.print(result.columns().stream().map(CsvPrinter::quoted).collect(Collectors.joining(",")));
        out.print('\n');
        for (List<@Nullable Object> row : result.rows()) {
            out.print(row.stream().map(CsvPrinter::field).collect(Collectors.joining(",")));
            out.print('\n');
        }
        out.flush();
    }

    private static String field(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text.isEmpty() ? "\"\"" : quoted(text);
            case byte[] bytes -> JsonPrinter.text(bytes).replace("\"", "");
            case Iterable<?> list -> quoted(JsonPrinter.text(list));
            case Map<?, ?> map -> quoted(JsonPrinter.text(map));
            case Object array when array.getClass().isArray() -> quoted(JsonPrinter.text(array));
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r')
                && text.equals(text.strip());
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
