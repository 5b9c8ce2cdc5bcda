package io.shearwater.aggregate;

import io.shearwater.transform.Hashing;
import java.util.Arrays;
import java.util.List;

/**
 * A row of tiles as it lies in bytes (docs/format/online-rows.md): of a leaf its blocks of events, of a stretch that is cut its
 * parts. Reads in place. Not thread-safe.
 */
final class TileRow {
    /** Of these bytes and of all states in them. */
    static final int FORMAT = 2;

    private static final int LEAF = 0;
    private static final int CUT = 1;

    private static final int KIND = 4;
    private static final int STAMP = 6;
    private static final int SEQUENCE = 14;
    private static final int COUNT = 22;
    private static final int HEAD = 26;

    private static final int NEWEST = 8;
    private static final int EVENTS = 16;
    private static final int SUMMARY = 20;
    private static final int DATA = 24;
    private static final int BLOCK_ENTRY = 28;

    private static final int PART_EVENTS = 16;
    private static final int PART_SEQUENCE = 24;
    private static final int PART_ID = 32;
    private static final int PART_STAMP = 40;
    private static final int PART_LEVEL = 48;
    private static final int PART_CUT = 49;
    private static final int PART_SUMMARY = 50;
    private static final int PART_ENTRY = 54;

    /**
     * A part of a stretch that is cut.
     *
     * @param isCut whether that is cut too
     * @param stamp of that row
     * @param first when its first event happened
     * @param newest when its last one did
     */
    record Part(Stretch stretch, boolean isCut, long stamp, long first, long newest, Totals totals, byte[] summary) {
        long id() {
            return isCut ? stretch.node() : stretch.leaf();
        }
    }

    /** How many events there are, and the newest sequence of a commit. */
    record Totals(long events, long sequence) {}

    private byte[] bytes = new byte[0];
    private int base;
    private int entries;
    private boolean isLeaf;
    private int entrySize;

    /** Over bytes from a place on; false where they are of another layout. */
    boolean over(byte[] newBytes, int start, int layout) {
        bytes = newBytes;
        base = start;
        if (bytes.length - start < HEAD || getInt(0) != header(layout)) {
            return false;
        }
        isLeaf = bytes[base + KIND] == LEAF;
        entrySize = isLeaf ? BLOCK_ENTRY : PART_ENTRY;
        entries = getInt(COUNT);
        return true;
    }

    static int header(int layout) {
        return FORMAT << 24 | layout;
    }

    boolean isLeaf() {
        return isLeaf;
    }

    int entries() {
        return entries;
    }

    /** Changes with whatever is in the row. */
    long stamp() {
        return getLong(STAMP);
    }

    long sequence() {
        return getLong(SEQUENCE);
    }

    private int getInt(int at) {
        return (int) StateSource.INTS.get(bytes, base + at);
    }

    private long getLong(int at) {
        return (long) StateSource.LONGS.get(bytes, base + at);
    }

    private int entry(int index) {
        return HEAD + index * entrySize;
    }

    long first(int index) {
        return getLong(entry(index));
    }

    long newest(int index) {
        return getLong(entry(index) + NEWEST);
    }

    /** How many events a block has. */
    int events(int block) {
        return getInt(entry(block) + EVENTS);
    }

    boolean hasSummary(int index) {
        return getInt(entry(index) + (isLeaf ? SUMMARY : PART_SUMMARY)) != 0;
    }

    StateSource summary(int index, StateSource source) {
        return source.over(bytes, base + getInt(entry(index) + (isLeaf ? SUMMARY : PART_SUMMARY)));
    }

    StateSource data(int block, StateSource source) {
        return source.over(bytes, base + getInt(entry(block) + DATA));
    }

    long partId(int index) {
        return getLong(entry(index) + PART_ID);
    }

    long partStamp(int index) {
        return getLong(entry(index) + PART_STAMP);
    }

    Part part(int index) {
        int entry = entry(index);
        long id = getLong(entry + PART_ID);
        Stretch stretch = new Stretch(bytes[base + entry + PART_LEVEL], (id ^ Long.MIN_VALUE) >>> 4);
        int from = base + getInt(entry + PART_SUMMARY);
        int to = index + 1 < entries ? base + getInt(entry(index + 1) + PART_SUMMARY) : bytes.length;
        return new Part(
                stretch,
                bytes[base + entry + PART_CUT] != 0,
                getLong(entry + PART_STAMP),
                first(index),
                newest(index),
                new Totals(getLong(entry + PART_EVENTS), getLong(entry + PART_SEQUENCE)),
                Arrays.copyOfRange(bytes, from, to));
    }

    /** A block as it was written; only where the row's bytes end with it. */
    Block block(int index) {
        int summary = getInt(entry(index) + SUMMARY);
        int data = getInt(entry(index) + DATA);
        boolean isLast = index + 1 == entries;
        int summaryEnd = isLast ? getInt(entry(0) + DATA) : getInt(entry(index + 1) + SUMMARY);
        int dataEnd = isLast ? bytes.length - base : getInt(entry(index + 1) + DATA);
        return new Block(
                first(index),
                newest(index),
                events(index),
                Arrays.copyOfRange(bytes, base + summary, base + summaryEnd),
                Arrays.copyOfRange(bytes, base + data, base + dataEnd));
    }

    // ---- writing

    /** The row of a stretch that is cut. */
    static byte[] node(int layout, int level, List<Part> parts) {
        long sequence =
                parts.stream().mapToLong(part -> part.totals().sequence()).max().orElseThrow();
        StateSink sink = head(layout, CUT | level << Byte.SIZE, sequence, parts.size());
        int at = HEAD + parts.size() * PART_ENTRY;
        for (Part part : parts) {
            sink.putLong(part.first());
            sink.putLong(part.newest());
            sink.putLong(part.totals().events());
            sink.putLong(part.totals().sequence());
            sink.putLong(part.id());
            sink.putLong(part.stamp());
            sink.putByte(part.stretch().level());
            sink.putByte(part.isCut() ? 1 : 0);
            sink.putInt(at);
            at += part.summary().length;
        }
        parts.forEach(part -> sink.putBytes(part.summary(), 0, part.summary().length));
        return stamped(sink.toBytes());
    }

    private static StateSink head(int layout, int form, long sequence, int entries) {
        StateSink sink = new StateSink();
        sink.putInt(header(layout));
        sink.putByte(form);
        sink.putByte(form >>> Byte.SIZE);
        sink.putLong(0);
        sink.putLong(sequence);
        sink.putInt(entries);
        return sink;
    }

    /** A block of a leaf, written. */
    record Block(long first, long newest, int events, byte[] summary, byte[] data) {}

    /** The row of a stretch that is not cut. */
    static byte[] leaf(int layout, long sequence, List<Block> blocks) {
        StateSink sink = head(layout, LEAF, sequence, blocks.size());
        int summary = HEAD + blocks.size() * BLOCK_ENTRY;
        int data = summary;
        for (Block block : blocks) {
            data += block.summary().length;
        }
        for (Block block : blocks) {
            sink.putLong(block.first());
            sink.putLong(block.newest());
            sink.putInt(block.events());
            sink.putInt(block.summary().length == 0 ? 0 : summary);
            sink.putInt(data);
            summary += block.summary().length;
            data += block.data().length;
        }
        blocks.forEach(block -> sink.putBytes(block.summary(), 0, block.summary().length));
        blocks.forEach(block -> sink.putBytes(block.data(), 0, block.data().length));
        return stamped(sink.toBytes());
    }

    private static byte[] stamped(byte[] row) {
        StateSource.LONGS.set(row, STAMP, Hashing.hash(row, SEQUENCE, row.length - SEQUENCE));
        return row;
    }
}
