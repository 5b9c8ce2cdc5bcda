package io.shearwater.models;

import io.shearwater.api.TrainingData.Part;
import io.shearwater.api.TrainingRows;
import io.shearwater.learning.FeatureSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Objects;
import java.util.Optional;

/**
 * The features of a part of training data that a model reads.
 *
 * @param rows how many there are after all transformations
 */
record SourceFeatures(TrainingSource source, String part, Schema schema, int rows) implements FeatureSource {
    /** In memory where the source is. */
    static FeatureSource of(TrainingSource source, String part, Schema schema, int rows) {
        return source instanceof TrainingSource.InMemory(var data)
                ? FeatureSource.of(data.part(part).features().select(schema.names()))
                : new SourceFeatures(source, part, schema, rows);
    }

    @Override
    public Optional<String> identity() {
        return Optional.of(Objects.requireNonNull(source.dataset().parts().get(part))
                        .digest() + " " + source.dataset().fitted().orElse("") + " " + schema);
    }

    @Override
    public FrameReader read() {
        TrainingRows stream = source.open(part);
        return new FrameReader() {
            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public Optional<Frame> next() {
                return stream.next().map(Part::features).map(frame -> frame.select(schema.names()));
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }
}
