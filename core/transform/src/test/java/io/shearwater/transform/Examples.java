package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.TransformationCall;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls of every built-in transformation, and columns to call them on. The first letter of a column's name says what it holds. */
final class Examples {
    static final List<String> POOL = List.of("a", "b", "c c", "", "\u00e9", "other");
    private static final Vocabulary VOCABULARY =
            new Vocabulary("test-1", List.of("[UNK]", "a", "##b", "b", "c", "\u00e9", "the"));

    private static final List<DataType> NUMBERS = List.of(
            DataType.DOUBLE,
            DataType.FLOAT,
            DataType.INT,
            DataType.LONG,
            DataType.decimal(12, 3),
            DataType.decimal(38, 9));
    private static final List<DataType> CATEGORIES = List.of(
            DataType.STRING,
            DataType.BOOLEAN,
            DataType.INT,
            DataType.LONG,
            DataType.DOUBLE,
            DataType.FLOAT,
            DataType.decimal(12, 3),
            DataType.DATE,
            DataType.TIMESTAMP);

    private Examples() {}

    /** Calls of each function, of at least two kinds of parameters where there are some. */
    static List<TransformationCall> calls() {
        return List.of(
                BuiltIns.minMaxScaler("n"),
                BuiltIns.minMaxScaler("n", -5, 5.5),
                BuiltIns.standardScaler("n"),
                BuiltIns.robustScaler("n"),
                BuiltIns.robustScaler("n", 0.05, 1),
                BuiltIns.maxAbsScaler("n"),
                BuiltIns.normalize(Norm.L1, "n", "n2"),
                BuiltIns.normalize(Norm.L2, "n", "n2", "n3"),
                BuiltIns.normalize(Norm.MAX, "n", "n2"),
                BuiltIns.log("n"),
                BuiltIns.log10("n"),
                BuiltIns.log1p("n"),
                BuiltIns.reciprocal("n"),
                BuiltIns.exponential("n", 2, -0.5),
                BuiltIns.boxCox("p"),
                BuiltIns.standardized(BuiltIns.boxCox("p")),
                BuiltIns.yeoJohnson("n"),
                BuiltIns.standardized(BuiltIns.yeoJohnson("n")),
                BuiltIns.quantileUniform("n"),
                BuiltIns.quantileNormal("n"),
                BuiltIns.clip("n", -3, 4),
                BuiltIns.winsorize("n", 0.1, 0.95),
                BuiltIns.quantileBins("n", 4),
                BuiltIns.uniformBins("n", 9),
                BuiltIns.bins("n", -1, 0, 2.5),
                BuiltIns.oneHotEncoder("c"),
                BuiltIns.oneHotEncoder("c", CategoryOrder.SORTED, UnseenCategory.OTHER),
                BuiltIns.oneHotEncoder("c", 3),
                BuiltIns.oneHotEncoder("s", POOL),
                BuiltIns.labelEncoder("c"),
                BuiltIns.ordinalEncoder("s", POOL),
                BuiltIns.targetEncoder("c", "y"),
                BuiltIns.targetEncoder("c", "y", 0),
                BuiltIns.frequencyEncoder("c"),
                BuiltIns.featureHasher("c", 7),
                BuiltInFunctions.call(
                        FunctionRef.builtIn("feature_hasher", Map.of("width", 3, "signed", true)), List.of("c")),
                BuiltIns.imputeMean("n"),
                BuiltIns.withIndicator(BuiltIns.imputeMedian("n")),
                BuiltIns.imputeMode("n"),
                BuiltIns.withIndicator(BuiltIns.imputeMode("c")),
                BuiltIns.imputeConstant("n", -1.5),
                BuiltIns.imputeConstant("s", "none"),
                BuiltIns.removeByZScore("n", 1.5),
                BuiltIns.removeByIqr("n", 0.5),
                BuiltIns.removeByQuantile("n", 0.1, 0.9),
                BuiltIns.cyclicTime("t", TimeCycle.TIME_OF_DAY),
                BuiltIns.cyclicTime("t", TimeCycle.HOUR_OF_DAY, ZoneId.of("Europe/Stockholm")),
                BuiltIns.cyclicTime("d", TimeCycle.DAY_OF_MONTH),
                BuiltIns.tokenizer("s", VOCABULARY, TokenPieces.LOWER_CASE_WORD_PIECES),
                BuiltIns.tokenizer("s", VOCABULARY, TokenPieces.WORDS));
    }

    /** A call with the inputs that it may have: one list for each type of its first column. */
    record Case(TransformationCall call, List<Input> inputs) {
        @Override
        public String toString() {
            return call.function() + " over " + inputs;
        }
    }

    static Stream<Case> cases() {
        return calls().stream()
                .flatMap(call ->
                        types(call.inputs().getFirst()).stream().map(type -> new Case(call, inputs(call, type))));
    }

    private static List<DataType> types(String column) {
        return switch (column.charAt(0)) {
            case 'n' -> NUMBERS;
            case 'c' -> CATEGORIES;
            case 's' -> List.of(DataType.STRING);
            case 't' -> List.of(DataType.TIMESTAMP);
            case 'd' -> List.of(DataType.DATE, DataType.TIMESTAMP);
            default -> List.of(DataType.DOUBLE);
        };
    }

    private static List<Input> inputs(TransformationCall call, DataType first) {
        List<Input> inputs = new ArrayList<>();
        for (String name : call.inputs()) {
            DataType type = name.equals("y") ? DataType.INT : first;
            inputs.add(new Input(name, type, name.startsWith("c") ? FeatureType.NOMINAL : FeatureType.of(type)));
        }
        return inputs;
    }

    /** Values to learn from: some null and, of numbers, some that are none; positive ones of a column {@code p}. */
    static ColumnBatch training(List<Input> inputs, int rows, Random random) {
        return batch(inputs, rows, random, POOL.size());
    }

    /** Values to apply it to, some of which may not be among those learnt from. */
    static ColumnBatch rows(List<Input> inputs, int rows, Random random) {
        return batch(inputs, rows, random, POOL.size() + 2);
    }

    private static ColumnBatch batch(List<Input> inputs, int rows, Random random, int pool) {
        List<Column> columns = new ArrayList<>();
        for (Input input : inputs) {
            ColumnBuilder builder = ColumnBuilder.of(input.name(), input.type(), rows);
            for (int row = 0; row < rows; row++) {
                builder.append(random.nextInt(8) == 0 ? null : value(input, random, pool));
            }
            columns.add(builder.build());
        }
        return new ColumnBatch(columns, rows, random.longs(rows).toArray());
    }

    private static @Nullable Object value(Input input, Random random, int pool) {
        int choice = random.nextInt(pool);
        double number = number(input, random, choice);
        return switch (input.type()) {
            case DataType.StringType t -> choice < POOL.size() ? POOL.get(choice) : "the b " + choice;
            case DataType.BooleanType t -> choice % 2 == 0;
            case DataType.IntType t ->
                input.name().equals("y") ? choice % 2 : (int) Math.round(Math.clamp(number, -1e9, 1e9));
            case DataType.LongType t -> Math.round(number);
            case DataType.FloatType t -> (float) number;
            case DataType.DoubleType t -> number;
            case DataType.DecimalType t ->
                BigDecimal.valueOf(Double.isFinite(number) ? Math.clamp(number, -1e8, 1e8) : 1)
                        .setScale(t.scale(), RoundingMode.HALF_EVEN);
            case DataType.DateType t -> LocalDate.of(2024, 2, 27).plusDays(37L * choice);
            default -> Instant.parse("2024-03-30T22:59:59.999999Z").plusSeconds(3601L * choice);
        };
    }

    private static double number(Input input, Random random, int choice) {
        if (input.featureType().isCategorical()) {
            return choice == 0 ? Double.NaN : choice == 1 ? -0.0 : choice - 2;
        }
        boolean positive = input.name().startsWith("p");
        return switch (random.nextInt(12)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> positive ? 1e-3 : Double.NEGATIVE_INFINITY;
            case 3 -> positive ? 1 : -0.0;
            case 4 -> positive ? 2 : choice;
            default -> positive ? Math.exp(random.nextGaussian()) : random.nextGaussian() * 10;
        };
    }
}
