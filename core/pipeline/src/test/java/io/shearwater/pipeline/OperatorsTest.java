package io.shearwater.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureGroup;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The operators of feature engineering, on small inputs whose results are known. */
class OperatorsTest extends PaymentStore {
    private static final Schema NUMBERED = Schema.of(new Field("id", DataType.LONG), new Field("x", DataType.DOUBLE));
    private static final Schema SERIES = Schema.of(
            new Field("cc", DataType.STRING), new Field("t", DataType.TIMESTAMP), new Field("amt", DataType.DOUBLE));
    private static final Schema SPENT = Schema.of(
            new Field("cc", DataType.STRING),
            new Field("category", DataType.STRING),
            new Field("amount", DataType.DOUBLE));

    private static Frame frame(Schema schema, Object[]... rows) {
        FrameBuilder builder = new FrameBuilder(schema, rows.length);
        for (Object[] row : rows) {
            builder.append(row);
        }
        return builder.build();
    }

    private static Object[] row(@Nullable Object... values) {
        return values;
    }

    private static Frame numbers(Double... values) {
        FrameBuilder rows = new FrameBuilder(NUMBERED, values.length);
        for (int i = 0; i < values.length; i++) {
            rows.append((long) i, values[i]);
        }
        return rows.build();
    }

    private static Instant at(int seconds) {
        return BEGIN.plusSeconds(seconds);
    }

    /** What a node gives for an input named {@code rows}, in the order of the first columns. */
    private List<List<@Nullable Object>> given(Frame input, Node node, String... key) {
        String name = "g" + UUID.randomUUID().toString().substring(0, 8);
        FeatureGroup group = store.createFeatureGroup(
                FeatureGroupSpec.builder(name, 1).primaryKey(key).build());
        FeaturePipeline.named(name)
                .source("rows", Source.rows(input.schema(), range -> FrameReader.of(input)))
                .node("result", node)
                .output("result", name)
                .build()
                .run(store, Run.everything());
        assertThat(group.spec().primaryKey()).containsExactly(key);
        return values("SELECT * FROM " + name + " ORDER BY " + String.join(", ", key));
    }

    private List<@Nullable Object> column(Frame input, Node node) {
        return given(input, node, "id").stream()
                .<@Nullable Object>map(List::getLast)
                .toList();
    }

    @Test
    void anOutlierIsFarFromTheMeanInDeviationsOfTheSample() {
        Node flag = Node.sql("""
                        SELECT id, coalesce(abs((x - avg(x) OVER ()) / nullif(stddev_samp(x) OVER (), 0)) > 3, false) AS is_outlier
                        FROM rows""").gives(Cardinality.PRESERVING);
        Double[] values = new Double[21];
        Arrays.fill(values, 10.0);
        values[20] = 1000.0;

        assertThat(column(numbers(values), flag))
                .hasSize(21)
                .startsWith(false)
                .endsWith(true)
                .containsOnlyOnce(true);
        // Of ten values none can be that far.
        assertThat(column(numbers(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 9e9), flag))
                .containsOnly(false);
        assertThat(column(numbers(5.0, 5.0, 5.0), flag)).containsOnly(false);
    }

    @Test
    void flaggingAndRemovingAreTwoSteps() {
        Node removed = Node.sql(
                        "SELECT id, x FROM (SELECT id, x, x > 100 AS is_outlier FROM rows) flagged WHERE NOT is_outlier")
                .gives(Cardinality.REDUCING);
        assertThat(column(numbers(1.0, 1000.0, 2.0), removed)).containsExactly(1.0, 2.0);
    }

    @Test
    void aFunctionOfJavaDoublesEachValue() {
        Node doubled = Node.rows("rows", rows -> {
                    FrameBuilder builder = new FrameBuilder(rows.schema(), rows.rows());
                    for (int row = 0; row < rows.rows(); row++) {
                        builder.append(
                                rows.value(row, "id"),
                                2 * rows.select(List.of("x")).toDoubles()[row][0]);
                    }
                    return builder.build();
                })
                .gives(Cardinality.PRESERVING);
        assertThat(column(numbers(3.0), doubled)).containsExactly(6.0);
    }

    @Test
    void aRollingMeanOfThreeRowsIsThatOfEachEntity() {
        Frame input = frame(
                SERIES,
                row("a", at(1), 10.0),
                row("b", at(2), 1.0),
                row("a", at(3), 20.0),
                row("b", at(4), 2.0),
                row("a", at(5), 30.0),
                row("a", at(6), 40.0),
                row("b", at(7), 3.0));
        Node rolling = Node.sql("""
                        SELECT cc, t, CASE WHEN count(*) OVER w = 3 THEN avg(amt) OVER w END AS rolling_avg FROM rows
                        WINDOW w AS (PARTITION BY cc ORDER BY t NULLS FIRST ROWS BETWEEN 2 PRECEDING AND CURRENT ROW)""").gives(Cardinality.PRESERVING);
        assertThat(given(input, rolling, "cc", "t").stream().<@Nullable Object>map(List::getLast))
                .containsExactly(null, null, 20.0, 30.0, null, null, 2.0);
    }

    @Test
    void conditionsTextsArithmeticAndLagsKeepTheRows() {
        Node all = Node.sql("""
                        SELECT id, CASE WHEN x > 0 THEN 'positive' ELSE 'non_positive' END AS sign, x + id AS sum_col,
                          upper('a' || substring('bcd', 1, 1)) AS name, lag(x) OVER (ORDER BY id NULLS FIRST) AS lagged FROM rows""").gives(Cardinality.PRESERVING);
        assertThat(given(numbers(0.0, 1.0, -2.0), all, "id"))
                .containsExactly(
                        Arrays.asList(0L, "non_positive", 0.0, "AB", null),
                        List.of(1L, "positive", 2.0, "AB", 0.0),
                        List.of(2L, "non_positive", 0.0, "AB", 1.0));
        Node lag = Node.sql("SELECT id, lag(x) OVER (ORDER BY id NULLS FIRST) AS lagged_pm25 FROM rows");
        assertThat(column(numbers(5.0, 7.0, 9.0), lag)).containsExactly(null, 5.0, 7.0);
    }

    @Test
    void equalValuesShareTheMeanOfTheirRanks() {
        Node rank = Node.sql("""
                        SELECT id, rank() OVER (ORDER BY x NULLS FIRST) + (count(*) OVER (PARTITION BY x) - 1) / 2 AS rank_col
                        FROM rows""").gives(Cardinality.PRESERVING);
        assertThat(column(numbers(30.0, 10.0, 20.0, 20.0), rank)).containsExactly(4.0, 1.0, 2.5, 2.5);
    }

    @Test
    void daysSinceAChangeAreCountedFromTheTimeOfTheEventAndNotFromNow() {
        Schema schema = Schema.of(
                new Field("id", DataType.LONG), new Field("paid", DataType.DATE), new Field("changed", DataType.DATE));
        Frame input = frame(schema, row(1L, FIRST_DAY.plusDays(10), FIRST_DAY));
        // Spark makes an interval of it.
        Node days = Node.sql("SELECT id, paid - changed AS days_since_change FROM rows")
                .duckdbOnly()
                .gives(Cardinality.PRESERVING);
        assertThat(column(input, days)).containsExactly(10L);
    }

    @Test
    void aggregatesKeepKeysAndWhatIsAggregated() {
        Node aggregates = Node.sql("""
                        SELECT 1 AS id, count(*) AS n, sum(x) AS total, avg(x) AS mean, median(x) AS middle, max(x) AS most,
                          min(x) AS least, stddev_samp(x) AS deviation, var_pop(x) AS variance FROM rows""").gives(Cardinality.REDUCING);
        List<@Nullable Object> row =
                given(numbers(10.0, 20.0, 60.0), aggregates, "id").getFirst();
        assertThat(row.subList(1, 7)).containsExactly(3L, 90.0, 30.0, 20.0, 60.0, 10.0);
        assertThat((double) row.get(7)).isCloseTo(26.457513, within(1e-6));
        assertThat((double) row.get(8)).isCloseTo(466.666667, within(1e-6));
        Node deviation = Node.sql("SELECT id, x - avg(x) OVER () AS deviation_from_mean FROM rows");
        assertThat(column(numbers(10.0, 20.0, 60.0), deviation)).containsExactly(-20.0, -10.0, 30.0);
    }

    @Test
    void aSumAfterFillingForwardDoesNotLeakFromOneCardToAnother() {
        Frame input =
                frame(SERIES, row("a", at(1), 10.0), row("b", at(2), null), row("a", at(3), 5.0), row("b", at(4), 7.0));
        String name = "filled_sums";
        store.createFeatureGroup(
                FeatureGroupSpec.builder(name, 1).primaryKey("cc").build());
        FeaturePipeline.named(name)
                .source(
                        "rows",
                        Source.rows(SERIES, range -> FrameReader.of(input)).time("t"))
                .node("filled", Node.forwardFill("rows", Fill.by("cc").time("t").columns("amt")))
                .node(
                        "sums",
                        Node.sql("SELECT cc, sum(amt) AS total FROM filled GROUP BY cc")
                                .gives(Cardinality.REDUCING))
                .output("sums", name)
                .build()
                .run(store, Run.everything());
        // Not 17 for b, as where it is filled with the amount of a.
        assertThat(values("SELECT * FROM filled_sums ORDER BY cc"))
                .containsExactly(List.of("a", 15.0), List.of("b", 7.0));
    }

    @Test
    void theGreatestAmountAmongCategoriesWithTwoPaymentsOrMore() {
        Frame input = frame(
                SPENT,
                row("a", "x", 10.0),
                row("a", "x", 20.0),
                row("a", "y", 99.0),
                row("b", "x", 5.0),
                row("b", "y", 6.0));
        Node most = Node.sql("""
                        SELECT cc, max(amount) AS most FROM (
                          SELECT cc, amount, count(*) OVER (PARTITION BY cc, category) AS n FROM rows) counted
                        WHERE n >= 2 GROUP BY cc""").gives(Cardinality.REDUCING);
        assertThat(given(input, most, "cc")).containsExactly(List.of("a", 20.0));
    }

    @Test
    void aPivotMakesColumnsOfCategoriesAndMissingOnesAreNothing() {
        Frame input = frame(
                SPENT, row("a", "food", 10.0), row("a", "travel", 20.0), row("a", "food", 5.0), row("b", "food", 7.0));
        Node portable = Node.sql("""
                        SELECT cc, sum(CASE WHEN category = 'food' THEN amount ELSE 0 END) AS spend_food,
                          sum(CASE WHEN category = 'travel' THEN amount ELSE 0 END) AS spend_travel FROM rows GROUP BY cc""").gives(Cardinality.REDUCING);
        assertThat(given(input, portable, "cc")).containsExactly(List.of("a", 15.0, 20.0), List.of("b", 7.0, 0.0));
        Node unpivot = Node.sql("SELECT cc, variable, value FROM rows UNPIVOT (value FOR variable IN (category))")
                .duckdbOnly()
                .gives(Cardinality.INCREASING);
        assertThat(given(frame(SPENT, row("a", "food", 1.0)), unpivot, "cc"))
                .containsExactly(List.of("a", "category", "food"));
    }

    @Test
    void aStructBecomesColumnsAndAListRows() {
        Schema people = Schema.of(
                new Field(
                        "person",
                        DataType.struct(
                                new Field("name", DataType.STRING),
                                new Field("age", DataType.INT),
                                new Field("city", DataType.STRING))),
                new Field("id", DataType.LONG));
        Frame input = frame(
                people,
                row(Map.of("name", "Alice", "age", 25, "city", "Palo Alto"), 1L),
                row(Map.of("name", "Bob", "age", 30, "city", "Dublin"), 2L));
        Node columns = Node.sql("SELECT person.name AS name, person.age AS age, person.city AS city FROM rows")
                .gives(Cardinality.PRESERVING);
        assertThat(given(input, columns, "name"))
                .containsExactly(List.of("Alice", 25, "Palo Alto"), List.of("Bob", 30, "Dublin"));

        Schema lists = Schema.of(new Field("id", DataType.LONG), new Field("tags", DataType.array(DataType.STRING)));
        Node exploded = Node.sql("SELECT id, unnest(tags) AS tag FROM rows")
                .duckdbOnly()
                .gives(Cardinality.INCREASING);
        assertThat(given(frame(lists, row(1L, List.of("x", "y")), row(2L, List.of("z"))), exploded, "id", "tag"))
                .containsExactly(List.of(1L, "x"), List.of(1L, "y"), List.of(2L, "z"));
    }

    @Test
    void aLeftJoinKeepsEveryRowAndAnInnerJoinDropsThoseWithoutAMatch() {
        store.createFeatureGroup(FeatureGroupSpec.builder("shops", 1)
                        .feature("shop", DataType.LONG)
                        .feature("city", DataType.STRING)
                        .primaryKey("shop")
                        .build())
                .insert(frame(
                        Schema.of(new Field("shop", DataType.LONG), new Field("city", DataType.STRING)),
                        row(0L, "Oslo")));
        Node left = Node.sql("SELECT id, city FROM rows LEFT JOIN shops ON shop = id")
                .gives(Cardinality.PRESERVING, "rows");
        assertThat(column(numbers(1.0, 2.0), left)).containsExactly("Oslo", null);
        Node inner =
                Node.sql("SELECT id, city FROM rows JOIN shops ON shop = id").gives(Cardinality.JOIN);
        assertThat(column(numbers(1.0, 2.0), inner)).containsExactly("Oslo");
        Node wrong =
                Node.sql("SELECT id, city FROM rows JOIN shops ON shop = id").gives(Cardinality.PRESERVING, "rows");
        assertThatThrownBy(() -> column(numbers(1.0, 2.0), wrong))
                .hasMessageContaining("the node 'result'")
                .hasMessageContaining("2 rows went in and 1 came out");
    }

    @Test
    void valuesFillForwardInTheOrderOfTimeAndWithinTheirEntity() {
        Frame input = frame(
                SERIES,
                row("b", at(5), 7.0),
                row("a", at(1), 10.0),
                row("a", at(2), null),
                row("b", at(3), null),
                row("a", at(4), 30.0),
                row("b", at(6), null));
        Fill fill = Fill.by("cc").time("t").columns("amt");
        assertThat(given(input, Node.forwardFill("rows", fill), input, "t"))
                .containsExactly(10.0, 10.0, null, 30.0, 7.0, 7.0);
        assertThat(given(input, Node.forwardFill("rows", fill.within(Duration.ofMillis(500))), input, "t"))
                .containsExactly(10.0, null, null, 30.0, 7.0, null);
        assertThat(given(input, Node.backwardFill("rows", fill), input, "t"))
                .containsExactly(10.0, 30.0, 7.0, 30.0, 7.0, null);
    }

    /** The amounts in the order of time, of a source with a time. */
    private List<@Nullable Object> given(Frame input, Node node, Frame rows, String time) {
        String name = "g" + UUID.randomUUID().toString().substring(0, 8);
        store.createFeatureGroup(
                FeatureGroupSpec.builder(name, 1).primaryKey("cc", time).build());
        FeaturePipeline.named(name)
                .source(
                        "rows",
                        Source.rows(input.schema(), range -> FrameReader.of(rows))
                                .time(time))
                .node("result", node)
                .output("result", name)
                .build()
                .run(store, Run.everything());
        return values("SELECT * FROM " + name + " ORDER BY " + time).stream()
                .<@Nullable Object>map(List::getLast)
                .toList();
    }

    @Test
    void aBackwardFillIsRefusedWhereItsRowsAreReadAtTheirTime() {
        store.createFeatureGroup(FeatureGroupSpec.builder("filled", 1)
                .primaryKey("cc")
                .eventTime("t")
                .build());
        FeaturePipeline pipeline = FeaturePipeline.named("leaky")
                .source(
                        "rows",
                        Source.rows(SERIES, range -> FrameReader.of(Frame.empty(SERIES)))
                                .time("t"))
                .node("back", Node.backwardFill("rows", Fill.by("cc").time("t").columns("amt")))
                .node("after", Node.sql("SELECT cc, t, amt FROM back"))
                .output("after", "filled")
                .build();
        assertThatThrownBy(() -> pipeline.run(store, Run.everything()))
                .hasMessageContaining("the node 'back' fills with later values")
                .hasMessageContaining("Fill forward");
    }
}
