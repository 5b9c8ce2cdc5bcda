package io.shearwater.testing;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that tend to get lost, for every type. */
public final class Samples {
    /** A column of each type, named after it. */
    public static final Schema EVERY_TYPE = Schema.of(
            new Field("boolean", DataType.BOOLEAN),
            new Field("int", DataType.INT),
            new Field("long", DataType.LONG),
            new Field("float", DataType.FLOAT),
            new Field("double", DataType.DOUBLE),
            new Field("decimal4", DataType.decimal(4, 2)),
            new Field("decimal9", DataType.decimal(9, 0)),
            new Field("decimal18", DataType.decimal(18, 6)),
            new Field("decimal38", DataType.decimal(38, 10)),
            new Field("string", DataType.STRING),
            new Field("binary", DataType.BINARY),
            new Field("date", DataType.DATE),
            new Field("timestamp", DataType.TIMESTAMP),
            new Field("floats", DataType.array(DataType.FLOAT)),
            new Field("texts", DataType.array(DataType.STRING)),
            new Field("lists", DataType.array(DataType.array(DataType.LONG))),
            new Field(
                    "struct",
                    DataType.struct(
                            new Field("a", DataType.INT),
                            new Field("b", DataType.STRING),
                            new Field("c", DataType.array(DataType.DOUBLE)))),
            new Field("structs", DataType.array(DataType.struct(new Field("x", DataType.TIMESTAMP)))),
            new Field("map", DataType.map(DataType.decimal(9, 3))),
            new Field("maps", DataType.map(DataType.map(DataType.BOOLEAN))),
            new Field("embedding", DataType.embedding(3)));

    private static final String EMOJI = "häger 😀 'quoted' \"twice\" \\ \u0000 \n end";

    private Samples() {}

    /** Every type with ordinary values, extreme values, empty values and nulls on every level. */
    public static Frame everyType() {
        FrameBuilder frame = new FrameBuilder(EVERY_TYPE, 8);
        frame.append(first());
        frame.append(new @Nullable Object[EVERY_TYPE.size()]);
        frame.append(extremes());
        frame.append(empties());
        frame.append(inside());
        frame.append(first());
        return frame.build();
    }

    /** That frame so often that it goes over several chunks and frames; nulls fall on every place of a word. */
    public static Frame many(int times) {
        Frame once = everyType();
        FrameBuilder frame = new FrameBuilder(EVERY_TYPE, times * once.rows());
        for (int i = 0; i < times; i++) {
            for (int row = 0; row < once.rows(); row++) {
                frame.appendRow(once, (row + i / 7) % once.rows());
            }
        }
        return frame.build();
    }

    private static @Nullable Object[] first() {
        return new @Nullable Object[] {
            true,
            1,
            2L,
            1.5f,
            2.5,
            new BigDecimal("12.34"),
            new BigDecimal("123456789"),
            new BigDecimal("123456789012.345678"),
            new BigDecimal("1234567890123456789012345678.0123456789"),
            "twelve bytes",
            new byte[] {0, 1, -1},
            LocalDate.of(1969, 12, 31),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            List.of(1f, 2f),
            List.of("a", "a text of more than twelve bytes"),
            List.of(List.of(1L, 2L), List.of(3L)),
            struct(7, EMOJI, List.of(0.1, 0.2)),
            List.of(Map.of("x", Instant.EPOCH), Map.of("x", Instant.parse("2024-02-29T12:00:00.000001Z"))),
            Map.of("one", new BigDecimal("1.000"), "", new BigDecimal("-0.001")),
            Map.of("inner", Map.of("yes", true)),
            new float[] {1f, -2f, 0.5f}
        };
    }

    private static @Nullable Object[] extremes() {
        return new @Nullable Object[] {
            false,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            Float.NaN,
            Double.NaN,
            new BigDecimal("-99.99"),
            new BigDecimal("-999999999"),
            new BigDecimal("-999999999999.999999"),
            new BigDecimal("-9999999999999999999999999999.9999999999"),
            EMOJI,
            new byte[] {-128, 127, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5},
            LocalDate.of(1, 1, 1),
            Instant.parse("0001-01-01T00:00:00Z"),
            List.of(Float.NaN, Float.POSITIVE_INFINITY, -0f),
            List.of(EMOJI, ""),
            List.of(List.of(Long.MAX_VALUE)),
            struct(Integer.MAX_VALUE, "", List.of(Double.NEGATIVE_INFINITY, Double.MIN_VALUE)),
            List.of(Map.of("x", Instant.parse("9999-12-31T23:59:59.999999Z"))),
            Map.of(EMOJI, new BigDecimal("999999.999")),
            Map.of(EMOJI, Map.of(EMOJI, false)),
            new float[] {Float.NaN, Float.MIN_VALUE, Float.MAX_VALUE}
        };
    }

    private static @Nullable Object[] empties() {
        return new @Nullable Object[] {
            false,
            0,
            0L,
            -0f,
            -0.0,
            new BigDecimal("0.00"),
            new BigDecimal("0"),
            new BigDecimal("0.000000"),
            new BigDecimal("0E-10"),
            "",
            new byte[0],
            LocalDate.EPOCH,
            Instant.EPOCH,
            List.of(),
            List.of(),
            List.of(),
            struct(0, "", List.of()),
            List.of(),
            Map.of(),
            Map.of(),
            new float[3]
        };
    }

    /** Nulls inside of values, and the other ends of the ranges. */
    private static @Nullable Object[] inside() {
        Map<String, @Nullable Object> value = new HashMap<>();
        value.put("null", null);
        value.put("zero", new BigDecimal("0.000"));
        return new @Nullable Object[] {
            true,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Float.NEGATIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            new BigDecimal("99.99"),
            new BigDecimal("999999999"),
            new BigDecimal("999999999999.999999"),
            new BigDecimal("9999999999999999999999999999.9999999999"),
            "日本語のとても長い文字列です",
            new byte[] {42},
            LocalDate.of(9999, 12, 31),
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            listOf(null, 1f, null),
            listOf(null, null, "x"),
            listOf(null, List.of(), listOf(null, 5L)),
            struct(null, null, null),
            listOf(Collections.singletonMap("x", null), null),
            value,
            Collections.singletonMap("null", null),
            new float[] {0f, -0f, 1f}
        };
    }

    private static List<@Nullable Object> listOf(@Nullable Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    private static Map<String, @Nullable Object> struct(
            @Nullable Integer a, @Nullable String b, @Nullable List<Double> c) {
        Map<String, @Nullable Object> struct = new HashMap<>();
        struct.put("a", a);
        struct.put("b", b);
        struct.put("c", c);
        return struct;
    }
}
