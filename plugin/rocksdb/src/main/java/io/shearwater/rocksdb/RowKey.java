package io.shearwater.rocksdb;

import io.shearwater.spi.OnlineTable.Retention;
import java.util.Arrays;

/**
 * The place of an entity's entries of one group and generation: a prefix, after which a kind and a time tell the entries
 * apart, newest row first. The whole layout is in {@code docs/format/online.md}.
 */
final class RowKey {
    /** Bytes after the prefix: kind and time. */
    static final int ENTRY = 1 + Long.BYTES;
    /** Bytes of a group and a generation. */
    static final int TABLE = 2 * Integer.BYTES;
    /** Bytes before the entity's key where rows lie by entity. */
    static final int LATEST_HEAD = Integer.BYTES;
    /** Bytes before the entity's key where rows lie by group. */
    static final int ALL_HEAD = Integer.BYTES + TABLE;
    /** Kind of the entry that notes the deletion of a whole entity. */
    static final byte ENTITY = 0;
    /** Kind of the entry of a row or of its deletion. */
    static final byte ROW = 1;

    private RowKey() {}

    /** Where the entries of an entity begin. */
    static byte[] prefix(Retention retention, int space, int group, int generation, byte[] entity) {
        byte[] prefix = new byte[LATEST_HEAD + entity.length + TABLE];
        putInt(prefix, 0, space);
        int table = retention == Retention.LATEST ? LATEST_HEAD + entity.length : LATEST_HEAD;
        int key = retention == Retention.LATEST ? LATEST_HEAD : ALL_HEAD;
        System.arraycopy(entity, 0, prefix, key, entity.length);
        putInt(prefix, table, group);
        putInt(prefix, table + Integer.BYTES, generation);
        return prefix;
    }

    /** Where the entities of a space begin whose key begins with these bytes. */
    static byte[] entities(int space, byte[] keyPrefix) {
        byte[] prefix = new byte[LATEST_HEAD + keyPrefix.length];
        putInt(prefix, 0, space);
        System.arraycopy(keyPrefix, 0, prefix, LATEST_HEAD, keyPrefix.length);
        return prefix;
    }

    /** The key of the deletion of an entity. */
    static byte[] entity(byte[] prefix) {
        return Arrays.copyOf(prefix, prefix.length + ENTRY);
    }

    /** The key of the row of an event time. */
    static byte[] row(byte[] prefix, long eventTime) {
        byte[] key = Arrays.copyOf(prefix, prefix.length + ENTRY);
        key[prefix.length] = ROW;
        putLong(key, prefix.length + 1, inverted(eventTime));
        return key;
    }

    /** An event time as unsigned bytes that sort newest first, and back. */
    static long inverted(long eventTime) {
        return eventTime ^ Long.MAX_VALUE;
    }

    static void putInt(byte[] bytes, int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    static void putLong(byte[] bytes, int at, long value) {
        putInt(bytes, at, (int) (value >>> 32));
        putInt(bytes, at + Integer.BYTES, (int) value);
    }
}
