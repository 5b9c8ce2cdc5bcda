package io.shearwater.store;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.OnlineCheck;
import io.shearwater.model.Query;
import io.shearwater.model.Values;
import io.shearwater.registry.GroupRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a group serves with what its history says: a view of the group alone, read in a batch and as vectors. Frame by
 * frame, so that memory does not grow with the number of entities.
 */
final class OnlineComparison {
    private static final int EXAMPLES = 10;

    private final StoreParts parts;
    private final GroupRecord group;
    private final List<String> key;
    private final List<Map<String, @Nullable Object>> examples = new ArrayList<>();
    private long entities;
    private long missing;
    private long different;

    OnlineComparison(StoreParts parts, GroupRecord group) {
        this.parts = parts;
        this.group = group;
        this.key = group.spec().primaryKey();
    }

    OnlineCheck run() {
        FeatureGroupSpec spec = group.spec();
        // A name that no stored view can have.
        EmbeddedFeatureView rows = new EmbeddedFeatureView(
                parts,
                FeatureViewSpec.builder(
                                spec.name(), 1, Query.of(spec, spec.schema().names()))
                        .build());
        try (FrameReader reader = rows.latest()) {
            for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                compare(rows, frame.get());
            }
        }
        long online = parts.online().entities(group);
        return new OnlineCheck(
                spec.ref(), entities, missing, different, Math.max(0, online - (entities - missing)), examples);
    }

    private void compare(EmbeddedFeatureView rows, Frame history) {
        List<Map<String, @Nullable Object>> keys = new ArrayList<>(history.rows());
        for (int row = 0; row < history.rows(); row++) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (String column : key) {
                values.put(column, history.value(row, column));
            }
            keys.add(values);
        }
        List<FeatureVector> vectors = rows.featureVectors(keys);
        for (int row = 0; row < history.rows(); row++) {
            entities++;
            FeatureVector vector = vectors.get(row);
            if (isAbsent(vector)) {
                missing++;
                example(keys.get(row));
            } else if (!isEqual(vector, history, row)) {
                different++;
                example(keys.get(row));
            }
        }
    }

    private void example(Map<String, @Nullable Object> entity) {
        if (examples.size() < EXAMPLES) {
            examples.add(entity);
        }
    }

    private boolean isAbsent(FeatureVector vector) {
        for (int i = 0; i < vector.size(); i++) {
            boolean inKey = key.contains(vector.schema().field(i).name());
            FeatureStatus status = vector.status(i);
            if (!inKey && (status == FeatureStatus.NOT_FOUND || status == FeatureStatus.EXPIRED)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEqual(FeatureVector vector, Frame history, int row) {
        for (int i = 0; i < vector.size(); i++) {
            // By name: a batch begins with key and event time.
            if (!Values.same(
                    vector.value(i), history.value(row, vector.schema().field(i).name()))) {
                return false;
            }
        }
        return true;
    }
}
