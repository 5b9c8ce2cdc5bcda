package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import io.shearwater.model.Validity;
import io.shearwater.transform.PowerLikelihood.Family;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules that are fixed for values out of the common, and values that books print. */
class BuiltInRulesTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static List<@Nullable Object> plain(TransformationCall call, @Nullable Object... values) {
        return Trial.fitted(call, Trial.doubles(1.0)).values(values);
    }

    // ---- formulas

    @Test
    void aLogarithmOfZeroOrLessIsNull() {
        assertThat(plain(BuiltIns.log("x"), 1.0, 0.0, -0.0, -1.0, -INFINITE, INFINITE, Double.NaN, null))
                .containsExactly(0.0, null, null, null, null, INFINITE, Double.NaN, null);
        assertThat(plain(BuiltIns.log10("x"), 1000.0, 0.0)).containsExactly(3.0, null);
        assertThat(plain(BuiltIns.log1p("x"), 0.0, -1.0, -2.0)).containsExactly(0.0, null, null);
    }

    @Test
    void theReciprocalOfZeroIsNullAndOfAnInfinityZero() {
        assertThat(plain(BuiltIns.reciprocal("x"), 4.0, 0.0, -0.0, -INFINITE)).containsExactly(0.25, null, null, 0.0);
    }

    @Test
    void valuesOfBooks() {
        assertThat((Double) plain(BuiltIns.exponential("x", 2, 0.5), 2.0).getFirst())
                .isCloseTo(5.43656, within(5e-6));
        assertThat(Family.BOX_COX.function(2).applyAsDouble(3)).isCloseTo(4, within(1e-14));
        Trial lowest = Trial.fitted(
                BuiltIns.removeByQuantile("x", 0.002, 1),
                Trial.doubles(LongStream.rangeClosed(1, 1000).asDoubleStream()));
        assertThat(lowest.state().orElseThrow().number("low")).isCloseTo(2.998, within(1e-12));
        assertThat(lowest.bound(Use.TRAINING)
                        .kept(Trial.batch(
                                Trial.doubles(LongStream.rangeClosed(1, 1000).asDoubleStream())))
                        .cardinality())
                .isEqualTo(998);
        Trial unit = Trial.fitted(
                BuiltIns.normalize(Norm.L2, "a", "b", "c"), Trial.doubles(3.0), Trial.doubles(4.0), Trial.doubles(0.0));
        assertThat(unit.apply(Trial.doubles(3.0), Trial.doubles(4.0), Trial.doubles(0.0)))
                .containsExactly(List.of(0.6), List.of(0.8), List.of(0.0));
    }

    @Test
    void clippingTakesInfinitiesToTheBounds() {
        assertThat(plain(BuiltIns.clip("x", -1, 1), -INFINITE, 0.5, INFINITE, Double.NaN))
                .containsExactly(-1.0, 0.5, 1.0, Double.NaN);
        assertThatThrownBy(() -> BuiltIns.clip("x", 2, 1)).hasMessageContaining("'min' not above 'max'");
    }

    @Test
    void normalisingLeavesZerosAndCountsNullAsZero() {
        Trial trial = Trial.fitted(BuiltIns.normalize(Norm.L1, "a", "b"), Trial.doubles(1.0), Trial.doubles(1.0));

        assertThat(trial.apply(
                        Trial.doubles(0.0, null, Double.NaN, INFINITE, 1e308),
                        Trial.doubles(0.0, -2.0, 1.0, 3.0, 1e308)))
                .containsExactly(
                        Arrays.asList(0.0, null, Double.NaN, Double.NaN, 0.5),
                        List.of(0.0, -1.0, Double.NaN, 0.0, 0.5));
    }

    // ---- powers

    @Test
    void boxCoxRefusesToLearnFromZeroAndIsNullThereAfterwards() {
        assertThatThrownBy(() -> Trial.fitted(BuiltIns.boxCox("x"), Trial.doubles(0.0, 1.0)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("'x' is 0.0")
                .hasMessageContaining("Use yeo_johnson");
        assertThat(Trial.fitted(BuiltIns.boxCox("x"), Trial.doubles(2.0, 1.0)).values(0.0, -1.0))
                .containsExactly(null, null);
    }

    @Test
    void thePowerOfAConstantIsOne() {
        Trial trial = Trial.fitted(BuiltIns.standardized(BuiltIns.yeoJohnson("x")), Trial.doubles(5.0, 5.0));

        assertThat(trial.state().orElseThrow().number("lambda")).isEqualTo(1);
        assertThat(trial.values(5.0, 6.0)).containsExactly(0.0, 1.0);
    }

    @Test
    void powersOfExtremeNumbersStayFinite() {
        Column extreme = Trial.doubles(1e-300, 1.0, 2.0, 3.0, 1e300);
        for (TransformationCall call : List.of(BuiltIns.boxCox("x"), BuiltIns.yeoJohnson("x"))) {
            Trial trial = Trial.fitted(BuiltIns.standardized(call), extreme);

            assertThat(trial.values(1e-300, 1.0, 2.0, 3.0, 1e300))
                    .allMatch(value -> value instanceof Double number && Double.isFinite(number));
        }
    }

    @Test
    void powersOfManyNumbersComeFromBucketsAndAreNearlyTheSame() {
        int many = PowerLikelihood.EXACT + 1000;
        double[] values = DoubleStream.iterate(1, i -> i + 1)
                .limit(many)
                .map(i -> Math.exp(Math.sin(i) * 2))
                .toArray();
        double all = lambda(values, many);
        double few = lambda(values, PowerLikelihood.EXACT);

        assertThat(all).isCloseTo(few, within(2e-3)).isNotEqualTo(few);
    }

    private static double lambda(double[] values, int count) {
        Fitting fitting = BuiltInFunctions.find(BuiltIns.yeoJohnson("x").function())
                .fitting(List.of(Input.of("x", DataType.DOUBLE)));
        fitting.add(new ColumnBatch(List.of(new Column.Doubles(values, count, Validity.ALL)), count));
        return fitting.end().number("lambda");
    }

    // ---- quantiles and bins

    @Test
    void quantilesTakeWhatIsOutOfTheirRangeToTheirEnds() {
        Column training = Trial.doubles(1.0, 2.0, 3.0);

        assertThat(Trial.fitted(BuiltIns.quantileUniform("x"), training).values(-INFINITE, 0.0, 2.5, 9.0, INFINITE))
                .containsExactly(0.0, 0.0, 0.75, 1.0, 1.0);
        assertThat(Trial.fitted(BuiltIns.quantileUniform("x"), Trial.doubles(4.0))
                        .values(3.0, 4.0, 5.0))
                .containsExactly(0.0, 0.0, 1.0);
        List<@Nullable Object> normal =
                Trial.fitted(BuiltIns.quantileNormal("x"), training).values(-INFINITE, 2.0, INFINITE, Double.NaN);
        assertThat((Double) normal.get(0)).isCloseTo(-5.2, within(1e-3));
        assertThat(normal.get(1)).isEqualTo(0.0);
        assertThat((Double) normal.get(2)).isCloseTo(5.2, within(1e-3));
        assertThat(normal.get(3)).isEqualTo(Double.NaN);
    }

    @Test
    void binsTakeWhatIsOutOfTheirRangeToTheFirstAndTheLast() {
        Trial trial = Trial.fitted(BuiltIns.uniformBins("x", 2), Trial.doubles(0.0, 10.0));

        assertThat(trial.values(-INFINITE, -1.0, 4.9, 5.0, 11.0, INFINITE, Double.NaN))
                .containsExactly(0, 0, 0, 1, 1, 1, null);
    }

    @Test
    void aConstantIsInTheFirstBin() {
        assertThat(Trial.fitted(BuiltIns.quantileBins("x", 3), Trial.doubles(7.0, 7.0))
                        .values(6.0, 7.0, 8.0))
                .containsExactly(0, 0, 0);
    }

    @Test
    void givenEdgesNeedNoTrainingDataAndAscend() {
        assertThat(plain(BuiltIns.bins("x", 18, 65), 17.9, 18.0, 64.0, 65.0)).containsExactly(0, 1, 1, 2);
        assertThatThrownBy(() -> BuiltIns.bins("x", 2, 1)).hasMessageContaining("do not ascend");
    }

    @Test
    void robustScalingOfEqualQuantilesDoesNotDivide() {
        assertThat(Trial.fitted(BuiltIns.robustScaler("x"), Trial.doubles(1.0, 2.0, 2.0, 2.0, 90.0))
                        .values(5.0))
                .containsExactly(3.0);
    }

    // ---- missing values and outliers

    @Test
    void nullAndNaNAreReplacedAndAnInfinityIsNot() {
        Trial trial =
                Trial.fitted(BuiltIns.withIndicator(BuiltIns.imputeMean("x")), Trial.doubles(1.0, 3.0, INFINITE, null));

        assertThat(trial.apply(Trial.doubles(null, Double.NaN, INFINITE, 5.0)))
                .containsExactly(List.of(2.0, 2.0, INFINITE, 5.0), List.of(1, 1, 0, 0));
        assertThat(BuiltIns.withIndicator(BuiltIns.imputeMean("x")).outputs()).containsExactly("x", "x_missing");
    }

    @Test
    void theModeIsTheLeastOfEquallyFrequentValues() {
        assertThat(Trial.fitted(BuiltIns.imputeMode("x"), Trial.texts("b", "a", "b", "a", "c", null))
                        .values("z", null))
                .containsExactly("z", "a");
        assertThat(Trial.fitted(BuiltIns.imputeMode("x"), Trial.doubles(INFINITE, INFINITE, 3.0, 2.0))
                        .values(5.0, null))
                .containsExactly(5.0, 2.0);
    }

    @Test
    void aConstantHasToFitTheColumn() {
        assertThat(plain(BuiltIns.imputeConstant("x", 7), null, 1.0)).containsExactly(7.0, 1.0);
        assertThat(Trial.fitted(BuiltIns.imputeConstant("x", "unknown"), Trial.texts("a"))
                        .values("b", null))
                .containsExactly("b", "unknown");
        assertThatThrownBy(() -> plain(BuiltIns.imputeConstant("x", "none"), 1.0))
                .hasMessageContaining("'none' cannot be a value of 'x', which is double");
        assertThatThrownBy(() -> BuiltInFunctions.find(FunctionRef.builtIn("impute", Map.of("strategy", "constant"))))
                .hasMessageContaining("'value' goes with the strategy 'constant'");
    }

    @Test
    void outliersAreRemovedFromTrainingDataOnly() {
        Column column =
                Trial.doubles(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 100.0, null, Double.NaN, INFINITE);
        Trial trial = Trial.fitted(BuiltIns.removeByZScore("x", 3), column);

        assertThat(trial.transformation().isTrainingOnly()).isTrue();
        BitSet kept = trial.bound(Use.TRAINING).kept(Trial.batch(column));
        assertThat(kept.stream()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13);
        assertThat(trial.bound(Use.INFERENCE).apply(Trial.batch(column))).containsExactly(column);
    }

    @Test
    void aConstantHasNoOutliers() {
        Column column = Trial.doubles(0.1, 0.1, 0.1);

        assertThat(Trial.fitted(BuiltIns.removeByZScore("x", 3), column)
                        .bound(Use.TRAINING)
                        .kept(Trial.batch(column))
                        .cardinality())
                .isEqualTo(3);
    }

    // ---- categories

    @Test
    void anOrderRefusesOtherCategoriesInTrainingDataOnly() {
        TransformationCall call = BuiltIns.ordinalEncoder("size", List.of("small", "large"));

        assertThat(Trial.fitted(call, Trial.texts("large", null)).values("large", "small", "huge", null))
                .containsExactly(1, 0, -1, null);
        assertThatThrownBy(() -> Trial.fitted(call, Trial.texts("small", "huge")))
                .hasMessageContaining("'size' is 'huge' in the training data")
                .hasMessageContaining("[small, large]");
    }

    @Test
    void listedCategoriesAreDistinctValuesOfTheColumn() {
        assertThatThrownBy(() -> Trial.fitted(BuiltIns.ordinalEncoder("c", List.of("a", "b", "a")), Trial.texts("a")))
                .hasMessageContaining("'a' of 'c' is listed twice");
        Input code = new Input("code", DataType.decimal(5, 2), FeatureType.NOMINAL);
        Transformation encoder = BuiltInFunctions.find(
                BuiltIns.oneHotEncoder("code", List.of("1.0", "1.00")).function());
        assertThatThrownBy(() -> encoder.outputs(List.of(code)))
                .hasMessageContaining("'1.00' of 'code' is listed twice");
        Input whole = new Input("code", DataType.INT, FeatureType.NOMINAL);
        assertThatThrownBy(() -> encoder.outputs(List.of(whole))).hasMessageContaining("listed twice");
        assertThatThrownBy(() -> BuiltInFunctions.find(
                                BuiltIns.oneHotEncoder("code", List.of(1.5)).function())
                        .outputs(List.of(whole)))
                .hasMessageContaining("'1.5' cannot be a value of 'code', which is int");
    }

    @Test
    void numbersThatAreCodesAreEncodedOnceTheyAreDeclaredNominal() {
        TransformationCall call = BuiltIns.oneHotEncoder("mcc", List.of(4722, 5812));
        Trial trial = Trial.fitted(
                call,
                List.of(new Input("mcc", DataType.INT, FeatureType.NOMINAL)),
                Trial.batch(Trial.column(DataType.INT, 5812)));

        assertThat(trial.values(4722, 5812, 1)).isEqualTo(List.of(1, 0, 0));
        assertThat(trial.bound(Use.INFERENCE).endings()).containsExactly("4722", "5812");
    }

    @Test
    void theFrequencyOfAnUnseenCategoryIsZero() {
        assertThat(Trial.fitted(BuiltIns.frequencyEncoder("c"), Trial.texts("a", "a", "b", "a", null))
                        .values("a", "b", "z", null))
                .containsExactly(0.75, 0.25, 0.0, null);
    }

    @Test
    void aHashPutsACategoryIntoOneColumnForEver() {
        // As another implementation of the hash, in Python, computes them.
        Trial trial = Trial.fitted(BuiltIns.featureHasher("c", 4), Trial.texts("a"));

        assertThat(trial.apply(Trial.texts("grocer", "baker", "jeweller", null)))
                .containsExactly(List.of(0, 0, 0, 0), List.of(0, 0, 1, 0), List.of(1, 1, 0, 0), List.of(0, 0, 0, 0));
    }

    @Test
    void tooManyCategoriesAreRefusedWithAWayOut() {
        int many = OneHotEncoder.MOST + 1;
        Column codes = new Column.Longs(DataType.LONG, LongStream.range(0, many).toArray(), many, Validity.ALL);
        List<Input> inputs = List.of(new Input("code", DataType.LONG, FeatureType.NOMINAL));

        assertThatThrownBy(() -> Trial.fitted(BuiltIns.oneHotEncoder("code"), inputs, Trial.batch(codes)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("'code' has more than 10000 categories")
                .hasMessageContaining("min_count");
        int most = CategoryFitting.MOST + 1;
        Column more = new Column.Longs(DataType.LONG, LongStream.range(0, most).toArray(), most, Validity.ALL);
        assertThatThrownBy(() -> Trial.fitted(BuiltIns.frequencyEncoder("code"), inputs, Trial.batch(more)))
                .hasMessageContaining("'code' has more than 1000000 categories")
                .hasMessageContaining("feature_hasher");
    }

    // ---- target encoding

    @Test
    void aTrainingRowDoesNotSeeItsOwnLabel() {
        // Each category once: what a row is encoded by can only be the mean of the other folds.
        int rows = 40;
        @Nullable Object[] names = new Object[rows];
        @Nullable Object[] labels = new Object[rows];
        for (int row = 0; row < rows; row++) {
            names[row] = "c" + row;
            labels[row] = row == 7 ? 1e6 : 0.0;
        }
        Column categories = Trial.texts(names);
        ColumnBatch training = Trial.batch(categories, Trial.doubles(labels));
        TransformationCall call = BuiltIns.targetEncoder("c", "y");
        Trial trial = Trial.fitted(call, Trial.inputs(call, categories, training.column(1)), training);

        Column encoded =
                trial.bound(Use.TRAINING).apply(Trial.batch(categories)).getFirst();
        assertThat(encoded.value(7)).isEqualTo(0.0);
        assertThat((Double) trial.values("c7").getFirst()).isGreaterThan(1e5 / 11);
        assertThat((Double) trial.values("unseen").getFirst()).isEqualTo(1e6 / rows);
    }

    @Test
    void foldsNeedTheIdentityOfRows() {
        TransformationCall call = BuiltIns.targetEncoder("c", "y");
        ColumnBatch nameless = new ColumnBatch(List.of(Trial.texts("a"), Trial.doubles(1.0)), 1);

        assertThatThrownBy(() -> Trial.fitted(call, Trial.inputs(call, Trial.texts("a"), Trial.doubles(1.0)), nameless))
                .hasMessageContaining("hash of their identity");
    }

    @Test
    void aLabelHasAMean() {
        TransformationCall call = BuiltIns.targetEncoder("c", "y");
        Transformation encoder = BuiltInFunctions.find(call.function());
        Input category = Input.of("c", DataType.STRING);

        assertThatThrownBy(() -> encoder.outputs(List.of(category, Input.of("y", DataType.STRING))))
                .hasMessageContaining("'y' is string, which has no mean");
        Input classes = new Input("y", DataType.INT, FeatureType.NOMINAL);
        assertThatThrownBy(() -> Trial.fitted(
                        call, List.of(category, classes), Trial.batch(Trial.texts("a"), Trial.column(DataType.INT, 2))))
                .hasMessageContaining("classes other than 0 and 1");
    }

    // ---- times and texts

    @Test
    void aDateHasNoHour() {
        assertThatThrownBy(() -> Trial.fitted(
                        BuiltIns.cyclicTime("day", TimeCycle.HOUR_OF_DAY),
                        Trial.column(DataType.DATE, new Object[] {null})))
                .hasMessageContaining("'day' is a date, which has no hour_of_day");
    }

    @Test
    void aMisspeltZoneIsToldItsName() {
        assertThatThrownBy(() -> BuiltInFunctions.find(
                        FunctionRef.builtIn("cyclic_time", Map.of("cycle", "month", "zone", "Europe/Stokholm"))))
                .hasMessageContaining("Did you mean 'Europe/Stockholm'?");
        assertThatThrownBy(() -> BuiltInFunctions.find(FunctionRef.builtIn("cyclic_time", Map.of())))
                .hasMessageContaining("needs the parameter 'cycle'")
                .hasMessageContaining("hour_of_day");
    }

    @Test
    void anotherVocabularyUnderTheSameVersionIsRefused() {
        Vocabulary first = new Vocabulary("tiny-1", List.of("[UNK]", "a"));
        Vocabulary second = new Vocabulary("tiny-1", List.of("[UNK]", "b"));
        FunctionRef function =
                BuiltIns.tokenizer("text", first, TokenPieces.WORDS).function();
        Map<String, Object> changed = new HashMap<>(function.parameters());
        changed.put("vocabulary", second.tokens());

        assertThatThrownBy(() -> BuiltInFunctions.find(FunctionRef.builtIn("tokenizer", changed)))
                .hasMessageContaining("'tiny-1' is another than the one that was declared")
                .hasMessageContaining(second.digest());
    }

    @Test
    void aTextIsCutAfterItsLongestLength() {
        Vocabulary vocabulary = new Vocabulary("tiny-1", List.of("[UNK]", "a"));
        Map<String, Object> parameters = new HashMap<>(BuiltIns.tokenizer("t", vocabulary, TokenPieces.WORDS)
                .function()
                .parameters());
        parameters.put("max_length", 2);
        Trial trial = Trial.fitted(
                BuiltInFunctions.call(FunctionRef.builtIn("tokenizer", parameters), List.of("t")), Trial.texts("a"));

        assertThat(trial.values("a a a", null, "", "b")).containsExactly(List.of(1, 1), null, List.of(), List.of(0));
    }

    @Test
    void aVocabularyIsNotWrittenOutInMessages() {
        List<String> tokens =
                LongStream.range(0, 30_000).mapToObj(i -> "token" + i).toList();
        Vocabulary vocabulary = new Vocabulary(
                "large-1", Stream.concat(Stream.of("[UNK]"), tokens.stream()).toList());
        TransformationCall call = BuiltIns.tokenizer("t", vocabulary, TokenPieces.WORDS);

        assertThat(call.toString()).contains("vocabulary=[[UNK], … 30000 more]").hasSizeLessThan(300);
    }

    @Test
    void eachCallsAFunctionOnSeveralColumns() {
        assertThat(BuiltIns.each(BuiltIns::standardScaler, "a", "b"))
                .containsExactly(BuiltIns.standardScaler("a"), BuiltIns.standardScaler("b"));
    }
}
