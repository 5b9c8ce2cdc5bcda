package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What columns rows of JSON have, by the first of them. Not thread-safe. */
final class RowInference {
    private static final int SAMPLE = 1_000;
    private static final long SAMPLE_BYTES = 4 << 20;
    private static final int MOST_COLUMNS = 10_000;

    private final RowSource source;
    private final Map<String, Guess> guesses = new LinkedHashMap<>();

    /** What is known of a type so far. */
    private sealed interface Guess {
        /** Nothing but nulls. */
        record Unknown() implements Guess {}

        record Plain(DataType type) implements Guess {}

        record Elements(Guess of) implements Guess {}

        record Parts(Map<String, Guess> of) implements Guess {}

        default DataType type() {
            return switch (this) {
                case Unknown u -> DataType.STRING;
                case Plain plain -> plain.type;
                case Elements list -> DataType.array(list.of.type());
                case Parts parts ->
                    parts.of.isEmpty()
                            ? DataType.map(DataType.STRING)
                            : new DataType.StructType(parts.of.entrySet().stream()
                                    .map(part -> new Field(
                                            part.getKey(), part.getValue().type()))
                                    .toList());
            };
        }
    }

    private RowInference(RowSource source) {
        this.source = source;
        source.names().ifPresent(names -> names.forEach(name -> guesses.put(name, new Guess.Unknown())));
    }

    static FrameReader reader(RowSource source) {
        RowInference inference = new RowInference(source);
        Deque<JsonNode> sample = new ArrayDeque<>();
        try {
            while (sample.size() < SAMPLE && source.offset() < SAMPLE_BYTES && source.next()) {
                JsonNode row = inference.tree();
                inference.add(row);
                sample.add(row);
            }
        } catch (IOException failed) {
            throw source.failure(failed);
        }
        List<Field> fields = new ArrayList<>();
        inference.guesses.forEach((name, guess) -> fields.add(new Field(name, guess.type())));
        return new RowsJsonReader(source, Schema.of(fields), sample);
    }

    private void requireShort() {
        if (source.offset() > 4 * SAMPLE_BYTES) {
            throw WireError.TOO_LARGE.because("The first rows have more than " + ((4 * SAMPLE_BYTES) >> 20)
                    + " MiB of JSON, which is too much to infer columns from. State the columns and their types.");
        }
    }

    private JsonNode tree() throws IOException {
        try {
            return WireJson.tree(source.parser(), this::requireShort);
        } catch (ShearwaterException unfit) {
            throw unfit.code() == WireError.BAD_REQUEST
                    ? WireError.BAD_ROWS.because("Row " + source.row() + ": " + unfit.getMessage(), unfit)
                    : unfit;
        }
    }

    private ShearwaterException refused(String why) {
        return WireError.BAD_ROWS.because("Row " + source.row() + " (" + source.path(source.row()) + ") " + why + ".");
    }

    private void add(JsonNode row) {
        if (row.isArray()) {
            int at = 0;
            for (Map.Entry<String, Guess> column : guesses.entrySet()) {
                if (at < row.size()) {
                    column.setValue(merged(column.getValue(), guess(row.get(at++), column.getKey()), column.getKey()));
                }
            }
            return;
        }
        row.properties().forEach(member -> {
            String name = member.getKey();
            if (name.isBlank()) {
                throw refused("has a member without a name");
            }
            Guess before = guesses.getOrDefault(name, new Guess.Unknown());
            guesses.put(name, merged(before, guess(member.getValue(), name), name));
            if (guesses.size() > MOST_COLUMNS) {
                throw WireError.TOO_LARGE.because("The rows have more than " + MOST_COLUMNS + " columns.");
            }
        });
    }

    private Guess guess(JsonNode value, String column) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> new Guess.Plain(DataType.BOOLEAN);
            case NUMBER -> new Guess.Plain(value.isIntegralNumber() ? DataType.LONG : DataType.DOUBLE);
            case STRING -> new Guess.Plain(ofText(value.textValue()));
            case ARRAY -> {
                Guess element = new Guess.Unknown();
                for (JsonNode one : value) {
                    element = merged(element, guess(one, column), column);
                }
                yield new Guess.Elements(element);
            }
            case OBJECT -> {
                Map<String, Guess> parts = new LinkedHashMap<>();
                value.properties().forEach(part -> parts.put(part.getKey(), guess(part.getValue(), column)));
                yield new Guess.Parts(parts);
            }
            default -> new Guess.Unknown();
        };
    }

    private static DataType ofText(String text) {
        if (ValueParser.notFinite(text).isPresent()) {
            return DataType.DOUBLE;
        }
        if (text.length() < 10 || !Character.isDigit(text.charAt(0))) {
            return DataType.STRING;
        }
        if (text.length() == 10) {
            try {
                LocalDate.parse(text);
                return DataType.DATE;
            } catch (DateTimeException noDay) {
                return DataType.STRING;
            }
        }
        try {
            RowValues.instant(text);
            return DataType.TIMESTAMP;
        } catch (RowValues.Unfit noTime) {
            return DataType.STRING;
        }
    }

    private Guess merged(Guess left, Guess right, String column) {
        if (right instanceof Guess.Unknown || left.equals(right)) {
            return left;
        }
        if (left instanceof Guess.Unknown) {
            return right;
        }
        if (left instanceof Guess.Elements one && right instanceof Guess.Elements other) {
            return new Guess.Elements(merged(one.of(), other.of(), column));
        }
        if (left instanceof Guess.Parts one && right instanceof Guess.Parts other) {
            Map<String, Guess> parts = new LinkedHashMap<>(one.of());
            other.of().forEach((name, guess) -> parts.merge(name, guess, (a, b) -> merged(a, b, column)));
            return new Guess.Parts(parts);
        }
        if (left instanceof Guess.Plain one && right instanceof Guess.Plain other) {
            if (isNumber(one.type()) && isNumber(other.type())) {
                return new Guess.Plain(DataType.DOUBLE);
            }
            if (isText(one.type()) && isText(other.type())) {
                return new Guess.Plain(DataType.STRING);
            }
        }
        throw refused("has " + right.type() + " in the column '" + WireJson.shown(column) + "' where rows before have "
                + left.type() + ". Write it in one way, or state the columns and their types");
    }

    private static boolean isNumber(DataType type) {
        return type.equals(DataType.LONG) || type.equals(DataType.DOUBLE);
    }

    private static boolean isText(DataType type) {
        return type.equals(DataType.STRING) || type.equals(DataType.DATE) || type.equals(DataType.TIMESTAMP);
    }
}
