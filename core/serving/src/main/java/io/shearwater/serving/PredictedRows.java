package io.shearwater.serving;

import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Prediction.Outcome;
import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of a view with what a model predicts of them, in columns behind. Read by one thread; closes the model. */
public final class PredictedRows implements FrameReader {
    private final FrameReader rows;
    private final Servable servable;
    private final FeatureBinding binding;
    private final Outcomes outcomes;
    private final Schema added;
    private final Schema schema;
    private boolean closed;

    /**
     * Rows that are to be predicted.
     *
     * @param rows with the features of the view by name; closed with this reader, or where it cannot be made
     * @throws io.shearwater.model.ShearwaterException WRONG_FEATURES
     */
    public static PredictedRows of(FrameReader rows, Servable servable) {
        try {
            return new PredictedRows(rows, servable);
        } catch (RuntimeException | Error failed) {
            rows.close();
            servable.predictor().close();
            throw failed;
        }
    }

    private PredictedRows(FrameReader rows, Servable servable) {
        ModelVersion model = servable.version();
        this.rows = rows;
        this.servable = servable;
        this.binding = new FeatureBinding(
                model.ref(),
                model.signature().features(),
                servable.view().spec().ref().toString(),
                rows.schema());
        this.outcomes = Outcomes.of(model, servable.view());
        List<Field> fields = new ArrayList<>();
        for (Field field : outcomes.response()) {
            fields.add(field.name().equals("probabilities") ? new Field("probability", DataType.DOUBLE) : field);
        }
        fields.add(new Field("scores", DataType.array(DataType.DOUBLE)));
        this.added = Schema.of(fields);
        this.schema = rows.schema().plus(fields);
    }

    /** The columns that come behind those of the rows. */
    public Schema added() {
        return added;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        return rows.next().map(this::predicted);
    }

    private Frame predicted(Frame frame) {
        double[] scores = servable.predictor().predict(binding.frame(frame));
        FrameBuilder builder = new FrameBuilder(added, frame.rows());
        for (int row = 0; row < frame.rows(); row++) {
            builder.append(values(outcomes.of(scores, row)));
        }
        List<Column> columns = new ArrayList<>(frame.columns());
        columns.addAll(builder.build().columns());
        return new Frame(schema, columns, frame.rows());
    }

    private @Nullable Object[] values(Outcome outcome) {
        @Nullable Object[] values = new @Nullable Object[added.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (added.field(i).name()) {
                case "prediction" -> outcome.value();
                case "probability" ->
                    outcome.probabilities().values().stream()
                            .max(Double::compare)
                            .orElse(null);
                case "low" -> outcome.interval().map(interval -> interval.low()).orElse(null);
                case "high" ->
                    outcome.interval().map(interval -> interval.high()).orElse(null);
                default -> outcome.scores();
            };
        }
        return values;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try (servable) {
                rows.close();
            }
        }
    }
}
