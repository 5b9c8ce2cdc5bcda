package io.shearwater.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FrameReader;
import io.shearwater.model.ShearwaterException;
import io.shearwater.transform.BuiltIns;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MistakesTest extends PaymentStore {
    private static final Run ALL = Run.ofDays(FIRST_DAY, FIRST_DAY.plusDays(9));

    private static FeaturePipeline.Builder payments(String name) {
        return FeaturePipeline.named(name).source("payments", Source.group("payments"));
    }

    private AbstractThrowableAssert<?, ?> refused(FeaturePipeline.Builder pipeline, PipelineError code) {
        return assertThatThrownBy(() -> pipeline.build().run(store, ALL))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.code())
                                .as(failed.getMessage())
                                .isEqualTo(code));
    }

    private void nothingIsWritten() {
        assertThat(store.featureGroup("card_daily").commits()).isEmpty();
        assertThat(store.featureGroup("card_weekly").commits()).isEmpty();
    }

    @Test
    void aNameThatIsNoneIsToldWithTheNearest() {
        refused(
                        payments("p")
                                .node("daily", Node.sql("SELECT * FROM paymnets"))
                                .output("daily", "card_daily"),
                        PipelineError.UNKNOWN_NODE)
                .hasMessageContaining("the SQL of the node 'daily' selects from 'paymnets'")
                .hasMessageContaining("Did you mean 'payments'?");
        refused(
                        payments("p")
                                .node("daily", Node.rows("paymnets", rows -> rows))
                                .output("daily", "card_daily"),
                        PipelineError.UNKNOWN_NODE)
                .hasMessageContaining("no source or node 'paymnets', which the node 'daily' of it reads");
        refused(payments("p").output("dayly", "card_daily"), PipelineError.UNKNOWN_NODE);
        assertThatThrownBy(() ->
                        payments("p").output("payments", "card_dayly").build().run(store, ALL))
                .hasMessageContaining("the output of 'payments'")
                .hasMessageContaining("Did you mean 'card_daily'?");
    }

    @Test
    void sumsOfADayAreNotWrittenAsKnownWhenTheDayBegins() {
        pay("a", 40, Duration.ofHours(5));
        dated("at_once", Duration.ZERO);
        dated("too_early", Duration.ofHours(23));
        FeaturePipeline.Builder passedOn = payments("p")
                .node("daily", Node.sql(DAILY).window(Window.ofDays(1), "day"))
                .node("same", Node.sql("SELECT * FROM daily"));
        refused(passedOn.output("same", "at_once"), PipelineError.READS_FUTURE)
                .hasMessageContaining("The output of 'same' of the pipeline 'p' into 'at_once'")
                .hasMessageMatching(
                        "(?s).*the row of (2025-03-..T00:00:00Z) is computed of events up to 2025-03-..T00:00:00Z, "
                                + "and the group takes it for known at \\1: .*")
                .hasMessageContaining("knownAfter(PT24H)");
        assertThat(store.featureGroup("at_once").commits()).isEmpty();

        FeaturePipeline.Builder early =
                payments("p").node("daily", Node.sql(DAILY).window(Window.ofDays(1), "day"));
        refused(early.output("daily", "too_early"), PipelineError.READS_FUTURE);

        // Dated with the end of the day.
        FeaturePipeline.Builder ends = payments("p")
                .node(
                        "daily",
                        Node.sql(DAILY.replace(
                                        "date_trunc('day', ts) AS day",
                                        "date_trunc('day', ts) + INTERVAL 24 HOURS - INTERVAL 1 MICROSECOND AS day"))
                                .duckdbOnly()
                                .window(Window.ofDays(1), "day"));
        ends.output("daily", "at_once").build().run(store, ALL);
        assertThat(store.featureGroup("at_once").read().rows()).isEqualTo(9);
    }

    private void dated(String name, Duration knownAfter) {
        store.createFeatureGroup(FeatureGroupSpec.builder(name, 1)
                .primaryKey("cc_num")
                .eventTime("day")
                .knownAfter(knownAfter)
                .build());
    }

    @Test
    void nodesThatNeedEachOtherAreNamedInTheirCircle() {
        refused(
                        payments("p")
                                .node("first", Node.sql("SELECT * FROM second"))
                                .node("second", Node.sql("SELECT * FROM third"))
                                .node("third", Node.rows("first", rows -> rows))
                                .output("third", "card_daily"),
                        PipelineError.CYCLE)
                .hasMessageContaining("first reads second reads third reads first");
    }

    @Test
    void twoOutputsIntoOneGroupAreRefused() {
        refused(sums().output("weekly", "card_daily"), PipelineError.BAD_PIPELINE)
                .hasMessageContaining("two outputs into the group 'card_daily'");
        refused(sums().output("weekly", "card_daily", 1), PipelineError.BAD_PIPELINE)
                .hasMessageContaining("from 'daily' and 'weekly'");
    }

    @Test
    void anOutputThatLacksColumnsOrHasOthersWritesNothing() {
        pay("a", 3, Duration.ofDays(1));
        refused(
                        payments("p")
                                .node("daily", Node.sql(DAILY))
                                .node("less", Node.sql("SELECT cc_num, day, n FROM daily"))
                                .output("daily", "card_daily")
                                .output("less", "card_weekly"),
                        PipelineError.BAD_OUTPUT)
                .hasMessageContaining("'less' of the pipeline 'p' into 'card_weekly'")
                .hasMessageContaining("the columns [total] of the group are missing");
        refused(
                        payments("p")
                                .node(
                                        "more",
                                        Node.sql(
                                                "SELECT cc_num, ts AS day, 1 AS n, amount AS total, note FROM payments"))
                                .output("more", "card_daily"),
                        PipelineError.BAD_OUTPUT)
                .hasMessageContaining("the group has no column 'note'");
        nothingIsWritten();
    }

    @Test
    void aFunctionThatFailsIsToldWithItsRowAndNothingIsWritten() {
        sums("card_third");
        pay("a", 10, Duration.ofHours(1));
        refused(
                        sums().node("checked", Node.rows("payments", rows -> {
                                    rows.toMaps().forEach(row -> {
                                        if (row.get("amount") instanceof Double amount && amount == 7.0) {
                                            throw new IllegalArgumentException("seven");
                                        }
                                    });
                                    return rows;
                                }))
                                .node("out", Node.sql("SELECT cc_num, ts AS day, 1 AS n, amount AS total FROM checked"))
                                .output("out", "card_third"),
                        PipelineError.FUNCTION_FAILED)
                .hasMessageContaining(
                        "The function of the node 'checked' of the pipeline 'card_sums' failed on row 7, {t_id=")
                .hasMessageContaining("seven");
        nothingIsWritten();
    }

    @Test
    void aFunctionThatGivesOtherColumnsLaterIsToldSo() {
        pay("a", 70_000, Duration.ofSeconds(1));
        store.createFeatureGroup(
                FeatureGroupSpec.builder("copy", 1).primaryKey("t_id").build());
        refused(
                        payments("p")
                                .node(
                                        "odd",
                                        Node.rows(
                                                "payments",
                                                rows -> Double.valueOf(1).equals(rows.value(0, "amount"))
                                                        ? rows
                                                        : rows.select(List.of("t_id"))))
                                .output("odd", "copy"),
                        PipelineError.FUNCTION_FAILED)
                .hasMessageContaining("for its first rows");
    }

    /** Each with what is said of it. */
    private static final List<String> UNDERSTOOD_OTHERWISE = List.of(
            "SELECT * EXCLUDE (note) FROM payments | EXCLUDE",
            "SELECT \"amount\" FROM payments | \"amount\" is a text in Spark",
            "SELECT concat(cc_num, note) AS x FROM payments | a null makes the whole null in Spark",
            "SELECT log(amount) AS x FROM payments | the natural logarithm in Spark",
            "SELECT list_value(amount) AS x FROM payments | list_value is not known to mean the same",
            "SELECT CAST(amount AS VARCHAR) AS x FROM payments | write STRING",
            "SELECT amount FROM payments ORDER BY amount | nulls come first",
            "SELECT amount FROM payments QUALIFY row_number() OVER (ORDER BY ts DESC) = 1 | QUALIFY",
            "SELECT first(amount) AS x FROM payments | use min_by",
            "SELECT p.amount FROM payments p ASOF JOIN payments q ON p.cc_num = q.cc_num AND q.ts <= p.ts | ASOF",
            "SELECT DISTINCT ON (cc_num) amount FROM payments | DISTINCT ON",
            "SELECT last_value(amount IGNORE NULLS) OVER (ORDER BY ts DESC) AS x FROM payments | IGNORE NULLS",
            "SELECT amount FROM payments TABLESAMPLE 10% | sample",
            "SELECT trunc(amount) AS x FROM payments | trunc is another one in Spark",
            "SELECT range AS x FROM range(3) | range",
            "SELECT amount / t_id AS x FROM payments | divide by nullif",
            "SELECT t_id % (t_id - 1) AS x FROM payments | divide by nullif",
            "SELECT ln(amount) AS x FROM payments | ln(nullif(greatest(x, 0), 0))",
            "SELECT substring(note, 0, 2) AS x FROM payments | a place before the first character",
            "SELECT trim(note, 'x') AS x FROM payments | other characters than spaces",
            "SELECT note LIKE cc_num AS x FROM payments | a pattern that is computed",
            "SELECT note LIKE 'a\\%' AS x FROM payments | a backslash in a text",
            "SELECT E'x' AS x FROM payments | are written otherwise",
            "SELECT ts + INTERVAL (t_id) DAY AS x FROM payments | an interval of a column",
            "SELECT date_trunc('decade', ts) AS x FROM payments | date_trunc takes a unit",
            "SELECT max_by(note, ts) AS x FROM payments | FILTER (WHERE x IS NOT NULL)",
            "SELECT isnan(amount) AS x FROM payments | of a null it is false in Spark",
            "SELECT sum(DISTINCT amount) OVER () AS x FROM payments | a window of Spark has no DISTINCT",
            // Only the types of the columns tell.
            "SELECT CAST(ts AS DATE) - CAST(ts AS DATE) AS x FROM payments | the difference of two dates is an interval",
            "SELECT d - min(d) OVER () AS x FROM (SELECT CAST(ts AS DATE) AS d FROM payments) a | two dates",
            "SELECT CAST(ts AS DATE) + INTERVAL 1 DAY AS x FROM payments | a date and an interval make a date",
            "SELECT date_trunc('month', CAST(ts AS DATE)) AS x FROM payments | date_trunc of a date",
            "SELECT CAST(amount AS BIGINT) AS x FROM payments | is rounded here and cut off in Spark",
            "SELECT CAST(amount AS DECIMAL(10, 2)) AS x FROM payments | to a DECIMAL rounds otherwise",
            "SELECT CAST(amount AS STRING) AS x FROM payments | a DOUBLE is written otherwise as a text",
            "SELECT concat_ws('', note, ts) AS x FROM payments | a TIMESTAMP WITH TIME ZONE is written otherwise",
            "SELECT CAST(note AS INT) AS x FROM payments | cast to DOUBLE",
            "SELECT avg(CAST(t_id AS DECIMAL(20, 2))) AS x FROM payments | avg of a DECIMAL",
            "SELECT round(amount, 2) AS x FROM payments | round to a number of digits",
            "SELECT t_id / 2.5 AS x FROM payments | a division of a DECIMAL",
            "SELECT x FROM (WITH w AS (SELECT t_id / 2.5 AS x FROM payments) SELECT x FROM w) a | a division of a DECIMAL");

    @TestFactory
    Stream<DynamicTest> sqlThatSparkUnderstandsOtherwiseIsRefusedWithWhatItIs() {
        return UNDERSTOOD_OTHERWISE.stream().map(line -> {
            String[] parts = line.split(" \\| ", 2);
            return dynamicTest(parts[0], () -> isUnderstoodOtherwise(parts[0], parts[1]));
        });
    }

    private void isUnderstoodOtherwise(String sql, String why) {
        refused(payments("p").node("x", Node.sql(sql)).output("x", "card_daily"), PipelineError.NOT_PORTABLE)
                .hasMessageContaining(why)
                .hasMessageContaining("duckdbOnly()");
        // The same is taken when it is said to be for DuckDB; what is wrong then is the output.
        refused(
                payments("p").node("x", Node.sql(sql).duckdbOnly()).output("x", "card_daily"),
                PipelineError.BAD_OUTPUT);
    }

    private static final List<String> UNDERSTOOD_ALIKE = List.of(
            "t_id / 2",
            "t_id / 25e-1",
            "amount / 2.5",
            "CAST(CAST(t_id AS DECIMAL(20, 2)) AS DOUBLE) / t_id_or_null",
            "7 % 3",
            "amount / nullif(t_id, 0)",
            "ln(nullif(greatest(amount, 0), 0))",
            "CAST(floor(amount) AS BIGINT)",
            "round(amount)",
            "substring(note, 2)",
            "note LIKE 'a!%%' ESCAPE '!'",
            "CAST('12' AS INT)",
            "CAST(note AS DOUBLE)",
            "CAST(t_id AS STRING) || note",
            "CAST(ts AS DATE) - 3",
            "CAST(CAST(ts AS DATE) AS TIMESTAMP) + INTERVAL 1 DAY",
            "ts - INTERVAL '6' HOUR",
            "date_trunc('week', ts)",
            "amount = CAST('NaN' AS DOUBLE)",
            "(SELECT max_by(note, ts) FILTER (WHERE note IS NOT NULL) FROM payments)",
            "EXISTS (SELECT 1 FROM payments q WHERE q.cc_num = p.cc_num AND q.ts < p.ts)");

    @TestFactory
    Stream<DynamicTest> sqlThatMeansTheSameInSparkIsTaken() {
        return UNDERSTOOD_ALIKE.stream().map(expression -> dynamicTest(expression, () -> isTaken(expression)));
    }

    private void isTaken(String expression) {
        String sql = "SELECT " + expression.replace("t_id_or_null", "nullif(t_id, 0)") + " AS x FROM payments p";
        // What is wrong is the output alone.
        refused(payments("p").node("x", Node.sql(sql)).output("x", "card_daily"), PipelineError.BAD_OUTPUT);
    }

    @Test
    void whatLearnsFromTrainingDataHasNoPlaceInAPipeline() {
        pay("a", 3, Duration.ofDays(1));
        assertThatThrownBy(() -> payments("p")
                        .node("scaled", Node.transformation("payments", BuiltIns.minMaxScaler("amount")))
                        .output("scaled", "card_daily")
                        .build()
                        .run(store, ALL))
                .hasMessageContaining("min_max_scaler")
                .hasMessageContaining("it learns from training data")
                .hasMessageContaining("Declare it on the feature view");
        nothingIsWritten();
    }

    @Test
    void rowsOfOneModelGoIntoNoGroupWithHistory() {
        refused(
                        payments("p")
                                .node("own", Node.ofModel("payments", "fraud", 1, 1))
                                .output("own", "card_daily"),
                        PipelineError.WRONG_PLACE)
                .hasMessageContaining("view fraud version 1, training dataset 1")
                .hasMessageContaining("onlineOnly()");
        store.createFeatureGroup(FeatureGroupSpec.builder("live", 1)
                        .feature("id", DataType.LONG)
                        .primaryKey("id")
                        .onlineOnly()
                        .build())
                .tag("model", "view churn version 2, training dataset 4");
        refused(
                        payments("p")
                                .node("own", Node.ofModel("payments", "fraud", 1, 1))
                                .output("own", "live"),
                        PipelineError.WRONG_PLACE)
                .hasMessageContaining("which belongs to the view churn version 2, training dataset 4");
    }

    @Test
    void aWindowNeedsATimeAndToKnowWhenDataBegin() {
        refused(
                        FeaturePipeline.named("p")
                                .source(
                                        "rows",
                                        Source.rows(payments.spec().schema(), range -> FrameReader.of(payments.read())))
                                .node("w", Node.sql("SELECT * FROM rows").window(Window.ofDays(2), "ts"))
                                .output("w", "card_daily"),
                        PipelineError.BAD_PIPELINE)
                .hasMessageContaining("nothing that it reads has a time");
        refused(
                        FeaturePipeline.named("p")
                                .source(
                                        "rows",
                                        Source.rows(payments.spec().schema(), range -> FrameReader.of(payments.read()))
                                                .time("ts"))
                                .node("w", Node.sql("SELECT * FROM rows").window(Window.ofDays(2), "ts"))
                                .output("w", "card_daily"),
                        PipelineError.BAD_PIPELINE)
                .hasMessageContaining("since(instant)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--strat 2025-01-01 | Did you mean '--start'?",
                "--start | A value is missing after --start",
                "--start yesterday | write a day as 2025-01-31",
                "--start 2025-01-01 --start 2025-01-02 | --start is there twice",
                "--start 2025-01-01 --again P1D | Leave one out",
                "--again 2d | P2D for two days",
                "--start 2025-01-02 --end 2025-01-01 | holds no time",
            })
    void argumentsThatMakeNoRunAreExplained(String arguments, String why) {
        assertThatThrownBy(() -> Run.of(arguments.split(" "))).hasMessageContaining(why);
    }

    @Test
    void daysAsArgumentsAreWhole() {
        assertThat(Run.of("--start", "2025-03-01", "--end=2025-03-01")).isEqualTo(Run.ofDays(FIRST_DAY, FIRST_DAY));
        assertThat(Run.of("--start", "2025-03-01T00:00:00Z", "--end", "2025-03-02T00:00:00Z"))
                .isEqualTo(Run.between(BEGIN, BEGIN.plus(Duration.ofDays(1))));
        assertThat(Run.of()).isEqualTo(Run.sinceLast());
        assertThat(Run.of("--again", "P2D")).isEqualTo(Run.sinceLast().again(Duration.ofDays(2)));
    }
}
