package io.shearwater.spi;

import java.nio.ByteBuffer;

/** Receives rows from an {@link OnlineStore}. Must not call the store; buffers are valid during the call only. */
@FunctionalInterface
public interface OnlineRows {
    /**
     * A row.
     *
     * @param key the position of its key in the request
     * @param table the position of its table in the request
     * @param eventTime microseconds
     * @param value from position to limit, big-endian
     */
    void row(int key, int table, long eventTime, long sequence, ByteBuffer value);
}
