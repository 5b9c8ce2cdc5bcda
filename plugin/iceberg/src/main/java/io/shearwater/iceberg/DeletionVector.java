package io.shearwater.iceberg;

import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/** A file's deleted positions as a deletion vector keeps them; read when they are first asked for. Thread-safe. */
final class DeletionVector implements DeletedRows {
    private final DeleteFile vector;
    private final FileIO io;
    private volatile @Nullable PositionDeleteIndex index;

    DeletionVector(DeleteFile vector, FileIO io) {
        this.vector = vector;
        this.io = io;
    }

    @Override
    public long count() {
        return vector.recordCount();
    }

    @Override
    public PrimitiveIterator.OfLong positions() {
        return new Positions(index(), count());
    }

    /** The positions with the vector they came from. */
    PositionDeleteIndex index() {
        PositionDeleteIndex known = index;
        if (known == null) {
            known = read();
            index = known;
        }
        return known;
    }

    private PositionDeleteIndex read() {
        Long offset = vector.contentOffset();
        Long length = vector.contentSizeInBytes();
        if (offset == null || length == null) {
            throw SpiError.BAD_FILE.because("The deletion vector in " + vector.location() + " says not where it lies.");
        }
        byte[] bytes = new byte[Math.toIntExact(length)];
        try (SeekableInputStream in = io.newInputFile(vector.location()).newStream()) {
            in.seek(offset);
            if (in.readNBytes(bytes, 0, bytes.length) != bytes.length) {
                throw SpiError.BAD_FILE.because("The file " + vector.location() + " ends inside a deletion vector.");
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return PositionDeleteIndex.deserialize(bytes, vector);
    }

    /** Walks a bitmap, which can only be asked for ranges, in windows of it. */
    private static final class Positions implements PrimitiveIterator.OfLong {
        private static final int WINDOW = 1 << 16;

        private final PositionDeleteIndex index;
        private final long[] window = new long[WINDOW];
        private long left;
        private long nextWindow;
        private int filled;
        private int at;

        Positions(PositionDeleteIndex index, long count) {
            this.index = index;
            this.left = count;
        }

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public long nextLong() {
            if (left == 0) {
                throw new NoSuchElementException();
            }
            while (at == filled) {
                at = 0;
                filled = 0;
                index.forEachInRange(nextWindow, nextWindow + WINDOW, position -> window[filled++] = position);
                nextWindow += WINDOW;
            }
            left--;
            return window[at++];
        }
    }
}
