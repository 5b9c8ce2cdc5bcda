package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.RequestId;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Vectors as JSON: the columns once, then for each vector its values, statuses, event times and write sequences in their order. All
 * vectors of one answer have the same columns.
 */
public final class FeatureVectorJson {
    private static final Pattern GENERATED =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private FeatureVectorJson() {}

    /** Vectors of these columns, in their order. */
    public static String write(Schema columns, List<FeatureVector> vectors) {
        ObjectNode node = WireJson.object();
        node.set("columns", SchemaJson.node(columns.fields()));
        ArrayNode all = node.putArray("vectors");
        vectors.forEach(vector -> all.add(node(vector)));
        return node.toString();
    }

    private static ObjectNode node(FeatureVector vector) {
        ObjectNode node = WireJson.object().put("request_id", vector.requestId());
        ArrayNode values = node.putArray("values");
        ArrayNode statuses = node.putArray("statuses");
        ArrayNode times = node.putArray("event_times");
        ArrayNode sequences = node.putArray("sequences");
        for (int i = 0; i < vector.size(); i++) {
            values.add(ValueParser.write(vector.value(i)));
            statuses.add(vector.status(i).name());
            times.add(vector.eventTime(i).map(Object::toString).orElse(null));
            OptionalLong sequence = vector.sequence(vector.schema().field(i).name());
            if (sequence.isPresent()) {
                sequences.add(sequence.getAsLong());
            } else {
                sequences.addNull();
            }
        }
        return node;
    }

    /**
     * Reads vectors.
     *
     * @throws io.shearwater.model.ShearwaterException of kind USER, saying where
     */
    public static List<FeatureVector> read(String json) {
        return WireJson.value(json).object(answer -> {
            Schema columns = SchemaJson.read(answer.member("columns"));
            return answer.list("vectors", vector -> vector.object(one -> vector(columns, one)));
        });
    }

    private static FeatureVector vector(Schema columns, JsonObject vector) {
        int size = columns.size();
        List<JsonValue> values = exactly(size, vector, "values");
        List<JsonValue> statuses = exactly(size, vector, "statuses");
        List<JsonValue> times = exactly(size, vector, "event_times");
        List<JsonValue> sequences = exactly(size, vector, "sequences");
        @Nullable Object[] read = new @Nullable Object[size];
        FeatureStatus[] status = new FeatureStatus[size];
        long[] micros = new long[size];
        long[] sequence = new long[size];
        for (int i = 0; i < size; i++) {
            read[i] = values.get(i).value(columns.field(i).type());
            status[i] = status(statuses.get(i));
            micros[i] = times.get(i).isNull()
                    ? FeatureVector.NONE
                    : Times.micros(times.get(i).instant());
            sequence[i] = sequences.get(i).isNull()
                    ? FeatureVector.NONE
                    : sequences.get(i).whole();
        }
        return new FeatureVector(columns, read, status, micros, sequence, request(vector.text("request_id")));
    }

    private static List<JsonValue> exactly(int size, JsonObject vector, String name) {
        List<JsonValue> list = vector.list(name, value -> value);
        if (list.size() != size) {
            throw vector.refused("has " + list.size() + " " + name + " for " + size + " columns.");
        }
        return list;
    }

    private static FeatureStatus status(JsonValue value) {
        Optional<FeatureStatus> known = List.of(FeatureStatus.values()).stream()
                .filter(one -> value.isText() && one.name().equals(value.text()))
                .findFirst();
        return known.orElseThrow(() -> value.refused("which is none of " + List.of(FeatureStatus.values()) + "."));
    }

    private static RequestId request(String text) {
        return GENERATED.matcher(text).matches()
                ? new RequestId.Generated(UUID.fromString(text))
                : new RequestId.Stated(text);
    }
}
