package io.shearwater.training;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import io.shearwater.query.PlannedTraining;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells for each row the part of a split to which it belongs. */
sealed interface PartRule {
    /** Belongs to no part. */
    int NONE = -1;

    /** Writes the number of each row's part, or {@link #NONE}, into the first elements of {@code parts}. */
    void assign(Frame frame, int[] parts);

    /** The rule of a split whose cuts, if it has exact sizes, were found before. */
    static PartRule of(SplitSpec split, PlannedTraining plan, Cuts cuts) {
        return switch (split) {
            case SplitSpec.Whole whole -> new Everything();
            case SplitSpec.Random random ->
                switch (random.sizes()) {
                    case NEAR -> new Hashed(random, keys(random, plan));
                    case EXACT ->
                        new Counted(
                                new RowHash(keys(random, plan), random.seed()), new Strata(strata(random, plan)), cuts);
                };
            case SplitSpec.ByTime byTime ->
                new Timed(
                        byTime.parts().stream().map(SplitSpec.TimePart::range).toList(),
                        plan.time()
                                .orElseThrow(() -> TrainingError.NO_TIME.because("A split by time " + byTime.names()
                                        + " needs the labels' event time, but the root "
                                        + "group has none. Split at random, or bring a spine with a time.")));
        };
    }

    /** The plan's columns whose equal values stay together. */
    static List<String> keys(SplitSpec.Random random, PlannedTraining plan) {
        int grouped = random.groupBy().size();
        return grouped == 0 ? plan.identity() : carried(plan).subList(0, grouped);
    }

    /** The plan's columns each of whose values is divided by itself. */
    static List<String> strata(SplitSpec.Random random, PlannedTraining plan) {
        int from = random.groupBy().size();
        return carried(plan).subList(from, from + random.stratifyBy().size());
    }

    /** In the order of {@link SplitSpec#columns}. */
    private static List<String> carried(PlannedTraining plan) {
        return plan.carried().stream().map(Plan.Rename::from).toList();
    }

    /** All rows in one part. */
    record Everything() implements PartRule {
        @Override
        public void assign(Frame frame, int[] parts) {
            Arrays.fill(parts, 0, frame.rows(), 0);
        }
    }

    /**
     * By hash: the XXH64 of the keys' typed bytes under the split's seed, its upper 53 bits as a number in [0, 1), beside the
     * sums of the shares. Depends on nothing but the row's keys, the seed and the shares.
     */
    final class Hashed implements PartRule {
        private final RowHash hash;
        private final double[] ends;

        Hashed(SplitSpec.Random split, List<String> keys) {
            this.hash = new RowHash(keys, split.seed());
            this.ends = new double[split.parts().size()];
            double end = 0;
            for (int i = 0; i < ends.length; i++) {
                end += split.parts().get(i).share();
                ends[i] = end;
            }
            ends[ends.length - 1] = 1;
        }

        @Override
        public void assign(Frame frame, int[] parts) {
            long[] hashes = hash.of(frame);
            for (int row = 0; row < hashes.length; row++) {
                parts[row] = part(hashes[row]);
            }
        }

        private int part(long hash) {
            double at = (hash >>> 11) * 0x1.0p-53;
            int part = 0;
            while (at >= ends[part]) {
                part++;
            }
            return part;
        }
    }

    /** By the order of the hashes within each stratum, so that each part gets exactly as many rows as it is due. */
    record Counted(RowHash hash, Strata strata, Cuts cuts) implements PartRule {
        @Override
        public void assign(Frame frame, int[] parts) {
            long[] hashes = hash.of(frame);
            String[] names = strata.of(frame);
            for (int row = 0; row < hashes.length; row++) {
                parts[row] = cuts.part(names[row], hashes[row]);
            }
        }
    }

    /** By the label's time; a date counts with its first microsecond in the zone. */
    final class Timed implements PartRule {
        private final List<TimeRange> ranges;
        private final TimeColumn time;
        private final Map<Integer, Long> days = new HashMap<>();

        Timed(List<TimeRange> ranges, TimeColumn time) {
            this.ranges = ranges;
            this.time = time;
        }

        @Override
        public void assign(Frame frame, int[] parts) {
            Column column = frame.column(time.column());
            for (int row = 0; row < frame.rows(); row++) {
                parts[row] = column.isNull(row) ? NONE : part(micros(column, row));
            }
        }

        private long micros(Column column, int row) {
            return switch (column) {
                case Column.Longs longs -> longs.values()[row];
                case Column.Ints ints -> startOfDay(ints.values()[row]);
                default -> throw new IllegalStateException("an event time of type " + column.type());
            };
        }

        private long startOfDay(int day) {
            ZoneId zone = time.zone();
            return days.computeIfAbsent(day, key -> Times.startOfDay(key, zone));
        }

        private int part(long micros) {
            for (int i = 0; i < ranges.size(); i++) {
                if (ranges.get(i).contains(micros)) {
                    return i;
                }
            }
            return NONE;
        }
    }
}
