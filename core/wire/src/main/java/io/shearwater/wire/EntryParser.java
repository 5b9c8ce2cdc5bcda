package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.shearwater.api.FeatureView;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.RequestId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Entries of requests as JSON: keys, features and parameters by name, such as {@code {"card": "a", "amount": 12.5}}. What the values
 * are is said by the fields. Immutable and thread-safe.
 */
public final class EntryParser {
    /** How many entries one request may have. */
    public static final int MOST = 10_000;

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final String knowing;

    /** @param known what an entry may name */
    public EntryParser(Collection<Field> known) {
        this(known, "what is asked");
    }

    EntryParser(Collection<Field> known, String knowing) {
        known.forEach(field -> fields.put(field.name(), field));
        this.knowing = knowing;
    }

    /**
     * Reads {@code {"entries": [{…}, …]}}.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST or TOO_LARGE, saying where
     */
    public List<Map<String, @Nullable Object>> many(String json) {
        return many(WireJson.read(json, Set.of("entries")));
    }

    /** Reads the entries of a request. */
    List<Map<String, @Nullable Object>> many(JsonNode request) {
        JsonNode entries = WireJson.list(request, "entries", "the request");
        if (entries.size() > MOST) {
            throw WireError.TOO_LARGE.because("The request has " + entries.size() + " entries; " + MOST
                    + " are the most. Send fewer at a time, or ask for a batch.");
        }
        List<Map<String, @Nullable Object>> read = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            read.add(entry(entries.get(i), "Entry " + (i + 1)));
        }
        return read;
    }

    /**
     * Reads one entry.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST or TOO_LARGE, saying where
     */
    public Map<String, @Nullable Object> one(String json) {
        return entry(WireJson.read(json, fields.keySet()), "The entry");
    }

    Map<String, @Nullable Object> entry(JsonNode node, String what) {
        if (!node.isObject()) {
            throw WireError.BAD_REQUEST.because(what + " is " + WireJson.shown(node) + ", not an object.");
        }
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        node.properties()
                .forEach(given ->
                        entry.put(given.getKey(), ValueParser.read(field(given.getKey(), what), given.getValue())));
        return entry;
    }

    /** What an entry for a view may name: the id of the request, features, keys and request parameters. */
    public static EntryParser of(FeatureView view) {
        List<Field> known = new ArrayList<>();
        known.add(new Field(RequestId.NAME, DataType.STRING));
        known.addAll(view.untransformed().featureSchema().fields());
        known.addAll(view.servingKeys());
        known.addAll(view.requestParameters());
        return new EntryParser(known);
    }

    /** What an entry for a deployment may name. */
    public static EntryParser of(DeploymentSchema schema) {
        List<Field> known = new ArrayList<>();
        known.add(new Field(RequestId.NAME, DataType.STRING));
        known.addAll(schema.servingKeys());
        known.addAll(schema.passedFeatures());
        known.addAll(schema.requestParameters());
        return new EntryParser(known, "the deployment '" + schema.deployment() + "'");
    }

    /**
     * What an entry may name.
     *
     * @param what which entry asks, such as {@code Entry 2}
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST for what is not known
     */
    public Field field(String name, String what) {
        Field field = fields.get(name);
        if (field == null) {
            throw WireError.BAD_REQUEST.because(what + " names '" + WireJson.shown(name) + "', which " + knowing
                    + " does not know; it knows " + fields.keySet() + "." + Names.didYouMean(name, fields.keySet()));
        }
        return field;
    }
}
