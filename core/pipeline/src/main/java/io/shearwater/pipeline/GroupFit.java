package io.shearwater.pipeline;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Brings rows to the columns of a group. Whole numbers that SQL made wider (a sum of integers is a decimal) become what the group
 * declares where nothing is lost; every other difference is for the group to refuse.
 */
final class GroupFit implements UnaryOperator<Frame> {
    private final String what;
    private final Schema given;
    private final List<Field> fields = new ArrayList<>();

    /**
     * @param what gives the rows and takes them, for messages
     * @throws ShearwaterException BAD_OUTPUT when columns are missing or too many
     */
    GroupFit(String what, Schema given, FeatureGroupSpec group) {
        this.what = what;
        this.given = given;
        Set<String> missing = new TreeSet<>();
        Set<String> computed = group.onDemandNames();
        for (Feature feature : group.features()) {
            if (!given.contains(feature.name())
                    && feature.defaultValue().isEmpty()
                    && !computed.contains(feature.name())) {
                missing.add(feature.name());
            }
        }
        if (!missing.isEmpty()) {
            throw PipelineError.BAD_OUTPUT.because(
                    what + ": the columns " + missing + " of the group are missing; there are " + given.names() + "."
                            + Names.didYouMean(missing.iterator().next(), given.names()));
        }
        Set<String> wanted = new TreeSet<>(group.schema().names());
        group.onDemand().forEach(call -> wanted.addAll(call.inputs()));
        for (Field field : given.fields()) {
            if (!group.schemaIsOpen() && !wanted.contains(field.name())) {
                throw PipelineError.BAD_OUTPUT.because(
                        what + ": the group has no column '" + field.name() + "'; it has "
                                + group.schema().names() + "."
                                + Names.didYouMean(field.name(), group.schema().names())
                                + " Leave it out, or add it to the group with appendFeatures.");
            }
            DataType type = group.schema().contains(field.name())
                    ? group.schema().field(field.name()).type()
                    : field.type();
            fields.add(new Field(field.name(), narrows(field.type(), type) ? type : field.type()));
        }
    }

    private static boolean narrows(DataType from, DataType to) {
        boolean isWhole = from instanceof DataType.LongType
                || (from instanceof DataType.DecimalType decimal && decimal.scale() == 0);
        return isWhole && !from.equals(to) && (to instanceof DataType.LongType || to instanceof DataType.IntType);
    }

    Schema schema() {
        return Schema.of(fields);
    }

    @Override
    public Frame apply(Frame frame) {
        if (schema().equals(given)) {
            return frame;
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            Column column = frame.column(i);
            columns.add(column.type().equals(fields.get(i).type()) ? column : narrowed(column, fields.get(i)));
        }
        return new Frame(schema(), columns, frame.rows());
    }

    private Column narrowed(Column column, Field field) {
        int size = column.size();
        boolean isLong = field.type() instanceof DataType.LongType;
        long[] longs = new long[isLong ? size : 0];
        int[] ints = new int[isLong ? 0 : size];
        for (int row = 0; row < size; row++) {
            if (!column.isNull(row)) {
                long value = whole(column.valueAt(row), field);
                if (isLong) {
                    longs[row] = value;
                } else {
                    ints[row] = fitting(value, field);
                }
            }
        }
        return isLong
                ? new Column.Longs(field.type(), longs, size, column.validity())
                : new Column.Ints(field.type(), ints, size, column.validity());
    }

    private long whole(Object value, Field field) {
        if (value instanceof Long whole) {
            return whole;
        }
        BigInteger exact = ((BigDecimal) value).toBigInteger();
        if (exact.bitLength() > 63) {
            throw tooLarge(value, field);
        }
        return exact.longValue();
    }

    private int fitting(long value, Field field) {
        if (value != (int) value) {
            throw tooLarge(value, field);
        }
        return (int) value;
    }

    private ShearwaterException tooLarge(Object value, Field field) {
        return PipelineError.BAD_OUTPUT.because(what + ": the value " + value + " of '" + field.name()
                + "' does not fit " + field.type() + ". Widen the column of the group.");
    }
}
