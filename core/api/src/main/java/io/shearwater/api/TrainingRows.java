package io.shearwater.api;

import java.util.Optional;

/**
 * The rows of a part of training data as a stream, in the order in which the part has them, a few thousand at a time. Whether they are those
 * that the version was made with shows at the end: until then they are as good as the files they come from. Not thread-safe;
 * close it.
 */
public interface TrainingRows extends AutoCloseable {
    /**
     * The next rows, at least one; none at the end.
     *
     * @throws io.shearwater.model.ShearwaterException CHANGED at the end when the values were not those that the version was made
     *     with
     */
    Optional<TrainingData.Part> next();

    @Override
    void close();

    /**
     * Every so-many-th row from the first, in memory, and closes the stream; none where there are no rows.
     *
     * @param step 1 or more; 1 for all
     * @throws io.shearwater.model.ShearwaterException FRAME_TOO_LARGE
     */
    static Optional<TrainingData.Part> every(int step, TrainingRows rows) {
        try (rows) {
            return new TrainingSample(step).of(rows);
        }
    }
}
