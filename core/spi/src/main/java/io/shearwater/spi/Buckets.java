package io.shearwater.spi;

import io.shearwater.model.DataType;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Which bucket a value lies in, the same for every engine that reads or writes a table: the 32-bit x86 variant of
 * MurmurHash3 with seed 0, sign bit cleared, modulo the number of buckets. Source: the Iceberg table specification,
 * appendix B, and Austin Appleby's public-domain MurmurHash3. Thread-safe.
 */
public final class Buckets {
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private Buckets() {}

    /** Whether values of this type can be put in buckets. */
    public static boolean supports(DataType type) {
        return switch (type) {
            case DataType.IntType t -> true;
            case DataType.LongType t -> true;
            case DataType.DecimalType t -> true;
            case DataType.StringType t -> true;
            case DataType.BinaryType t -> true;
            case DataType.DateType t -> true;
            case DataType.TimestampType t -> true;
            default -> false;
        };
    }

    /**
     * The bucket of a boxed value, from 0 to {@code buckets - 1}.
     *
     * @param value of a type that {@link #supports} accepts, as {@link DataType} lists them
     */
    public static int of(Object value, int buckets) {
        return bucket(hash(value), buckets);
    }

    /** The bucket of an int, a long, a date as days, or a timestamp as microseconds. */
    public static int of(long value, int buckets) {
        return bucket(hashLong(value), buckets);
    }

    /** The bucket of a text as UTF-8, or of binary. */
    public static int of(ByteBuffer bytes, int buckets) {
        return bucket(murmur3(bytes), buckets);
    }

    private static int bucket(int hash, int buckets) {
        return (hash & Integer.MAX_VALUE) % buckets;
    }

    private static int hash(Object value) {
        return switch (value) {
            case Integer i -> hashLong(i);
            case Long l -> hashLong(l);
            case LocalDate day -> hashLong(day.toEpochDay());
            case Instant instant -> hashLong(Times.micros(instant));
            case BigDecimal decimal ->
                murmur3(ByteBuffer.wrap(decimal.unscaledValue().toByteArray()));
            case String text -> murmur3(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            case byte[] bytes -> murmur3(ByteBuffer.wrap(bytes));
            default ->
                throw SpiError.INTERNAL.because(
                        "A value of " + value.getClass().getSimpleName() + " cannot be put in a bucket.");
        };
    }

    private static int hashLong(long value) {
        return finish(mix(mix(0, (int) value), (int) (value >>> 32)), 8);
    }

    private static int murmur3(ByteBuffer source) {
        ByteBuffer bytes = source.slice().order(ByteOrder.LITTLE_ENDIAN);
        int length = bytes.remaining();
        int hash = 0;
        while (bytes.remaining() >= 4) {
            hash = mix(hash, bytes.getInt());
        }
        int tail = 0;
        for (int shift = 0; bytes.hasRemaining(); shift += 8) {
            tail |= (bytes.get() & 0xff) << shift;
        }
        hash ^= scramble(tail);
        return finish(hash, length);
    }

    private static int scramble(int block) {
        return Integer.rotateLeft(block * C1, 15) * C2;
    }

    private static int mix(int hash, int block) {
        return Integer.rotateLeft(hash ^ scramble(block), 13) * 5 + 0xe6546b64;
    }

    private static int finish(int hash, int length) {
        int h = hash ^ length;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
