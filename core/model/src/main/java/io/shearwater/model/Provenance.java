package io.shearwater.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a feature has the value that is served: the rows behind it.
 *
 * @param value as in the vector
 * @param rows from the row that the serving keys lead to, join by join, to the row that holds the value; what a request passes
 *     itself has none
 */
public record Provenance(String feature, @Nullable Object value, FeatureStatus status, Origin origin, List<Row> rows) {
    /** Who gave the value. */
    public enum Origin {
        /** A row of the store. */
        STORED,
        /** The request. */
        PASSED,
        /** A transformation of the group, from the request and what is stored; the rows are those of the group itself. */
        ON_DEMAND
    }

    /**
     * A row that was looked for online.
     *
     * @param on how it was found: for each column of the group's primary key the column of the row before it, or the serving
     *     key of the same name
     * @param key the values that it was found by; null where the row before has none
     * @param status PRESENT, or what became of the row
     * @param values the columns of the row beside its key; empty unless PRESENT
     * @param eventTime when it became valid
     * @param commit what wrote it, as far as that is known
     */
    public record Row(
            GroupRef group,
            List<KeyPair> on,
            Map<String, @Nullable Object> key,
            FeatureStatus status,
            Map<String, @Nullable Object> values,
            Optional<Instant> eventTime,
            Optional<Commit> commit) {
        public Row {
            on = List.copyOf(on);
            key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    public Provenance {
        rows = List.copyOf(rows);
    }
}
