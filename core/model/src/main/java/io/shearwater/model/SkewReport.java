package io.shearwater.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of computing logged vectors again, offline, from what was known when they were served.
 *
 * @param compared vectors that were computed again
 * @param late of them those that would be given other values today, since rows that are dated before the request came after it
 * @param skipped vectors that could not be computed again, by reason
 * @param features each feature that was served, in the order of the view
 */
public record SkewReport(
        ViewRef view, long compared, long late, Map<String, Long> skipped, List<FeatureSkew> features) {
    public SkewReport {
        skipped = Collections.unmodifiableMap(new LinkedHashMap<>(skipped));
        features = List.copyOf(features);
    }

    /**
     * What came of one feature.
     *
     * @param compared values that were computed again
     * @param different how many of them were served with another value: skew
     * @param first the earliest of those
     * @param late how many would have another value today: late data, no skew
     */
    public record FeatureSkew(String feature, long compared, long different, Optional<Difference> first, long late) {}

    /**
     * A value that was served otherwise than it is computed again.
     *
     * @param request the id of the request in the log
     * @param time of the request
     * @param named what the request named: keys, passed features and parameters
     * @param trainingDataset the version that the view was initialised with
     * @param commits for each group of the view the newest commit that was online
     */
    public record Difference(
            String request,
            Instant time,
            Map<String, @Nullable Object> named,
            Optional<Integer> trainingDataset,
            Map<GroupRef, Long> commits,
            @Nullable Object served,
            @Nullable Object recomputed) {
        public Difference {
            named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
            commits = Collections.unmodifiableMap(new LinkedHashMap<>(commits));
        }
    }

    /** Values that differ. */
    public long different() {
        return features.stream().mapToLong(FeatureSkew::different).sum();
    }

    /** Whether every value was served as it is computed again. */
    public boolean agrees() {
        return different() == 0;
    }
}
