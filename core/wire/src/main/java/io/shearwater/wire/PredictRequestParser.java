package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.RequestId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests for predictions as JSON: {@code {"entries": [{"card": "a", "amount": 12.5}], "explain": true}}. What the values are is
 * said by the schema of the deployment. Immutable and thread-safe.
 */
public final class PredictRequestParser {
    private static final int MOST_ENTRIES = 10_000;
    private static final Set<String> MEMBERS = Set.of("entries", "explain");

    private final DeploymentSchema schema;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    public PredictRequestParser(DeploymentSchema schema) {
        this.schema = schema;
        fields.put(RequestId.NAME, new Field(RequestId.NAME, DataType.STRING));
        schema.servingKeys().forEach(field -> fields.put(field.name(), field));
        schema.passedFeatures().forEach(field -> fields.put(field.name(), field));
        schema.requestParameters().forEach(field -> fields.put(field.name(), field));
    }

    /**
     * Reads a request.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST or TOO_LARGE, saying where
     */
    public PredictRequest read(String json) {
        JsonNode node = WireJson.read(json, MEMBERS);
        JsonNode entries = WireJson.list(node, "entries", "the request");
        if (entries.size() > MOST_ENTRIES) {
            throw WireError.TOO_LARGE.because("The request has " + entries.size() + " entries; " + MOST_ENTRIES
                    + " are the most. Send fewer at a time, or predict a batch.");
        }
        JsonNode explain = node.path("explain");
        if (!explain.isMissingNode() && !explain.isBoolean()) {
            throw WireError.BAD_REQUEST.because(
                    "'explain' of the request is " + WireJson.shown(explain) + ", neither true nor false.");
        }
        List<Map<String, @Nullable Object>> read = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            read.add(entry(entries.get(i), "Entry " + (i + 1)));
        }
        return new PredictRequest(read, explain.asBoolean() ? PredictOptions.EXPLAINED : PredictOptions.PLAIN);
    }

    private Map<String, @Nullable Object> entry(JsonNode node, String what) {
        if (!node.isObject()) {
            throw WireError.BAD_REQUEST.because(what + " is " + WireJson.shown(node) + ", not an object.");
        }
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        node.properties().forEach(given -> {
            entry.put(given.getKey(), ValueParser.read(field(given.getKey(), what), given.getValue()));
        });
        return entry;
    }

    /** What a request may name. */
    Field field(String name, String what) {
        Field field = fields.get(name);
        if (field == null) {
            throw WireError.BAD_REQUEST.because(what + " names '" + WireJson.shown(name)
                    + "', which the deployment '" + schema.deployment() + "' does not know; it knows "
                    + fields.keySet() + "." + Names.didYouMean(name, fields.keySet()));
        }
        return field;
    }

    /** A request as JSON. */
    public String write(PredictRequest request) {
        ObjectNode node = WireJson.object();
        ArrayNode entries = node.putArray("entries");
        for (Map<String, @Nullable Object> entry : request.entries()) {
            ObjectNode written = entries.addObject();
            entry.forEach((name, value) -> written.set(name, ValueParser.write(value)));
        }
        if (request.options() == PredictOptions.EXPLAINED) {
            node.put("explain", true);
        }
        return node.toString();
    }
}
