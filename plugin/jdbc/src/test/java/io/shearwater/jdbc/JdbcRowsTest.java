package io.shearwater.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JdbcRowsTest {
    private static final ZoneId STOCKHOLM = ZoneId.of("Europe/Stockholm");
    private static final Schema ALL = Schema.of(
            new Field("ok", DataType.BOOLEAN),
            new Field("i", DataType.INT),
            new Field("n", DataType.LONG),
            new Field("f", DataType.FLOAT),
            new Field("d", DataType.DOUBLE),
            new Field("price", DataType.decimal(20, 3)),
            new Field("name", DataType.STRING),
            new Field("raw", DataType.BINARY),
            new Field("day", DataType.DATE),
            new Field("at", DataType.TIMESTAMP),
            new Field("local", DataType.TIMESTAMP),
            new Field("tags", DataType.array(DataType.STRING)),
            new Field("v", DataType.array(DataType.DOUBLE)));

    /** A database with tables that have a column of every type. */
    enum Database {
        H2("jdbc:h2:mem:", "VARBINARY(20)", "VARCHAR ARRAY", "DOUBLE PRECISION ARRAY", "DOUBLE PRECISION"),
        DUCKDB("jdbc:duckdb:", "BLOB", "VARCHAR[]", "DOUBLE[]", "DOUBLE");

        private final String url;
        private final String binary;
        private final String texts;
        private final String numbers;
        private final String number;

        Database(String url, String binary, String texts, String numbers, String number) {
            this.url = url;
            this.binary = binary;
            this.texts = texts;
            this.numbers = numbers;
            this.number = number;
        }

        Connection open() throws SQLException {
            Connection connection = DriverManager.getConnection(url);
            execute(
                    connection,
                    "CREATE TABLE everything (\"ok\" BOOLEAN, \"i\" INTEGER, \"n\" BIGINT, \"f\" REAL, \"d\" " + number
                            + ", \"price\" DECIMAL(20, 3), \"name\" VARCHAR(100), \"raw\" " + binary
                            + ", \"day\" DATE, \"at\" TIMESTAMP WITH TIME ZONE, \"local\" TIMESTAMP, \"tags\" "
                            + texts + ", \"v\" " + numbers + ")");
            return connection;
        }
    }

    static Stream<Database> databases() {
        return Stream.of(Database.values());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Frame read(Connection connection, String sql, ZoneId zone) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return JdbcRows.reader(rows, zone).readAll();
        }
    }

    private static Frame everything() {
        FrameBuilder rows = new FrameBuilder(ALL, 3);
        rows.append(
                true,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                1.5f,
                Double.MIN_VALUE,
                new BigDecimal("12345678901234567.890"),
                "Åsa 💥 'quoted'",
                new byte[] {0, 1, -1},
                LocalDate.of(1969, 12, 31),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.parse("2024-07-01T10:00:00.000001Z"),
                Arrays.asList("a", null, ""),
                List.of(0.1, -2.5));
        rows.append(new Object[ALL.size()]);
        rows.append(
                false,
                0,
                0L,
                0f,
                1e300,
                new BigDecimal("-0.001"),
                "",
                new byte[0],
                LocalDate.of(2024, 2, 29),
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(),
                List.of());
        return rows.build();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyTypeGoesInAndComesOutTheSame(Database database) throws SQLException {
        try (Connection connection = database.open()) {
            assertThat(JdbcRows.write(everything().reader(), connection, "everything", STOCKHOLM))
                    .isEqualTo(3);
            assertThat(connection.getAutoCommit()).isTrue();

            Frame back = read(connection, "SELECT * FROM everything", STOCKHOLM);
            for (String column : ALL.names()) {
                for (int row = 0; row < 3; row++) {
                    assertThat(back.value(row, column))
                            .as(column)
                            .isEqualTo(everything().value(row, column));
                }
            }
            assertThat(back).isEqualTo(everything());
            // The database has the clock of the zone where it knows no zone itself.
            Frame local = read(
                    connection, "SELECT CAST(\"local\" AS VARCHAR) AS t FROM everything WHERE \"i\" < 0", STOCKHOLM);
            assertThat(local.column(0).valueAt(0).toString()).startsWith("2024-07-01 12:00:00.000001");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void manyRowsGoThroughInFramesAndBatches(Database database) throws SQLException {
        Schema schema = Schema.of(new Field("n", DataType.LONG), new Field("name", DataType.STRING));
        FrameBuilder many = new FrameBuilder(schema, 20_001);
        for (long i = 0; i < 20_001; i++) {
            many.append(i, i % 7 == 0 ? null : "name " + i);
        }
        Frame rows = many.build();
        try (Connection connection = database.open()) {
            assertThat(JdbcRows.write(rows, connection, "everything")).isEqualTo(20_001);
            assertThat(read(connection, "SELECT \"n\", \"name\" FROM everything ORDER BY \"n\"", STOCKHOLM))
                    .isEqualTo(rows);
        }
    }

    @Test
    void aRowThatTheTableRefusesLeavesNothingBehind() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
            execute(connection, "CREATE TABLE t (ID BIGINT PRIMARY KEY, NAME VARCHAR(5))");
            Schema schema = Schema.of(new Field("id", DataType.LONG), new Field("name", DataType.STRING));
            Frame bad = Frame.of(schema, List.of(Map.of("id", 1L), Map.of("id", 2L, "name", "too long")));
            assertThatThrownBy(() -> JdbcRows.write(bad, connection, "t"))
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            refused -> assertThat(refused.code()).isEqualTo(JdbcError.BAD_VALUE))
                    .hasMessageContaining("rows 1 to 2")
                    .hasMessageContaining("too long");
            assertThat(read(connection, "SELECT COUNT(*) AS n FROM t", STOCKHOLM)
                            .value(0, "N"))
                    .isEqualTo(0L);
            Frame other = Frame.of(Schema.of(new Field("nmae", DataType.STRING)), List.of(Map.of("nmae", "x")));
            assertThatThrownBy(() -> JdbcRows.write(other, connection, "t"))
                    .hasMessageContaining("no column 'nmae'")
                    .hasMessageContaining("Did you mean 'NAME'?");
            assertThatThrownBy(() -> JdbcRows.write(other, connection, "nowhere"))
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            refused -> assertThat(refused.code()).isEqualTo(JdbcError.DATABASE));
        }
    }

    @Test
    void wholeNumbersOfSqliteHave64BitsAndItsTimesAreTexts() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            execute(connection, "CREATE TABLE t (id INTEGER, x REAL, at TIMESTAMP, name TEXT, raw BLOB)");
            Schema schema = Schema.of(
                    new Field("id", DataType.LONG),
                    new Field("x", DataType.DOUBLE),
                    new Field("at", DataType.TIMESTAMP),
                    new Field("name", DataType.STRING),
                    new Field("raw", DataType.BINARY));
            Frame rows = new FrameBuilder(schema, 2)
                    .append(Long.MAX_VALUE, 0.5, Instant.parse("2024-01-01T00:00:00.5Z"), "a", new byte[] {1})
                    .append(null, null, null, null, null)
                    .build();
            JdbcRows.write(rows, connection, "t");
            Frame back = read(connection, "SELECT * FROM t", STOCKHOLM);
            assertThat(back.row(0))
                    .containsEntry("id", Long.MAX_VALUE)
                    .containsEntry("x", 0.5)
                    .containsEntry("at", "2024-01-01T00:00:00.500Z");
            assertThat(back.row(1).values()).containsOnlyNulls();
        }
    }

    @Test
    void oddTypesAreReadWiderOrAsTextOrRefused() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            Frame odd = read(
                    connection,
                    "SELECT 4294967295::UINTEGER AS u, 18446744073709551615::UBIGINT AS ub, 1::TINYINT AS t,"
                            + " '6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID AS id, TIME '10:30:00' AS clock",
                    STOCKHOLM);
            assertThat(odd.schema().toString())
                    .contains("u long", "ub decimal(20,0)", "t int", "id string", "clock string");
            assertThat(odd.row(0))
                    .containsEntry("u", 4_294_967_295L)
                    .containsEntry("ub", new BigDecimal("18446744073709551615"))
                    .containsEntry("id", "6ba7b810-9dad-11d1-80b4-00c04fd430c8");
            assertThatThrownBy(() -> read(connection, "SELECT {'a': 1} AS s", STOCKHOLM))
                    .hasMessageContaining("The column 's' is STRUCT")
                    .hasMessageContaining("Cast it in the statement");
        }
    }

    @Test
    void closingTheReaderClosesTheResultAndNoMore() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            ResultSet result = statement.executeQuery("SELECT X FROM SYSTEM_RANGE(1, 100000)");
            try (FrameReader rows = JdbcRows.reader(result)) {
                assertThat(rows.next()).isPresent();
            }
            assertThat(result.isClosed()).isTrue();
            assertThat(statement.isClosed()).isFalse();
        }
    }
}
