package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Values;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Compares the two forms of a function, that of a row and that of columns, on rows made for the purpose. */
final class Agreement {
    private static final int ROWS = 2_000;

    private Agreement() {}

    /**
     * The vectorised form, if it agrees with the other in every bit.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_FUNCTION naming the first row where they differ
     */
    static Transformation required(MethodTransformation rowwise, FunctionMethod method, Transformation vectorised) {
        List<Input> inputs = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        Random random = new Random(7);
        for (FunctionMethod.Parameter parameter : method.parameters()) {
            if (parameter.isStatistics()) {
                throw TransformError.BAD_FUNCTION.because("The transformation '" + method.code()
                        + "' has a vectorised form and takes statistics; it can have one of them.");
            }
            inputs.add(Input.of(parameter.column(), parameter.type()));
            columns.add(SampleColumns.of(parameter.type(), ROWS, random));
        }
        ColumnBatch batch = new ColumnBatch(columns, ROWS);
        List<Column> expected = applied(rowwise, inputs, batch);
        List<Column> actual = applied(vectorised, inputs, batch);
        if (expected.size() != actual.size()) {
            throw TransformError.BAD_FUNCTION.because("The forms of '" + method.code() + "' give " + expected.size()
                    + " and " + actual.size() + " columns.");
        }
        for (int output = 0; output < expected.size(); output++) {
            compare(method, batch, expected.get(output), actual.get(output));
        }
        return vectorised;
    }

    private static List<Column> applied(Transformation function, List<Input> inputs, ColumnBatch batch) {
        function.outputs(inputs);
        return function.bind(inputs, Optional.empty(), Use.INFERENCE).apply(batch);
    }

    private static void compare(FunctionMethod method, ColumnBatch batch, Column expected, Column actual) {
        if (!expected.type().equals(actual.type())) {
            throw TransformError.BAD_FUNCTION.because(
                    "The forms of '" + method.code() + "' give " + expected.type() + " and " + actual.type() + ".");
        }
        for (int row = 0; row < ROWS; row++) {
            if (!Values.same(expected.value(row), actual.value(row))) {
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                for (int i = 0; i < batch.columns().size(); i++) {
                    values.put(
                            method.parameters().get(i).column(), batch.column(i).value(row));
                }
                throw TransformError.BAD_FUNCTION.because("The forms of '" + method.code() + "' disagree for " + values
                        + ": the method gives " + expected.value(row) + ", its vectorised form "
                        + actual.value(row) + ".");
            }
        }
    }

    /** Columns with values that go wrong: nulls, zeros of both signs, NaN, infinities, extremes. */
    private static final class SampleColumns {
        private static final double[] DOUBLES = {
            0.0,
            -0.0,
            1,
            -1,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            1e-300
        };

        static Column of(DataType type, int rows, Random random) {
            ColumnBuilder builder = ColumnBuilder.of("sample", type, rows);
            for (int row = 0; row < rows; row++) {
                if (random.nextInt(10) == 0) {
                    builder.appendNull();
                } else {
                    append(builder, type, random);
                }
            }
            return builder.build();
        }

        private static void append(ColumnBuilder builder, DataType type, Random random) {
            boolean odd = random.nextInt(8) == 0;
            switch (type) {
                case DataType.BooleanType t -> builder.appendBoolean(random.nextBoolean());
                case DataType.IntType t -> builder.appendInt(odd ? random.nextInt() : random.nextInt(100) - 20);
                case DataType.DateType t -> builder.appendInt(random.nextInt(40_000) - 5_000);
                case DataType.LongType t -> builder.appendLong(odd ? random.nextLong() : random.nextInt(1000) - 200);
                case DataType.TimestampType t -> builder.appendLong(random.nextLong() >> 12);
                case DataType.FloatType t -> builder.appendFloat((float) number(odd, random));
                case DataType.DoubleType t -> builder.appendDouble(number(odd, random));
                case DataType.StringType t -> builder.append(text(random));
                case DataType.DecimalType t -> builder.append(BigDecimal.valueOf(random.nextInt(100_000), t.scale()));
                default -> builder.append(text(random).getBytes(StandardCharsets.UTF_8));
            }
        }

        private static double number(boolean odd, Random random) {
            return odd ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian() * 100;
        }

        private static String text(Random random) {
            return switch (random.nextInt(5)) {
                case 0 -> "";
                case 1 -> "a";
                case 2 -> "Zürich 🐦";
                default -> Integer.toString(random.nextInt(1000), 36);
            };
        }
    }
}
