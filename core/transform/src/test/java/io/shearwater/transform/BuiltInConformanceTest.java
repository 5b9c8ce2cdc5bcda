package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.Examples.Case;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every built-in transformation. */
class BuiltInConformanceTest {
    private static final int ROWS = 300;

    static Stream<Case> cases() {
        return Examples.cases();
    }

    static Stream<TransformationCall> calls() {
        return Examples.calls().stream();
    }

    @Test
    void everyFunctionHasExamples() {
        Set<String> called = new HashSet<>();
        Examples.calls().forEach(call -> called.add(call.function().name()));

        // A forward fill is read, not run.
        called.add("forward_fill");

        assertThat(BuiltInFunctions.all().stream().map(BuiltInFunction::name))
                .hasSize(called.size())
                .allMatch(called::contains);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aBatchAndItsRowsOneByOneGiveTheSameBits(Case example) {
        Trial trial = fitted(example, new Random(1));
        for (Use use : Use.values()) {
            ColumnBatch batch = lasting(trial, Examples.rows(example.inputs(), ROWS, new Random(2)));
            Transformation.Bound bound = trial.bound(use);
            // The rows first, while nothing is compiled yet; the batch when it is.
            List<List<Column>> alone = IntStream.range(0, ROWS)
                    .mapToObj(row -> bound.apply(row(batch, row)))
                    .toList();
            List<Column> together = bound.apply(batch);
            for (int again = 0; again < 20; again++) {
                together = bound.apply(batch);
            }
            for (int output = 0; output < together.size(); output++) {
                ColumnBuilder joined =
                        ColumnBuilder.of("joined", together.get(output).type(), ROWS);
                for (List<Column> columns : alone) {
                    joined.append(columns.get(output), 0);
                }
                assertSame(joined.build(), together.get(output));
            }
            assertThat(bound.kept(batch)).isEqualTo(keptOneByOne(bound, batch));
        }
    }

    private static BitSet keptOneByOne(Transformation.Bound bound, ColumnBatch batch) {
        BitSet kept = new BitSet();
        for (int row = 0; row < ROWS; row++) {
            kept.set(row, bound.kept(row(batch, row)).get(0));
        }
        return kept;
    }

    private static ColumnBatch row(ColumnBatch batch, int row) {
        BitSet only = new BitSet();
        only.set(row);
        return batch.only(only);
    }

    private static void assertSame(Column left, Column right) {
        assertThat(new FittedState(Map.of("column", right))).isEqualTo(new FittedState(Map.of("column", left)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rowsInManyBatchesAndInAnyOrderTeachTheSame(Case example) {
        Transformation transformation = BuiltInFunctions.find(example.call().function());
        if (!transformation.isFitted()) {
            return;
        }
        ColumnBatch batch = Examples.training(example.inputs(), ROWS, new Random(3));
        FittedState once = fitted(transformation, example.inputs(), List.of(batch));
        List<ColumnBatch> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            rows.add(row(batch, row));
        }

        assertThat(fitted(transformation, example.inputs(), rows)).isEqualTo(once);
        Collections.shuffle(rows, new Random(4));
        assertThat(fitted(transformation, example.inputs(), rows)).isEqualTo(once);
    }

    private static FittedState fitted(Transformation transformation, List<Input> inputs, List<ColumnBatch> batches) {
        Fitting fitting = transformation.fitting(inputs);
        batches.forEach(fitting::add);
        return fitting.end();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsNoNumberTeachesNothing(Case example) {
        Transformation transformation = BuiltInFunctions.find(example.call().function());
        boolean isNumber = example.inputs().getFirst().featureType().isNumerical();
        if (!transformation.isFitted() || !isNumber) {
            return;
        }
        ColumnBatch batch = Examples.training(example.inputs(), ROWS, new Random(5));
        double[] values = NumberColumns.withNaN(batch.column(0), ROWS);
        BitSet finite = new BitSet();
        IntStream.range(0, ROWS).filter(row -> Double.isFinite(values[row])).forEach(finite::set);

        assertThat(finite.cardinality()).isBetween(1, ROWS - 1);
        assertThat(fitted(transformation, example.inputs(), List.of(batch)))
                .isEqualTo(fitted(transformation, example.inputs(), List.of(batch.only(finite))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatWasLearntSurvivesAsBytes(Case example) {
        Trial trial = fitted(example, new Random(9));
        if (trial.state().isEmpty()) {
            return;
        }
        FittedStates states = FittedStates.NONE.with(3, trial.state().get());
        FittedStates again = FittedStates.ofBytes(states.toBytes());
        Trial read = new Trial(
                trial.transformation(),
                trial.inputs(),
                Optional.ofNullable(again.byStep().get(3)));
        ColumnBatch batch = lasting(trial, Examples.rows(example.inputs(), ROWS, new Random(10)));

        assertThat(again).isEqualTo(states);
        List<Column> wanted = trial.bound(Use.INFERENCE).apply(batch);
        List<Column> given = read.bound(Use.INFERENCE).apply(batch);
        for (int output = 0; output < wanted.size(); output++) {
            assertSame(wanted.get(output), given.get(output));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outputsAreOfTheDeclaredTypesAndAsLongAsTheBatch(Case example) {
        Trial trial = fitted(example, new Random(6));
        List<Output> declared = trial.transformation().outputs(example.inputs());
        Transformation.Bound bound = trial.bound(Use.INFERENCE);
        for (int rows : new int[] {0, 1, 65}) {
            List<Column> outputs = bound.apply(lasting(trial, Examples.rows(example.inputs(), rows, new Random(7))));

            assertThat(outputs)
                    .hasSize(trial.transformation().expands() ? bound.endings().size() : declared.size());
            for (int i = 0; i < outputs.size(); i++) {
                Output output = declared.get(trial.transformation().expands() ? 0 : i);
                assertThat(outputs.get(i).type()).isEqualTo(output.type());
                assertThat(outputs.get(i).size()).isEqualTo(rows);
                assertThat(output.featureType().fits(output.type())).isTrue();
            }
        }
        if (!trial.transformation().expands() && !trial.transformation().isTrainingOnly()) {
            assertThat(example.call().outputs()).hasSameSizeAs(declared);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aNullStaysNullUnlessItIsEncodedOrReplaced(Case example) {
        Trial trial = fitted(example, new Random(8));
        List<Column> nulls = example.inputs().stream()
                .map(input -> Trial.column(input.type(), new Object[] {null}))
                .toList();

        List<Column> outputs = trial.bound(Use.INFERENCE).apply(lasting(trial, new ColumnBatch(nulls, 1, new long[1])));
        boolean replaces = Set.of("impute", "one_hot_encoder", "feature_hasher")
                .contains(example.call().function().name());
        assertThat(outputs).isNotEmpty().allMatch(column -> column.isNull(0) != replaces);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aColumnOfNullsIsNotLearntFrom(Case example) {
        Transformation transformation = BuiltInFunctions.find(example.call().function());
        boolean learns = transformation.isFitted()
                && !example.call().function().name().equals("ordinal_encoder")
                && !(transformation instanceof OneHotEncoder encoder
                        && !encoder.categories().isEmpty());
        if (!learns) {
            return;
        }
        Object[] nulls = new Object[3];
        List<Column> columns = example.inputs().stream()
                .map(input -> Trial.column(input.type(), nulls))
                .toList();

        assertThatThrownBy(() ->
                        fitted(transformation, example.inputs(), List.of(new ColumnBatch(columns, 3, new long[3]))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("has no value in the 3 rows")
                .extracting(failure -> ((ShearwaterException) failure).code())
                .isEqualTo(TransformError.CANNOT_FIT);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void columnsOfOtherKindsAreRefusedByName(TransformationCall call) {
        Transformation transformation = BuiltInFunctions.find(call.function());
        List<DataType> others = new ArrayList<>(List.of(
                DataType.BINARY,
                DataType.array(DataType.INT),
                DataType.map(DataType.INT),
                DataType.struct(new Field("a", DataType.INT)),
                DataType.embedding(3)));
        boolean ofCategories = "cs".contains(call.inputs().getFirst().substring(0, 1));
        boolean ofAny = call.function().name().equals("impute")
                && !call.function().parameters().containsValue("mean")
                && !call.function().parameters().containsValue("median");
        if (!ofAny) {
            others.add(ofCategories ? DataType.DOUBLE : DataType.STRING);
        }
        for (DataType other : others) {
            List<Input> inputs =
                    call.inputs().stream().map(name -> Input.of(name, other)).toList();
            assertThatThrownBy(() -> transformation.outputs(inputs))
                    .describedAs("%s over %s", call, other)
                    .isInstanceOf(ShearwaterException.class)
                    .hasMessageContaining("'" + call.inputs().getFirst() + "' is " + other)
                    .extracting(failure -> ((ShearwaterException) failure).code())
                    .isEqualTo(TransformError.BAD_CALL);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void anotherNumberOfColumnsIsRefused(TransformationCall call) {
        Transformation transformation = BuiltInFunctions.find(call.function());
        if (transformation instanceof RowNormalizer) {
            return;
        }
        List<Input> inputs = new ArrayList<>();
        inputs.add(Input.of("x", DataType.DOUBLE));
        inputs.add(Input.of("x", DataType.DOUBLE));
        inputs.add(Input.of("x", DataType.DOUBLE));

        assertThatThrownBy(() -> transformation.outputs(inputs))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("not 3");
    }

    @ParameterizedTest
    @MethodSource("calls")
    void parametersSurviveAReferenceWhichMeansTheSameWithItsDefaultsWritten(TransformationCall call) {
        FunctionRef function = call.function();
        BuiltInFunction known = BuiltInFunctions.all().stream()
                .filter(each -> each.name().equals(function.name()))
                .findFirst()
                .orElseThrow();
        Map<String, Object> written = new HashMap<>(function.parameters());
        known.parameters()
                .forEach(parameter ->
                        parameter.standard().ifPresent(value -> written.putIfAbsent(parameter.name(), value)));

        assertThat(BuiltInFunctions.find(FunctionRef.builtIn(function.name(), written)))
                .isEqualTo(BuiltInFunctions.find(function));
        assertThat(BuiltInFunctions.call(function, call.inputs())).isEqualTo(call);
    }

    private static Trial fitted(Case example, Random random) {
        return Trial.fitted(example.call(), example.inputs(), Examples.training(example.inputs(), ROWS, random));
    }

    private static ColumnBatch lasting(Trial trial, ColumnBatch batch) {
        List<Column> columns = IntStream.range(0, batch.columns().size())
                .filter(input -> !trial.transformation().isForFittingOnly(input))
                .mapToObj(batch::column)
                .toList();
        return new ColumnBatch(columns, batch.rows(), batch.rowHashes());
    }
}
