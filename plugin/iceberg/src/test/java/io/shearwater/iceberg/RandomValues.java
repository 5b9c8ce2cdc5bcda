package io.shearwater.iceberg;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values of any type, the awkward ones often. */
final class RandomValues {
    private static final double[] DOUBLES = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0.0, Double.MIN_VALUE, -1.5, 1e300
    };
    private static final String[] TEXTS = {"", " ", "🐦", "\uFFFD", "a'b\"c\\", "null", "ä", "\u0000"};

    private RandomValues() {}

    static @Nullable Object of(DataType type, Random random) {
        return random.nextInt(5) == 0 ? null : present(type, random);
    }

    static Object present(DataType type, Random random) {
        return switch (type) {
            case DataType.BooleanType t -> random.nextBoolean();
            case DataType.IntType t -> random.nextInt();
            case DataType.LongType t -> random.nextLong();
            case DataType.FloatType t -> (float) number(random);
            case DataType.DoubleType t -> number(random);
            case DataType.DecimalType decimal -> new BigDecimal(new BigInteger(60, random), decimal.scale()).negate();
            case DataType.StringType t -> TEXTS[random.nextInt(TEXTS.length)];
            case DataType.BinaryType t -> bytes(random);
            case DataType.DateType t -> LocalDate.ofEpochDay(random.nextInt(40_000) - 20_000);
            case DataType.TimestampType t -> Times.instant(random.nextLong() >> 12);
            case DataType.ArrayType array -> list(array.element(), random);
            case DataType.MapType map -> map(map.value(), random);
            case DataType.StructType struct -> struct(struct, random);
            case DataType.EmbeddingType embedding -> floats(embedding.dimension(), random);
        };
    }

    private static double number(Random random) {
        return random.nextBoolean() ? random.nextGaussian() : DOUBLES[random.nextInt(DOUBLES.length)];
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(4)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<@Nullable Object> list(DataType element, Random random) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int n = random.nextInt(3); n > 0; n--) {
            list.add(of(element, random));
        }
        return list;
    }

    private static Map<String, @Nullable Object> map(DataType value, Random random) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int n = random.nextInt(3); n > 0; n--) {
            map.put(TEXTS[random.nextInt(TEXTS.length)], of(value, random));
        }
        return map;
    }

    private static Map<String, @Nullable Object> struct(DataType.StructType type, Random random) {
        Map<String, @Nullable Object> struct = new LinkedHashMap<>();
        for (Field field : type.fields()) {
            struct.put(field.name(), of(field.type(), random));
        }
        return struct;
    }

    private static float[] floats(int dimension, Random random) {
        float[] floats = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            floats[i] = random.nextFloat();
        }
        return floats;
    }
}
