package io.shearwater.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** How often each of up to {@value #MOST} numbers of 64 bits is there. Not thread-safe. */
final class LongCounts {
    /** The most different numbers that are told apart. */
    static final int MOST = 1_000;

    private long[] keys = new long[16];
    private long[] counts = new long[16];
    private int size;

    /** What is done with each number. */
    interface Visitor {
        void value(long key, long count);
    }

    /**
     * Counts a number.
     *
     * @param hash of the number
     * @return false where it would be one too many: then nothing was counted
     */
    boolean add(long key, long hash, long times) {
        int mask = keys.length - 1;
        int at = (int) hash & mask;
        while (counts[at] != 0) {
            if (keys[at] == key) {
                counts[at] += times;
                return true;
            }
            at = (at + 1) & mask;
        }
        if (size == MOST) {
            return false;
        }
        keys[at] = key;
        counts[at] = times;
        size++;
        if (2 * size > keys.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldCounts = counts;
        keys = new long[2 * oldKeys.length];
        counts = new long[2 * oldKeys.length];
        size = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCounts[i] != 0) {
                add(oldKeys[i], Hashing.hash(oldKeys[i]), oldCounts[i]);
            }
        }
    }

    int size() {
        return size;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] != 0) {
                visitor.value(keys[i], counts[i]);
            }
        }
    }

    void write(DataOutput out) throws IOException {
        Varints.write(out, size);
        for (int i = 0; i < keys.length; i++) {
            if (counts[i] != 0) {
                Varints.writeSigned(out, keys[i]);
                Varints.write(out, counts[i]);
            }
        }
    }

    void read(DataInput in) throws IOException {
        int entries = Varints.count(in);
        for (int i = 0; i < entries; i++) {
            long key = Varints.readSigned(in);
            long times = Varints.read(in);
            if (times <= 0 || !add(key, Hashing.hash(key), times)) {
                throw new IOException("more than " + MOST + " counted values");
            }
        }
    }
}
