package io.shearwater.training;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import java.util.List;

/** The XXH64 of the typed bytes of a row's keys under a seed. Not thread-safe. */
final class RowHash {
    private final List<String> keys;
    private final long seed;
    private final TypedBytes bytes = new TypedBytes();

    RowHash(List<String> keys, long seed) {
        this.keys = keys;
        this.seed = seed;
    }

    /** The hash of each row. */
    long[] of(Frame frame) {
        Column[] columns = keys.stream().map(frame::column).toArray(Column[]::new);
        long[] hashes = new long[frame.rows()];
        for (int row = 0; row < hashes.length; row++) {
            bytes.clear();
            for (Column column : columns) {
                bytes.add(column, row);
            }
            hashes[row] = XxHash64.hash(bytes.array(), bytes.size(), seed);
        }
        return hashes;
    }
}
