package io.shearwater.training;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.SplitSpec;
import io.shearwater.query.PlannedTraining;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the {@link Cuts} of a split of exact sizes in two passes over the rows: {@link #count} every frame, which gives a
 * histogram of the hashes of each stratum, then {@link #settle}, then {@link #collect} every frame again, which keeps only the
 * hashes of the buckets that a cut goes through. What is kept grows with the strata and, some thousand times slower, with the
 * rows. Not thread-safe.
 */
final class CutFinder {
    /** The most strata of a split: more are hardly classes. */
    static final int MAX_STRATA = 1_000;

    private static final int BUCKET_BITS = 12;

    private final SplitSpec.Random split;
    private final List<String> columns;
    private final List<String> required;
    private final RowHash hash;
    private final Strata strata;
    private final Map<String, Stratum> counted = new TreeMap<>();

    CutFinder(SplitSpec.Random split, PlannedTraining plan) {
        this.split = split;
        List<String> keys = PartRule.keys(split, plan);
        List<String> stratifyBy = PartRule.strata(split, plan);
        this.hash = new RowHash(keys, split.seed());
        this.strata = new Strata(stratifyBy);
        this.required = plan.required();
        Set<String> read = new LinkedHashSet<>(keys);
        read.addAll(stratifyBy);
        read.addAll(required);
        this.columns = List.copyOf(read);
    }

    /** The plan's columns that the frames need to have. */
    List<String> columns() {
        return columns;
    }

    /**
     * The first pass.
     *
     * @throws io.shearwater.model.ShearwaterException TOO_MANY_VALUES
     */
    void count(Frame frame) {
        long[] hashes = hash.of(frame);
        String[] names = strata.of(frame);
        for (int row = 0; row < hashes.length; row++) {
            if (counts(frame, row)) {
                counted.computeIfAbsent(names[row], this::newStratum).count(Cuts.place(hashes[row]));
            }
        }
    }

    private Stratum newStratum(String name) {
        if (counted.size() == MAX_STRATA) {
            throw TrainingError.TOO_MANY_VALUES.because(
                    "The split is stratified by " + split.stratifyBy()
                            + ", of which there are more than " + MAX_STRATA
                            + " different values. Stratify by a column of few values, such as a class; put numbers into ranges first.");
        }
        return new Stratum();
    }

    /** A row that lacks a required group is in no part, so it does not count. */
    private boolean counts(Frame frame, int row) {
        for (String presence : required) {
            if (!((Column.Booleans) frame.column(presence)).values()[row]) {
                return false;
            }
        }
        return true;
    }

    /** Between the passes. */
    void settle() {
        double[] shares =
                split.parts().stream().mapToDouble(SplitSpec.Part::share).toArray();
        List<Stratum> all = List.copyOf(counted.values());
        List<long[]> quotas = Quotas.of(all.stream().map(each -> each.rows).toList(), shares);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).settle(quotas.get(i));
        }
    }

    /** The second pass. */
    void collect(Frame frame) {
        long[] hashes = hash.of(frame);
        String[] names = strata.of(frame);
        for (int row = 0; row < hashes.length; row++) {
            if (counts(frame, row)) {
                Objects.requireNonNull(counted.get(names[row])).collect(Cuts.place(hashes[row]));
            }
        }
    }

    /** After both passes. */
    Cuts cuts() {
        Map<String, long[]> cuts = new HashMap<>();
        counted.forEach((name, stratum) -> cuts.put(name, stratum.begins()));
        return new Cuts(cuts);
    }

    /** The rows of one stratum by the places of their hashes. */
    private static final class Stratum {
        private final long[] buckets = new long[1 << BUCKET_BITS];
        private final boolean[] isCut = new boolean[1 << BUCKET_BITS];
        private final List<Long> ranks = new ArrayList<>();
        private final HashCounts inCut = new HashCounts();
        private long rows;

        private static int bucket(long place) {
            return (int) ((place ^ Long.MIN_VALUE) >>> (Long.SIZE - BUCKET_BITS));
        }

        void count(long place) {
            buckets[bucket(place)]++;
            rows++;
        }

        /** Of the parts but the first, the rank of the row with which each would begin, if all hashes differ. */
        void settle(long[] quota) {
            long rank = 0;
            for (int part = 0; part + 1 < quota.length; part++) {
                rank += quota[part];
                if (rank < rows) {
                    ranks.add(rank);
                    isCut[bucketOf(rank)] = true;
                }
            }
        }

        private int bucketOf(long rank) {
            int bucket = 0;
            for (long before = buckets[0]; before <= rank; before += buckets[bucket]) {
                bucket++;
            }
            return bucket;
        }

        void collect(long place) {
            if (isCut[bucket(place)]) {
                inCut.add(place);
            }
        }

        long[] begins() {
            long[] places = inCut.sorted();
            long[] begins = new long[ranks.size()];
            for (int i = 0; i < begins.length; i++) {
                begins[i] = begin(ranks.get(i), places);
            }
            return begins;
        }

        /** The place at the rank or, where several rows have it (those of one group), what is nearer of it and its end. */
        private long begin(long rank, long[] places) {
            int bucket = bucketOf(rank);
            long before = Arrays.stream(buckets, 0, bucket).sum();
            int at = 0;
            while (bucket(places[at]) < bucket) {
                at++;
            }
            for (long count = inCut.count(places[at]); before + count <= rank; count = inCut.count(places[at])) {
                before += count;
                at++;
            }
            long after = before + inCut.count(places[at]);
            return rank - before <= after - rank || places[at] == Long.MAX_VALUE ? places[at] : places[at] + 1;
        }
    }
}
