package io.shearwater.api;

import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * How a write is done.
 *
 * @param idempotencyKey a write with a key that the group has seen returns the earlier commit and writes nothing
 * @param progress is told the number of rows written so far
 */
public record WriteOptions(Optional<String> idempotencyKey, LongConsumer progress) {
    public static WriteOptions plain() {
        return new WriteOptions(Optional.empty(), rows -> {});
    }

    public WriteOptions withKey(String key) {
        return new WriteOptions(Optional.of(key), progress);
    }

    public WriteOptions withProgress(LongConsumer listener) {
        return new WriteOptions(idempotencyKey, listener);
    }
}
