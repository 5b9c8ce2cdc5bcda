package io.shearwater.spi;

import java.nio.ByteBuffer;

/** Receives rows from an {@link OnlineStore}. Buffers are valid during the call only. */
public interface OnlineRows {
    /**
     * A row.
     *
     * @param key the position of its key in the request
     * @param table the position of its table in the request
     */
    void row(int key, int table, long eventTime, long sequence, ByteBuffer value);
}
