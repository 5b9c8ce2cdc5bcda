package io.shearwater.model;

import java.util.Arrays;
import java.util.List;

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

    /** The bits of {@code count} rows (1 to 64) from {@code row} on, the first row's lowest. */
    private long bits(int row, int count) {
        if (all) {
            return ones(count);
        }
        int shift = row & 63;
        long bits = words[row >>> 6] >>> shift;
        if (shift + count > 64) {
            bits |= words[(row >>> 6) + 1] << (64 - shift);
        }
        return bits & ones(count);
    }

    private static long ones(int count) {
        return -1L >>> (64 - count);
    }

    /** The number of nulls among the first {@code size} rows. */
    public int nullCount(int size) {
        if (all) {
            return 0;
        }
        int valid = 0;
        for (int word = 0; word < size >>> 6; word++) {
            valid += Long.bitCount(words[word]);
        }
        if ((size & 63) != 0) {
            valid += Long.bitCount(words[size >>> 6] << (64 - (size & 63)));
        }
        return size - valid;
    }

    /** Rows {@code start} (inclusive) to {@code end} (exclusive); {@link #ALL} if none of them is null. */
    Validity slice(int start, int end) {
        if (all) {
            return ALL;
        }
        Builder copy = new Builder();
        copy.appendAll(this, start, end);
        return copy.build();
    }

    /** The validity of columns end to end. */
    static Validity concat(List<Column> pieces, int size) {
        if (pieces.stream().allMatch(piece -> piece.validity().all)) {
            return ALL;
        }
        Builder all = new Builder();
        all.reserve(size);
        for (Column piece : pieces) {
            all.appendAll(piece.validity(), 0, piece.size());
        }
        return all.build();
    }

    /** Collects validity row by row; costs nothing until the first null. */
    static final class Builder {
        private long[] words = new long[0];
        private boolean sawNull;
        private int expected;
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

        /** Rows of another column, 64 at a time. */
        void appendAll(Validity other, int start, int end) {
            for (int row = start; row < end; row += 64) {
                int count = Math.min(64, end - row);
                appendBits(other.bits(row, count), count);
            }
        }

        /** Appends the lowest {@code count} bits, 1 to 64 of them. */
        private void appendBits(long bits, int count) {
            if (!sawNull) {
                if (bits == ones(count)) {
                    size += count;
                    return;
                }
                startWords();
            }
            reserve(size + count);
            words[size >>> 6] |= bits << size;
            int free = 64 - (size & 63);
            if (free < count) {
                words[(size >>> 6) + 1] |= bits >>> free;
            }
            size += count;
        }

        /** Makes room for so many rows, once there are words at all. */
        void reserve(int rows) {
            int wanted = (rows + 63) >>> 6;
            if (sawNull && wanted > words.length) {
                words = Arrays.copyOf(words, Math.max(words.length * 2, wanted));
            } else if (!sawNull) {
                expected = Math.max(expected, wanted);
            }
        }

        /** Forgets rows from {@code rows} on. */
        void cut(int rows) {
            size = rows;
            if (sawNull) {
                int keep = Math.min(words.length, (rows + 63) >>> 6);
                Arrays.fill(words, keep, words.length, 0);
                if ((rows & 63) != 0) {
                    words[rows >>> 6] &= ones(rows & 63);
                }
            }
        }

        private void startWords() {
            sawNull = true;
            words = new long[Math.max(Math.max(16, expected), (size >>> 6) + 1)];
            Arrays.fill(words, 0, size >>> 6, -1L);
            if ((size & 63) != 0) {
                words[size >>> 6] = ones(size & 63);
            }
        }

        Validity build() {
            return sawNull ? Validity.of(Arrays.copyOf(words, (size + 63) >>> 6)) : ALL;
        }
    }
}
