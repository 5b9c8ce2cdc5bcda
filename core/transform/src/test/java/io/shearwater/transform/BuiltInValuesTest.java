package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.TransformationCall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against values that numpy, scikit-learn, mpmath and tokenizers computed; resources/…/builtins/expected.py makes them. */
class BuiltInValuesTest {
    private static final double ACCURACY = 1e-9;
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final List<String> HEADER =
            List.of("amount", "balance", "rounded", "gaps", "category", "label", "fraud", "hash", "seconds");
    private static final List<String[]> ROWS = rows("rows.tsv");
    private static final Map<String, double[]> EXPECTED = expected();

    private static List<String[]> lines(String file) {
        try (InputStream in =
                Objects.requireNonNull(BuiltInValuesTest.class.getResourceAsStream("builtins/" + file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<String[]> rows(String file) {
        List<String[]> lines = lines(file);
        return lines.subList(1, lines.size());
    }

    private static Map<String, double[]> expected() {
        Map<String, double[]> expected = new LinkedHashMap<>();
        for (String[] line : lines("expected.tsv")) {
            expected.put(
                    line[0],
                    Arrays.stream(line).skip(1).mapToDouble(Double::parseDouble).toArray());
        }
        return expected;
    }

    private static Column column(String name) {
        int at = HEADER.indexOf(name);
        Function<String, Object> parse = switch (name) {
            case "category" -> text -> text;
            case "fraud" -> text -> text.equals("1");
            case "seconds" -> text -> Instant.ofEpochSecond(Long.parseLong(text));
            default -> Double::valueOf;
        };
        DataType type = switch (name) {
            case "category" -> DataType.STRING;
            case "fraud" -> DataType.BOOLEAN;
            case "seconds" -> DataType.TIMESTAMP;
            default -> DataType.DOUBLE;
        };
        @Nullable
        Object[] values = ROWS.stream()
                .map(row -> row[at].isEmpty() ? null : parse.apply(row[at]))
                .toArray();
        return Trial.column(type, values);
    }

    private static ColumnBatch batch(TransformationCall call, int columns) {
        List<Column> chosen = call.inputs().stream()
                .limit(columns)
                .map(BuiltInValuesTest::column)
                .toList();
        long[] hashes = ROWS.stream()
                .mapToLong(row -> Long.parseLong(row[HEADER.indexOf("hash")]))
                .toArray();
        return new ColumnBatch(chosen, ROWS.size(), hashes);
    }

    static Stream<Arguments> cases() {
        List<Object> order = List.of("rent", "food", "other things", "travel", "Ämter");
        return Stream.of(
                Arguments.of("min_max", BuiltIns.minMaxScaler("amount")),
                Arguments.of("min_max_range", BuiltIns.minMaxScaler("balance", -1, 3)),
                Arguments.of("standard", BuiltIns.standardScaler("balance")),
                Arguments.of("robust", BuiltIns.robustScaler("balance")),
                Arguments.of("robust_range", BuiltIns.robustScaler("balance", 0.1, 0.95)),
                Arguments.of("max_abs", BuiltIns.maxAbsScaler("balance")),
                Arguments.of("normalize_l1", BuiltIns.normalize(Norm.L1, "amount", "balance", "rounded")),
                Arguments.of("normalize_l2", BuiltIns.normalize(Norm.L2, "amount", "balance", "rounded")),
                Arguments.of("normalize_max", BuiltIns.normalize(Norm.MAX, "amount", "balance", "rounded")),
                Arguments.of("log", BuiltIns.log("amount")),
                Arguments.of("log10", BuiltIns.log10("amount")),
                Arguments.of("log1p", BuiltIns.log1p("amount")),
                Arguments.of("reciprocal", BuiltIns.reciprocal("amount")),
                Arguments.of("exponential", BuiltIns.exponential("rounded", 2, 0.5)),
                Arguments.of("clip", BuiltIns.clip("balance", -20, 30)),
                Arguments.of("winsorize", BuiltIns.winsorize("balance", 0.05, 0.9)),
                Arguments.of("quantile_uniform", BuiltIns.quantileUniform("amount")),
                Arguments.of("quantile_ties", quantiles("rounded", 11, "uniform")),
                Arguments.of("quantile_normal", quantiles("balance", 25, "normal")),
                Arguments.of("bins_uniform", BuiltIns.uniformBins("balance", 7)),
                Arguments.of("bins_quantile", BuiltIns.quantileBins("amount", 7)),
                Arguments.of("bins_ties", BuiltIns.quantileBins("rounded", 7)),
                Arguments.of("bins_edges", BuiltIns.bins("rounded", -1, 0, 2.5)),
                Arguments.of("box_cox", BuiltIns.boxCox("amount")),
                Arguments.of("box_cox_standardized", BuiltIns.standardized(BuiltIns.boxCox("amount"))),
                Arguments.of("yeo_johnson", BuiltIns.yeoJohnson("balance")),
                Arguments.of("yeo_johnson_standardized", BuiltIns.standardized(BuiltIns.yeoJohnson("balance"))),
                Arguments.of("one_hot", BuiltIns.oneHotEncoder("category")),
                Arguments.of("label", BuiltIns.labelEncoder("category")),
                Arguments.of("ordinal", BuiltIns.ordinalEncoder("category", order)),
                Arguments.of("frequency", BuiltIns.frequencyEncoder("category")),
                Arguments.of("target", BuiltIns.targetEncoder("category", "label")),
                Arguments.of("target_binary", BuiltIns.targetEncoder("category", "fraud", 2.5)),
                Arguments.of("target_out_of_fold", BuiltIns.targetEncoder("category", "label")),
                Arguments.of("impute_mean", BuiltIns.withIndicator(BuiltIns.imputeMean("gaps"))),
                Arguments.of("impute_median", BuiltIns.withIndicator(BuiltIns.imputeMedian("gaps"))),
                Arguments.of("impute_mode", BuiltIns.withIndicator(BuiltIns.imputeMode("gaps"))),
                Arguments.of("z_score", BuiltIns.removeByZScore("balance", 1.5)),
                Arguments.of("iqr", BuiltIns.removeByIqr("balance", 1.5)),
                Arguments.of("quantile_outliers", BuiltIns.removeByQuantile("balance", 0.02, 0.97)),
                Arguments.of("hour_of_day", BuiltIns.cyclicTime("seconds", TimeCycle.HOUR_OF_DAY, STOCKHOLM)),
                Arguments.of("time_of_day", BuiltIns.cyclicTime("seconds", TimeCycle.TIME_OF_DAY)),
                Arguments.of("day_of_week", BuiltIns.cyclicTime("seconds", TimeCycle.DAY_OF_WEEK, STOCKHOLM)),
                Arguments.of("day_of_month", BuiltIns.cyclicTime("seconds", TimeCycle.DAY_OF_MONTH)),
                Arguments.of("day_of_year", BuiltIns.cyclicTime("seconds", TimeCycle.DAY_OF_YEAR)),
                Arguments.of("month", BuiltIns.cyclicTime("seconds", TimeCycle.MONTH)));
    }

    private static TransformationCall quantiles(String column, int count, String output) {
        return BuiltInFunctions.call(
                FunctionRef.builtIn("quantile_transformer", Map.of("quantiles", count, "output", output)),
                List.of(column));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void whatAnIndependentToolComputes(String name, TransformationCall call) {
        List<double[]> outputs = outputs(name, call);

        for (int output = 0; output < outputs.size(); output++) {
            double[] wanted = Objects.requireNonNull(EXPECTED.get(name + "." + output), name + "." + output);
            double[] given = outputs.get(output);
            assertThat(given).hasSameSizeAs(wanted);
            for (int row = 0; row < given.length; row++) {
                assertThat(Math.abs(given[row] - wanted[row]))
                        .describedAs("%s, output %d, row %d: %s, not %s", name, output, row, given[row], wanted[row])
                        .isLessThanOrEqualTo(ACCURACY * Math.max(1, Math.abs(wanted[row])));
            }
        }
        assertThat(EXPECTED).doesNotContainKey(name + "." + outputs.size());
    }

    private static List<double[]> outputs(String name, TransformationCall call) {
        List<Input> inputs = Trial.inputs(
                call, call.inputs().stream().map(BuiltInValuesTest::column).toArray(Column[]::new));
        ColumnBatch training = batch(call, inputs.size());
        Trial trial = Trial.fitted(call, inputs, training);
        int lasting = (int) IntStream.range(0, inputs.size())
                .filter(input -> !trial.transformation().isForFittingOnly(input))
                .count();
        ColumnBatch batch = batch(call, lasting);
        if (trial.transformation().isTrainingOnly()) {
            BitSet kept = trial.bound(Use.TRAINING).kept(batch);
            return List.of(IntStream.range(0, batch.rows())
                    .mapToDouble(row -> kept.get(row) ? 1 : 0)
                    .toArray());
        }
        Use use = name.endsWith("out_of_fold") ? Use.TRAINING : Use.INFERENCE;
        List<double[]> outputs = new ArrayList<>();
        for (Column column : trial.bound(use).apply(batch)) {
            assertThat(column.validity().nullCount(column.size())).isZero();
            outputs.add(Arrays.copyOf(NumberColumns.read(column), column.size()));
        }
        return outputs;
    }

    @Test
    void everyExpectedValueIsCompared() {
        Set<String> compared = new HashSet<>();
        cases().forEach(arguments -> compared.add((String) arguments.get()[0]));
        compared.add("box_cox_lambda");
        compared.add("yeo_johnson_lambda");

        assertThat(EXPECTED.keySet().stream().map(name -> name.substring(0, name.lastIndexOf('.'))))
                .allMatch(compared::contains);
    }

    @Test
    void theExponentsOfPowersAreThoseOfGreatestLikelihood() {
        assertThat(lambda(BuiltIns.boxCox("amount"))).isEqualTo(expectedLambda("box_cox"), within());
        assertThat(lambda(BuiltIns.yeoJohnson("balance"))).isEqualTo(expectedLambda("yeo_johnson"), within());
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-12);
    }

    private static double expectedLambda(String name) {
        return Objects.requireNonNull(EXPECTED.get(name + "_lambda.0"))[0];
    }

    private static double lambda(TransformationCall call) {
        return Trial.fitted(call, column(call.inputs().getFirst()))
                .state()
                .orElseThrow()
                .number("lambda");
    }

    @Test
    void textsAreCutAsThePublishedTokenizerOfBertCutsThem() {
        Vocabulary vocabulary =
                new Vocabulary("test-1", List.of(lines("tokens.tsv").getFirst()));
        for (String[] line : rows("tokens.tsv")) {
            TokenPieces pieces = TokenPieces.valueOf(line[0].toUpperCase(Locale.ROOT));
            String text = points(line[1]);
            List<Object> wanted = words(line[2]).<Object>map(Integer::valueOf).toList();
            Trial trial = Trial.fitted(BuiltIns.tokenizer("text", vocabulary, pieces), Trial.texts(text));

            assertThat(trial.values(text)).describedAs(line[0] + " of " + text).containsExactly(wanted);
        }
    }

    private static String points(String hex) {
        StringBuilder text = new StringBuilder();
        words(hex).forEach(point -> text.appendCodePoint(Integer.parseInt(point, 16)));
        return text.toString();
    }

    private static Stream<String> words(String line) {
        return Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty());
    }
}
