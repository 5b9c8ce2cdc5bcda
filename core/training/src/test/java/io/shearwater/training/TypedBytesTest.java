package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypedBytesTest {
    @Test
    void theLayoutIsTheDocumentedOne() {
        assertThat(hex(DataType.LONG, 1L)).isEqualTo("038000000000000001");
        assertThat(hex(DataType.LONG, null)).isEqualTo("01");
        assertThat(hex(DataType.BOOLEAN, true)).isEqualTo("0201");
        assertThat(hex(DataType.DOUBLE, 1.5)).isEqualTo("04bff8000000000000");
        assertThat(hex(DataType.DOUBLE, -1.5)).isEqualTo("044007ffffffffffff");
        assertThat(hex(DataType.decimal(10, 2), new BigDecimal("-0.01")))
                .isEqualTo("0502" + "7fffffffffffffff" + "ffffffffffffffff");
        assertThat(hex(DataType.STRING, "a\0b")).isEqualTo("066100ff620000");
        assertThat(hex(DataType.BINARY, new byte[] {1})).isEqualTo("07010000");
        assertThat(hex(DataType.DATE, LocalDate.of(1970, 1, 2))).isEqualTo("088000000000000001");
        assertThat(hex(DataType.TIMESTAMP, Instant.ofEpochSecond(0, 1_000))).isEqualTo("098000000000000001");
        assertThat(hex(DataType.array(DataType.BOOLEAN), Arrays.asList(true, null)))
                .isEqualTo("0a" + "0201" + "01" + "00");
        assertThat(hex(DataType.struct(new Field("x", DataType.BOOLEAN)), Map.of("x", false)))
                .isEqualTo("0b" + "0200" + "00");
        assertThat(hex(DataType.embedding(1), new float[] {1.5f})).isEqualTo("0d" + "04bff8000000000000" + "00");
    }

    @Test
    void aMapIsTheSameWhateverTheOrderOfItsEntries() {
        Map<String, Object> forth = new LinkedHashMap<>();
        forth.put("a", true);
        forth.put("b", false);
        Map<String, Object> back = new LinkedHashMap<>();
        back.put("b", false);
        back.put("a", true);

        assertThat(hex(DataType.map(DataType.BOOLEAN), forth))
                .isEqualTo("0c" + "06610000" + "0201" + "06620000" + "0200" + "00")
                .isEqualTo(hex(DataType.map(DataType.BOOLEAN), back));
    }

    @Test
    void neighboursDoNotRunIntoEachOther() {
        assertThat(bytes(DataType.LONG, 1L, 23L)).isNotEqualTo(bytes(DataType.LONG, 12L, 3L));
        assertThat(bytes(DataType.STRING, "ab", "")).isNotEqualTo(bytes(DataType.STRING, "a", "b"));
        assertThat(bytes(DataType.STRING, "a\0", "b")).isNotEqualTo(bytes(DataType.STRING, "a", "\0b"));
        assertThat(bytes(DataType.STRING, "", null)).isNotEqualTo(bytes(DataType.STRING, null, ""));
        assertThat(bytes(DataType.array(DataType.LONG), List.of(1L), List.of()))
                .isNotEqualTo(bytes(DataType.array(DataType.LONG), List.of(), List.of(1L)));
    }

    @Test
    void everyNotANumberIsTheSameAndTheZerosDiffer() {
        assertThat(hex(DataType.DOUBLE, Double.longBitsToDouble(0x7FF8000000000001L)))
                .isEqualTo(hex(DataType.DOUBLE, Double.NaN));
        assertThat(hex(DataType.DOUBLE, -0.0)).isNotEqualTo(hex(DataType.DOUBLE, 0.0));
    }

    @Property
    boolean aWidenedNumberIsTheSame(@ForAll int number, @ForAll float fraction) {
        return hex(DataType.INT, number).equals(hex(DataType.LONG, (long) number))
                && hex(DataType.FLOAT, fraction).equals(hex(DataType.DOUBLE, (double) fraction));
    }

    @Property
    boolean integersKeepTheirOrder(@ForAll long left, @ForAll long right) {
        return sign(compare(DataType.LONG, left, right)) == sign(Long.compare(left, right));
    }

    @Property
    boolean fractionsKeepTheirOrder(@ForAll double left, @ForAll double right) {
        return sign(compare(DataType.DOUBLE, left, right)) == sign(Double.compare(left, right));
    }

    @Property
    boolean decimalsKeepTheirOrder(@ForAll BigDecimal left, @ForAll BigDecimal right) {
        BigDecimal a = left.setScale(4, RoundingMode.HALF_UP);
        BigDecimal b = right.setScale(4, RoundingMode.HALF_UP);
        return a.precision() > 38
                || b.precision() > 38
                || sign(compare(DataType.decimal(38, 4), a, b)) == sign(a.compareTo(b));
    }

    @Property
    boolean textsKeepTheOrderOfTheirCodePoints(@ForAll String left, @ForAll String right) {
        byte[] a = left.getBytes(StandardCharsets.UTF_8);
        byte[] b = right.getBytes(StandardCharsets.UTF_8);
        boolean whole = new String(a, StandardCharsets.UTF_8).equals(left)
                && new String(b, StandardCharsets.UTF_8).equals(right);
        return !whole || sign(compare(DataType.STRING, left, right)) == sign(Arrays.compareUnsigned(a, b));
    }

    private static int compare(DataType type, Object left, Object right) {
        return Arrays.compareUnsigned(bytes(type, left), bytes(type, right));
    }

    private static int sign(int order) {
        return Integer.signum(order);
    }

    private static String hex(DataType type, @Nullable Object value) {
        return HexFormat.of().formatHex(bytes(type, new @Nullable Object[] {value}));
    }

    private static byte[] bytes(DataType type, @Nullable Object... values) {
        ColumnBuilder builder = ColumnBuilder.of("c", type, values.length);
        for (Object value : values) {
            builder.append(value);
        }
        Column column = builder.build();
        TypedBytes bytes = new TypedBytes();
        for (int row = 0; row < values.length; row++) {
            bytes.add(column, row);
        }
        return Arrays.copyOf(bytes.array(), bytes.size());
    }
}
