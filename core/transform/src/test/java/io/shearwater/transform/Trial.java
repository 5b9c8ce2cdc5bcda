package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.TransformationCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A built-in transformation over columns, fitted if it has to be. */
record Trial(Transformation transformation, List<Input> inputs, Optional<FittedState> state) {
    /** Fits it to columns, which are the call's inputs in order. */
    static Trial fitted(TransformationCall call, Column... training) {
        return fitted(call, inputs(call, training), batch(training));
    }

    static Trial fitted(TransformationCall call, List<Input> inputs, ColumnBatch training) {
        Transformation transformation = BuiltInFunctions.find(call.function());
        transformation.outputs(inputs);
        if (!transformation.isFitted()) {
            return new Trial(transformation, inputs, Optional.empty());
        }
        Fitting fitting = transformation.fitting(inputs);
        fitting.add(training);
        return new Trial(transformation, inputs, Optional.of(fitting.end()));
    }

    static List<Input> inputs(TransformationCall call, Column... columns) {
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            inputs.add(Input.of(call.inputs().get(i), columns[i].type()));
        }
        return inputs;
    }

    /** Rows with a hash each. */
    static ColumnBatch batch(Column... columns) {
        int rows = columns[0].size();
        long[] hashes =
                LongStream.range(0, rows).map(row -> Hashing.hash(1000 + row)).toArray();
        return new ColumnBatch(List.of(columns), rows, hashes);
    }

    Transformation.Bound bound(Use use) {
        List<Input> lasting = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (!transformation.isForFittingOnly(i)) {
                lasting.add(inputs.get(i));
            }
        }
        return transformation.bind(lasting, state, use);
    }

    /** The outputs at inference, each as a list of values. */
    List<List<@Nullable Object>> apply(Column... columns) {
        return bound(Use.INFERENCE).apply(batch(columns)).stream()
                .map(Trial::values)
                .toList();
    }

    /** The only output at inference. */
    List<@Nullable Object> values(@Nullable Object... values) {
        return apply(column(inputs.getFirst().type(), values)).getFirst();
    }

    static List<@Nullable Object> values(Column column) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int row = 0; row < column.size(); row++) {
            values.add(column.value(row));
        }
        return values;
    }

    static Column column(DataType type, @Nullable Object... values) {
        ColumnBuilder builder = ColumnBuilder.of("value", type, values.length);
        Arrays.asList(values).forEach(builder::append);
        return builder.build();
    }

    static Column doubles(@Nullable Object... values) {
        return column(DataType.DOUBLE, values);
    }

    static Column doubles(DoubleStream values) {
        return doubles(values.boxed().toArray());
    }

    static Column texts(@Nullable Object... values) {
        return column(DataType.STRING, values);
    }
}
