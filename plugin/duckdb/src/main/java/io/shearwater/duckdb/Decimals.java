package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** How DuckDB lays out decimals: as unscaled integers, as wide as the precision needs. */
final class Decimals {
    private Decimals() {}

    /** The bytes of a value. */
    static int bytes(DataType.DecimalType type) {
        int precision = type.precision();
        if (precision <= 4) {
            return 2;
        }
        if (precision <= 9) {
            return 4;
        }
        return precision <= DataType.DecimalType.MAX_LONG_PRECISION ? 8 : 16;
    }

    /** The low 64 bits of a value, extended by its sign. */
    static long low(MemorySegment data, long at, int width) {
        return switch (width) {
            case 2 -> data.get(ValueLayout.JAVA_SHORT, at);
            case 4 -> data.get(ValueLayout.JAVA_INT, at);
            default -> data.get(ValueLayout.JAVA_LONG, at);
        };
    }

    /** Writes a value. */
    static void put(MemorySegment data, int row, int width, long high, long low) {
        long at = (long) width * row;
        switch (width) {
            case 2 -> data.set(ValueLayout.JAVA_SHORT, at, (short) low);
            case 4 -> data.set(ValueLayout.JAVA_INT, at, (int) low);
            case 8 -> data.set(ValueLayout.JAVA_LONG, at, low);
            default -> {
                data.set(ValueLayout.JAVA_LONG, at, low);
                data.set(ValueLayout.JAVA_LONG, at + 8, high);
            }
        }
    }
}
