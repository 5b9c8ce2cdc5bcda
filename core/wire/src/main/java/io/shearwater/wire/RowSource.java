package io.shearwater.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.shearwater.model.IoReason;
import io.shearwater.model.ShearwaterException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where rows of JSON begin and end, in each form that they may have. Not thread-safe. */
final class RowSource implements AutoCloseable {
    private static final int MOST_COLUMNS = 10_000;

    private enum Form {
        OBJECTS,
        COLUMNS,
        LINES
    }

    private final JsonParser parser;
    private final Form form;
    private final @Nullable List<String> columns;
    private long row;
    private boolean ended;

    RowSource(InputStream in, boolean lines) {
        try {
            this.parser = WireJson.streams().createParser(in);
            if (lines) {
                form = Form.LINES;
                columns = null;
                return;
            }
            JsonToken first = parser.nextToken();
            switch (first) {
                case START_ARRAY -> {
                    form = Form.OBJECTS;
                    columns = null;
                }
                case START_OBJECT -> {
                    form = Form.COLUMNS;
                    columns = columns();
                }
                case null, default ->
                    throw WireError.BAD_ROWS.because("The rows are " + (first == null ? "empty" : "a single value")
                            + ". Send a list of objects, or {\"columns\": […], \"rows\": [[…]]}.");
            }
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    private List<String> columns() throws IOException {
        if (!"columns".equals(parser.nextFieldName())) {
            throw WireError.BAD_ROWS.because("The rows begin with '" + WireJson.shown(parser.currentName())
                    + "'. Send a list of objects, or {\"columns\": […], \"rows\": [[…]]} in this order; for lines of"
                    + " objects say so in the content type, " + RowsJson.LINES_MEDIA_TYPE + ".");
        }
        List<String> names = new ArrayList<>();
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw WireError.BAD_ROWS.because("$.columns is not a list of names.");
        }
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_STRING) {
                throw WireError.BAD_ROWS.because("$.columns[" + names.size() + "] is not a name.");
            }
            if (!seen.add(parser.getText())) {
                throw WireError.BAD_ROWS.because("$.columns has '" + WireJson.shown(parser.getText()) + "' twice.");
            }
            if (names.size() == MOST_COLUMNS) {
                throw WireError.TOO_LARGE.because("$.columns has more than " + MOST_COLUMNS + " names.");
            }
            names.add(parser.getText());
        }
        if (!"rows".equals(parser.nextFieldName()) || parser.nextToken() != JsonToken.START_ARRAY) {
            throw WireError.BAD_ROWS.because(
                    "Behind $.columns there is no list 'rows'. Send {\"columns\": […], \"rows\": [[…]]}.");
        }
        return names;
    }

    /** The names of the columns, where rows are lists. */
    Optional<List<String>> names() {
        return Optional.ofNullable(columns);
    }

    /** Goes to the next row, which the parser then is at the beginning of; false at the end. */
    boolean next() throws IOException {
        if (ended) {
            return false;
        }
        JsonToken token = parser.nextToken();
        boolean end = form == Form.LINES ? token == null : token == JsonToken.END_ARRAY;
        if (end) {
            ended = true;
            requireEnd();
            return false;
        }
        row++;
        JsonToken wanted = form == Form.COLUMNS ? JsonToken.START_ARRAY : JsonToken.START_OBJECT;
        if (token != wanted) {
            throw WireError.BAD_ROWS.because("Row " + row + place() + " is not "
                    + (form == Form.COLUMNS ? "a list of values." : "an object with a member for each column."));
        }
        return true;
    }

    private void requireEnd() throws IOException {
        if (form == Form.COLUMNS && parser.nextToken() != JsonToken.END_OBJECT) {
            throw WireError.BAD_ROWS.because("Behind $.rows there is '" + WireJson.shown(parser.getText())
                    + "', which means nothing. Only 'columns' and 'rows' are there.");
        }
        if (form != Form.LINES && parser.nextToken() != null) {
            throw WireError.BAD_ROWS.because("Something follows behind the end of the rows" + place() + ".");
        }
    }

    JsonParser parser() {
        return parser;
    }

    /** The number of the row, from 1. */
    long row() {
        return row;
    }

    /** The path to a row, counted from 1, as in {@code $[2]}; of lines it is that within the line. */
    String path(long number) {
        return switch (form) {
            case OBJECTS -> "$[" + (number - 1) + "]";
            case COLUMNS -> "$.rows[" + (number - 1) + "]";
            case LINES -> "$";
        };
    }

    /** How far it was read, in bytes. */
    long offset() {
        return parser.currentLocation().getByteOffset();
    }

    private String place() {
        JsonLocation at = parser.currentTokenLocation();
        return at.getLineNr() < 1 ? "" : " (line " + at.getLineNr() + ")";
    }

    /** What a failure to read says of the row. */
    ShearwaterException failure(IOException failed) {
        return switch (failed) {
            case JsonProcessingException damaged -> {
                JsonLocation at = damaged.getLocation();
                yield WireError.BAD_ROWS.because(
                        "Row " + Math.max(1, row) + " is not JSON"
                                + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                                + ": " + damaged.getOriginalMessage(),
                        damaged);
            }
            case CharConversionException damaged ->
                WireError.BAD_ROWS.because("The rows are not UTF-8: " + damaged.getMessage() + ".", damaged);
            default -> WireError.IO.because("The rows cannot be received: " + IoReason.of(failed) + ".", failed);
        };
    }

    @Override
    public void close() {
        ended = true;
        try {
            parser.close();
        } catch (IOException gone) {
            throw WireError.IO.because("The connection cannot be closed: " + IoReason.of(gone) + ".", gone);
        }
    }
}
