package io.shearwater.serving;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Divides entities and requests: a number from 0 to 1 that is the same for the same texts in every process and version. FNV-1a of 64
 * bits over the UTF-8 bytes of the texts, each followed by a zero byte, then the finaliser of MurmurHash3; its upper 53 bits
 * are the digits behind the point. The first text is the name of the deployment, so that deployments divide independently.
 */
final class EntityHash {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long hash = OFFSET;

    EntityHash add(@Nullable Object value) {
        for (byte next : text(value).getBytes(StandardCharsets.UTF_8)) {
            add(next);
        }
        add((byte) 0);
        return this;
    }

    /** The same number is the same text, whatever its type. */
    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number -> number.stripTrailingZeros().toPlainString();
            default -> value.toString();
        };
    }

    private void add(byte next) {
        hash = (hash ^ (next & 0xff)) * PRIME;
    }

    /** From 0, which it may be, to 1, which it is not. */
    double share() {
        long mixed = hash;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        mixed ^= mixed >>> 33;
        return (mixed >>> 11) * 0x1.0p-53;
    }
}
