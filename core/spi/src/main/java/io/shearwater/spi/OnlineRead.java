package io.shearwater.spi;

import java.util.List;

/**
 * Asks for the current rows of entities of one space: of each key and table the row with the greatest event time that is
 * not later than the table's bound.
 *
 * @param tables of one space, each at most once
 * @param upTo for each table, microseconds: rows with a later event time are not current yet
 * @param concurrently whether rows of different keys may be given by several threads at once; those of one key are not
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OnlineRead(List<byte[]> keys, List<OnlineTable> tables, long[] upTo, boolean concurrently) {
    public OnlineRead {
        if (tables.size() != upTo.length) {
            throw new IllegalArgumentException(tables.size() + " tables and " + upTo.length + " bounds");
        }
    }

    /** A request whose rows are given one after the other. */
    public OnlineRead(List<byte[]> keys, List<OnlineTable> tables, long[] upTo) {
        this(keys, tables, upTo, false);
    }
}
