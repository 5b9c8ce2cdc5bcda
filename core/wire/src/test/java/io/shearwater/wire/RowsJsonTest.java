package io.shearwater.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.ModelError;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowsJsonTest {
    private static final Schema SCHEMA = Schema.of(
            new Field("card", DataType.STRING),
            new Field("amount", DataType.DOUBLE),
            new Field("price", DataType.decimal(10, 2)),
            new Field("n", DataType.LONG),
            new Field("at", DataType.TIMESTAMP),
            new Field("day", DataType.DATE),
            new Field("tags", DataType.array(DataType.STRING)));

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Frame read(String json) {
        return RowsJson.reader(in(json), SCHEMA).readAll();
    }

    private static void refuses(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code()).isEqualTo(WireError.BAD_ROWS));
    }

    @Test
    void rows_are_objects_or_lists_or_lines() {
        Frame wanted = Frame.of(
                SCHEMA,
                List.of(
                        Map.of("card", "a", "amount", 12.5, "n", Long.MAX_VALUE, "price", new BigDecimal("1.50")),
                        Map.of("card", "b", "tags", List.of("x"))));
        assertThat(read("[{\"card\": \"a\", \"amount\": 12.5, \"n\": 9223372036854775807, \"price\": 1.5},"
                        + " {\"tags\": [\"x\"], \"card\": \"b\", \"n\": null}]"))
                .isEqualTo(wanted);
        assertThat(read("{\"columns\": [\"card\", \"tags\", \"amount\", \"n\", \"price\"], \"rows\": ["
                        + "[\"a\", null, 12.5, 9223372036854775807, \"1.5\"], [\"b\", [\"x\"], null, null, null]]}"))
                .isEqualTo(wanted);
        assertThat(RowsJson.lines(
                                in(
                                        "{\"card\": \"a\", \"amount\": 12.5, \"n\": 9223372036854775807, \"price\": \"1.50\"}\n\n"
                                                + "{\"card\": \"b\", \"tags\": [\"x\"]}"),
                                SCHEMA)
                        .readAll())
                .isEqualTo(wanted);
        assertThat(read("[]").rows()).isZero();
        assertThat(RowsJson.lines(in(""), SCHEMA).readAll().rows()).isZero();
    }

    @Test
    void times_have_a_zone_or_are_in_utc() {
        Frame rows = read("[{\"at\": \"2026-01-31T12:00:00.000001Z\"}, {\"at\": \"2026-01-31T13:00:00+01:00\"},"
                + " {\"at\": \"2026-01-31T12:00:00\"}, {\"at\": \"-0044-03-15T12:00:00\"}, {\"day\": \"1969-12-31\"}]");
        assertThat(rows.value(0, "at")).isEqualTo(Instant.parse("2026-01-31T12:00:00.000001Z"));
        assertThat(rows.value(1, "at")).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(rows.value(2, "at")).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(rows.value(3, "at")).isEqualTo(Instant.parse("-0044-03-15T12:00:00Z"));
        assertThat(rows.value(4, "day")).isEqualTo(LocalDate.of(1969, 12, 31));
    }

    @Test
    void what_is_wrong_is_named_with_its_row_and_column() {
        refuses(
                "[{}, {\"amount\": \"much\"}]",
                "Row 2, column 'amount' ($[1].amount): 'much' is not double. Write numbers");
        refuses("[{\"amount\": 1e999}]", "Row 1, column 'amount' ($[0].amount): 1e999 is not double. It is too large.");
        refuses("[{\"n\": 1.5}]", "1.5 is not long. It has a fraction, or more than 64 bits.");
        refuses("[{\"n\": 9223372036854775808}]", "9223372036854775808 is not long.");
        refuses("[{\"n\": 1e999999999}]", "1e999999999 is not long.");
        refuses("[{\"price\": 1e999999999}]", "1e999999999 is not decimal(10,2).");
        refuses(
                "[{\"price\": 1.234}]",
                "Row 1 ($[0].price): The column 'price' is decimal(10,2) and cannot hold '1.234'");
        refuses("[{\"at\": 1700000000}]", "1700000000 is not timestamp. Write times as texts");
        refuses("[{\"at\": \"yesterday\"}]", "'yesterday' is not timestamp. Write times as in '2026-01-31T12:00:00Z'.");
        refuses("[{\"day\": \"2026-02-30\"}]", "'2026-02-30' is not date.");
        refuses("[{\"tags\": [1]}]", "($[0].tags): a list with 1 is not array<string>.");
        refuses("[{\"amuont\": 1}]", "Row 1 ($[0]) has 'amuont', which is no column; there are [card, amount,");
        refuses("[{\"amuont\": 1}]", "Did you mean 'amount'?");
        refuses("[{\"n\": 1, \"n\": 2}]", "Row 1 ($[0]) has 'n' twice.");
        refuses("[{}, 5]", "Row 2 (line 1) is not an object");
        refuses("[{}\n, {\"n\": }]", "Row 2 is not JSON at line 2, column 9:");
        refuses("[{}", "Row 1 is not JSON");
        refuses("[{}] []", "Something follows behind the end of the rows (line 1).");
        refuses("", "The rows are empty.");
        refuses("{\"card\": \"a\"}", "The rows begin with 'card'. Send a list of objects");
        refuses("{\"columns\": [\"crad\"], \"rows\": []}", "$.columns has 'crad', which is no column");
        refuses("{\"columns\": [\"card\", \"card\"], \"rows\": []}", "$.columns has 'card' twice.");
        refuses("{\"columns\": [\"card\"], \"rows\": [[]]}", "Row 1 ($.rows[0]) has 0 values for 1 columns.");
        refuses("{\"columns\": [\"card\"], \"rows\": [[\"a\", 1]]}", "has more values than the 1 columns.");
        refuses("{\"columns\": [\"n\"], \"rows\": [[\"a\"]]}", "column 'n' ($.rows[0][0]): 'a' is not long.");
        refuses("{\"columns\": [], \"rows\": [], \"more\": 1}", "Behind $.rows there is 'more', which means nothing.");
    }

    @Test
    void columns_follow_from_the_first_rows() {
        FrameReader reader =
                RowsJson.reader(in("[{\"a\": 1, \"b\": null, \"c\": \"2026-01-31\", \"d\": \"2026-01-31T12:00:00Z\"},"
                        + " {\"a\": 2.5, \"b\": true, \"c\": \"2026-01-31\", \"e\": [null, {\"x\": 1}]},"
                        + " {\"a\": \"NaN\", \"c\": null, \"f\": [], \"g\": \"2026-01-31 or so\", \"h\": {}}]"));
        assertThat(reader.schema())
                .hasToString(
                        "[a double, b boolean, c date, d timestamp, e array<struct<x:long>>, f array<string>, g string,"
                                + " h map<string,string>]");
        Frame rows = reader.readAll();
        assertThat(rows.rows()).isEqualTo(3);
        assertThat(rows.row(1)).containsEntry("a", 2.5).containsEntry("b", true);
        assertThat(rows.value(2, "a")).isEqualTo(Double.NaN);

        assertThat(RowsJson.reader(in("{\"columns\": [\"a\", \"b\"], \"rows\": [[1, null], [2, \"x\"]]}"))
                        .readAll()
                        .toMaps())
                .containsExactly(row(1L, null), row(2L, "x"));
        assertThatThrownBy(() -> RowsJson.reader(in("[{\"a\": 1}, {\"a\": \"x\"}]")))
                .hasMessage(
                        "Row 2 ($[1]) has string in the column 'a' where rows before have long. Write it in one way, or"
                                + " state the columns and their types.");
    }

    private static Map<String, @Nullable Object> row(Long a, @Nullable Object b) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("a", a);
        row.put("b", b);
        return row;
    }

    /** A beginning, and then so many lines, made as they are read. */
    private static InputStream endless(String begin, long lines, String line) {
        return new InputStream() {
            private InputStream part = in(begin);
            private long made;

            @Override
            public int read() throws IOException {
                int one = part.read();
                while (one < 0 && made < lines) {
                    part = in(line.formatted(made++));
                    one = part.read();
                }
                return one;
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                int count = part.read(into, from, most);
                while (count < 0 && made < lines) {
                    part = in(line.formatted(made++));
                    count = part.read(into, from, most);
                }
                return count;
            }
        };
    }

    @Test
    void rows_come_in_frames_while_the_rest_is_not_there_yet() {
        try (FrameReader reader = RowsJson.lines(endless("", 100_000, "{\"n\": %d}%n"), SCHEMA)) {
            long wanted = 0;
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                assertThat(next.get().rows()).isLessThanOrEqualTo(8_192);
                for (int row = 0; row < next.get().rows(); row++) {
                    assertThat(next.get().value(row, "n")).isEqualTo(wanted++);
                }
            }
            assertThat(wanted).isEqualTo(100_000);
        }
    }

    @Test
    void a_row_that_does_not_end_is_refused_before_it_fills_the_memory() {
        InputStream row = endless("{\"tags\": [\"\"", Long.MAX_VALUE, ", \"%d\"");
        assertThatThrownBy(() -> RowsJson.lines(row, SCHEMA).next())
                .hasMessageContaining("Row 1 has more than 16 MiB of JSON.");
        InputStream inferred = endless("{\"tags\": [\"\"", Long.MAX_VALUE, ", \"%d\"");
        assertThatThrownBy(() -> RowsJson.lines(inferred)).hasMessageContaining("too much to infer columns from");
    }

    @Test
    void two_bytes_that_mean_wide_nulls_make_frames_of_few_rows() {
        Schema wide = Schema.of(new Field("e", DataType.embedding(65_536)));
        try (FrameReader reader = RowsJson.reader(in("[" + "{},".repeat(999) + "{}]"), wide)) {
            assertThat(reader.next().orElseThrow().rows()).isEqualTo(16);
        }
    }

    @Test
    void rows_are_written_in_each_form() {
        Frame rows = Frame.of(
                SCHEMA.select(List.of("card", "amount", "price", "at")),
                List.of(
                        Map.of("card", "\"ä\"", "amount", Double.NaN, "price", new BigDecimal("1E+1")),
                        Map.of("at", Instant.parse("1969-12-31T23:59:59.999999Z"))));
        assertThat(written(rows.reader(), RowsJson.Form.OBJECTS))
                .isEqualTo("[{\"card\":\"\\\"ä\\\"\",\"amount\":\"NaN\",\"price\":\"10.00\",\"at\":null},"
                        + "{\"card\":null,\"amount\":null,\"price\":null,\"at\":\"1969-12-31T23:59:59.999999Z\"}]");
        assertThat(written(rows.reader(), RowsJson.Form.COLUMNS))
                .isEqualTo(
                        "{\"columns\":[\"card\",\"amount\",\"price\",\"at\"],\"rows\":[[\"\\\"ä\\\"\",\"NaN\",\"10.00\",null],"
                                + "[null,null,null,\"1969-12-31T23:59:59.999999Z\"]]}");
        assertThat(written(rows.reader(), RowsJson.Form.LINES).lines()).hasSize(2);
        assertThat(written(Frame.empty(SCHEMA).reader(), RowsJson.Form.OBJECTS)).isEqualTo("[]");
    }

    private static String written(FrameReader rows, RowsJson.Form form) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RowsJson.write(rows, form, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void rows_that_fail_on_the_way_never_look_whole() {
        for (RowsJson.Form form : List.of(RowsJson.Form.OBJECTS, RowsJson.Form.COLUMNS)) {
            FrameReader failing = FrameReader.of(SCHEMA, new Iterator<>() {
                @Override
                public boolean hasNext() {
                    throw ModelError.BAD_RANGE.because("No.");
                }

                @Override
                public Frame next() {
                    return Frame.empty(SCHEMA);
                }
            });
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThatThrownBy(() -> RowsJson.write(failing, form, out)).hasMessage("No.");
            assertThatThrownBy(() -> read(out.toString(StandardCharsets.UTF_8)))
                    .isInstanceOf(ShearwaterException.class);
        }
    }
}
