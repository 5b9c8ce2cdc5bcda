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

    long count();

    /** In ascending order, each once. */
    PrimitiveIterator.OfLong positions();
}
