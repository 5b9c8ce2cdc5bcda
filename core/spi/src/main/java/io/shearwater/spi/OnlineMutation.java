package io.shearwater.spi;

/**
 * A change online. Of two changes with the same key and event time the one with the greater sequence wins; with the same
 * sequence a put wins over a deletion. Applying one again, or applying an older one later, therefore changes nothing.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a wrapper would cost an object for each row written
public sealed interface OnlineMutation {
    /** The entity's key, encoded so that no key of a space begins with another one. */
    byte[] key();

    /** The place of the change in the order of the group's writes. */
    long sequence();

    /**
     * A row.
     *
     * @param eventTime microseconds; 0 in groups without an event time
     */
    record PutRow(byte[] key, long eventTime, long sequence, byte[] value) implements OnlineMutation {}

    /** The row of this event time is gone, and stays gone for writes of a smaller sequence. */
    record DeleteRow(byte[] key, long eventTime, long sequence) implements OnlineMutation {}

    /**
     * Every row of this key with a smaller sequence is gone, and stays gone for writes of a smaller sequence, of any event
     * time. Rows that history still has follow as puts with this sequence.
     */
    record DeleteEntity(byte[] key, long sequence) implements OnlineMutation {}
}
