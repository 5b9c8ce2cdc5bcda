package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.model.Field;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests for predictions as JSON: {@code {"entries": [{"card": "a", "amount": 12.5}], "explain": true}}. What the values are is
 * said by the schema of the deployment. Immutable and thread-safe.
 */
public final class PredictRequestParser {
    private static final Set<String> MEMBERS = Set.of("entries", "explain");

    private final EntryParser entries;

    public PredictRequestParser(DeploymentSchema schema) {
        entries = EntryParser.of(schema);
    }

    /**
     * Reads a request.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST or TOO_LARGE, saying where
     */
    public PredictRequest read(String json) {
        JsonNode node = WireJson.read(json, MEMBERS);
        JsonNode explain = node.path("explain");
        if (!explain.isMissingNode() && !explain.isBoolean()) {
            throw WireError.BAD_REQUEST.because(
                    "'explain' of the request is " + WireJson.shown(explain) + ", neither true nor false.");
        }
        return new PredictRequest(
                entries.many(node), explain.asBoolean() ? PredictOptions.EXPLAINED : PredictOptions.PLAIN);
    }

    /** What a request may name. */
    Field field(String name, String what) {
        return entries.field(name, what);
    }

    /** A request as JSON. */
    public String write(PredictRequest request) {
        ObjectNode node = WireJson.object();
        ArrayNode written = node.putArray("entries");
        for (Map<String, @Nullable Object> entry : request.entries()) {
            ObjectNode entryNode = written.addObject();
            entry.forEach((name, value) -> entryNode.set(name, ValueParser.write(value)));
        }
        if (request.options() == PredictOptions.EXPLAINED) {
            node.put("explain", true);
        }
        return node.toString();
    }
}
