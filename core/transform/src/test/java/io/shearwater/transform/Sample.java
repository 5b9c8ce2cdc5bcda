package io.shearwater.transform;

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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Values of one column, as frames and through accumulators. */
final class Sample {
    static final StatisticsSpec ALL =
            StatisticsSpec.of(StatisticsSpec.Part.DISTRIBUTION, StatisticsSpec.Part.CORRELATION);

    private Sample() {}

    static Schema schema(DataType type) {
        return Schema.of(List.of(new Field("value", type)));
    }

    static Frame frame(DataType type, List<? extends @Nullable Object> values) {
        return Frame.of(
                schema(type),
                values.stream()
                        .<Map<String, @Nullable Object>>map(value -> Collections.singletonMap("value", value))
                        .toList());
    }

    static ColumnStatistics statistics(DataType type, List<? extends @Nullable Object> values) {
        return accumulated(type, values).columns().getFirst();
    }

    static StatisticsAccumulator accumulated(DataType type, List<? extends @Nullable Object> values) {
        StatisticsAccumulator accumulator = new StatisticsAccumulator(schema(type), ALL);
        accumulator.add(frame(type, values));
        return accumulator;
    }

    /** What accumulators of parts make of the values, each written and read again before it is merged. */
    static StatisticsAccumulator merged(DataType type, List<? extends @Nullable Object> values, List<Integer> cuts) {
        StatisticsAccumulator all = new StatisticsAccumulator(schema(type), ALL);
        List<Integer> ends = IntStream.concat(
                        cuts.stream().mapToInt(cut -> Math.floorMod(cut, values.size() + 1)),
                        IntStream.of(0, values.size()))
                .sorted()
                .boxed()
                .toList();
        for (int i = 0; i + 1 < ends.size(); i++) {
            all.merge(readAgain(type, accumulated(type, values.subList(ends.get(i), ends.get(i + 1)))));
        }
        return all;
    }

    static StatisticsAccumulator readAgain(DataType type, StatisticsAccumulator written) {
        StatisticsAccumulator read = new StatisticsAccumulator(schema(type), ALL);
        try {
            read.read(new DataInputStream(new ByteArrayInputStream(bytes(written))));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return read;
    }

    static byte[] bytes(StatisticsAccumulator accumulator) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            accumulator.write(new DataOutputStream(bytes));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return bytes.toByteArray();
    }
}
