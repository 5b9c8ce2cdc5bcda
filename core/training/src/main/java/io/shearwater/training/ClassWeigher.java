package io.shearwater.training;

import io.shearwater.model.ClassWeights;
import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.plan.Plan;
import io.shearwater.query.PlannedTraining;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts the classes of a label, and gives rows the weights of theirs. Not thread-safe. */
final class ClassWeigher {
    /** What the weights are called among a plan's columns, none of which can be called so. */
    static final Plan.Rename WEIGHT = new Plan.Rename("#class_weight", ClassWeights.COLUMN);

    private static final Field FIELD = new Field(WEIGHT.from(), DataType.DOUBLE);

    private final ClassWeights requested;
    private final String column;
    private final Map<String, Long> rows = new TreeMap<>();
    private final Map<String, Double> weights;

    /**
     * Weights by a label of a view.
     *
     * @throws io.shearwater.model.ShearwaterException NO_CLASSES when it is no label, or one without classes
     */
    ClassWeigher(ClassWeights requested, PlannedTraining plan) {
        this.requested = requested;
        this.column = column(requested.label(), plan);
        this.weights = new HashMap<>(requested.weights());
        requireFree(plan);
    }

    private static String column(String label, PlannedTraining plan) {
        List<String> labels = plan.labels().stream().map(Plan.Rename::to).toList();
        int at = labels.indexOf(label);
        if (at < 0) {
            throw TrainingError.NO_CLASSES.because("Class weights were asked for by '" + label
                    + "', which is no label of the view; "
                    + (labels.isEmpty() ? "it has none" : "its labels are " + labels)
                    + "." + Names.didYouMean(label, labels));
        }
        String column = plan.labels().get(at).from();
        DataType type = plan.plan().schema().field(column).type();
        boolean hasClasses = type instanceof DataType.BooleanType
                || type instanceof DataType.IntType
                || type instanceof DataType.LongType
                || type instanceof DataType.StringType
                || type instanceof DataType.DateType;
        if (!hasClasses) {
            throw TrainingError.NO_CLASSES.because("Class weights were asked for by '" + label + "', which is " + type
                    + " and has no classes. Weights are for a label that is boolean, int, long, string or date.");
        }
        return column;
    }

    private static void requireFree(PlannedTraining plan) {
        List<Plan.Rename> columns = new ArrayList<>(plan.features());
        columns.addAll(plan.labels());
        columns.addAll(plan.helpers());
        if (columns.stream().anyMatch(each -> each.to().equals(ClassWeights.COLUMN))) {
            throw TrainingError.NO_CLASSES.because("The view has a column '" + ClassWeights.COLUMN
                    + "', as files call the weights. Give it another name in the view, or leave the weights out.");
        }
    }

    /** The plan's column of the label. */
    String column() {
        return column;
    }

    /**
     * Counts the classes of rows.
     *
     * @throws io.shearwater.model.ShearwaterException TOO_MANY_VALUES
     */
    void count(Frame frame) {
        Column labels = frame.column(column);
        for (int row = 0; row < frame.rows(); row++) {
            if (!labels.isNull(row)) {
                rows.merge(String.valueOf(labels.valueAt(row)), 1L, Long::sum);
            }
        }
        if (rows.size() > ClassWeights.MAX_CLASSES) {
            throw TrainingError.TOO_MANY_VALUES.because("Class weights were asked for by '" + requested.label()
                    + "', which has more than " + ClassWeights.MAX_CLASSES
                    + " different values. Weights are for a label of few classes.");
        }
    }

    /** What was counted. */
    ClassWeights counted() {
        return new ClassWeights(requested.label(), rows);
    }

    /** The schema of rows with their weights. */
    static Schema weighted(Schema schema) {
        return schema.plus(List.of(FIELD));
    }

    /** Rows with their weights as one more column. */
    Frame weigh(Frame frame) {
        Column labels = frame.column(column);
        ColumnBuilder column = ColumnBuilder.of(FIELD.name(), FIELD.type(), frame.rows());
        for (int row = 0; row < frame.rows(); row++) {
            Double weight = labels.isNull(row) ? null : weights.get(String.valueOf(labels.valueAt(row)));
            if (weight == null) {
                column.appendNull();
            } else {
                column.appendDouble(weight);
            }
        }
        List<Column> columns = new ArrayList<>(frame.columns());
        columns.add(column.build());
        return new Frame(weighted(frame.schema()), columns, frame.rows());
    }
}
