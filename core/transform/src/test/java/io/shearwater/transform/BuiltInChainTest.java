package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Built-in transformations one after the other, as a view has them. */
class BuiltInChainTest {
    private static final int ROWS = 500;

    private static final List<Input> COLUMNS = List.of(
            Input.of("n", DataType.DOUBLE),
            Input.of("n2", DataType.LONG),
            Input.of("s", DataType.STRING),
            Input.of("c", DataType.STRING),
            Input.of("t", DataType.TIMESTAMP),
            Input.of("y", DataType.INT));

    private static final List<TransformationCall> CALLS = List.of(
            BuiltIns.removeByZScore("n", 2.5),
            BuiltIns.withIndicator(BuiltIns.imputeMedian("n")),
            BuiltIns.clip("n", -100, 100),
            BuiltIns.yeoJohnson("n"),
            BuiltIns.standardScaler("n"),
            BuiltIns.quantileBins("n2", 4),
            BuiltIns.oneHotEncoder("n2", CategoryOrder.SORTED, UnseenCategory.OTHER),
            BuiltIns.targetEncoder("c", "y").as("c_target"),
            BuiltIns.oneHotEncoder("s"),
            BuiltIns.featureHasher("c", 3),
            BuiltIns.cyclicTime("t", TimeCycle.HOUR_OF_DAY));

    private static TransformationChain chain(List<TransformationCall> calls) {
        return new TransformationChain(
                "the feature view 'v'",
                COLUMNS,
                List.of("n", "n2", "s", "c", "t"),
                List.of("y"),
                calls,
                new ClassFunctions(BuiltInChainTest.class.getClassLoader()));
    }

    private static ColumnBatch rows(long seed) {
        return Examples.training(COLUMNS, ROWS, new Random(seed));
    }

    @Test
    void columnsHaveTheSameNamesAndPlacesInTrainingAndAtInference() {
        TransformationChain chain = chain(CALLS);
        FittedStates states = chain.fit(data -> data.accept(rows(1)));

        List<String> names = chain.bind(states, Use.INFERENCE).features().fields().stream()
                .map(Field::name)
                .toList();
        assertThat(names).startsWith("n", "n2_0", "n2_1", "n2_2", "n2_3", "n2_other", "s_value", "s_a", "s_b", "s_c_c");
        assertThat(names)
                .contains("n_missing", "c_target", "c_0", "c_1", "c_2", "t_hour_of_day_sin")
                .doesNotHaveDuplicates();
        assertThat(chain.bind(states, Use.TRAINING).features())
                .isEqualTo(chain.bind(states, Use.INFERENCE).features());
        assertThat(chain.neededAtInference()).doesNotContain("y");
    }

    @Test
    void aBatchAndItsRowsOneByOneGiveTheSameBits() {
        TransformationChain chain = chain(CALLS);
        FittedStates states = chain.fit(data -> data.accept(rows(1)));
        BoundChain bound = chain.bind(FittedStates.ofBytes(states.toBytes()), Use.INFERENCE);
        ColumnBatch batch = Examples.rows(COLUMNS, ROWS, new Random(2));

        List<Column> together = bound.apply(batch).features();
        List<List<Column>> alone = IntStream.range(0, ROWS)
                .mapToObj(
                        row -> bound.apply(batch.only(BitSet.valueOf(bit(row)))).features())
                .toList();
        for (int column = 0; column < together.size(); column++) {
            ColumnBuilder joined =
                    ColumnBuilder.of("joined", together.get(column).type(), ROWS);
            for (List<Column> row : alone) {
                joined.append(row.get(column), 0);
            }
            assertThat(new FittedState(Map.of("column", joined.build())))
                    .isEqualTo(new FittedState(Map.of("column", together.get(column))));
        }
    }

    private static long[] bit(int row) {
        BitSet bits = new BitSet();
        bits.set(row);
        return bits.toLongArray();
    }

    @Test
    void outliersAreGoneBeforeLaterStepsLearnAndStayAtInference() {
        ColumnBatch rows = rows(1);
        TransformationChain removing =
                chain(List.of(BuiltIns.removeByQuantile("n", 0.2, 0.8), BuiltIns.minMaxScaler("n")));
        FittedStates states = removing.fit(data -> data.accept(rows));

        double[] n = Trial.values(rows.column(0)).stream()
                .mapToDouble(value -> value instanceof Double number ? number : Double.NaN)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        assertThat(states.byStep().get(1)).satisfies(state -> {
            assertThat(state.number("min")).isGreaterThan(n[n.length / 10]);
            assertThat(state.number("max")).isLessThan(n[n.length * 9 / 10]);
        });
        assertThat(removing.bind(states, Use.INFERENCE).apply(rows).rows()).isEqualTo(ROWS);
        assertThat(removing.bind(states, Use.TRAINING).apply(rows).rows()).isLessThan(ROWS * 9 / 10);
    }

    @Test
    void rowsThatJudgeAModelAreTransformedAsRowsToPredictForAndKeepTheirLabels() {
        TransformationChain chain = chain(List.of(
                BuiltIns.removeByQuantile("n", 0.2, 0.8),
                BuiltIns.targetEncoder("c", "y"),
                BuiltIns.standardScaler("y")));
        FittedStates states = chain.fit(data -> data.accept(rows(4)));

        BoundChain.Transformed judged = chain.bind(states, Use.EVALUATION).apply(rows(5));
        BoundChain.Transformed predicted = chain.bind(states, Use.INFERENCE).apply(rows(5));
        assertThat(judged.rows()).isEqualTo(ROWS);
        assertThat(Trial.values(judged.features().get(3)))
                .isEqualTo(Trial.values(predicted.features().get(3)));
        assertThat(judged.labels()).hasSize(1);
        assertThat(predicted.labels()).isEmpty();
        assertThat(judged.labels().getFirst().type()).isEqualTo(DataType.DOUBLE);
    }

    @Test
    void anEncodedColumnIsNotScaledAndAScaledOneNotEncoded() {
        assertThatThrownBy(() -> chain(List.of(BuiltIns.labelEncoder("s"), BuiltIns.standardScaler("s"))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("'s' is int (nominal) and cannot be scaled");
        assertThatThrownBy(() -> chain(List.of(BuiltIns.standardScaler("n"), BuiltIns.oneHotEncoder("n"))))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("'n' is double (ratio) and cannot be one-hot encoded");
    }

    @Test
    void targetEncodingDiffersBetweenTrainingAndInferenceForTheSameRow() {
        TransformationChain chain = chain(List.of(BuiltIns.targetEncoder("c", "y")));
        ColumnBatch rows = rows(3);
        FittedStates states = chain.fit(data -> data.accept(rows));

        Column training =
                chain.bind(states, Use.TRAINING).apply(rows).features().get(3);
        Column inference =
                chain.bind(states, Use.INFERENCE).apply(rows).features().get(3);
        assertThat(Trial.values(training)).isNotEqualTo(Trial.values(inference));
        assertThat(IntStream.range(0, ROWS).filter(row -> training.isNull(row) != inference.isNull(row)))
                .isEmpty();
    }
}
