package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnBuilderTest {
    private enum Colour {
        RED
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("boolean", List.of(true, false)),
                Arguments.of("int", List.of(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE)),
                Arguments.of("long", List.of(0L, Long.MIN_VALUE, Long.MAX_VALUE)),
                Arguments.of("float", List.of(0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE)),
                Arguments.of("double", List.of(0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE)),
                Arguments.of(
                        "decimal(5,2)",
                        List.of(new BigDecimal("999.99"), new BigDecimal("-999.99"), new BigDecimal("0.00"))),
                Arguments.of("string", List.of("", "0", "false", "🐦🌊", "e\u0301", "a\u0000b", "größe", "\uFFFD")),
                Arguments.of("string(2)", List.of("", "ab", "🐦🌊")),
                Arguments.of("binary", List.of(new byte[0], new byte[] {0, -1, 127, -128})),
                Arguments.of(
                        "date",
                        List.of(
                                LocalDate.EPOCH,
                                LocalDate.of(1969, 12, 31),
                                LocalDate.of(1, 1, 1),
                                LocalDate.of(9999, 12, 31))),
                Arguments.of(
                        "timestamp",
                        List.of(
                                Instant.EPOCH,
                                Instant.parse("1969-12-31T23:59:59.999999Z"),
                                Instant.parse("0001-01-01T00:00:00Z"),
                                Instant.parse("9999-12-31T23:59:59.999999Z"))),
                Arguments.of("array<int>", List.of(List.of(), Arrays.asList(1, null, 3))),
                Arguments.of("array<array<string>>", List.of(List.of(List.of("a"), List.of()), Arrays.asList((Object)
                        null))),
                Arguments.of(
                        "map<string,double>", List.of(Map.of(), Collections.singletonMap("", null), Map.of("🐦", 1.0))),
                Arguments.of(
                        "struct<a:int,b:struct<c:string>>",
                        List.of(struct("a", 1, "b", struct("c", "x")), struct("a", null, "b", null))),
                Arguments.of("embedding(3)", List.of(new float[] {1, Float.NaN, -0f}, new float[3])));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesOfEveryTypeComeBackAsTheyWereBetweenNulls(String type, List<Object> values) {
        ColumnBuilder builder = ColumnBuilder.of("c", DataType.parse(type), 0);
        builder.append(null);
        for (Object value : values) {
            builder.append(value);
            builder.appendNull();
        }
        assertThat(builder.size()).isEqualTo(2 * values.size() + 1);
        Column column = builder.build();
        assertThat(column.type()).isEqualTo(DataType.parse(type));
        assertThat(column.size()).isEqualTo(2 * values.size() + 1);
        assertThat(column.validity().nullCount(column.size())).isEqualTo(values.size() + 1);
        assertThat(column.isNull(0)).isTrue();
        for (int i = 0; i < values.size(); i++) {
            assertSame(column.value(2 * i + 1), values.get(i));
            assertThat(column.value(2 * i + 2)).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void rowsAreCopiedFromColumnToColumn(String type, List<Object> values) {
        ColumnBuilder first = ColumnBuilder.of("c", DataType.parse(type), values.size());
        values.forEach(first::append);
        first.appendNull();
        Column column = first.build();
        ColumnBuilder second = ColumnBuilder.of("c", DataType.parse(type), 0);
        for (int row = values.size(); row >= 0; row--) {
            second.append(column, row);
        }
        Column copy = second.build();
        assertThat(copy.value(0)).isNull();
        for (int i = 0; i < values.size(); i++) {
            assertSame(copy.value(values.size() - i), values.get(i));
        }
    }

    @Test
    void decimalsOf38DigitsAreExact() {
        String nines = "9".repeat(38);
        for (String digits :
                List.of(nines, "-" + nines, "1" + "0".repeat(37), "-18446744073709551616", "9223372036854775808")) {
            BigDecimal value = new BigDecimal(new BigInteger(digits), 9);
            assertThat(only("decimal(38,9)", value)).isEqualTo(value);
        }
    }

    static Stream<Arguments> widened() {
        return Stream.of(
                Arguments.of("int", (short) -7, -7),
                Arguments.of("int", (byte) 7, 7),
                Arguments.of("long", 7, 7L),
                Arguments.of("long", (short) 7, 7L),
                Arguments.of("float", (short) 7, 7f),
                Arguments.of("double", 1.5f, 1.5),
                Arguments.of("double", 7, 7.0),
                Arguments.of("decimal(10,2)", 7, new BigDecimal("7.00")),
                Arguments.of("decimal(10,2)", -7L, new BigDecimal("-7.00")),
                Arguments.of("decimal(10,2)", (short) 7, new BigDecimal("7.00")),
                Arguments.of("decimal(10,2)", BigInteger.TEN, new BigDecimal("10.00")),
                Arguments.of("decimal(10,2)", new BigDecimal("1.5"), new BigDecimal("1.50")),
                Arguments.of("decimal(10,2)", new BigDecimal("1.50000"), new BigDecimal("1.50")),
                Arguments.of("decimal(10,2)", new BigDecimal("1e3"), new BigDecimal("1000.00")),
                Arguments.of("decimal(10,2)", new BigDecimal("0e99"), new BigDecimal("0.00")),
                Arguments.of("string", java.nio.CharBuffer.wrap("ab"), "ab"),
                Arguments.of("string", Colour.RED, "RED"),
                Arguments.of(
                        "timestamp",
                        OffsetDateTime.parse("2024-05-01T10:00:00+02:00"),
                        Instant.parse("2024-05-01T08:00:00Z")),
                Arguments.of(
                        "timestamp",
                        ZonedDateTime.parse("2024-05-01T10:00:00+08:00[Asia/Shanghai]"),
                        Instant.parse("2024-05-01T02:00:00Z")),
                Arguments.of(
                        "timestamp",
                        Instant.parse("2024-05-01T08:00:00.123456789Z"),
                        Instant.parse("2024-05-01T08:00:00.123456Z")),
                Arguments.of("array<long>", Set.of(7), List.of(7L)),
                Arguments.of("embedding(2)", List.of(1, 2.5), new float[] {1, 2.5f}));
    }

    @ParameterizedTest
    @MethodSource("widened")
    void narrowerValuesAreWidened(String type, Object value, Object expected) {
        assertSame(only(type, value), expected);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("boolean", 1),
                Arguments.of("int", 1L),
                Arguments.of("int", 1.0),
                Arguments.of("int", true),
                Arguments.of("int", "1"),
                Arguments.of("long", 1.0),
                Arguments.of("long", BigInteger.ONE),
                Arguments.of("float", 1.5),
                Arguments.of("float", 1),
                Arguments.of("double", 1L),
                Arguments.of("double", new BigDecimal("1.5")),
                Arguments.of("decimal(5,2)", new BigDecimal("1.234")),
                Arguments.of("decimal(5,2)", new BigDecimal("1000.00")),
                Arguments.of("decimal(5,2)", 1000),
                Arguments.of("decimal(5,2)", new BigDecimal("1e1000000000")),
                Arguments.of("decimal(5,2)", new BigDecimal("1e-1000000000")),
                Arguments.of("decimal(5,2)", 1.5),
                Arguments.of("string", 1),
                Arguments.of("string", 'a'),
                Arguments.of("binary", "ab"),
                Arguments.of("date", Instant.EPOCH),
                Arguments.of("date", "2024-05-01"),
                Arguments.of("timestamp", 0L),
                Arguments.of("array<int>", 1),
                Arguments.of("array<int>", new int[] {1}),
                Arguments.of("map<string,int>", List.of()),
                Arguments.of("map<string,int>", Map.of(1, 1)),
                Arguments.of("struct<a:int>", List.of(1)),
                Arguments.of("embedding(2)", new double[] {1, 2}),
                Arguments.of("embedding(2)", List.of("1", "2")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void valuesOfAnotherTypeAreRefusedNamingColumnTypeAndValue(String type, Object value) {
        ColumnBuilder builder = ColumnBuilder.of("amount", DataType.parse(type), 1);
        assertThatThrownBy(() -> builder.append(value))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("The column 'amount' is " + type + " and cannot hold '" + value + "' ("
                        + value.getClass().getSimpleName() + ")")
                .extracting(error -> ((ShearwaterException) error).code())
                .isEqualTo(ModelError.WRONG_TYPE);
        assertThat(builder.size()).isZero();
    }

    @Test
    void zonelessTimesSayWhatIsMissing() {
        assertThatThrownBy(() -> only("timestamp", "2024-05-01 10:00"))
                .hasMessageContaining("Parse the text to an instant first, naming its zone.");
        assertThatThrownBy(() -> only("timestamp", LocalDateTime.of(2024, 5, 1, 10, 0)))
                .hasMessageContaining("It has no zone: say which with atZone(...).toInstant().");
        assertThatThrownBy(() -> only("timestamp", LocalDate.of(2024, 5, 1))).hasMessageContaining("It is a whole day");
    }

    @Test
    void instantsAndDaysOutOfRangeAreRefused() {
        assertThatThrownBy(() -> only("timestamp", Instant.MAX)).hasMessageContaining("out of range");
        assertThatThrownBy(() -> only("date", LocalDate.MAX))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("out of range");
    }

    @Test
    void textsLongerThanDeclaredAreRefusedCountingCodePoints() {
        assertThatThrownBy(() -> only("string(2)", "abc"))
                .hasMessage("The column 'c' holds at most 2 characters; 'abc' has 3. Shorten it, or widen the column.")
                .extracting(error -> ((ShearwaterException) error).code())
                .isEqualTo(ModelError.TOO_LONG);
        assertThatThrownBy(() -> only("string(2)", "🐦🌊🐦")).hasMessageContaining("has 3.");
        assertThatThrownBy(() -> only("string(2)", "x".repeat(1_000)))
                .hasMessageContaining("'" + "x".repeat(80) + "…' has 1000.");
    }

    @Test
    void halfASurrogatePairIsRefusedInsteadOfBecomingAQuestionMark() {
        for (String broken : List.of("a\uD83D", "\uDC26", "\uDC26\uD83D", "a\uD83Db")) {
            assertThatThrownBy(() -> only("string", broken))
                    .isInstanceOf(ShearwaterException.class)
                    .hasMessageContaining("half a surrogate pair");
        }
    }

    @Test
    void anEmbeddingOfAnotherDimensionIsRefused() {
        assertThatThrownBy(() -> only("embedding(3)", new float[2]))
                .hasMessage("The column 'c' is embedding(3) and cannot hold 2 numbers; give exactly 3.");
    }

    @Test
    void partsAreNamedWithTheirPath() {
        assertThatThrownBy(() -> only("struct<a:array<int>>", struct("a", List.of(1, "x"))))
                .hasMessageContaining("'c.a.element'");
        assertThatThrownBy(() -> only("map<string,int>", Map.of("k", "x"))).hasMessageContaining("'c.value'");
        assertThatThrownBy(() -> only("struct<a:int>", struct("b", 1)))
                .hasMessage("The struct column 'c' has no field 'b'; its type is struct<a:int>.");
    }

    @ParameterizedTest
    @MethodSource("values")
    void aRefusedValueLeavesNoTraceInAnyPart(String type, List<Object> values) {
        DataType list =
                DataType.array(DataType.struct(new Field("v", DataType.parse(type)), new Field("n", DataType.INT)));
        ColumnBuilder builder = ColumnBuilder.of("c", list, 0);
        List<Object> good = List.of(struct("v", values.getFirst(), "n", 1));
        List<Object> bad = List.of(struct("v", values.getLast(), "n", 2), struct("v", null, "n", "no number"));
        builder.append(good);
        assertThatThrownBy(() -> builder.append(bad)).isInstanceOf(ShearwaterException.class);
        builder.append(good);
        Column column = builder.build();
        assertThat(column.size()).isEqualTo(2);
        assertSame(column.value(0), good);
        assertSame(column.value(1), good);
    }

    @Test
    void rowsOfAColumnOfAnotherTypeAreRefused() {
        ColumnBuilder cents = ColumnBuilder.of("cents", DataType.decimal(10, 2), 1);
        cents.append(BigDecimal.ONE);
        Column column = cents.build();
        assertThatThrownBy(
                        () -> ColumnBuilder.of("c", DataType.decimal(10, 3), 1).append(column, 0))
                .hasMessage("The column 'c' is decimal(10,3) and cannot take rows of a column that is decimal(10,2).");
    }

    @Test
    void typedAppendsAreThoseOfTheType() {
        ColumnBuilder longs = ColumnBuilder.of("c", DataType.LONG, 1);
        longs.appendLong(5);
        assertThatThrownBy(() -> longs.appendInt(5)).hasMessageContaining("'c' is long");
        ColumnBuilder decimals = ColumnBuilder.of("c", DataType.decimal(20, 2), 1);
        decimals.appendLong(-150);
        assertThat(decimals.build().value(0)).isEqualTo(new BigDecimal("-1.50"));
        ColumnBuilder texts = ColumnBuilder.of("c", DataType.STRING, 0);
        texts.appendBytes(new byte[] {'x', 'a', 'b'}, 1, 2);
        assertThat(texts.build().value(0)).isEqualTo("ab");
    }

    @Test
    void valuesGivenOutAreNotThoseInside() {
        Column column = column("binary", new byte[] {1});
        ((byte[]) column.valueAt(0))[0] = 9;
        assertThat((byte[]) column.valueAt(0)).containsExactly(1);
        Column list = column("array<int>", List.of(1));
        assertThatThrownBy(() -> ((List<?>) list.valueAt(0)).clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aGuessOfManyRowsReservesNoEndlessMemory() {
        assertThat(ColumnBuilder.of("c", DataType.embedding(65_536), 1_000_000).size())
                .isZero();
    }

    private static Column column(String type, Object value) {
        ColumnBuilder builder = ColumnBuilder.of("c", DataType.parse(type), 1);
        builder.append(value);
        return builder.build();
    }

    private static @Nullable Object only(String type, Object value) {
        return column(type, value).value(0);
    }

    private static void assertSame(@Nullable Object actual, @Nullable Object expected) {
        assertThat(Values.same(actual, expected))
                .as("%s is %s", actual, expected)
                .isTrue();
    }

    static Map<String, @Nullable Object> struct(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            struct.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return struct;
    }
}
