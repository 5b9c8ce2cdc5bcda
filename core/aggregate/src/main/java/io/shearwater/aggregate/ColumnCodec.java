package io.shearwater.aggregate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the values of at most {@value #BLOCK} events lie in bytes, column by column (docs/format/online-rows.md): numbers as what
 * they exceed the least one by, in as many bits as the greatest needs; doubles with few decimals as such numbers; texts by their
 * number in a list. Not thread-safe.
 */
final class ColumnCodec {
    /** Events of a block. */
    static final int BLOCK = 32;

    private static final long[] UNITS = {1, 1_000, 1_000_000};
    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6};
    private static final int RAW = 15;
    private static final double MOST = 1L << 51;

    private static final int ALL = 0;
    private static final int NONE = 1;
    private static final int SOME = 2;

    private final long[] words = new long[BLOCK];
    private final Object[] objects = new Object[BLOCK];

    // ---- numbers

    static void putNumbers(StateSink sink, long[] values, int count) {
        long least = Long.MAX_VALUE;
        long greatest = Long.MIN_VALUE;
        for (int i = 0; i < count; i++) {
            least = Math.min(least, values[i]);
            greatest = Math.max(greatest, values[i]);
        }
        if (count == 0) {
            return;
        }
        int width = Long.SIZE - Long.numberOfLeadingZeros(greatest - least);
        sink.putSigned(least);
        sink.putByte(width);
        long[] over = new long[count];
        for (int i = 0; i < count; i++) {
            over[i] = values[i] - least;
        }
        sink.putPacked(over, count, width);
    }

    static void takeNumbers(StateSource source, long[] into, int count) {
        if (count == 0) {
            return;
        }
        long least = source.takeSigned();
        source.takePacked(into, count, source.takeByte());
        if (least != 0) {
            for (int i = 0; i < count; i++) {
                into[i] += least;
            }
        }
    }

    /** Times that do not decrease; the first one is known elsewhere. */
    void putTimes(StateSink sink, long[] times, int from, int count) {
        int unit = UNITS.length - 1;
        while (!isWhole(times, from, count, UNITS[unit])) {
            unit--;
        }
        for (int i = 1; i < count; i++) {
            words[i - 1] = (times[from + i] - times[from + i - 1]) / UNITS[unit];
        }
        sink.putByte(unit);
        putNumbers(sink, words, count - 1);
    }

    private static boolean isWhole(long[] times, int from, int count, long unit) {
        for (int i = 1; i < count; i++) {
            if ((times[from + i] - times[from + i - 1]) % unit != 0) {
                return false;
            }
        }
        return true;
    }

    void takeTimes(StateSource source, long first, long[] into, int count) {
        long unit = UNITS[source.takeByte()];
        takeNumbers(source, words, count - 1);
        long time = first;
        into[0] = first;
        for (int i = 1; i < count; i++) {
            time += words[i - 1] * unit;
            into[i] = time;
        }
    }

    // ---- truth

    static void putBits(StateSink sink, boolean[] values, int from, int count) {
        int bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= values[from + i] ? 1 << i : 0;
        }
        sink.putInt(bits);
    }

    // ---- values

    void putColumn(StateSink sink, Events.Values values, int from, int count) {
        int present = 0;
        for (int i = 0; i < count; i++) {
            if (values.present[from + i]) {
                words[present] = values.word(from + i);
                objects[present++] = values.kind.isObject() ? values.objects[from + i] : null;
            }
        }
        sink.putByte(present == count ? ALL : present == 0 ? NONE : SOME);
        if (present > 0 && present < count) {
            putBits(sink, values.present, from, count);
        }
        if (values.kind.isObject()) {
            putObjects(sink, values.kind, present);
        } else if (values.kind instanceof ValueKind.Doubles) {
            putDoubles(sink, present);
        } else {
            putNumbers(sink, words, present);
        }
    }

    void takeColumn(StateSource source, Events.Values into, int count) {
        int form = source.takeByte();
        int bits = form == ALL ? -1 : form == NONE ? 0 : source.takeInt();
        int present = Integer.bitCount(count == BLOCK ? bits : bits & ((1 << count) - 1));
        if (into.kind.isObject()) {
            takeObjects(source, into.kind, present);
        } else if (into.kind instanceof ValueKind.Doubles) {
            takeDoubles(source, present);
        } else {
            takeNumbers(source, words, present);
        }
        int at = 0;
        for (int i = 0; i < count; i++) {
            boolean isPresent = (bits >>> i & 1) != 0;
            into.present[i] = isPresent;
            if (into.kind.isObject()) {
                into.objects[i] = isPresent ? objects[at++] : null;
            } else {
                into.words[i] = isPresent ? words[at++] : 0;
            }
        }
    }

    private void putDoubles(StateSink sink, int count) {
        if (count == 0) {
            return;
        }
        long[] scaled = new long[count];
        int power = 0;
        while (power < POWERS.length && !isWhole(count, POWERS[power], scaled)) {
            power++;
        }
        if (power < POWERS.length) {
            sink.putByte(power);
            putNumbers(sink, scaled, count);
            return;
        }
        sink.putByte(RAW);
        for (int i = 0; i < count; i++) {
            sink.putLong(words[i]);
        }
    }

    /** Whether the doubles come back bit for bit from these whole numbers. */
    private boolean isWhole(int count, double power, long[] scaled) {
        for (int i = 0; i < count; i++) {
            double value = Double.longBitsToDouble(words[i]);
            double whole = Math.rint(value * power);
            if (!(Math.abs(whole) < MOST) || Double.doubleToRawLongBits((long) whole / power) != words[i]) {
                return false;
            }
            scaled[i] = (long) whole;
        }
        return true;
    }

    private void takeDoubles(StateSource source, int count) {
        if (count == 0) {
            return;
        }
        int power = source.takeByte();
        if (power == RAW) {
            for (int i = 0; i < count; i++) {
                words[i] = source.takeLong();
            }
            return;
        }
        takeNumbers(source, words, count);
        double divisor = POWERS[power];
        for (int i = 0; i < count; i++) {
            words[i] = Double.doubleToRawLongBits(words[i] / divisor);
        }
    }

    private void putObjects(StateSink sink, ValueKind kind, int count) {
        if (count == 0) {
            return;
        }
        Map<Object, Integer> numbers = new HashMap<>();
        List<Object> listed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Integer known = numbers.putIfAbsent(objects[i], listed.size());
            if (known == null) {
                listed.add(objects[i]);
            }
            words[i] = known == null ? listed.size() - 1 : known;
        }
        sink.putByte(listed.size());
        listed.forEach(value -> kind.write(sink, 0, value));
        sink.putPacked(words, count, width(listed.size()));
    }

    private void takeObjects(StateSource source, ValueKind kind, int count) {
        if (count == 0) {
            return;
        }
        Object[] listed = new Object[source.takeByte()];
        for (int i = 0; i < listed.length; i++) {
            listed[i] = kind.takeObject(source);
        }
        source.takePacked(words, count, width(listed.length));
        for (int i = 0; i < count; i++) {
            objects[i] = listed[(int) words[i]];
        }
    }

    private static int width(int numbers) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(numbers - 1);
    }
}
