package io.shearwater.learning;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;

/**
 * Features of rows that need not be in memory: they can be read as often as a learner likes, each time the same values in the same order.
 * Thread-safe.
 */
public interface FeatureSource {
    /** One column for each feature, after all transformations. */
    Schema schema();

    int rows();

    /** All rows from the first, a few thousand at a time. Close it. */
    FrameReader read();

    /** A name of these values that no others have, where one is known without reading them: the same in another process. */
    default Optional<String> identity() {
        return Optional.empty();
    }

    /**
     * All rows in memory, for learners that need them so.
     *
     * @throws io.shearwater.model.ShearwaterException FRAME_TOO_LARGE
     */
    default Frame all() {
        return read().readAll();
    }

    /** Rows that are in memory. */
    static FeatureSource of(Frame rows) {
        return new FeatureSource() {
            @Override
            public Schema schema() {
                return rows.schema();
            }

            @Override
            public int rows() {
                return rows.rows();
            }

            @Override
            public FrameReader read() {
                return rows.reader();
            }

            @Override
            public Frame all() {
                return rows;
            }
        };
    }
}
