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
}
