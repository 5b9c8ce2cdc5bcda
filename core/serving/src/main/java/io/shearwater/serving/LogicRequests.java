package io.shearwater.serving;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.LogicSchema;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.RequestId;
import io.shearwater.model.ShearwaterException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes entries by the schema of logic. Immutable and thread-safe. */
final class LogicRequests {
    private static final int SHOWN = 80;

    private final String deployment;
    private final LogicSchema schema;
    private final Map<String, Field> known = new LinkedHashMap<>();
    private final Set<String> unknown;

    /**
     * Entries of a deployment.
     *
     * @param unknown what the deployment knows and this logic does not: left out
     */
    LogicRequests(String deployment, LogicSchema schema, Set<String> unknown) {
        this.deployment = deployment;
        this.schema = schema;
        this.unknown = Set.copyOf(unknown);
        schema.request().forEach(field -> known.put(field.name(), field));
    }

    /**
     * What an entry names, as the Java types of the schema.
     *
     * @throws ShearwaterException WRONG_FEATURES
     */
    Map<String, @Nullable Object> checked(Map<String, ?> entry) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, ?> given : entry.entrySet()) {
            Field field = known.get(given.getKey());
            if (field != null) {
                values.put(field.name(), value(field, given.getValue()));
            } else if (!unknown.contains(given.getKey()) && !given.getKey().equals(RequestId.NAME)) {
                throw LearningError.WRONG_FEATURES.because("The request to '" + deployment + "' names '"
                        + given.getKey() + "', which it does not know; it knows " + known.keySet() + "."
                        + Names.didYouMean(given.getKey(), known.keySet()));
            }
        }
        for (Field key : schema.keys()) {
            if (values.get(key.name()) == null) {
                throw missing(key, entry, "");
            }
        }
        for (Field needed : schema.needed()) {
            if (!values.containsKey(needed.name())) {
                throw missing(needed, entry, " with null if nobody knows it,");
            }
        }
        return Collections.unmodifiableMap(values);
    }

    private ShearwaterException missing(Field field, Map<String, ?> entry, String how) {
        return LearningError.WRONG_FEATURES.because("The request to '" + deployment + "' has no '" + field.name()
                + "' (" + field.type() + "). Name it," + how + " beside what it names: " + entry.keySet() + ".");
    }

    private @Nullable Object value(Field field, @Nullable Object given) {
        if ((given instanceof Double number && !Double.isFinite(number))
                || (given instanceof Float single && !Float.isFinite(single))) {
            throw LearningError.WRONG_FEATURES.because("The request to '" + deployment + "' gives '" + field.name()
                    + "' the value " + given + ", which is no number. Use null for a value that nobody knows.");
        }
        try {
            return typed(field, given);
        } catch (ShearwaterException unfit) {
            String text = String.valueOf(given);
            throw LearningError.WRONG_FEATURES.because(
                    "The request to '" + deployment + "' gives '" + field.name() + "' the value '"
                            + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text)
                            + "', which is not " + field.type() + ". " + unfit.getMessage(),
                    unfit);
        }
    }

    /**
     * A value as the Java type of a field, by the rules of frames.
     *
     * @throws ShearwaterException of the kind USER
     */
    static @Nullable Object typed(Field field, @Nullable Object given) {
        if (given == null) {
            return null;
        }
        ColumnBuilder column = ColumnBuilder.of(field.name(), field.type(), 1);
        column.append(given);
        return column.build().valueAt(0);
    }
}
