package io.shearwater.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.shearwater.model.Column;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.IoReason;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Vectors as JSON: the columns once, then for each vector its values, statuses, event times and write sequences in their order. All
 * vectors of one answer have the same columns.
 */
public final class FeatureVectorJson {
    private FeatureVectorJson() {}

    /**
     * Writes vectors of these columns, in their order; the stream stays open.
     *
     * @throws io.shearwater.model.ShearwaterException IO
     */
    public static void write(Schema columns, List<FeatureVector> vectors, OutputStream out) {
        List<Column> values = FeatureVectorFrames.values(columns, vectors);
        try {
            JsonGenerator json = WireJson.generator(out);
            json.writeStartObject();
            json.writeArrayFieldStart("columns");
            for (Field column : columns.fields()) {
                json.writeStartObject();
                json.writeStringField("name", column.name());
                json.writeStringField("type", column.type().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("vectors");
            for (int row = 0; row < vectors.size(); row++) {
                json.writeStartObject();
                json.writeStringField("request_id", vectors.get(row).requestId());
                json.writeArrayFieldStart("values");
                for (Column value : values) {
                    RowsJsonWriter.write(json, value, row);
                }
                json.writeEndArray();
                origins(json, vectors.get(row));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
            json.close();
        } catch (IOException gone) {
            throw WireError.IO.because("The vectors cannot be sent: " + IoReason.of(gone) + ".", gone);
        }
    }

    private static void origins(JsonGenerator json, FeatureVector vector) throws IOException {
        json.writeArrayFieldStart("statuses");
        for (int i = 0; i < vector.size(); i++) {
            json.writeString(vector.status(i).name());
        }
        json.writeEndArray();
        json.writeArrayFieldStart("event_times");
        Optional<String> time = Optional.empty();
        for (int i = 0; i < vector.size(); i++) {
            if (i == 0 || !vector.hasSameOrigin(i - 1, i)) {
                time = vector.eventTime(i).map(Instant::toString);
            }
            json.writeString(time.orElse(null));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("sequences");
        for (int i = 0; i < vector.size(); i++) {
            OptionalLong sequence = vector.sequence(i);
            if (sequence.isPresent()) {
                json.writeNumber(sequence.getAsLong());
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }
}
