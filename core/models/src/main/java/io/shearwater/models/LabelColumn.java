package io.shearwater.models;

import io.shearwater.api.ModelTraining.Target;
import io.shearwater.api.TrainingData.Part;
import io.shearwater.learning.FeatureRows;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Task;
import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The label of training data as numbers: of classes their places, which are those of the training part's values in order.
 *
 * @param classes none of a number
 */
record LabelColumn(Field field, Task task, List<String> classes) {
    private static final int MOST_CLASSES = 1_000;

    /** What a training's target means in its training part, found as the rows come; begins without rows. */
    static Learner learner(Target target, Schema labels) {
        if (labels.size() == 0) {
            throw LearningError.BAD_EXAMPLES.because("The view has no label. Name one in its definition.");
        }
        String name = target.label().orElseGet(() -> labels.field(0).name());
        if (!labels.names().contains(name)) {
            throw LearningError.BAD_EXAMPLES.because("The view has no label '" + name + "'; it has " + labels.names()
                    + "." + Names.didYouMean(name, labels.names()));
        }
        Field field = labels.field(name);
        boolean isClass = target.task().map(Task::isClassification).orElseGet(() -> !isNumber(field.type()));
        if (!isClass) {
            requireNumber(field);
        }
        return new Learner(target, field, isClass);
    }

    /** Finds the classes of a label while its values are read. Not thread-safe. */
    static final class Learner {
        private final Target target;
        private final Field field;
        private final boolean isClass;
        /** In the order in which they are met. */
        private final Map<String, Integer> met = new LinkedHashMap<>();

        private Learner(Target target, Field field, boolean isClass) {
            this.target = target;
            this.field = field;
            this.isClass = isClass;
        }

        /** One number for each row: of classes a place that {@link #settled} makes the right one. */
        double[] values(Part part) {
            Column column = part.labels().column(field.name());
            double[] values = new double[column.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = isClass ? place(text(field, column, row)) : number(field, column, row);
            }
            return values;
        }

        private int place(String value) {
            if (met.size() > MOST_CLASSES) {
                throw unclear();
            }
            return met.computeIfAbsent(value, name -> met.size());
        }

        private RuntimeException unclear() {
            return LearningError.BAD_EXAMPLES.because("The label '" + field.name() + "' has "
                    + (met.size() < 2 ? "only the values " + met.keySet() : "more than " + MOST_CLASSES + " values")
                    + " in the training part; classes need 2 to " + MOST_CLASSES + ".");
        }

        /** The label, of all rows that were read. */
        LabelColumn label() {
            if (!isClass) {
                return new LabelColumn(field, target.task().orElse(Task.REGRESSION), List.of());
            }
            if (met.size() < 2 || met.size() > MOST_CLASSES) {
                throw unclear();
            }
            TreeSet<String> found = new TreeSet<>(
                    field.type() instanceof DataType.BooleanType || !isNumber(field.type())
                            ? String::compareTo
                            : (left, right) -> Double.compare(Double.parseDouble(left), Double.parseDouble(right)));
            found.addAll(met.keySet());
            List<String> classes = target.positive()
                    .map(positive -> withPositive(field, List.copyOf(found), positive))
                    .orElseGet(() -> List.copyOf(found));
            return new LabelColumn(field, classes.size() == 2 ? Task.BINARY : Task.MULTICLASS, classes);
        }

        /** The numbers that were given, as the label has them. Changes the array. */
        double[] settled(double[] values) {
            if (isClass) {
                List<String> classes = label().classes();
                int[] places = met.keySet().stream().mapToInt(classes::indexOf).toArray();
                for (int row = 0; row < values.length; row++) {
                    values[row] = places[(int) values[row]];
                }
            }
            return values;
        }
    }

    /**
     * What a registered model predicts, in rows of a view.
     *
     * @param labels of the view
     */
    static LabelColumn of(ModelSignature signature, Schema labels) {
        if (!labels.contains(signature.label())) {
            throw LearningError.BAD_EXAMPLES.because("The model predicts '" + signature.label()
                    + "', which is no label of the view; it has " + labels.names() + "."
                    + Names.didYouMean(signature.label(), labels.names()));
        }
        Field field = labels.field(signature.label());
        if (!signature.task().isClassification()) {
            requireNumber(field);
        }
        return new LabelColumn(field, signature.task(), signature.classes());
    }

    /** The rows of a part whose label is known. */
    BitSet known(Part part) {
        Column column = part.labels().column(field.name());
        BitSet known = new BitSet();
        for (int row = 0; row < column.size(); row++) {
            known.set(row, !column.isNull(row));
        }
        return known;
    }

    private static List<String> withPositive(Field field, List<String> classes, String positive) {
        if (classes.size() != 2 || !classes.contains(positive)) {
            throw LearningError.BAD_EXAMPLES.because("The positive class of '" + field.name() + "' is '" + positive
                    + "', which needs two classes of which it is one; there are " + classes + "."
                    + Names.didYouMean(positive, classes));
        }
        return Stream.concat(classes.stream().filter(other -> !other.equals(positive)), Stream.of(positive))
                .toList();
    }

    /** One number for each row of a part. */
    double[] values(Part part, String partName) {
        Column column = part.labels().column(field.name());
        double[] values = new double[column.size()];
        Map<String, Integer> places = new HashMap<>();
        classes.forEach(name -> places.put(name, places.size()));
        for (int row = 0; row < values.length; row++) {
            values[row] =
                    classes.isEmpty() ? number(field, column, row) : place(places, text(field, column, row), partName);
        }
        return values;
    }

    private static double number(Field field, Column column, int row) {
        if (column.isNull(row)) {
            throw unknown(field, row);
        }
        return FeatureRows.number(column, row);
    }

    private double place(Map<String, Integer> places, String value, String partName) {
        Integer place = places.get(value);
        if (place == null) {
            throw LearningError.BAD_EXAMPLES.because("The part '" + partName + "' has the value '" + value + "' of '"
                    + field.name() + "', which the model does not know: it tells " + classes
                    + " apart, those that are in the training part. Split so that every class is learnt, as by"
                    + " stratifying, or leave such rows out.");
        }
        return place;
    }

    private static String text(Field field, Column column, int row) {
        if (column.isNull(row)) {
            throw unknown(field, row);
        }
        return Objects.toString(column.valueAt(row));
    }

    private static RuntimeException unknown(Field field, int row) {
        return LearningError.BAD_EXAMPLES.because("The label '" + field.name() + "' of row " + row
                + " is null. Let the view choose only rows whose label is known.");
    }

    private static void requireNumber(Field field) {
        if (!FeatureRows.isNumber(field.type())) {
            throw LearningError.BAD_EXAMPLES.because("The label '" + field.name() + "' is " + field.type()
                    + ", not a number. Choose a classification, or another label.");
        }
    }

    private static boolean isNumber(DataType type) {
        return FeatureRows.isNumber(type) && !(type instanceof DataType.BooleanType);
    }
}
