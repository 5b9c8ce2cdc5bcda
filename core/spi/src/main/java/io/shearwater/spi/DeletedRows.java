package io.shearwater.spi;

import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

/** Positions of rows in one data file, from 0, that are deleted. Immutable. */
public interface DeletedRows {
    DeletedRows NONE = new DeletedRows() {
        @Override
        public long count() {
            return 0;
        }

        @Override
        public PrimitiveIterator.OfLong positions() {
            return LongStream.empty().iterator();
        }
    };

    /** These positions, ascending and distinct. */
    static DeletedRows of(long... positions) {
        long[] copy = positions.clone();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] < 0 || (i > 0 && copy[i] <= copy[i - 1])) {
                throw SpiError.INTERNAL.because("Deleted positions must ascend from 0; got " + copy[i] + " after "
                        + (i == 0 ? "nothing" : copy[i - 1]) + ".");
            }
        }
        return new DeletedRows() {
            @Override
            public long count() {
                return copy.length;
            }

            @Override
            public PrimitiveIterator.OfLong positions() {
                return LongStream.of(copy).iterator();
            }
        };
    }

    long count();

    /** In ascending order, each once. */
    PrimitiveIterator.OfLong positions();
}
