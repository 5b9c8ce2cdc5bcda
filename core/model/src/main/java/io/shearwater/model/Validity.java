package io.shearwater.model;

import java.util.Arrays;

/** Which rows of a column hold a value: one bit a row, set = a value, clear = null. Immutable once built. */
public final class Validity {
    /** Every row holds a value. */
    public static final Validity ALL = new Validity(new long[0], true);

    private final long[] words;
    private final boolean all;

    private Validity(long[] words, boolean all) {
        this.words = words;
        this.all = all;
    }

    /** From bits in words of 64, lowest bit first; takes ownership. A null-free caller passes {@link #ALL} instead. */
    public static Validity of(long[] words) {
        return new Validity(words, false);
    }

    /** Whether no row is null, as far as is known without a scan. */
    public boolean allValid() {
        return all;
    }

    public boolean isValid(int row) {
        return all || (words[row >>> 6] & (1L << row)) != 0;
    }

    public boolean isNull(int row) {
        return !isValid(row);
    }

    /** The number of nulls among the first {@code size} rows. */
    public int nullCount(int size) {
        if (all) {
            return 0;
        }
        int valid = 0;
        for (int row = 0; row < size; row++) {
            valid += isValid(row) ? 1 : 0;
        }
        return size - valid;
    }

    /** Collects validity row by row; costs nothing until the first null. */
    static final class Builder {
        private long[] words = new long[0];
        private boolean sawNull;
        private int size;

        void append(boolean valid) {
            if (!valid && !sawNull) {
                startWords();
            }
            if (sawNull) {
                if ((size >>> 6) >= words.length) {
                    words = Arrays.copyOf(words, Math.max(words.length * 2, (size >>> 6) + 1));
                }
                if (valid) {
                    words[size >>> 6] |= 1L << size;
                }
            }
            size++;
        }

        private void startWords() {
            sawNull = true;
            words = new long[Math.max(16, (size >>> 6) + 1)];
            for (int row = 0; row < size; row++) {
                words[row >>> 6] |= 1L << row;
            }
        }

        Validity build() {
            return sawNull ? Validity.of(Arrays.copyOf(words, (size + 63) >>> 6)) : ALL;
        }
    }
}
