package io.shearwater.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Values;
import io.shearwater.plan.Plan;
import io.shearwater.spi.QueryContext;
import io.shearwater.testing.EngineTable;
import io.shearwater.testing.GivenSources;
import io.shearwater.testing.Samples;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written into statements: values, names, conditions. */
@SuppressWarnings("NullAway.Init") // JUnit opens the engine before a test.
class StatementTest {
    private static final Field ID = new Field("id", DataType.LONG);

    @TempDir
    private Path directory;

    private DuckDbEngine engine;

    @BeforeEach
    void open() {
        engine =
                new DuckDbEngine(new DuckDbOptions(256L << 20, 2, directory.resolve("scratch"), 0, List.of(directory)));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Frame run(Plan plan, Frame rows) {
        return engine.read(plan, new GivenSources().with("rows", rows), QueryContext.plain())
                .readAll();
    }

    private static Frame ids(int rows) {
        FrameBuilder frame = new FrameBuilder(Schema.of(ID), rows);
        LongStream.range(0, rows).forEach(id -> frame.append(id));
        return frame.build();
    }

    @Test
    void aConstantOfEveryTypeIsThatValue() {
        Frame samples = Samples.everyType();
        for (Field field : samples.schema().fields()) {
            for (int row = 0; row < samples.rows(); row++) {
                Object value = samples.value(row, field.name());
                Frame found = run(new Plan.Constant(GivenSources.rows("rows", ids(1)), field, value), ids(1));
                Frame expected = Frame.of(Schema.of(field), List.of(Collections.singletonMap(field.name(), value)));
                assertThat(found.select(List.of(field.name())))
                        .as(field + " " + value)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aDefaultOfEveryTypeIsThatValueInFilesWithoutTheColumn() {
        Frame samples = Samples.everyType();
        for (int row = 0; row < samples.rows(); row++) {
            EngineTable table = new EngineTable(directory.resolve("row" + row), Schema.of(ID));
            table.append(engine, ids(2));
            for (Field field : samples.schema().fields()) {
                table.add(field, Optional.ofNullable(samples.value(row, field.name())));
            }
            Frame read = table.read(engine, table.scan());
            for (Field field : samples.schema().fields()) {
                assertThat(Values.same(read.value(1, field.name()), samples.value(row, field.name())))
                        .as("%s: %s", field, read.value(1, field.name()))
                        .isTrue();
            }
        }
    }

    @Test
    void textsAndNamesCannotEndTheStatement() {
        String evil = "x'); DROP TABLE y; -- \" \\ \u0000 ;";
        Field odd = new Field("\"; SELECT 1; --", DataType.STRING);
        Frame rows = Frame.of(Schema.of(odd), List.of(Map.of(odd.name(), evil), Map.of(odd.name(), "other")));
        for (Predicate condition : List.of(
                Predicate.equalTo(odd.name(), evil),
                Predicate.in(odd.name(), evil, "z"),
                Predicate.like(odd.name(), evil.replace("\\", "\\\\")))) {
            assertThat(run(new Plan.Filter(GivenSources.rows("rows", rows), condition), rows)
                            .toMaps())
                    .containsExactly(Map.of(odd.name(), evil));
        }
    }

    @Test
    void aNameWithAZeroCharacterIsRefused() {
        Frame rows = Frame.of(Schema.of(new Field("a\u0000b", DataType.LONG)), List.of());
        assertThatThrownBy(() -> run(GivenSources.rows("rows", rows), rows)).isInstanceOf(ShearwaterException.class);
    }

    @Test
    void thousandsOfConditionsAreNoDeepNesting() {
        Frame rows = ids(20_000);
        List<Predicate> parts = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (long id = 0; id < 20_000; id += 4) {
            parts.add(Predicate.equalTo("id", id));
            values.add(id);
        }
        Plan in = new Plan.Filter(GivenSources.rows("rows", rows), new Predicate.In("id", values));
        assertThat(run(in, rows).rows()).isEqualTo(5_000);
        Plan or = new Plan.Filter(GivenSources.rows("rows", rows), new Predicate.Or(parts.subList(0, 3_000)));
        assertThat(run(or, rows).rows()).isEqualTo(3_000);
    }

    @Test
    void numbersCompareByTheirExactValues() {
        Field decimal = new Field("d", DataType.decimal(4, 2));
        Field single = new Field("f", DataType.FLOAT);
        Frame rows = Frame.of(
                Schema.of(decimal, single, ID),
                List.of(Map.of("d", new BigDecimal("0.10"), "f", 0.1f, "id", (1L << 53) + 1)));
        assertPasses(rows, Predicate.equalTo("d", new BigDecimal("0.1")), true);
        assertPasses(rows, Predicate.equalTo("d", 0.1), false);
        assertPasses(rows, Predicate.lessThan("d", 0.1), true);
        assertPasses(rows, Predicate.greaterThan("f", 0.1), true);
        assertPasses(rows, Predicate.equalTo("f", 0.1f), true);
        assertPasses(rows, Predicate.equalTo("id", (double) (1L << 53)), false);
        assertPasses(rows, Predicate.greaterThan("id", (double) (1L << 53)), true);
        assertPasses(rows, Predicate.lessThan("d", new BigDecimal("1e400")), true);
        assertPasses(rows, Predicate.greaterThan("f", new BigDecimal("-1e400")), true);
        assertPasses(rows, Predicate.notEqualTo("id", new BigDecimal("1e30")), true);
    }

    private void assertPasses(Frame rows, Predicate condition, boolean passes) {
        assertThat(run(new Plan.Filter(GivenSources.rows("rows", rows), condition), rows)
                        .rows())
                .as(condition.toString())
                .isEqualTo(passes ? 1 : 0);
    }

    @Test
    void conditionsReachTheFilesSoThatRowGroupsAreSkipped() {
        Field time = new Field("time", DataType.TIMESTAMP);
        Schema schema = Schema.of(ID, time);
        EngineTable table = new EngineTable(directory, schema);
        table.append(engine, Frame.of(schema, List.of(Map.of("id", 1L, "time", Instant.EPOCH))));
        Plan scan = table.scan(
                Predicate.atLeast("time", Instant.parse("2024-01-01T00:00:00Z")).and(Predicate.in("id", 1, 2)), ID);
        String explained = engine.explain(scan, new GivenSources().with(table.fileSet()));
        // What DuckDB pushes down it lists with the file reader.
        assertThat(explained.substring(explained.indexOf("Read Parquet")))
                .contains("Filters:")
                .contains("time");
    }
}
