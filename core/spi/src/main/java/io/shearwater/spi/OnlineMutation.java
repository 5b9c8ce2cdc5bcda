package io.shearwater.spi;

/**
 * A change of one row online. Of two changes with the same key and event time the one with the greater sequence wins;
 * applying one again changes nothing.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a wrapper would cost an object for each row written
public sealed interface OnlineMutation {
    OnlineTable table();

    /** The entity's key, encoded. */
    byte[] key();

    /** Microseconds; 0 in groups without an event time. */
    long eventTime();

    long sequence();

    /** A row. */
    record PutRow(OnlineTable table, byte[] key, long eventTime, long sequence, byte[] value)
            implements OnlineMutation {}

    /** The row of this event time is gone. */
    record DeleteRow(OnlineTable table, byte[] key, long eventTime, long sequence) implements OnlineMutation {}

    /**
     * Every row of this key with a sequence not greater than this one is gone; rows that should stay follow as puts. The
     * event time is without meaning.
     */
    record DeleteEntity(OnlineTable table, byte[] key, long sequence) implements OnlineMutation {
        @Override
        public long eventTime() {
            return 0;
        }
    }
}
