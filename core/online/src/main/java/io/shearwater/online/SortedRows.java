package io.shearwater.online;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.OnlineMutation.PutRow;
import io.shearwater.spi.OnlineTable.Retention;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts more rows than memory holds: sorted runs in temporary files, merged once. Not thread-safe; closing removes the files.
 */
final class SortedRows implements AutoCloseable {
    /** What a row costs on the heap beside its bytes: two arrays' headers, and its places in the lists. */
    private static final int ROW_COST = 96;

    private static final int BUFFER = 1 << 17;

    private final LoadSpace space;
    private final Retention retention;
    private final long settled;
    private final List<Path> files = new ArrayList<>();
    private final List<Source> open = new ArrayList<>();
    private KeyedRows rows = new KeyedRows(1_024);
    private List<byte[]> values = new ArrayList<>();
    private long bytes;

    SortedRows(LoadSpace space, Retention retention, long settled) {
        this.space = space;
        this.retention = retention;
        this.settled = settled;
    }

    void add(byte[] key, long time, long sequence, byte[] value) {
        rows.add(key, time, sequence);
        values.add(value);
        bytes += key.length + value.length + ROW_COST;
        if (bytes > space.memory()) {
            spill();
        }
    }

    /** All rows that matter, by key, then from the newest to the oldest. Called once, after the last {@link #add}. */
    Iterator<PutRow> sorted() {
        Iterator<PutRow> inMemory = inMemory();
        if (files.isEmpty()) {
            return inMemory;
        }
        PriorityQueue<Run> runs = new PriorityQueue<>();
        for (Path file : files) {
            Source source = fromFile(file);
            open.add(source);
            runs.add(new Run(open.size(), source));
        }
        if (inMemory.hasNext()) {
            runs.add(new Run(open.size() + 1, new Source() {
                @Override
                public @Nullable PutRow next() {
                    return inMemory.hasNext() ? inMemory.next() : null;
                }

                @Override
                public void close() {}
            }));
        }
        return new Merge(runs, new Survivors(retention, settled));
    }

    private Iterator<PutRow> inMemory() {
        int[] order = rows.ordered(retention, settled);
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < order.length;
            }

            @Override
            public PutRow next() {
                if (at == order.length) {
                    throw new NoSuchElementException();
                }
                int row = order[at++];
                return new PutRow(rows.key(row), rows.time(row), rows.sequence(row), values.get(row));
            }
        };
    }

    private void spill() {
        try {
            Files.createDirectories(space.directory());
            Path file = Files.createTempFile(space.directory(), "online-", ".run");
            files.add(file);
            try (DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER))) {
                for (Iterator<PutRow> sorted = inMemory(); sorted.hasNext(); ) {
                    PutRow row = sorted.next();
                    out.writeInt(row.key().length);
                    out.write(row.key());
                    out.writeLong(row.eventTime());
                    out.writeLong(row.sequence());
                    out.writeInt(row.value().length);
                    out.write(row.value());
                }
            }
        } catch (IOException failed) {
            throw failure(failed);
        }
        rows = new KeyedRows(rows.size());
        values = new ArrayList<>(values.size());
        bytes = 0;
    }

    private Source fromFile(Path file) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER));
            return new Source() {
                @Override
                public @Nullable PutRow next() throws IOException {
                    int length;
                    try {
                        length = in.readInt();
                    } catch (EOFException end) {
                        return null;
                    }
                    byte[] key = in.readNBytes(length);
                    return new PutRow(key, in.readLong(), in.readLong(), in.readNBytes(in.readInt()));
                }

                @Override
                public void close() throws IOException {
                    in.close();
                }
            };
        } catch (IOException failed) {
            throw failure(failed);
        }
    }

    @Override
    public void close() {
        IOException failure = null;
        for (Source source : open) {
            try {
                source.close();
            } catch (IOException failed) {
                failure = failed;
            }
        }
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException failed) {
                failure = failed;
            }
        }
        if (failure != null) {
            throw failure(failure);
        }
    }

    private ShearwaterException failure(IOException cause) {
        return OnlineError.IO.because(
                "Sorting rows for the online store in " + space.directory() + " failed: " + cause.getMessage()
                        + ". Make sure that there is space and permission to write.",
                cause);
    }

    /** Rows of one run; null at the end. */
    private interface Source {
        @Nullable
        PutRow next() throws IOException;

        void close() throws IOException;
    }

    /** A run at its next row; runs order by it, of equal rows the one added last first. */
    private final class Run implements Comparable<Run> {
        private final int number;
        private final Source source;
        private @Nullable PutRow row;

        Run(int number, Source source) {
            this.number = number;
            this.source = source;
            advance();
        }

        boolean advance() {
            try {
                row = source.next();
            } catch (IOException failed) {
                throw failure(failed);
            }
            return row != null;
        }

        PutRow row() {
            if (row == null) {
                throw new NoSuchElementException();
            }
            return row;
        }

        @Override
        public int compareTo(Run other) {
            int order = Arrays.compareUnsigned(row().key(), other.row().key());
            if (order == 0) {
                order = Long.compare(other.row().eventTime(), row().eventTime());
            }
            if (order == 0) {
                order = Long.compare(other.row().sequence(), row().sequence());
            }
            return order == 0 ? Integer.compare(other.number, number) : order;
        }
    }

    private static final class Merge implements Iterator<PutRow> {
        private final PriorityQueue<Run> runs;
        private final Survivors survivors;
        private @Nullable PutRow next;

        Merge(PriorityQueue<Run> runs, Survivors survivors) {
            this.runs = runs;
            this.survivors = survivors;
        }

        @Override
        public boolean hasNext() {
            while (next == null && !runs.isEmpty()) {
                Run first = runs.remove();
                PutRow row = first.row();
                if (first.advance()) {
                    runs.add(first);
                }
                if (survivors.keep(row.key(), row.eventTime(), row.sequence())) {
                    next = row;
                }
            }
            return next != null;
        }

        @Override
        public PutRow next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            PutRow row = next;
            next = null;
            return row;
        }
    }
}
