package io.shearwater.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.shearwater.model.DataType;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Rows of JSON as frames of known columns. Not thread-safe. */
final class RowsJsonReader implements FrameReader {
    private static final int MOST_ROWS = 8_192;
    private static final long FRAME = 4 << 20;
    private static final long LONGEST_ROW = 16 << 20;

    private final RowSource source;
    private final Schema schema;
    private final int rowsOfFrame;
    private final Deque<JsonNode> sample;
    private final long[] seen;
    private final int[] places;
    private final RowValues values;
    private long row;
    private long begun;
    private boolean closed;

    RowsJsonReader(RowSource source, Schema schema) {
        this(source, schema, new ArrayDeque<>());
    }

    /** Over rows of which some were read already. */
    RowsJsonReader(RowSource source, Schema schema, Deque<JsonNode> sample) {
        this.source = source;
        this.schema = schema;
        this.sample = sample;
        this.rowsOfFrame = rowsOfFrame(schema);
        this.seen = new long[schema.size()];
        this.places = places(source, schema);
        this.values = new RowValues(this::requireShort);
    }

    /** Few where rows are wide by their types alone: two bytes of JSON may say that a thousand embeddings are null. */
    private static int rowsOfFrame(Schema schema) {
        long width = schema.fields().stream()
                .mapToLong(field ->
                        field.type() instanceof DataType.EmbeddingType embedding ? embedding.dimension() * 4L : 16)
                .sum();
        return Math.clamp(FRAME / Math.max(1, width), 1, MOST_ROWS);
    }

    private static int[] places(RowSource source, Schema schema) {
        List<String> names = source.names().orElse(List.of());
        int[] places = new int[names.size()];
        for (int i = 0; i < places.length; i++) {
            String name = names.get(i);
            places[i] = schema.findIndex(name)
                    .orElseThrow(() -> WireError.BAD_ROWS.because(
                            "$.columns has '" + WireJson.shown(name) + "', which is " + noColumn(name, schema)));
        }
        return places;
    }

    private static String noColumn(String name, Schema schema) {
        return "no column; there are " + WireJson.shown(schema.names()) + "." + Names.didYouMean(name, schema.names());
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        if (closed) {
            return Optional.empty();
        }
        FrameBuilder frame = new FrameBuilder(schema, Math.min(rowsOfFrame, 64));
        try {
            int rows = 0;
            long start = source.offset();
            while (rows < rowsOfFrame && source.offset() - start < FRAME && append(frame)) {
                rows++;
            }
            return rows == 0 ? Optional.empty() : Optional.of(frame.build());
        } catch (IOException failed) {
            throw source.failure(failed);
        }
    }

    private boolean append(FrameBuilder frame) throws IOException {
        JsonNode known = sample.poll();
        if (known != null) {
            try (JsonParser again = known.traverse()) {
                again.nextToken();
                row++;
                append(frame, again);
            }
            return true;
        }
        begun = source.offset();
        if (!source.next()) {
            return false;
        }
        row++;
        append(frame, source.parser());
        return true;
    }

    private void append(FrameBuilder frame, JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_ARRAY) {
            int at = 0;
            while (json.nextToken() != JsonToken.END_ARRAY) {
                if (at == places.length) {
                    throw refused("has more values than the " + places.length + " columns");
                }
                append(frame, places[at++], json);
            }
            if (at < places.length) {
                throw refused("has " + at + " values for " + places.length + " columns");
            }
        } else {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                String given = name;
                int column = schema.findIndex(name)
                        .orElseThrow(() ->
                                refused("has '" + WireJson.shown(given) + "', which is " + noColumn(given, schema)));
                json.nextToken();
                append(frame, column, json);
            }
        }
        for (int column = 0; column < seen.length; column++) {
            if (seen[column] != row) {
                frame.column(column).appendNull();
            }
        }
        requireShort();
    }

    private void append(FrameBuilder frame, int column, JsonParser json) throws IOException {
        if (seen[column] == row) {
            throw refused("has '" + schema.field(column).name() + "' twice");
        }
        seen[column] = row;
        JsonToken begin = json.currentToken();
        try {
            values.append(frame.column(column), json);
        } catch (RowValues.Unfit unfit) {
            throw WireError.BAD_ROWS.because(
                    "Row " + row + ", column '" + schema.field(column).name() + "' (" + path(column) + "): "
                            + shown(begin, json) + " is not "
                            + schema.field(column).type() + "." + unfit.getMessage(),
                    unfit);
        } catch (ShearwaterException unfit) {
            throw unfit.code() instanceof WireError
                    ? unfit
                    : WireError.BAD_ROWS.because(
                            "Row " + row + " (" + path(column) + "): " + unfit.getMessage(), unfit);
        }
    }

    /** The value for a message. Within lists and objects the parser has gone on to what does not fit. */
    private static String shown(JsonToken begin, JsonParser json) throws IOException {
        String within = begin == JsonToken.START_ARRAY
                ? "a list with "
                : begin == JsonToken.START_OBJECT ? "an object with " : "";
        return within
                + switch (json.currentToken()) {
                    case START_ARRAY -> "a list";
                    case START_OBJECT -> "an object";
                    case VALUE_STRING -> "'" + WireJson.shown(json.getText()) + "'";
                    default -> WireJson.shown(json.getText());
                };
    }

    private String path(int column) {
        return source.names().isPresent()
                ? rowPath() + "[" + Arrays.stream(places).boxed().toList().indexOf(column) + "]"
                : WireJson.path(rowPath(), schema.field(column).name());
    }

    private String rowPath() {
        return source.path(row);
    }

    private ShearwaterException refused(String why) {
        return WireError.BAD_ROWS.because("Row " + row + " (" + rowPath() + ") " + why + ".");
    }

    private void requireShort() {
        if (source.offset() - begun > LONGEST_ROW) {
            throw WireError.TOO_LARGE.because("Row " + row + " has more than " + (LONGEST_ROW >> 20)
                    + " MiB of JSON. Send it in a smaller form, such as " + FrameStream.MEDIA_TYPE + ".");
        }
    }

    @Override
    public void close() {
        closed = true;
        source.close();
    }
}
