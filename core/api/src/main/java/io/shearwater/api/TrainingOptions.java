package io.shearwater.api;

import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Which training data to make.
 *
 * @param filter a condition on result columns, kept with the version
 * @param range of the labels' event time
 * @param spine keys and times (and any root columns) to use instead of the rows of the root group
 * @param weightLabel the label whose classes rows are weighted by
 * @param progress is told the number of rows made so far
 */
public record TrainingOptions(
        SplitSpec split,
        Predicate filter,
        TimeRange range,
        Optional<Frame> spine,
        Optional<String> weightLabel,
        LongConsumer progress) {
    /** Everything, in one part. */
    public static TrainingOptions whole() {
        return of(SplitSpec.whole());
    }

    public static TrainingOptions of(SplitSpec split) {
        return new TrainingOptions(
                split, Predicate.all(), TimeRange.ALL, Optional.empty(), Optional.empty(), rows -> {});
    }

    public TrainingOptions where(Predicate condition) {
        return new TrainingOptions(split, filter.and(condition), range, spine, weightLabel, progress);
    }

    public TrainingOptions within(TimeRange labelTimes) {
        return new TrainingOptions(split, filter, labelTimes, spine, weightLabel, progress);
    }

    public TrainingOptions withSpine(Frame keysAndTimes) {
        return new TrainingOptions(split, filter, range, Optional.of(keysAndTimes), weightLabel, progress);
    }

    /** With a weight for each row, by which all classes of a label count alike: {@link io.shearwater.model.ClassWeights}. */
    public TrainingOptions withClassWeights(String label) {
        return new TrainingOptions(split, filter, range, spine, Optional.of(label), progress);
    }

    public TrainingOptions withProgress(LongConsumer listener) {
        return new TrainingOptions(split, filter, range, spine, weightLabel, listener);
    }
}
