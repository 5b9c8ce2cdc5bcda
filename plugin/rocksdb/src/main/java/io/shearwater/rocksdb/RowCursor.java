package io.shearwater.rocksdb;

import io.shearwater.spi.OnlineTable.Retention;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Walks the entries of one column family over one state of the database, with buffers that are reused. Not thread-safe.
 */
final class RowCursor implements AutoCloseable {
    /** Bytes of a value before the encoded row. */
    static final int VALUE_HEAD = 1 + Long.BYTES;
    /** First byte of the value of a row; a deletion has 0. */
    static final byte LIVE = 1;

    private final RocksIterator iterator;
    private final Database database;
    private final int entityStart;
    private final int entityTail;
    private byte[] key = new byte[64];
    private int keyLength;
    private ByteBuffer keyView = ByteBuffer.wrap(key);
    private ByteBuffer entityView = ByteBuffer.wrap(key);
    private byte[] value = new byte[512];
    private ByteBuffer valueView = ByteBuffer.wrap(value);
    private boolean valid;

    RowCursor(Database database, Retention retention, ReadOptions options) {
        this.database = database;
        RocksDB rocks = database.rocks();
        this.iterator = rocks.newIterator(database.family(retention), options);
        this.entityStart = retention == Retention.LATEST ? RowKey.LATEST_HEAD : RowKey.ALL_HEAD;
        this.entityTail = RowKey.ENTRY + (retention == Retention.LATEST ? RowKey.TABLE : 0);
    }

    /** Goes to the first entry whose key is not less; false at the end. */
    boolean seek(byte[] target) {
        iterator.seek(target);
        return load();
    }

    /** Goes on; false at the end. */
    boolean next() {
        iterator.next();
        return load();
    }

    private boolean load() {
        valid = iterator.isValid();
        if (valid) {
            keyLength = iterator.key(key);
            if (keyLength > key.length) {
                key = new byte[Math.max(keyLength, 2 * key.length)];
                keyView = ByteBuffer.wrap(key);
                entityView = ByteBuffer.wrap(key);
                keyLength = iterator.key(key);
            }
        } else {
            requireNoFailure();
        }
        return valid;
    }

    private void requireNoFailure() {
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw database.failure("reading", e);
        }
    }

    boolean valid() {
        return valid;
    }

    /** Whether the key begins with these bytes. */
    boolean startsWith(byte[] prefix) {
        return keyLength >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Whether the entry is one of the entity whose entries have this prefix, and not of one with a longer key. */
    boolean isEntryOf(byte[] prefix) {
        return valid && keyLength == prefix.length + RowKey.ENTRY && startsWith(prefix);
    }

    /** Whether the entry is one of an entity, of any group of the space: the prefix is space and key. */
    boolean isOfEntity(byte[] entity) {
        return valid && keyLength == entity.length + entityTail && startsWith(entity);
    }

    int group() {
        return intAt(tableAt());
    }

    int generation() {
        return intAt(tableAt() + Integer.BYTES);
    }

    private int tableAt() {
        return entityStart == RowKey.LATEST_HEAD ? keyLength - entityTail : RowKey.LATEST_HEAD;
    }

    boolean isRowEntry() {
        return key[keyLength - RowKey.ENTRY] == RowKey.ROW;
    }

    long eventTime() {
        return RowKey.inverted(longAt(keyLength - Long.BYTES));
    }

    /** The encoded key of the entity; valid until the cursor moves. */
    ByteBuffer entity() {
        return entityView.clear().position(entityStart).limit(keyLength - entityTail);
    }

    /** A copy of the key up to the kind: where this entity's entries of this table begin. */
    byte[] prefixCopy() {
        return Arrays.copyOf(key, keyLength - RowKey.ENTRY);
    }

    byte[] keyCopy() {
        return Arrays.copyOf(key, keyLength);
    }

    /** Reads the value; {@link #isLive}, {@link #sequence} and {@link #row} tell what it holds. */
    RowCursor readValue() {
        int length = iterator.value(value);
        if (length > value.length) {
            value = new byte[Math.max(length, 2 * value.length)];
            valueView = ByteBuffer.wrap(value);
            length = iterator.value(value);
        }
        valueView.clear().limit(length);
        return this;
    }

    /** Reads the first bytes of the value, which are enough for {@link #isLive} and {@link #sequence}. */
    RowCursor readValueHead() {
        iterator.value(value, 0, VALUE_HEAD);
        valueView.clear().limit(VALUE_HEAD);
        return this;
    }

    boolean isLive() {
        return value[0] == LIVE;
    }

    long sequence() {
        return valueView.getLong(1);
    }

    /** The encoded row; valid until the cursor moves. */
    ByteBuffer row() {
        return valueView.position(VALUE_HEAD);
    }

    private int intAt(int at) {
        return keyView.getInt(at);
    }

    private long longAt(int at) {
        return keyView.getLong(at);
    }

    @Override
    public void close() {
        iterator.close();
    }
}
