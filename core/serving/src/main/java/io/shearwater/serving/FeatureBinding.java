package io.shearwater.serving;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRef;
import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.Validity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts features of a view into the columns of a model: by name, once; then by place. Numbers are widened; anything else must have
 * the type that the model was registered with. Immutable and thread-safe.
 */
final class FeatureBinding {
    private final Schema wanted;
    private final int[] places;
    private final Validity none = Validity.of(new long[1]);

    /**
     * Binds.
     *
     * @throws io.shearwater.model.ShearwaterException WRONG_FEATURES naming the first feature that the view lacks or has in a type
     *     that the model does not take
     */
    FeatureBinding(ModelRef model, Schema wanted, String view, Schema given) {
        this.wanted = wanted;
        this.places = new int[wanted.size()];
        for (int i = 0; i < places.length; i++) {
            Field field = wanted.field(i);
            if (!given.contains(field.name())) {
                throw LearningError.WRONG_FEATURES.because("The " + model + " reads '" + field.name()
                        + "', which the feature view '" + view + "' does not have; it has " + given.names() + "."
                        + Names.didYouMean(field.name(), given.names()));
            }
            places[i] = given.index(field.name());
            DataType type = given.field(places[i]).type();
            if (!fits(type, field.type())) {
                throw LearningError.WRONG_FEATURES.because("The " + model + " reads '" + field.name() + "' as "
                        + field.type() + ", and the feature view '" + view + "' has it as " + type + ".");
            }
        }
    }

    private static boolean fits(DataType given, DataType wanted) {
        if (given.equals(wanted)) {
            return true;
        }
        return switch (wanted) {
            case DataType.DoubleType t -> isNumber(given);
            case DataType.FloatType t -> isNumber(given);
            case DataType.LongType t -> given instanceof DataType.IntType || given instanceof DataType.BooleanType;
            case DataType.IntType t -> given instanceof DataType.BooleanType;
            case DataType.StringType t -> given instanceof DataType.StringType;
            default -> false;
        };
    }

    private static boolean isNumber(DataType type) {
        return type instanceof DataType.DoubleType
                || type instanceof DataType.FloatType
                || type instanceof DataType.LongType
                || type instanceof DataType.IntType
                || type instanceof DataType.DecimalType
                || type instanceof DataType.BooleanType;
    }

    /** A row for each vector. */
    Frame frame(List<FeatureVector> vectors) {
        List<Column> columns = new ArrayList<>(places.length);
        for (int i = 0; i < places.length; i++) {
            columns.add(column(wanted.field(i), places[i], vectors));
        }
        return new Frame(wanted, columns, vectors.size());
    }

    /** A row for each row of a batch of the view. */
    Frame frame(Frame batch) {
        List<Column> columns = new ArrayList<>(places.length);
        for (Field field : wanted.fields()) {
            Column given = batch.column(field.name());
            if (given.type().equals(field.type())) {
                columns.add(given);
                continue;
            }
            ColumnBuilder column = ColumnBuilder.of(field.name(), field.type(), batch.rows());
            for (int row = 0; row < batch.rows(); row++) {
                column.append(widened(field.type(), given.value(row)));
            }
            columns.add(column.build());
        }
        return new Frame(wanted, columns, batch.rows());
    }

    /** A row without any value, to try the model with. */
    Frame nulls() {
        List<Column> columns = new ArrayList<>(places.length);
        for (Field field : wanted.fields()) {
            ColumnBuilder column = ColumnBuilder.of(field.name(), field.type(), 1);
            column.appendNull();
            columns.add(column.build());
        }
        return new Frame(wanted, columns, 1);
    }

    private Column column(Field field, int place, List<FeatureVector> vectors) {
        if (vectors.size() == 1) {
            Object value = vectors.getFirst().value(place);
            Validity validity = value == null ? none : Validity.ALL;
            if (field.type() instanceof DataType.DoubleType) {
                return new Column.Doubles(new double[] {value == null ? 0 : number(value)}, 1, validity);
            }
            if (field.type() instanceof DataType.FloatType) {
                return new Column.Floats(new float[] {value == null ? 0 : (float) number(value)}, 1, validity);
            }
        }
        ColumnBuilder column = ColumnBuilder.of(field.name(), field.type(), vectors.size());
        for (FeatureVector vector : vectors) {
            column.append(widened(field.type(), vector.value(place)));
        }
        return column.build();
    }

    private static double number(Object value) {
        return value instanceof Boolean bool ? (bool ? 1 : 0) : ((Number) value).doubleValue();
    }

    private static @Nullable Object widened(DataType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return switch (type) {
            case DataType.DoubleType t -> number(value);
            case DataType.FloatType t -> (float) number(value);
            case DataType.LongType t -> value instanceof Long ? value : Long.valueOf((long) number(value));
            case DataType.IntType t -> value instanceof Integer ? value : Integer.valueOf((int) number(value));
            default -> value;
        };
    }
}
