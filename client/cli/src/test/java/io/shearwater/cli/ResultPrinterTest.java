package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultPrinterTest {
    @Test
    void tableAlignsNumbersRightAndTextLeft() {
        assertThat(table(List.of("name", "rows"), row("a", 5), row("cards", 12345)))
                .isEqualTo("""
                        name    rows
                        a          5
                        cards  12345
                        """);
    }

    @Test
    void tableShowsNullAsAnEmptyCellAndKeepsTheColumnNumeric() {
        assertThat(table(List.of("x", "n"), row("a", null), row(null, 10))).isEqualTo("""
                        x   n
                        a
                           10
                        """);
    }

    @Test
    void whatWasMeasuredHasSixDigitsForPeopleAndAllForPrograms() {
        List<@Nullable Object> measured = row(Measured.of(0.7674418604651163), Measured.of(1.0), Measured.of(null));

        assertThat(table(List.of("accuracy", "recall", "f1"), measured)).isEqualTo("""
                        accuracy  recall  f1
                        0.767442       1
                        """);
        assertThat(print(OutputFormat.csv, new ResultTable(List.of("accuracy", "recall", "f1"), List.of(measured))))
                .isEqualTo("accuracy,recall,f1\n0.7674418604651163,1.0,\n");
        assertThat(json(List.of("accuracy", "recall", "f1"), measured))
                .contains("{\"accuracy\":0.7674418604651163,\"recall\":1.0,\"f1\":null}");
        assertThat(table(List.of("x"), row(Measured.of(Double.NaN)))).isEqualTo("  x\nNaN\n");
    }

    @Test
    void tableKeepsItsColumnsBesideWideAndCombiningCharacters() {
        assertThat(table(List.of("x", "y"), row("日本", "1"), row("e\u0301", "2"), row("abcd", "3")))
                .isEqualTo("x     y\n日本  1\ne\u0301     2\nabcd  3\n");
    }

    @Test
    void tableShowsControlCharactersAsEscapes() {
        assertThat(table(List.of("x"), row("a\nb\tc\u001b[31m"))).isEqualTo("x\na\\nb\\tc\\u001b[31m\n");
    }

    @Test
    void tableShortensLongArrays() {
        assertThat(table(List.of("x"), row(new float[] {1, 2, 3, 4, 5}), row(List.of(1, 2))))
                .isEqualTo("x\n[1.0, 2.0, 3.0, … 2 more]\n[1, 2]\n");
    }

    @Test
    void tableWithoutRowsIsItsHeader() {
        assertThat(table(List.of("a", "b"))).isEqualTo("a  b\n");
    }

    @Test
    void tableHeaderIsBoldOnATerminal() {
        Screen screen = Screen.interactive(Map.of("TERM", "xterm"));
        OutputFormat.table.printer(screen.terminal()).print(new ResultTable(List.of("a"), List.of(row(1))));
        assertThat(screen.out()).contains("\u001b[1ma").endsWith("1\n");
    }

    @Test
    void tableShowsNumbersOfEverydaySizeWithoutExponent() {
        assertThat(table(List.of("x"), row(12345678.5), row(4.473111100000001e15), row(1e300)))
                .isEqualTo("                 x\n        12345678.5\n4473111100000001.0\n           1.0E300\n");
    }

    @Test
    void tableOnANarrowScreenCutsTextsFirst() {
        String long50 = "x".repeat(50);
        String cut = "x".repeat(22) + "…";
        assertThat(screen(60, List.of("a", "b", "n"), row(long50, long50, 1234567890L)))
                .isEqualTo(String.format(
                        Locale.ROOT, "%-23s  %-23s  %10s%n%s  %s  1234567890%n", "a", "b", "n", cut, cut));
    }

    @Test
    void tableOnANarrowScreenLeavesOutColumnsFromTheMiddleThen() {
        List<String> names = IntStream.range(0, 30).mapToObj(i -> "column_" + i).toList();
        Object[] values = IntStream.range(0, 30).boxed().toArray();
        Screen screen = Screen.interactive(Map.of("COLUMNS", "60", "TERM", "dumb"));
        OutputFormat.table.printer(screen.terminal()).print(new ResultTable(names, List.of(row(values))));
        assertThat(screen.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
        assertThat(screen.out()).contains("column_0", "column_29", "…").doesNotContain("column_15");
        long shown = Pattern.compile("column_").matcher(screen.out()).results().count();
        assertThat(screen.err()).startsWith("(" + (30 - shown) + " of 30 columns left out");
        assertThat(table(names, row(values))).contains("column_15");
    }

    private static String screen(int width, List<String> columns, List<@Nullable Object> row) {
        Screen screen = Screen.interactive(Map.of("COLUMNS", Integer.toString(width), "TERM", "dumb"));
        OutputFormat.table.printer(screen.terminal()).print(new ResultTable(columns, List.of(row)));
        return screen.out();
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        Screen screen = Screen.pipe();
        OutputFormat.csv
                .printer(screen.terminal())
                .print(new ResultTable(
                        List.of("a", "b,c", "d"),
                        List.of(
                                row(1L, "x", null),
                                row(4473111100000001L, "say \"hi\"", ""),
                                row(List.of(1, 2), Map.of("k", "v"), new byte[] {1}),
                                row(Instant.EPOCH, " pad", "line\nbreak"))));
        assertThat(screen.out()).isEqualTo("""
                        a,"b,c",d
                        1,x,
                        4473111100000001,"say ""hi""\",""
                        "[1,2]","{""k"":""v""}",AQ==
                        1970-01-01T00:00:00Z," pad","line
                        break"
                        """);
    }

    @Test
    void jsonIsOneArrayWithAnObjectPerLine() {
        assertThat(json(List.of("a", "b"), row(1, "x"), row(null, "\"\n"))).isEqualTo("""
                        [
                        {"a":1,"b":"x"},
                        {"a":null,"b":"\\"\\n"}
                        ]
                        """);
    }

    @Test
    void jsonWithoutRowsIsAnEmptyArray() {
        assertThat(json(List.of("a"))).isEqualToIgnoringWhitespace("[]");
    }

    @Test
    void jsonWritesEveryKindOfValue() {
        String printed = json(
                List.of("v"),
                row(Long.MAX_VALUE),
                row(0.1),
                row(0.1f),
                row(Double.NaN),
                row(Float.NEGATIVE_INFINITY),
                row(new BigDecimal("12345678901234567890.10")),
                row(true),
                row(Instant.parse("1969-12-31T23:59:59.999999Z")),
                row(LocalDate.of(2026, 1, 31)),
                row((Object) new byte[] {1, 2}),
                row((Object) new int[] {1, 2}),
                row(List.of("a", List.of())),
                row(Map.of("k", 1)));
        assertThat(printed).isEqualTo("""
                        [
                        {"v":9223372036854775807},
                        {"v":0.1},
                        {"v":0.1},
                        {"v":"NaN"},
                        {"v":"-Infinity"},
                        {"v":12345678901234567890.10},
                        {"v":true},
                        {"v":"1969-12-31T23:59:59.999999Z"},
                        {"v":"2026-01-31"},
                        {"v":"AQI="},
                        {"v":[1,2]},
                        {"v":["a",[]]},
                        {"v":{"k":1}}
                        ]
                        """);
    }

    @Test
    void jsonIsReadByAParser() throws IOException {
        String printed = json(List.of("a"), row("\u0000"), row("😀"), row((Object) null));
        int objects = 0;
        try (JsonParser parser = new JsonFactory().createParser(printed)) {
            while (parser.nextToken() != null) {
                objects += parser.currentToken() == JsonToken.START_OBJECT ? 1 : 0;
            }
        }
        assertThat(objects).isEqualTo(3);
    }

    @Test
    void aResultRefusesRowsThatDoNotFitItsColumns() {
        assertThatThrownBy(() -> new ResultTable(List.of("a", "b"), List.of(row(1))))
                .hasMessage("Row 0 has 1 values for 2 columns");
        assertThatThrownBy(() -> new ResultTable(List.of("a", "a"), List.of())).hasMessageContaining("named twice");
    }

    @SafeVarargs
    private static String table(List<String> columns, List<@Nullable Object>... rows) {
        return print(OutputFormat.table, new ResultTable(columns, List.of(rows)));
    }

    @SafeVarargs
    private static String json(List<String> columns, List<@Nullable Object>... rows) {
        return print(OutputFormat.json, new ResultTable(columns, List.of(rows)));
    }

    private static String print(OutputFormat format, ResultTable result) {
        Screen screen = Screen.pipe();
        format.printer(screen.terminal()).print(result);
        return screen.out();
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }
}
