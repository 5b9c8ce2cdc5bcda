package io.shearwater.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints one JSON array with an object per row and line. Times are ISO 8601 text, bytes are Base64, and the numbers JSON
 * does not have are the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}.
 */
final class JsonPrinter implements ResultPrinter {
    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder().rootValueSeparator(",\n").build();

    private final Terminal terminal;

    JsonPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void print(ResultTable result) {
        terminal.out().print("[\n");
        try (JsonGenerator json = FACTORY.createGenerator(terminal.out())) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            for (List<@Nullable Object> row : result.rows()) {
                json.writeStartObject();
                for (int c = 0; c < row.size(); c++) {
                    json.writeFieldName(result.columns().get(c));
                    write(json, row.get(c));
                }
                json.writeEndObject();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        terminal.out().print(result.rows().isEmpty() ? "]\n" : "\n]\n");
        terminal.out().flush();
    }

    /** Prints one JSON object on a line. */
    void print(Map<String, ?> document) {
        try (JsonGenerator json = FACTORY.createGenerator(terminal.out())) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            write(json, document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        terminal.out().println();
        terminal.out().flush();
    }

    /** One value as a text. */
    static String text(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Measured measured -> write(json, measured.doubleValue());
            case Boolean bool -> json.writeBoolean(bool);
            case Double number when !Double.isFinite(number) -> json.writeString(number.toString());
            case Float number when !Float.isFinite(number) -> json.writeString(number.toString());
            case Double number -> json.writeNumber(number);
            case Float number -> json.writeNumber(number);
            case BigDecimal number -> json.writeNumber(number);
            case BigInteger number -> json.writeNumber(number);
            case Number number -> json.writeNumber(number.longValue());
            case byte[] bytes -> json.writeBinary(bytes);
            case List<?> list -> writeArray(json, list);
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.writeFieldName(String.valueOf(entry.getKey()));
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            case Object array when array.getClass().isArray() -> writeArray(json, CellText.elements(array));
            default -> json.writeString(value.toString());
        }
    }

    private static void writeArray(JsonGenerator json, List<?> values) throws IOException {
        json.writeStartArray();
        for (Object value : values) {
            write(json, value);
        }
        json.writeEndArray();
    }
}
