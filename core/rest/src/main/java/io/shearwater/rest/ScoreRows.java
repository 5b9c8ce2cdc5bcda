package io.shearwater.rest;

import io.shearwater.learning.Predictor;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The scores of rows as rows: {@code score_1}, {@code score_2} and so on. Closes the model with the rows. For one thread. */
final class ScoreRows implements FrameReader {
    private final Predictor predictor;
    private final FrameReader features;
    private final Schema schema;

    ScoreRows(Predictor predictor, FrameReader features) {
        this.predictor = predictor;
        this.features = features;
        this.schema = Schema.of(IntStream.rangeClosed(1, predictor.signature().outputs())
                .mapToObj(output -> new Field("score_" + output, DataType.DOUBLE))
                .toList());
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        return features.next().map(this::scores);
    }

    private Frame scores(Frame rows) {
        double[] scores = predictor.predict(rows);
        FrameBuilder builder = new FrameBuilder(schema, rows.rows());
        for (int row = 0; row < rows.rows(); row++) {
            @Nullable Object[] values = new @Nullable Object[schema.size()];
            for (int output = 0; output < values.length; output++) {
                values[output] = scores[row * values.length + output];
            }
            builder.append(values);
        }
        return builder.build();
    }

    @Override
    public void close() {
        try {
            features.close();
        } finally {
            predictor.close();
        }
    }
}
