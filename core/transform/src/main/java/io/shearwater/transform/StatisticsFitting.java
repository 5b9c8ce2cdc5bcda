package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.StatisticsSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Statistics of columns of the training data, for functions that ask for them. Not thread-safe. */
final class StatisticsFitting implements Fitting {
    private final Map<Integer, Input> inputs;
    private final Map<Integer, StatisticsAccumulator> accumulators = new TreeMap<>();

    /** Statistics of these inputs, by their place among the inputs of the function. */
    StatisticsFitting(Map<Integer, Input> inputs) {
        this.inputs = Map.copyOf(inputs);
        inputs.forEach((at, input) -> accumulators.put(
                at, new StatisticsAccumulator(Schema.of(List.of(input.field())), StatisticsSpec.STANDARD)));
    }

    @Override
    public void add(ColumnBatch batch) {
        accumulators.forEach((at, accumulator) ->
                accumulator.add(new Frame(accumulator.schema(), List.of(batch.column(at)), batch.rows())));
    }

    @Override
    public FittedState end() {
        Map<String, Column> values = new LinkedHashMap<>();
        accumulators.forEach((at, accumulator) -> {
            Input input = Objects.requireNonNull(inputs.get(at));
            values.put("column " + at, FittedState.column(DataType.STRING, List.of(input.name())));
            values.put(
                    "type " + at,
                    FittedState.column(DataType.STRING, List.of(input.type().toString())));
            values.put("statistics " + at, FittedState.column(DataType.BINARY, List.of(bytes(accumulator))));
        });
        return new FittedState(values);
    }

    private static byte[] bytes(StatisticsAccumulator accumulator) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            accumulator.write(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** The statistics of an input. */
    static ColumnStatistics statistics(FittedState state, int at) {
        String name = ((Column.Bytes) state.column("column " + at)).text(0);
        DataType type = DataType.parse(((Column.Bytes) state.column("type " + at)).text(0));
        byte[] bytes = (byte[]) state.column("statistics " + at).valueAt(0);
        StatisticsAccumulator accumulator =
                new StatisticsAccumulator(Schema.of(List.of(new Field(name, type))), StatisticsSpec.STANDARD);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            accumulator.read(in);
        } catch (IOException damaged) {
            throw TransformError.DAMAGED.because(
                    "The statistics of '" + name + "' in a version of training data cannot be read.", damaged);
        }
        return accumulator.columns().getFirst();
    }
}
