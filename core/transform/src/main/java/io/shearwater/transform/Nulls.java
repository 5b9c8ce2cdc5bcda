package io.shearwater.transform;

import io.shearwater.model.Validity;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The nulls of a column and some more. Not thread-safe. */
final class Nulls {
    private final Validity given;
    private final int rows;
    private long @Nullable [] words;

    Nulls(Validity given, int rows) {
        this.given = given;
        this.rows = rows;
    }

    /** Makes a row null. */
    void set(int row) {
        if (given.isValid(row)) {
            long[] own = words == null ? copied() : words;
            own[row >>> 6] &= ~(1L << row);
        }
    }

    private long[] copied() {
        long[] own = new long[(rows + 63) >>> 6];
        if (given.allValid()) {
            Arrays.fill(own, -1L);
        } else {
            for (int row = 0; row < rows; row++) {
                if (given.isValid(row)) {
                    own[row >>> 6] |= 1L << row;
                }
            }
        }
        words = own;
        return own;
    }

    /** Which rows have a value. */
    Validity validity() {
        return words == null ? given : Validity.of(words);
    }
}
