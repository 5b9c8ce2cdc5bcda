package io.shearwater.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.IoReason;
import io.shearwater.model.Times;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Writes rows as JSON, value by value from their columns. Not thread-safe. */
final class RowsJsonWriter {
    private final FrameReader rows;
    private final OutputStream out;

    RowsJsonWriter(FrameReader rows, OutputStream out) {
        this.rows = rows;
        this.out = out;
    }

    long write(RowsJson.Form form) {
        try {
            JsonGenerator json = WireJson.generator(out);
            json.setRootValueSeparator(null);
            begin(json, form);
            long count = 0;
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                Frame frame = next.get();
                for (int row = 0; row < frame.rows(); row++) {
                    write(json, form, frame, row);
                }
                count += frame.rows();
            }
            end(json, form);
            json.close();
            return count;
        } catch (IOException gone) {
            throw WireError.IO.because("The rows cannot be sent: " + IoReason.of(gone) + ".", gone);
        }
    }

    private void begin(JsonGenerator json, RowsJson.Form form) throws IOException {
        switch (form) {
            case OBJECTS -> json.writeStartArray();
            case COLUMNS -> {
                json.writeStartObject();
                json.writeArrayFieldStart("columns");
                for (String name : rows.schema().names()) {
                    json.writeString(name);
                }
                json.writeEndArray();
                json.writeArrayFieldStart("rows");
            }
            case LINES -> {}
        }
    }

    private static void end(JsonGenerator json, RowsJson.Form form) throws IOException {
        switch (form) {
            case OBJECTS -> json.writeEndArray();
            case COLUMNS -> {
                json.writeEndArray();
                json.writeEndObject();
            }
            case LINES -> {}
        }
    }

    private static void write(JsonGenerator json, RowsJson.Form form, Frame frame, int row) throws IOException {
        List<Column> columns = frame.columns();
        if (form == RowsJson.Form.COLUMNS) {
            json.writeStartArray();
            for (Column column : columns) {
                write(json, column, row);
            }
            json.writeEndArray();
            return;
        }
        json.writeStartObject();
        for (int i = 0; i < columns.size(); i++) {
            json.writeFieldName(frame.schema().field(i).name());
            write(json, columns.get(i), row);
        }
        json.writeEndObject();
        if (form == RowsJson.Form.LINES) {
            json.writeRaw('\n');
        }
    }

    /** Writes a value. NaN and infinities are texts, which is how the generator writes them. */
    static void write(JsonGenerator json, Column column, int row) throws IOException {
        if (column.isNull(row)) {
            json.writeNull();
            return;
        }
        switch (column) {
            case Column.Booleans c -> json.writeBoolean(c.values()[row]);
            case Column.Ints c -> {
                if (c.type() instanceof DataType.DateType) {
                    json.writeString(LocalDate.ofEpochDay(c.values()[row]).toString());
                } else {
                    json.writeNumber(c.values()[row]);
                }
            }
            case Column.Longs c -> {
                if (c.type() instanceof DataType.TimestampType) {
                    json.writeString(Times.instant(c.values()[row]).toString());
                } else {
                    json.writeNumber(c.values()[row]);
                }
            }
            case Column.Floats c -> json.writeNumber(c.values()[row]);
            case Column.Doubles c -> json.writeNumber(c.values()[row]);
            case Column.Decimals c -> json.writeString(((BigDecimal) c.valueAt(row)).toPlainString());
            case Column.Bytes c -> {
                if (c.type() instanceof DataType.BinaryType) {
                    json.writeBinary(c.bytes(), c.offsets()[row], c.length(row));
                } else {
                    json.writeString(c.text(row));
                }
            }
            default -> writeNested(json, column, row);
        }
    }

    private static void writeNested(JsonGenerator json, Column column, int row) throws IOException {
        switch (column) {
            case Column.Lists c -> {
                json.writeStartArray();
                for (int i = c.offsets()[row]; i < c.offsets()[row + 1]; i++) {
                    write(json, c.elements(), i);
                }
                json.writeEndArray();
            }
            case Column.Maps c -> {
                json.writeStartObject();
                for (int i = c.offsets()[row]; i < c.offsets()[row + 1]; i++) {
                    json.writeFieldName(c.keys().text(i));
                    write(json, c.values(), i);
                }
                json.writeEndObject();
            }
            case Column.Structs c -> {
                List<Field> fields = ((DataType.StructType) c.type()).fields();
                json.writeStartObject();
                for (int i = 0; i < fields.size(); i++) {
                    json.writeFieldName(fields.get(i).name());
                    write(json, c.parts().get(i), row);
                }
                json.writeEndObject();
            }
            case Column.Embeddings c -> {
                int width = ((DataType.EmbeddingType) c.type()).dimension();
                json.writeStartArray();
                for (int i = row * width; i < (row + 1) * width; i++) {
                    json.writeNumber(c.values()[i]);
                }
                json.writeEndArray();
            }
            default -> throw new AssertionError("no form for " + column.type());
        }
    }
}
