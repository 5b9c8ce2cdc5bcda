package io.shearwater.offline;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.DeletedRows;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import org.roaringbitmap.IntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Collects positions of rows by data file, in compressed bitmaps. A data file has fewer than 2^31 rows. */
final class Positions {
    private final Map<String, RoaringBitmap> byFile = new HashMap<>();
    private long count;

    /** Adds the rows that a reader with the columns {@code _file} and {@code _row} gives; closes it. */
    Positions addAll(FrameReader reader) {
        try (reader) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                add(next.get());
            }
        }
        return this;
    }

    private void add(Frame frame) {
        Column.Bytes files = (Column.Bytes) frame.column(HiddenColumns.FILE.name());
        Column.Longs rows = (Column.Longs) frame.column(HiddenColumns.ROW.name());
        String previous = "";
        RoaringBitmap bitmap = new RoaringBitmap();
        for (int i = 0; i < frame.rows(); i++) {
            String file = files.text(i);
            if (!file.equals(previous)) {
                bitmap = byFile.computeIfAbsent(file, name -> new RoaringBitmap());
                previous = file;
            }
            if (bitmap.checkedAdd(Math.toIntExact(rows.values()[i]))) {
                count++;
            }
        }
    }

    long count() {
        return count;
    }

    boolean isEmpty() {
        return count == 0;
    }

    Map<String, DeletedRows> byFile() {
        Map<String, DeletedRows> deleted = new HashMap<>();
        byFile.forEach((file, bitmap) -> deleted.put(file, new BitmapRows(bitmap)));
        return deleted;
    }

    /** Positions in one file. */
    private record BitmapRows(RoaringBitmap bitmap) implements DeletedRows {
        @Override
        public long count() {
            return bitmap.getLongCardinality();
        }

        @Override
        public PrimitiveIterator.OfLong positions() {
            IntIterator ints = bitmap.getIntIterator();
            return new PrimitiveIterator.OfLong() {
                @Override
                public boolean hasNext() {
                    return ints.hasNext();
                }

                @Override
                public long nextLong() {
                    return Integer.toUnsignedLong(ints.next());
                }
            };
        }
    }
}
