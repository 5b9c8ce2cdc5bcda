package io.shearwater.transform;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hashes of 64 bits that are the same for ever, since registers of them are stored. Numbers: the finaliser of SplitMix64
 * (Stafford's variant 13). Bytes: words of eight, the last filled up with zeros, each folded in by multiplication and the
 * finaliser; the length begins.
 */
public final class Hashing {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ODD = 0x9E3779B97F4A7C15L;

    private Hashing() {}

    /** The hash of a number. */
    public static long hash(long number) {
        return mix(number + ODD);
    }

    private static long mix(long number) {
        long mixed = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** The hash of some bytes of an array. */
    public static long hash(byte[] bytes, int start, int length) {
        long hash = mix(length + ODD);
        int at = start;
        int end = start + length;
        for (; at + 8 <= end; at += 8) {
            hash = mix((hash ^ (long) WORDS.get(bytes, at)) * ODD);
        }
        if (at < end) {
            long last = 0;
            for (int i = at; i < end; i++) {
                last |= (bytes[i] & 0xFFL) << (8 * (i - at));
            }
            hash = mix((hash ^ last) * ODD);
        }
        return hash;
    }
}
