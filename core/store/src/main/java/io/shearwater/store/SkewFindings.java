package io.shearwater.store;

import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.SkewReport;
import io.shearwater.model.SkewReport.Difference;
import io.shearwater.model.SkewReport.FeatureSkew;
import io.shearwater.model.Times;
import io.shearwater.model.Values;
import io.shearwater.model.ViewRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Collects what a check of skew finds. Not thread-safe. */
final class SkewFindings {
    private final ViewRef view;
    private final Map<String, Long> skipped = new LinkedHashMap<>();
    private final Map<String, Counts> features = new LinkedHashMap<>();
    private long compared;
    private long late;

    /** What was found of a feature. */
    private static final class Counts {
        private long compared;
        private long different;
        private @Nullable Difference first;
        private long late;

        FeatureSkew of(String feature) {
            return new FeatureSkew(feature, compared, different, Optional.ofNullable(first), late);
        }
    }

    SkewFindings(ViewRef view) {
        this.view = view;
    }

    void skip(String reason, long vectors) {
        if (vectors > 0) {
            skipped.merge(reason, vectors, Long::sum);
        }
    }

    /** Whether a vector was served as it is computed again. */
    static boolean isSame(LoggedVector logged, FeatureVector then) {
        return IntStream.range(0, then.size())
                .allMatch(i -> Values.same(logged.served().get(i), then.value(i)));
    }

    /**
     * Compares a vector.
     *
     * @param then as it is computed from what was known when it was served
     * @param now as it is computed from what is known now
     */
    void compare(
            LoggedVector logged,
            VectorLogLayout layout,
            Optional<Integer> dataset,
            FeatureVector then,
            FeatureVector now) {
        compared++;
        boolean anyLate = false;
        for (int i = 0; i < layout.served().size(); i++) {
            Field field = layout.served().get(i);
            Counts counts = features.computeIfAbsent(field.name(), name -> new Counts());
            counts.compared++;
            Object served = logged.served().get(i);
            if (!Values.same(served, then.value(i))) {
                counts.different++;
                Difference difference = difference(logged, dataset, served, then.value(i));
                if (counts.first == null || difference.time().isBefore(counts.first.time())) {
                    counts.first = difference;
                }
            }
            if (!Values.same(then.value(i), now.value(i))) {
                counts.late++;
                anyLate = true;
            }
        }
        late += anyLate ? 1 : 0;
    }

    private static Difference difference(
            LoggedVector logged, Optional<Integer> dataset, @Nullable Object served, @Nullable Object recomputed) {
        return new Difference(
                logged.id(),
                Times.instant(logged.time()),
                logged.named(),
                dataset,
                logged.commits(),
                served,
                recomputed);
    }

    SkewReport report() {
        return new SkewReport(
                view,
                compared,
                late,
                skipped,
                features.entrySet().stream()
                        .map(entry -> entry.getValue().of(entry.getKey()))
                        .toList());
    }
}
