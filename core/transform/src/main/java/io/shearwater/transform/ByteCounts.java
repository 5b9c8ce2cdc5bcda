package io.shearwater.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How often each of up to {@value LongCounts#MOST} byte strings of {@value #MOST_BYTES} bytes together is there. Not thread-safe. */
final class ByteCounts {
    /** The most bytes that are kept. */
    static final int MOST_BYTES = 1 << 16;

    private byte[] @Nullable [] keys = new byte[16][];
    private long[] hashes = new long[16];
    private long[] counts = new long[16];
    private int size;
    private int bytes;

    /** What is done with each byte string. */
    interface Visitor {
        void value(byte[] key, long hash, long count);
    }

    /**
     * Counts some bytes, which are copied if they are new.
     *
     * @param hash of the bytes
     * @return false where they would be too many: then nothing was counted
     */
    boolean add(byte[] from, int start, int length, long hash, long times) {
        int mask = keys.length - 1;
        int at = (int) hash & mask;
        for (byte[] key = keys[at]; key != null; key = keys[at]) {
            if (hashes[at] == hash && Arrays.equals(key, 0, key.length, from, start, start + length)) {
                counts[at] += times;
                return true;
            }
            at = (at + 1) & mask;
        }
        if (size == LongCounts.MOST || bytes + length > MOST_BYTES) {
            return false;
        }
        keys[at] = Arrays.copyOfRange(from, start, start + length);
        hashes[at] = hash;
        counts[at] = times;
        size++;
        bytes += length;
        if (2 * size > keys.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        byte[] @Nullable [] oldKeys = keys;
        long[] oldHashes = hashes;
        long[] oldCounts = counts;
        keys = new byte[2 * oldKeys.length][];
        hashes = new long[keys.length];
        counts = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != null) {
                int at = (int) oldHashes[i] & (keys.length - 1);
                while (keys[at] != null) {
                    at = (at + 1) & (keys.length - 1);
                }
                keys[at] = oldKeys[i];
                hashes[at] = oldHashes[i];
                counts[at] = oldCounts[i];
            }
        }
    }

    int size() {
        return size;
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < keys.length; i++) {
            byte[] key = keys[i];
            if (key != null) {
                visitor.value(key, hashes[i], counts[i]);
            }
        }
    }

    void write(DataOutput out) throws IOException {
        Varints.write(out, size);
        for (int i = 0; i < keys.length; i++) {
            byte[] key = keys[i];
            if (key != null) {
                Varints.write(out, key.length);
                out.write(key);
                Varints.write(out, counts[i]);
            }
        }
    }

    void read(DataInput in) throws IOException {
        int entries = Varints.count(in);
        for (int i = 0; i < entries; i++) {
            byte[] key = new byte[Varints.count(in)];
            in.readFully(key);
            long times = Varints.read(in);
            if (times <= 0 || !add(key, 0, key.length, Hashing.hash(key, 0, key.length), times)) {
                throw new IOException("more than " + LongCounts.MOST + " counted values");
            }
        }
    }
}
