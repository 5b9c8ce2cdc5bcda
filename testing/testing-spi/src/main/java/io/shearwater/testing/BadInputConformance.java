package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.spi.SpiError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rows that a group does not take: what the error says, that nothing was written, and that the next write works. */
public abstract class BadInputConformance extends StoreConformance {
    private static final Instant AT = minutes(0);
    private static final int MANY = 100_000;
    private static final int PIECE = 20_000;

    private static FeatureGroupSpec.Builder card() {
        return FeatureGroupSpec.builder(name("card"), 1)
                .feature("id", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("holder", DataType.string(5))
                .feature("price", DataType.decimal(6, 2))
                .feature("vec", DataType.embedding(3))
                .primaryKey("id")
                .eventTime("at");
    }

    /** Wider than the group: its values are checked one by one. */
    private static final Schema WIDE = Schema.of(
            new Field("id", DataType.LONG),
            new Field("at", DataType.TIMESTAMP),
            new Field("holder", DataType.STRING),
            new Field("price", DataType.decimal(38, 9)),
            new Field("vec", DataType.array(DataType.FLOAT)));

    private static @Nullable Object[] good(long id) {
        return row(id, AT, "ann", new BigDecimal("1.50"), List.of(1f, 2f, 3f));
    }

    private static @Nullable Object[] with(long id, int column, @Nullable Object value) {
        @Nullable Object[] row = good(id);
        row[column] = value;
        return row;
    }

    private FeatureGroup cards() {
        FeatureGroup group = store().createFeatureGroup(card().online().build());
        group.insert(frame(WIDE, good(1), good(2)));
        return group;
    }

    /** All that can be seen of a group. */
    private List<Object> state(FeatureGroup group) {
        List<Object> state = new ArrayList<>();
        state.add(Canonical.sorted(group.read()));
        state.add(group.commits());
        for (long id = 1; id <= 3; id++) {
            state.add(Canonical.rows(group.onlineRows(Map.of("id", id), TimeRange.ALL, 10)));
        }
        state.add(files());
        return state;
    }

    /** The action is refused, leaves everything as it was, and the next good row is written. */
    private Refusal refused(FeatureGroup group, ThrowingCallable action) {
        List<Object> before = state(group);
        Refusal refusal = Refusal.of(action);
        assertThat(state(group)).isEqualTo(before);
        group.insert(frame(WIDE, good(3)));
        group.deleteRecords(frame(Schema.of(new Field("id", DataType.LONG)), row(3L)));
        assertThat(Canonical.sorted(group.read())).isEqualTo(before.getFirst());
        return refusal;
    }

    @Test
    void aValueOfAMapThatDoesNotFitItsColumnIsNamedWithItsRow() {
        FeatureGroup group = cards();
        Schema schema = group.spec().schema();
        record Case(String column, Object value, String code, String... says) {}
        for (Case bad : List.of(
                new Case("id", "seven", "WRONG_TYPE", "'id' is long", "'seven'", "String", "Parse the text"),
                new Case("id", 2.5, "WRONG_TYPE", "'id' is long", "'2.5'", "Double", "Round it"),
                new Case("at", "2024-01-01", "WRONG_TYPE", "'at' is timestamp", "'2024-01-01'", "naming its zone"),
                new Case("holder", 7, "WRONG_TYPE", "'holder' is string(5)", "'7'", "Make it a text"),
                new Case("holder", "Jürgen", "TOO_LONG", "'holder' holds at most 5", "'Jürgen' has 6", "Shorten it"),
                new Case("price", new BigDecimal("1.555"), "WRONG_TYPE", "decimal(6,2)", "'1.555'", "3 digits behind"),
                new Case(
                        "price", new BigDecimal("12345"), "WRONG_TYPE", "'12345'", "5 digits before the point where 4"),
                new Case("price", 1.1, "WRONG_TYPE", "'1.1' (Double)", "BigDecimal"),
                new Case("vec", new float[2], "WRONG_TYPE", "embedding(3)", "2 numbers", "exactly 3"))) {
            refused(group, () -> {
                        Map<String, @Nullable Object> row = new LinkedHashMap<>();
                        for (int i = 0; i < schema.size(); i++) {
                            row.put(schema.names().get(i), good(9)[i]);
                        }
                        Map<String, @Nullable Object> wrong = new LinkedHashMap<>(row);
                        wrong.put(bad.column(), bad.value());
                        group.insert(Frame.of(schema, List.of(row, wrong)));
                    })
                    .as(bad.code(), ErrorKind.USER)
                    .saying("1 of 2 rows", "row 2:", "'" + bad.column() + "'")
                    .saying((Object[]) bad.says());
        }
        refused(group, () -> group.insert(Frame.of(schema, List.of(Map.of("id", 9L, "holdr", "x")))))
                .as("UNKNOWN_COLUMN", ErrorKind.USER)
                .saying("row 1:", "'holdr'", "Did you mean 'holder'?");
    }

    @Test
    void columnsThatAreUnknownMissingOrOfAnotherTypeAreNamed() {
        FeatureGroup group = cards();
        String where = "'" + group.spec().name() + "' version 1";
        Schema misspelt = Schema.of(WIDE.fields().stream()
                .map(field -> field.name().equals("holder") ? new Field("holdr", field.type()) : field)
                .toList());
        refused(group, () -> group.insert(frame(misspelt, good(9))))
                .as("WRONG_COLUMNS", ErrorKind.USER)
                .saying(where, "'holdr'", "Did you mean 'holder'?", "Leave it out, or add it");
        refused(group, () -> group.insert(frame(WIDE, good(9)).select(List.of("id", "at", "price", "vec"))))
                .as("WRONG_COLUMNS", ErrorKind.USER)
                .saying(where, "lacks the column 'holder' (string(5))", "Add it");
        Schema text =
                Schema.of(new Field("id", DataType.STRING)).plus(WIDE.fields().subList(1, 5));
        refused(group, () -> group.insert(frame(text, row("9", AT, "ann", BigDecimal.ONE, List.of(1f, 2f, 3f)))))
                .as("WRONG_COLUMNS", ErrorKind.USER)
                .saying(where, "'id'", "is long, the input's is string", "withSchema");
    }

    @Test
    void rowsThatBreakARuleAreNamedByTheirNumber() {
        FeatureGroup group = cards();
        Frame bad = frame(
                WIDE,
                good(10),
                row(null, AT, "ann", BigDecimal.ONE, null),
                with(11, 1, null),
                with(12, 1, START.plusSeconds(4_000_000_000L)),
                with(13, 2, "Jürgen"),
                with(14, 3, new BigDecimal("1.555")),
                with(15, 4, List.of(1f)),
                row(null, null, "Johannes", BigDecimal.ONE, null));
        for (ThrowingCallable write : List.<ThrowingCallable>of(() -> group.insert(bad), () -> group.append(bad))) {
            refused(group, write)
                    .as("BAD_ROWS", ErrorKind.USER)
                    .saying("Nothing was written", "'" + group.spec().name() + "' version 1", "7 of 8 rows")
                    .saying("row 2: the primary key 'id' is null", "row 3: the event time 'at' is null")
                    .saying("row 4: the event time 'at' is 2151-", "more than ten years ahead")
                    .saying("row 5: 'holder' holds at most 5 characters; 'Jürgen' has 6")
                    .saying("row 6: The column 'price' is decimal(6,2) and cannot hold '1.555", "3 digits behind")
                    .saying("row 7: The column 'vec' is embedding(3) and cannot hold 1 numbers")
                    .saying("row 8: the primary key 'id' is null", "row 8: 'holder'", "Correct these rows")
                    .without("row 1:");
        }
    }

    @Test
    void ofManyRowsTheFirstTenThatAreBadAreNamedWhateverIsBad() {
        FeatureGroup group = cards();
        Map<String, IntFunction<@Nullable Object[]>> kinds = new LinkedHashMap<>();
        kinds.put("the primary key 'id' is null", id -> row(null, AT, "ann", BigDecimal.ONE, null));
        kinds.put("the event time 'at' is null", id -> with(id, 1, null));
        kinds.put("the event time 'at' is 2151-", id -> with(id, 1, START.plusSeconds(4_000_000_000L)));
        kinds.put("'holder' holds at most 5 characters; 'Jürgen' has 6", id -> with(id, 2, "Jürgen"));
        kinds.put("and cannot hold '1.555", id -> with(id, 3, new BigDecimal("1.555")));
        kinds.put("and cannot hold 4 numbers", id -> with(id, 4, List.of(1f, 2f, 3f, 4f)));
        List<IntFunction<@Nullable Object[]>> bad = List.copyOf(kinds.values());
        Refusal refusal = refused(
                        group,
                        () -> group.insert(many(id -> bad.get(id / 8_000 % 6).apply(id)), WriteOptions.plain()))
                .as("BAD_ROWS", ErrorKind.USER)
                .saying("12 of 100000 rows", "(the first 10)")
                .saying(kinds.keySet().toArray())
                .without("row 88001: ", "row 1: ");
        IntStream.rangeClosed(1, 10).forEach(i -> refusal.saying("row " + (8_000 * i + 1) + ": "));
    }

    /** Twelve bad rows among many, in several pieces; the first piece is good, so that files are written before. */
    private static FrameReader many(IntFunction<@Nullable Object[]> bad) {
        Iterator<Frame> pieces = IntStream.range(0, MANY / PIECE)
                .mapToObj(piece -> {
                    FrameBuilder rows = new FrameBuilder(WIDE, PIECE);
                    for (int id = piece * PIECE; id < (piece + 1) * PIECE; id++) {
                        rows.append(id > 0 && id % 8_000 == 0 ? bad.apply(id) : good(id));
                    }
                    return rows.build();
                })
                .iterator();
        return FrameReader.of(WIDE, pieces);
    }

    @Test
    void anInputThatBreaksInTheMiddleWritesNothing() {
        FeatureGroup group = cards();
        Iterator<Frame> broken = IntStream.range(0, 4)
                .mapToObj(piece -> {
                    if (piece == 3) {
                        throw SpiError.BAD_FILE.because(
                                "The file 'rows.csv' ends in the middle of line 4,711. Fetch it again.");
                    }
                    return frame(WIDE, good(10 + piece));
                })
                .iterator();
        refused(group, () -> group.insert(FrameReader.of(WIDE, broken), WriteOptions.plain()))
                .as("BAD_FILE", ErrorKind.USER)
                .saying("line 4,711");
    }

    @Test
    void aGroupWithoutHistoryTakesAllRowsOrNone() {
        FeatureGroup group = store().createFeatureGroup(card().onlineOnly().build());
        group.insert(frame(WIDE, good(1)));
        Refusal.of(() -> group.insert(many(id -> with(id, 2, "Jürgen")), WriteOptions.plain()))
                .as("BAD_ROWS", ErrorKind.USER)
                .saying("12 of 100000 rows", "row 8001: 'holder'");
        assertThat(group.commits()).hasSize(1);
        assertThat(group.onlineRows(Map.of("id", 0L), TimeRange.ALL, 1).rows()).isZero();
        Refusal.of(() -> group.deleteRecords(frame(Schema.of(new Field("id", DataType.STRING)), row("1"))))
                .as("WRONG_COLUMNS", ErrorKind.USER);
        group.deleteRecords(frame(Schema.of(new Field("id", DataType.INT)), row(1)));
        assertThat(group.onlineRows(Map.of("id", 1L), TimeRange.ALL, 1).rows()).isZero();
    }

    @Test
    void columnsComeOnlyWithAFirstWriteThatSucceeds() {
        FeatureGroup group = store().createFeatureGroup(FeatureGroupSpec.builder(name("open"), 1)
                .primaryKey("id")
                .online()
                .build());
        Schema wrong = Schema.of(new Field("id", DataType.STRING), new Field("x", DataType.STRING));
        Refusal.of(() -> group.insert(frame(wrong, row("1", "a"), row(null, "b"))))
                .as("BAD_ROWS", ErrorKind.USER)
                .saying("row 2: the primary key 'id' is null");
        assertThat(group.spec().schemaIsOpen()).isTrue();
        assertThat(group.commits()).isEmpty();
        Refusal.of(() -> group.insert(Frame.empty(Schema.of(new Field("x", DataType.STRING)))))
                .as("BAD_DEFINITION", ErrorKind.USER)
                .saying("'id' as primary key", "[x]");
        Schema right = Schema.of(new Field("id", DataType.LONG), new Field("y", DataType.DOUBLE));
        group.insert(frame(right, row(1L, 2.5)));
        assertThat(reopened(group).read()).isEqualTo(frame(right, row(1L, 2.5)));
    }

    @Test
    void rowsToDeleteAreNamedByTheWholeKeyInItsTypes() {
        FeatureGroup group = cards();
        Field id = new Field("id", DataType.LONG);
        String where = "'" + group.spec().name() + "' version 1";
        refused(group, () -> group.deleteRecords(frame(Schema.of(new Field("at", DataType.TIMESTAMP)), row(AT))))
                .as("WRONG_COLUMNS", ErrorKind.USER)
                .saying(where, "primary key [id]", "without 'id'", "Add it");
        // Deleting by the key alone would delete every row of it.
        refused(
                        group,
                        () -> group.deleteRecords(
                                frame(Schema.of(id, new Field("att", DataType.TIMESTAMP)), row(1L, AT))))
                .as("WRONG_COLUMNS", ErrorKind.USER)
                .saying(where, "'att'", "Did you mean 'at'?");
        refused(group, () -> group.deleteRecords(frame(Schema.of(new Field("id", DataType.STRING)), row("1"))))
                .as("WRONG_COLUMNS", ErrorKind.USER)
                .saying(where, "'id' is long, the input's is string", "Convert it");
        refused(group, () -> group.deleteRecords(frame(Schema.of(id), row(1L), row((Object) null))))
                .as("BAD_ROWS", ErrorKind.USER)
                .saying(where, "row 2: 'id' is null");
        assertThat(group.deleteRecords(frame(Schema.of(new Field("id", DataType.INT)), row(1)))
                        .counts()
                        .deleted())
                .isEqualTo(1);
    }

    @Test
    void anIdentityThatExistsIsNamedWhenItMayNotBeReplaced() {
        FeatureGroup group = cards();
        refused(group, () -> group.append(frame(WIDE, good(8), good(2))))
                .as("IDENTITY_EXISTS", ErrorKind.CONFLICT)
                .saying("'" + group.spec().name() + "'", "2", AT, "insert");
    }
}
