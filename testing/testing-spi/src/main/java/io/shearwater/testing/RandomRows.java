package io.shearwater.testing;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Rows of chance, with the values on which stores stumble. Not thread-safe. */
final class RandomRows {
    private static final List<String> TEXTS = List.of(
            "",
            "0",
            "false",
            "null",
            "NULL",
            "a",
            "A",
            "ab",
            "a%",
            "_",
            "🐦",
            "e\u0301",
            "\u00e9",
            "\uFFFD",
            " ",
            "'\"\\",
            "x\ny,\t;");
    private static final List<Instant> INSTANTS = List.of(
            Instant.EPOCH,
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("9999-12-31T23:59:59.999999Z"),
            Instant.parse("2024-03-31T01:30:00Z"),
            Instant.parse("2024-02-29T00:00:00.000001Z"));

    private final RandomGenerator random;
    private final Map<String, List<?>> domains;

    /**
     * @param domains the values of columns that are not to be just any, by name: keys, event times; a null among them must
     *     be a list of its own kind
     */
    RandomRows(RandomGenerator random, Map<String, List<?>> domains) {
        this.random = random;
        this.domains = domains;
    }

    /** So many rows. */
    Frame frame(Schema schema, int rows) {
        FrameBuilder builder = new FrameBuilder(schema, rows);
        for (int row = 0; row < rows; row++) {
            builder.append(schema.fields().stream().map(this::value).toArray());
        }
        return builder.build();
    }

    /** One of these. */
    <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A value of a column: from its domain if it has one, else any, also null. */
    @Nullable
    Object value(Field field) {
        List<?> domain = domains.get(field.name());
        if (domain != null) {
            return pick(domain);
        }
        return chance(15) ? null : value(field.type());
    }

    private @Nullable Object orNull(DataType type) {
        return chance(20) ? null : value(type);
    }

    /** Any value of a type. */
    Object value(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> random.nextBoolean();
            case DataType.IntType t ->
                pick(List.of(0, 1, -1, 7, Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt()));
            case DataType.LongType t ->
                pick(List.of(0L, 1L, -1L, 7L, Long.MIN_VALUE, Long.MAX_VALUE, random.nextLong()));
            case DataType.FloatType t ->
                pick(List.of(
                        0f,
                        -0f,
                        0.1f,
                        1.5f,
                        Float.NaN,
                        Float.POSITIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        Float.MIN_VALUE,
                        (float) random.nextGaussian()));
            case DataType.DoubleType t ->
                pick(List.of(
                        0.0,
                        -0.0,
                        0.1,
                        1.5,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.MIN_VALUE,
                        Double.MAX_VALUE,
                        random.nextGaussian()));
            case DataType.DecimalType t -> decimal(t);
            case DataType.StringType t -> text(t);
            case DataType.BinaryType t -> bytes();
            case DataType.DateType t ->
                pick(List.of(
                        LocalDate.EPOCH,
                        LocalDate.of(1969, 12, 31),
                        LocalDate.of(1, 1, 1),
                        LocalDate.of(9999, 12, 31),
                        LocalDate.of(2024, 2, 29)));
            case DataType.TimestampType t -> pick(INSTANTS);
            case DataType.ArrayType t -> list(t);
            case DataType.MapType t -> map(t);
            case DataType.StructType t -> struct(t);
            case DataType.EmbeddingType t -> embedding(t);
        };
    }

    private BigDecimal decimal(DataType.DecimalType type) {
        BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        BigInteger any = new BigInteger(bits).remainder(most);
        return new BigDecimal(
                pick(List.of(BigInteger.ZERO, BigInteger.ONE.negate(), most, most.negate(), any)), type.scale());
    }

    private String text(DataType.StringType type) {
        String text = pick(TEXTS);
        int most = type.maxLength().orElse(Integer.MAX_VALUE);
        return text.codePointCount(0, text.length()) <= most ? text : "";
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(4)];
        random.nextBytes(bytes);
        return bytes;
    }

    private List<@Nullable Object> list(DataType.ArrayType type) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(orNull(type.element()));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(DataType.MapType type) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            map.put(pick(TEXTS), orNull(type.value()));
        }
        return map;
    }

    private Map<String, @Nullable Object> struct(DataType.StructType type) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        type.fields().forEach(field -> struct.put(field.name(), orNull(field.type())));
        return struct;
    }

    private float[] embedding(DataType.EmbeddingType type) {
        float[] vector = new float[type.dimension()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (Float) value(DataType.FLOAT);
        }
        return vector;
    }
}
