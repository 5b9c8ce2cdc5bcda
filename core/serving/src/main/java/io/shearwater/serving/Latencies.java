package io.shearwater.serving;

import io.shearwater.api.DeploymentReport.Latency;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** How long things took, to within a twentieth, from a microsecond to a minute. Thread-safe, without locks. */
final class Latencies {
    private static final double STEP = Math.log(1.05);
    private static final double LEAST_NANOS = 1_000;
    private static final int BUCKETS = 1 + (int) Math.ceil(Math.log(60e9 / LEAST_NANOS) / STEP);

    private final LongAdder[] buckets =
            IntStream.range(0, BUCKETS).mapToObj(i -> new LongAdder()).toArray(LongAdder[]::new);

    void add(long nanos, int times) {
        int bucket = nanos <= LEAST_NANOS ? 0 : (int) Math.ceil(Math.log(nanos / LEAST_NANOS) / STEP);
        buckets[Math.min(bucket, BUCKETS - 1)].add(times);
    }

    Latency latency() {
        long[] counts = new long[BUCKETS];
        long all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] = buckets[i].sum();
            all += counts[i];
        }
        return new Latency(quantile(counts, all, 0.5), quantile(counts, all, 0.99));
    }

    /** The upper end of the bucket in which the value of this rank is; zero of nothing. */
    private static Duration quantile(long[] counts, long all, double share) {
        long rank = (long) Math.ceil(share * all);
        long seen = 0;
        for (int i = 0; i < BUCKETS && rank > 0; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Duration.ofNanos(Math.round(LEAST_NANOS * Math.exp(STEP * i)));
            }
        }
        return Duration.ZERO;
    }
}
