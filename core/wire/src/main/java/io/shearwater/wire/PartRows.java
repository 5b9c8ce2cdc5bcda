package io.shearwater.wire;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingRows;
import io.shearwater.model.Column;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The rows of a part of training data, features, labels and weights side by side. For one thread. */
public final class PartRows implements FrameReader {
    private final TrainingRows rows;
    private final Schema schema;
    private Optional<Frame> next;

    /**
     * The rows of a part, whose reader is closed with this one.
     *
     * @param empty the columns where there are no rows
     */
    private PartRows(TrainingRows rows, Supplier<Schema> empty) {
        this.rows = rows;
        this.next = read();
        this.schema = next.map(Frame::schema).orElseGet(empty);
    }

    /** The rows of a part of a training dataset. */
    public static PartRows of(FeatureView view, int dataset, String part) {
        return of(view, dataset, view.trainingRows(dataset, part));
    }

    /** Rows of a part of a training dataset, whose reader is closed with this one. */
    public static PartRows of(FeatureView view, int dataset, TrainingRows rows) {
        return new PartRows(rows, () -> columns(view, dataset));
    }

    /** The columns of a part without rows: features and labels. */
    private static Schema columns(FeatureView view, int dataset) {
        Schema query = view.spec().query().schema();
        return view.withTrainingDataset(dataset)
                .featureSchema()
                .plus(view.spec().labels().stream().map(query::field).toList());
    }

    private Optional<Frame> read() {
        return rows.next().map(PartRows::beside);
    }

    private static Frame beside(TrainingData.Part part) {
        List<Field> fields = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (Frame frame : List.of(part.features(), part.labels(), part.weights())) {
            fields.addAll(frame.schema().fields());
            columns.addAll(frame.columns());
        }
        return new Frame(Schema.of(fields), columns, part.features().rows());
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        Optional<Frame> given = next;
        if (given.isPresent()) {
            next = read();
        }
        return given;
    }

    @Override
    public void close() {
        rows.close();
    }
}
