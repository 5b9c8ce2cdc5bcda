package io.shearwater.testing;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rows by chance, the same for a seed: numbers between -1 and 1, short texts; one value in ten is null. */
final class RandomFeatures {
    private RandomFeatures() {}

    static Frame of(Schema schema, int count, long seed) {
        Random random = new Random(seed);
        FrameBuilder rows = new FrameBuilder(schema, count);
        for (int row = 0; row < count; row++) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            for (int i = 0; i < schema.size(); i++) {
                Field field = schema.field(i);
                values.put(field.name(), random.nextInt(10) == 0 ? null : value(field.type(), random));
            }
            rows.append(values);
        }
        return rows.build();
    }

    private static Object value(DataType type, Random random) {
        return switch (type) {
            case DataType.DoubleType t -> 2 * random.nextDouble() - 1;
            case DataType.FloatType t -> 2 * random.nextFloat() - 1;
            case DataType.StringType t -> "t" + random.nextInt(5);
            case DataType.LongType t -> (long) random.nextInt(7);
            default -> throw new IllegalArgumentException("no rows of " + type);
        };
    }
}
