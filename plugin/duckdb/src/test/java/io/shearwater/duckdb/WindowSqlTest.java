package io.shearwater.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import io.shearwater.spi.QueryContext;
import io.shearwater.testing.GivenSources;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rolling windows beside those of DuckDB's SQL, of which ours share nothing. */
class WindowSqlTest {
    private static final Schema EVENTS = Schema.of(
            new Field("key", DataType.LONG),
            new Field("at", DataType.TIMESTAMP),
            new Field("id", DataType.LONG),
            new Field("amount", DataType.DOUBLE));
    private static final Schema QUESTIONS =
            Schema.of(new Field("asked_key", DataType.LONG), new Field("asked_at", DataType.TIMESTAMP));

    private static final List<String> FUNCTIONS =
            List.of("count(amount)", "sum(amount)", "avg(amount)", "min(amount)", "max(amount)", "var_samp(amount)");
    private static final List<Duration> LENGTHS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(30));

    @TempDir
    private Path directory;

    @Test
    void rollingWindowsSeeWhatRangesOfSqlSee() throws SQLException {
        Random random = new Random(3);
        FrameBuilder events = new FrameBuilder(EVENTS, 600);
        FrameBuilder questions = new FrameBuilder(QUESTIONS, 200);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            long key = random.nextInt(3);
            // Whole minutes, so that events lie on the ends of windows, before the epoch and after.
            long at = (random.nextInt(4_000) - 2_000) * 60_000_000L;
            Double amount = random.nextInt(10) == 0 ? null : random.nextInt(10_000) / 100.0;
            if (i % 4 == 0) {
                questions.append(key, Times.instant(at));
                rows.add("(" + key + ", make_timestamp(" + at + "), NULL, " + i / 4 + ")");
            } else {
                events.append(key, Times.instant(at), (long) i, amount);
                rows.add("(" + key + ", make_timestamp(" + at + "), " + amount + ", NULL)");
            }
        }
        Frame found = answers(events.build(), questions.build());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet expected = statement.executeQuery(sql(rows))) {
            for (int row = 0; row < found.rows(); row++) {
                assertThat(expected.next()).isTrue();
                for (int i = 0; i < FUNCTIONS.size() * LENGTHS.size(); i++) {
                    double value = expected.getDouble("f" + i);
                    if (expected.wasNull()) {
                        assertThat(found.value(row, "f" + i)).isNull();
                    } else {
                        assertThat(((Number) Objects.requireNonNull(found.value(row, "f" + i))).doubleValue())
                                .isCloseTo(value, within(1e-9 * (1 + Math.abs(value))));
                    }
                }
            }
        }
    }

    private Frame answers(Frame events, Frame questions) {
        List<Aggregate> aggregates = new ArrayList<>();
        for (Duration length : LENGTHS) {
            for (String function : FUNCTIONS) {
                aggregates.add(AggregateFunction.parse(function)
                        .over(AggregationWindow.rolling(length).exact())
                        .as("f" + aggregates.size()));
            }
        }
        AggregateRule rule = new AggregateRule(
                List.of(new KeyPair("asked_key", "key")),
                new TimeColumn("asked_at", ZoneOffset.UTC),
                new TimeColumn("at", ZoneOffset.UTC),
                Duration.ZERO,
                AsOfRule.Bound.INCLUSIVE,
                List.of("id"),
                aggregates,
                Predicate.all(),
                Optional.empty());
        Plan plan = new Plan.Aggregated(
                GivenSources.rows("questions", questions), GivenSources.rows("events", events), rule, "present");
        GivenSources sources = new GivenSources().with("questions", questions).with("events", events);
        try (DuckDbEngine engine =
                new DuckDbEngine(new DuckDbOptions(512L << 20, 2, directory, 0, List.of(directory)))) {
            return engine.read(plan, sources, QueryContext.plain()).readAll();
        }
    }

    private static String sql(List<String> rows) {
        List<String> columns = new ArrayList<>();
        for (Duration length : LENGTHS) {
            for (String function : FUNCTIONS) {
                columns.add(function + " OVER (PARTITION BY key ORDER BY ts RANGE BETWEEN INTERVAL "
                        + length.toMinutes() + " MINUTE PRECEDING AND CURRENT ROW) AS f" + columns.size());
            }
        }
        String names = String.join(
                ", ", IntStream.range(0, columns.size()).mapToObj(i -> "f" + i).toList());
        return "SELECT " + names + " FROM (SELECT question, " + String.join(", ", columns) + " FROM (VALUES "
                + String.join(", ", rows)
                + ") t(key, ts, amount, question)) WHERE question IS NOT NULL ORDER BY question";
    }
}
