package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.SqlSummary;
import io.shearwater.api.SqlTable;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TimeRange;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedSqlTest {
    private static final Schema PAYMENTS = Schema.of(
            new Field("t_id", DataType.LONG),
            new Field("cc_num", DataType.STRING),
            new Field("merchant_id", DataType.LONG),
            new Field("amount", DataType.DOUBLE),
            new Field("ts", DataType.TIMESTAMP));
    private static final Schema MERCHANTS = Schema.of(
            new Field("merchant_id", DataType.LONG),
            new Field("avg_daily_spend", DataType.DOUBLE),
            new Field("merchants_ts", DataType.TIMESTAMP));
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    private FeatureStore store;

    @BeforeEach
    void openStore() {
        store = Shearwater.open(directory.resolve("store"));
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private FeatureGroup payments() {
        return group("cc_trans_fg", PAYMENTS, "t_id", "ts");
    }

    private FeatureGroup group(String name, Schema schema, String key, String eventTime) {
        FeatureGroupSpec.Builder spec =
                FeatureGroupSpec.builder(name, 1).primaryKey(key).eventTime(eventTime);
        schema.fields().forEach(field -> spec.feature(field.name(), field.type()));
        return store.getOrCreateFeatureGroup(spec.build());
    }

    private static Map<String, Object> payment(long id, long card, long merchant, double amount, long second) {
        return Map.of(
                "t_id", id,
                "cc_num", String.format(Locale.ROOT, "44731111%08d", card),
                "merchant_id", merchant,
                "amount", amount,
                "ts", START.plusSeconds(second));
    }

    private List<List<@Nullable Object>> rows(String statement) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        store.sql(statement).toMaps().forEach(row -> rows.add(new ArrayList<>(row.values())));
        return rows;
    }

    @Test
    void theNewestThreePaymentsOfEachCardMeetTheirMerchantAsItWasThen() {
        Random random = new Random(7);
        List<Map<String, Object>> payments = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            payments.add(payment(i, random.nextInt(30), random.nextInt(20), random.nextInt(1000), i * 977L % 86_400));
        }
        List<Map<String, Object>> merchants = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            merchants.add(Map.of(
                    "merchant_id", (long) random.nextInt(15),
                    "avg_daily_spend", (double) i,
                    "merchants_ts", START.plusSeconds(i * 1_409L)));
        }
        payments().insert(Frame.of(PAYMENTS, payments));
        group("merchants_fg", MERCHANTS, "merchant_id", "merchants_ts").insert(Frame.of(MERCHANTS, merchants));

        List<List<@Nullable Object>> found = rows("""
                WITH recent AS (
                  SELECT *, row_number() OVER (PARTITION BY cc_num ORDER BY ts DESC) AS rn FROM cc_trans_fg)
                SELECT r.cc_num, r.t_id, m.avg_daily_spend
                FROM (SELECT * FROM recent WHERE rn <= 3) r
                ASOF LEFT JOIN merchants_fg m ON r.merchant_id = m.merchant_id AND m.merchants_ts <= r.ts
                ORDER BY r.cc_num, r.ts DESC""");

        assertThat(found).isEqualTo(newestThree(payments, merchants));
        assertThat(found).anyMatch(row -> row.get(2) == null).anyMatch(row -> row.get(2) != null);
    }

    private static List<List<@Nullable Object>> newestThree(
            List<Map<String, Object>> payments, List<Map<String, Object>> merchants) {
        List<List<@Nullable Object>> expected = new ArrayList<>();
        payments.stream()
                .sorted(Comparator.comparing((Map<String, Object> row) -> (String) row.get("cc_num"))
                        .thenComparing(row -> time(row, "ts"), Comparator.reverseOrder()))
                .filter(row -> payments.stream()
                                .filter(other -> Objects.equals(other.get("cc_num"), row.get("cc_num")))
                                .filter(other -> time(other, "ts").isAfter(time(row, "ts")))
                                .count()
                        < 3)
                .forEach(row -> {
                    Optional<Object> spend = merchants.stream()
                            .filter(merchant -> Objects.equals(merchant.get("merchant_id"), row.get("merchant_id")))
                            .filter(merchant -> !time(merchant, "merchants_ts").isAfter(time(row, "ts")))
                            .max(Comparator.comparing(merchant -> time(merchant, "merchants_ts")))
                            .map(merchant -> merchant.get("avg_daily_spend"));
                    List<@Nullable Object> cells = new ArrayList<>();
                    cells.add(row.get("cc_num"));
                    cells.add(row.get("t_id"));
                    cells.add(spend.orElse(null));
                    expected.add(cells);
                });
        return expected;
    }

    private static Instant time(Map<String, Object> row, String column) {
        return (Instant) Objects.requireNonNull(row.get(column));
    }

    @Test
    void aTableIsTheNewestVersionOneVersionOrAStateOfThePast() {
        FeatureGroup first = payments();
        Commit one = first.insert(Frame.of(PAYMENTS, List.of(payment(1, 1, 1, 10, 0))));
        first.insert(Frame.of(PAYMENTS, List.of(payment(1, 1, 1, 20, 0), payment(2, 1, 1, 30, 1))));
        FeatureGroup second = store.createFeatureGroup(FeatureGroupSpec.builder("cc_trans_fg", 2)
                .primaryKey("t_id")
                .feature("t_id", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .build());
        Schema columns = second.spec().schema();
        second.insert(Frame.of(columns, List.of(Map.of("t_id", 9L, "amount", 90.0))));

        assertThat(rows("SELECT sum(amount) FROM cc_trans_fg")).containsExactly(List.of(90.0));
        assertThat(rows("SELECT sum(amount) FROM cc_trans_fg__1")).containsExactly(List.of(50.0));
        assertThat(rows("SELECT sum(amount) FROM CC_Trans_fg__1@" + one.id())).containsExactly(List.of(10.0));
        assertThat(rows("SELECT new.amount - old.amount FROM cc_trans_fg__1 new JOIN \"cc_trans_fg__1@" + one.id()
                        + "\" old USING (t_id)"))
                .containsExactly(List.of(10.0));
    }

    @Test
    void deletedAndReplacedRowsAreNotSeen() {
        FeatureGroup group = payments();
        group.insert(
                Frame.of(PAYMENTS, List.of(payment(1, 1, 1, 10, 0), payment(2, 1, 1, 20, 1), payment(3, 1, 1, 5, 2))));
        group.insert(Frame.of(PAYMENTS, List.of(payment(1, 1, 1, 11, 0))));
        group.deleteRecords(Frame.of(
                PAYMENTS.select(List.of("t_id", "ts")), List.of(Map.of("t_id", 2L, "ts", START.plusSeconds(1)))));

        assertThat(rows("SELECT t_id, amount FROM cc_trans_fg ORDER BY t_id"))
                .containsExactly(List.of(1L, 11.0), List.of(3L, 5.0));
    }

    @Test
    void theRowsComeInTheOrderThatTheStatementAsksFor() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 150_000; i++) {
            rows.add(payment(i, i % 7, 1, (double) (i * 7_919L % 150_000), i % 3600));
        }
        payments().insert(Frame.of(PAYMENTS, rows));

        Frame sorted = store.sql("SELECT amount FROM cc_trans_fg ORDER BY amount DESC;  -- all");

        assertThat(Arrays.stream(sorted.toDoubles()).map(row -> row[0]))
                .hasSize(150_000)
                .isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void whatTheStoreHasNoTypeForComesAsTheNearestOne() {
        Frame row = store.sql("""
                SELECT sum(x) AS total, TIME '10:11:12' AS "at", INTERVAL 3 DAY AS span, 1::TINYINT AS small, x.x, x.x,
                  TIMESTAMP '2025-01-01 00:00:00' AS "When", NULL AS nothing, 'a' AS "A b"
                FROM range(3) x(x) GROUP BY ALL LIMIT 1""");

        assertThat(row.schema().field("total").type()).isEqualTo(DataType.decimal(38, 0));
        assertThat(row.value(0, "total")).isInstanceOf(BigDecimal.class);
        assertThat(row.value(0, "at")).isEqualTo("10:11:12");
        assertThat(row.value(0, "span")).isEqualTo("3 days");
        assertThat(row.value(0, "small")).isEqualTo(1);
        assertThat(row.value(0, "When")).isEqualTo(START);
        assertThat(row.value(0, "nothing")).isNull();
        assertThat(row.value(0, "A b")).isEqualTo("a");
        assertThat(row.schema().names()).hasSize(9).doesNotHaveDuplicates().contains("x");
    }

    @Test
    void aNameThatTheStatementDefinesMayBeThatOfAGroup() {
        payments().insert(Frame.of(PAYMENTS, List.of(payment(1, 1, 1, 10, 0), payment(2, 1, 1, 20, 1))));

        assertThat(
                        rows(
                                "WITH cc_trans_fg AS (SELECT * FROM cc_trans_fg WHERE amount > 15) SELECT count(*) FROM cc_trans_fg"))
                .containsExactly(List.of(1L));
    }

    @Test
    void aResultGoesIntoAFileOrAnotherGroup() {
        payments().insert(Frame.of(PAYMENTS, List.of(payment(1, 1, 1, 10, 0), payment(2, 1, 1, 20, 1))));
        FeatureGroup totals = store.createFeatureGroup(
                FeatureGroupSpec.builder("totals", 1).primaryKey("cc_num").build());
        String statement = "SELECT cc_num, sum(amount) AS total FROM cc_trans_fg GROUP BY cc_num";
        Path file = directory.resolve("totals.parquet");

        store.writeFile(store.sqlReader(statement), file);
        totals.insert(store.sqlReader(statement), WriteOptions.plain());

        assertThat(store.readFile(file).toMaps())
                .isEqualTo(store.sql("FROM totals").toMaps());
        assertThat(totals.read().value(0, "total")).isEqualTo(30.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM cc_trans_fg",
                "DROP TABLE cc_trans_fg",
                "INSERT INTO cc_trans_fg SELECT * FROM cc_trans_fg",
                "CREATE TABLE x AS SELECT 1",
                "COPY cc_trans_fg TO '/tmp/out.csv'",
                "ATTACH '/tmp/x.db'",
                "INSTALL httpfs",
                "LOAD httpfs",
                "SET enable_external_access = true",
                "PRAGMA database_list",
                "SELECT 1; SELECT 2",
                "",
                "-- nothing",
                "SELECT * FROM read_csv('FILE')",
                "SELECT * FROM main.read_text('FILE')",
                "SELECT (SELECT content FROM read_blob('FILE'))",
                "WITH a AS (SELECT * FROM glob('*')) SELECT * FROM a",
                "SELECT * FROM query('SELECT 1')",
                "SELECT * FROM query_table('cc_trans_fg')",
                "SELECT * FROM json_execute_serialized_sql('{}')",
                "SELECT * FROM duckdb_settings()",
                "SELECT * FROM information_schema.tables",
                "SELECT * FROM pg_catalog.pg_tables",
                "SELECT current_setting('allowed_directories')",
                "SELECT CURRENT_SETTING('temp_directory') FROM cc_trans_fg",
                "SELECT shearwater_is_live(1, 0, 0)",
                "SELECT * FROM shearwater_frame(1)",
                "SHOW TABLES"
            })
    void nothingButOneSelectOverGroupsIsAllowed(String statement) throws Exception {
        payments().insert(Frame.of(PAYMENTS, List.of(payment(1, 1, 1, 10, 0))));
        Path file = Files.writeString(directory.resolve("secret.csv"), "a\n1\n");

        assertThatThrownBy(() -> store.sql(statement.replace("FILE", file.toString())))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageStartingWith("The SQL statement is not allowed: ");
    }

    @Test
    void noFileCanBeReadByItsNameNotEvenOneOfTheStore() throws Exception {
        payments().insert(Frame.of(PAYMENTS, List.of(payment(1, 1, 1, 10, 0))));
        Path data;
        try (var files = Files.walk(directory.resolve("store"))) {
            data = files.filter(file -> file.toString().endsWith(".parquet"))
                    .findAny()
                    .orElseThrow();
        }

        assertThatThrownBy(() -> store.sql("SELECT * FROM '" + data + "'"))
                .hasMessageContaining("There is no feature group")
                .hasMessageContaining("a table is a feature group");
    }

    @Test
    void rowsOfJavaAndStretchesOfGroupsAreTablesToo() {
        FeatureGroup group = payments();
        group.insert(Frame.of(PAYMENTS, List.of(payment(1, 1, 1, 10, 0), payment(2, 1, 1, 20, 60))));
        Schema numbers = Schema.of(new Field("Number", DataType.LONG));
        FrameBuilder rows = new FrameBuilder(numbers, 100_000);
        for (long i = 0; i < 100_000; i++) {
            rows.append(i);
        }
        Frame many = rows.build();

        assertThat(values("SELECT count(*), max(Number) FROM many", Map.of("many", new SqlTable.OfRows(many.reader()))))
                .containsExactly(List.of(100_000L, 99_999L));
        // Rows can be read once, and this reads them three times.
        assertThat(values(
                        "WITH m AS (SELECT * FROM many) SELECT count(*) FROM m a JOIN m b USING (number) JOIN many c USING (number)",
                        Map.of("many", new SqlTable.OfRows(many.reader()))))
                .containsExactly(List.of(100_000L));
        ReadOptions late = ReadOptions.all().select("amount").within(TimeRange.after(START.plusSeconds(30)));
        Map<String, SqlTable> stretch =
                Map.of("cc_trans_fg", new SqlTable.OfGroup(group.spec().ref(), late));
        assertThat(values("SELECT * FROM cc_trans_fg", stretch)).containsExactly(List.of(20.0));
        assertThat(store.inspectSql("WITH a AS (SELECT * FROM b) SELECT first(x) FROM a"))
                .isEqualTo(
                        new SqlSummary(
                                Set.of("a", "b"),
                                Set.of("a"),
                                List.of(
                                        "the function first differs: it depends on the order of rows, which is free; use min_by")));
    }

    private List<List<@Nullable Object>> values(String statement, Map<String, SqlTable> tables) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        store.sqlReader(statement, tables).readAll().toMaps().forEach(row -> rows.add(new ArrayList<>(row.values())));
        return rows;
    }

    @Test
    void aMistakeIsShownWhereItIs() {
        payments();

        assertThatThrownBy(() -> store.sql("SELECT cc_num,\n  amount FRO cc_trans_fg"))
                .hasMessageContaining("LINE 2:   amount FRO cc_trans_fg\n                     ^");
        assertThatThrownBy(() -> store.sql("SELECT at FROM cc_trans_fg"))
                .hasMessageContaining("at is a word of SQL; a column of this name is written \"at\"");
        assertThatThrownBy(() -> store.sql("SELECT FROM cc_trans_fg")).message().doesNotContain("word of SQL");
        assertThatThrownBy(() -> store.sql("SELECT amuont\nFROM cc_trans_fg"))
                .hasMessageStartingWith("The SQL statement cannot be run. Binder Error: ")
                .hasMessageContaining("\"amount\"")
                .hasMessageContaining("LINE 1: SELECT amuont\n               ^");
        assertThatThrownBy(() -> store.sql("SELECT * FROM cc_tran_fg"))
                .hasMessageContaining("no feature group 'cc_tran_fg'")
                .hasMessageContaining("Did you mean 'cc_trans_fg'?");
        assertThatThrownBy(() -> store.sql("SELECT * FROM cc_trans_fg@99")).hasMessageContaining("no commit 99");
        assertThatThrownBy(() -> store.sql("SELECT CAST(cc_num AS INTEGER) FROM (VALUES ('x')) t(cc_num)"))
                .hasMessageStartingWith("The SQL statement cannot be run. Conversion Error: ");
    }

    @Test
    void aGroupThatIsOnlineOnlyCannotBeSelectedFrom() {
        store.createFeatureGroup(FeatureGroupSpec.builder("live", 1)
                .primaryKey("id")
                .feature("id", DataType.LONG)
                .onlineOnly()
                .build());

        assertThatThrownBy(() -> store.sql("SELECT * FROM live")).hasMessageContaining("'live' is online only");
    }

    @Test
    void aStatementKeepsReadingWhatItSawWhenItBegan() {
        FeatureGroup group = payments();
        group.insert(Frame.of(PAYMENTS, List.of(payment(1, 1, 1, 10, 0))));

        try (FrameReader reader = store.sqlReader("SELECT amount FROM cc_trans_fg")) {
            group.insert(Frame.of(PAYMENTS, List.of(payment(1, 1, 1, 99, 0), payment(2, 1, 1, 99, 0))));
            group.compact();

            assertThat(reader.readAll().value(0, "amount")).isEqualTo(10.0);
        }
    }
}
