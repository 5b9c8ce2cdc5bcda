package io.shearwater.online;

import io.shearwater.spi.OnlineTable.Retention;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Of rows that come by key, then newest first, then in falling sequence: which the store would keep. Leaving the others out
 * beforehand saves writing them. A row gives way only to one of at least its sequence, so that a newer one that a deletion
 * takes away cannot take an older one with it. Not thread-safe.
 */
final class Survivors {
    private final Retention retention;
    private final long settled;
    private byte @Nullable [] key;
    private long lastTime;
    private boolean current;
    private long currentSequence;

    Survivors(Retention retention, long settled) {
        this.retention = retention;
        this.settled = settled;
    }

    /** Whether the next row is kept. */
    boolean keep(byte[] nextKey, long time, long sequence) {
        if (key == null || !Arrays.equals(key, nextKey)) {
            key = nextKey;
            current = false;
        } else if (time == lastTime) {
            return false;
        }
        lastTime = time;
        if (retention == Retention.ALL || time > settled) {
            return true;
        }
        if (current && sequence <= currentSequence) {
            return false;
        }
        current = true;
        currentSequence = sequence;
        return true;
    }
}
