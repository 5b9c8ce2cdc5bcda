package io.shearwater.wire;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.RequestId;
import io.shearwater.model.RequestIds;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Types and values, with a liking for those at the edges. */
final class RandomValues {
    private static final List<String> TEXTS = List.of(
            "", "a", "b", "\0", "a\0", "a\0b", "é", "\uFFFF", "😀", "😀a", "a much longer text than the others");
    private static final List<DataType> KEY_TYPES = List.of(
            DataType.BOOLEAN,
            DataType.INT,
            DataType.LONG,
            DataType.decimal(9, 2),
            DataType.decimal(38, 5),
            DataType.STRING,
            DataType.string(34),
            DataType.BINARY,
            DataType.DATE,
            DataType.TIMESTAMP);

    private final SplittableRandom random;

    RandomValues(long seed) {
        random = new SplittableRandom(seed);
    }

    SplittableRandom random() {
        return random;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Columns of any types. */
    Schema schema() {
        List<Field> fields = new ArrayList<>();
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            fields.add(new Field("c" + i, type(2)));
        }
        return Schema.of(fields);
    }

    Frame frame(Schema schema, int rows) {
        FrameBuilder builder = new FrameBuilder(schema, rows);
        for (int row = 0; row < rows; row++) {
            builder.append(schema.fields().stream()
                    .map(field -> nullable(field.type()))
                    .toArray());
        }
        return builder.build();
    }

    /** Vectors whose features share their origins at times, or have none. */
    List<FeatureVector> vectors(Schema schema, int rows) {
        RequestIds ids = new RequestIds();
        List<FeatureVector> vectors = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int size = schema.size();
            @Nullable Object[] values = new @Nullable Object[size];
            FeatureStatus[] statuses = new FeatureStatus[size];
            long[] times = new long[size];
            long[] sequences = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = nullable(schema.field(i).type());
                statuses[i] = oneOf(List.of(FeatureStatus.PRESENT, FeatureStatus.PRESENT, FeatureStatus.STALE));
                times[i] = oneOf(List.of(FeatureVector.NONE, 0L, -1L, 1L << 50));
                sequences[i] = oneOf(List.of(FeatureVector.NONE, 0L, 7L, Long.MAX_VALUE));
            }
            RequestId request = random.nextBoolean() ? ids.id(ids.reserve(row, 1)) : new RequestId.Stated("mine");
            vectors.add(new FeatureVector(schema, values, statuses, times, sequences, request));
        }
        return vectors;
    }

    DataType keyType() {
        return oneOf(KEY_TYPES);
    }

    DataType type(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 5)) {
            case 0 -> DataType.FLOAT;
            case 1 -> DataType.DOUBLE;
            case 2 -> DataType.embedding(1 + random.nextInt(5));
            case 3, 4 -> keyType();
            case 5 -> DataType.array(type(depth - 1));
            case 6 -> DataType.map(type(depth - 1));
            default -> {
                Field[] fields = new Field[1 + random.nextInt(10)];
                for (int i = 0; i < fields.length; i++) {
                    fields[i] = new Field("f" + i, type(depth - 1));
                }
                yield DataType.struct(fields);
            }
        };
    }

    @Nullable
    Object nullable(DataType type) {
        return random.nextInt(4) == 0 ? null : value(type);
    }

    Object value(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> random.nextBoolean();
            case DataType.IntType t ->
                number(Integer.MIN_VALUE, Integer.MAX_VALUE).intValueExact();
            case DataType.LongType t -> number(Long.MIN_VALUE, Long.MAX_VALUE).longValueExact();
            case DataType.FloatType t ->
                oneOf(List.of(
                        0f, -0f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, (float) random.nextDouble()));
            case DataType.DoubleType t ->
                oneOf(List.of(0.0, -0.0, Double.NaN, Double.MAX_VALUE, Double.POSITIVE_INFINITY, random.nextDouble()));
            case DataType.DecimalType t -> decimal(t);
            case DataType.StringType t -> oneOf(TEXTS);
            case DataType.BinaryType t -> bytes(random.nextInt(5));
            case DataType.DateType t ->
                LocalDate.ofEpochDay(number(-100_000, 100_000).longValueExact());
            case DataType.TimestampType t ->
                Times.instant(number(-1L << 55, 1L << 55).longValueExact());
            case DataType.ArrayType t -> list(t.element());
            case DataType.MapType t -> map(t.value());
            case DataType.StructType t -> struct(t);
            case DataType.EmbeddingType t -> {
                float[] vector = new float[t.dimension()];
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = (Float) value(DataType.FLOAT);
                }
                yield vector;
            }
        };
    }

    private BigInteger number(long least, long greatest) {
        List<Long> edges = List.of(least, greatest, 0L, 1L, -1L, 255L, 256L);
        return BigInteger.valueOf(random.nextBoolean() ? oneOf(edges) : random.nextLong(least, greatest));
    }

    private BigDecimal decimal(DataType.DecimalType type) {
        BigInteger greatest = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
        BigInteger unscaled = random.nextInt(3) == 0
                ? oneOf(List.of(greatest, greatest.negate(), BigInteger.ZERO))
                : number(Long.MIN_VALUE, Long.MAX_VALUE)
                        .multiply(number(-99, 99))
                        .mod(greatest);
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = oneOf(List.of((byte) 0, (byte) 1, (byte) -1, (byte) random.nextInt()));
        }
        return bytes;
    }

    private List<@Nullable Object> list(DataType element) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(11); i > 0; i--) {
            list.add(nullable(element));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(DataType value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(oneOf(TEXTS), nullable(value));
        }
        return map;
    }

    private Map<String, @Nullable Object> struct(DataType.StructType type) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        type.fields().forEach(field -> map.put(field.name(), nullable(field.type())));
        return map;
    }
}
