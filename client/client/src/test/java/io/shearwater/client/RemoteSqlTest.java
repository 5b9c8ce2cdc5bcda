package io.shearwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.SqlSummary;
import io.shearwater.api.SqlTable;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.testing.Refusal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** SQL on a server over its groups beside rows and files that the caller brings. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteSqlTest {
    private static final Schema LIMITS =
            Schema.of(new Field("card", DataType.LONG), new Field("most", DataType.DOUBLE));

    private Path files;
    private FeatureStore store;
    private FeatureGroup payments;

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        files = Files.createDirectories(directory.resolve("files of mine"));
        store = ServedStores.open(directory.resolve("store"), InstantSource.system());
        payments = store.createFeatureGroup(FeatureGroupSpec.builder("payments", 1)
                .feature("id", DataType.LONG)
                .feature("card", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .feature("at", DataType.TIMESTAMP)
                .primaryKey("id")
                .eventTime("at")
                .build());
        FrameBuilder rows = new FrameBuilder(payments.spec().schema(), 100);
        for (long i = 0; i < 100; i++) {
            rows.append(i, i % 4, 1.0 * i, Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i * 3600));
        }
        payments.insert(rows.build());
    }

    @AfterAll
    void close() {
        store.close();
    }

    private static Frame limits(int cards) {
        FrameBuilder rows = new FrameBuilder(LIMITS, cards);
        for (long card = 0; card < cards; card++) {
            rows.append(card, 10.0 * card);
        }
        return rows.build();
    }

    private Frame sql(String statement, Map<String, SqlTable> tables) {
        return store.sqlReader(statement, tables).readAll();
    }

    @Test
    void rowsOfTheCallerAreATableBesideTheGroups() {
        Frame over = sql(
                "select l.card, count(*) as n from payments p join limits l on p.card = l.card"
                        + " where p.amount > l.most group by 1 order by 1",
                Map.of("limits", new SqlTable.OfRows(limits(3).reader())));

        assertThat(over.toMaps())
                .containsExactly(
                        Map.of("card", 0L, "n", 24L), Map.of("card", 1L, "n", 22L), Map.of("card", 2L, "n", 20L));
    }

    @Test
    void manyRowsOfTheCallerGoAlongAndTheirReaderIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        FrameReader rows = watched(limits(300_000).reader(), closed);

        assertThat(sql("select count(*) as n, sum(most) as s from limits", Map.of("limits", new SqlTable.OfRows(rows)))
                        .toMaps())
                .containsExactly(Map.of("n", 300_000L, "s", 10.0 * 299_999 * 150_000));
        assertThat(closed).isTrue();
    }

    private static FrameReader watched(FrameReader rows, AtomicBoolean closed) {
        return new FrameReader() {
            @Override
            public Schema schema() {
                return rows.schema();
            }

            @Override
            public Optional<Frame> next() {
                return rows.next();
            }

            @Override
            public void close() {
                closed.set(true);
                rows.close();
            }
        };
    }

    @Test
    void filesOfTheCallerAreTables() throws Exception {
        Path csv = Files.writeString(files.resolve("limits.csv"), "card,most\n0,10\n1,20\n");
        Path more = Files.writeString(files.resolve("more limits.csv"), "card,most\n2,30\n");
        Path parquet = files.resolve("limits.parquet");
        store.writeFile(limits(4), parquet);
        Path zipped = files.resolve("cards.jsonl.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write("{\"card\": 3, \"name\": \"räv\"}\n".getBytes(StandardCharsets.UTF_8));
        }

        Frame joined = sql(
                "select c.name, l.most, t.most as told, (select count(*) from payments p where p.card = c.card) as n"
                        + " from cards c join limits l on l.card = c.card left join told t on t.card = c.card - 1",
                Map.of(
                        "cards", new SqlTable.OfFiles(FileSource.of(zipped)),
                        "limits", new SqlTable.OfFiles(FileSource.of(parquet)),
                        "told", new SqlTable.OfFiles(FileSource.of(List.of(csv, more)))));

        assertThat(joined.value(0, "name")).isEqualTo("räv");
        assertThat(joined.value(0, "most")).isEqualTo(30.0);
        assertThat(joined.value(0, "told")).isEqualTo(30L);
        assertThat(joined.value(0, "n")).isEqualTo(25L);
    }

    @Test
    void chosenRowsOfAGroupAndAZoneAreTakenAsInAStoreInTheProcess() {
        Map<String, SqlTable> late = Map.of(
                "late",
                new SqlTable.OfGroup(
                        payments.spec().ref(), ReadOptions.all().where(Predicate.greaterThan("amount", 89.0))));

        assertThat(sql("select count(*) as n from late", late).value(0, "n")).isEqualTo(10L);
        assertThat(store.sqlReader(
                                "select cast(cast(min(\"at\") as date) as varchar) as day from payments",
                                Map.of(),
                                ZoneId.of("America/New_York"))
                        .readAll()
                        .value(0, "day"))
                .isEqualTo("2025-12-31");
    }

    @Test
    void whatIsWrongInAFileNamesTheFileAsTheCallerDoes() throws Exception {
        Path bad = Files.writeString(files.resolve("bad.csv"), "card,most\n0,10\n1,much\n");
        FileSource source = FileSource.of(bad).withSchema(LIMITS);

        Refusal.of(() -> sql("select * from limits", Map.of("limits", new SqlTable.OfFiles(source))))
                .as("BAD_FILE", ErrorKind.USER)
                .saying(bad, "line 3", "'most'", "'much'");
        Path none = files.resolve("none.csv");
        Refusal.of(() -> sql("select * from limits", Map.of("limits", new SqlTable.OfFiles(FileSource.of(none)))))
                .as("BAD_FILE", ErrorKind.USER)
                .saying("There is no file", none);
        Refusal.of(() -> store.explainSql(
                        "select * from limits", Map.of("limits", new SqlTable.OfFiles(FileSource.of(none)))))
                .as("BAD_FILE", ErrorKind.USER)
                .saying("There is no file", none);
    }

    @Test
    void statementsThatAreWrongSayWhere() {
        assertThatThrownBy(() -> store.sql("select amuont from payments"))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.USER))
                .hasMessageContaining("LINE 1: select amuont from payments");
        Refusal.of(() -> store.sql("select * from paymets"))
                .as("UNKNOWN_TABLE", ErrorKind.NOT_FOUND)
                .saying("paymets");
        Refusal.of(() -> store.sql("drop table payments")).as("BAD_REQUEST", ErrorKind.USER);
        Refusal.of(() -> store.sql("select * from read_csv('/etc/passwd')")).as("BAD_REQUEST", ErrorKind.USER);
    }

    @Test
    void aStatementIsLookedAtWithoutItsRows() {
        AtomicBoolean closed = new AtomicBoolean();
        Map<String, SqlTable> tables =
                Map.of("limits", new SqlTable.OfRows(watched(limits(2).reader(), closed)));

        SqlSummary summary = store.inspectSql("select most / 2 as half from limits join payments using (card)", tables);
        String plan = store.explainSql("select card from limits where most > 5", tables);

        assertThat(summary.tables()).containsExactlyInAnyOrder("limits", "payments");
        assertThat(plan).isNotBlank();
        assertThat(closed).as("its rows are still the caller's").isFalse();
    }
}
