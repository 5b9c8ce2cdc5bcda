package io.shearwater.spi;

import java.nio.ByteBuffer;

/** Receives rows through time. Must not call the store; buffers are valid during the call only. */
@FunctionalInterface
public interface OnlineHistoryRows {
    /**
     * A row.
     *
     * @param key the entity's encoded key, from position to limit
     * @param eventTime microseconds
     * @param value from position to limit, big-endian
     */
    void row(ByteBuffer key, long eventTime, long sequence, ByteBuffer value);
}
