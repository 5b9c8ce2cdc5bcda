package io.shearwater.rocksdb;

import io.shearwater.spi.OnlineMutation.PutRow;
import io.shearwater.spi.OnlineTable;
import io.shearwater.spi.OnlineTable.Retention;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.EnvOptions;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/** Writes sorted rows into files and hands them to the database in one step. */
final class Loader {
    private static final long FILE_BYTES = 512L << 20;
    private static final int ROWS_BETWEEN_CHECKS = 4_096;

    private final Database database;
    private final Path directory;

    /** Files are made in a directory of their own beside the database's; what lies there is of a load that did not end. */
    Loader(Database database, Path directory) {
        this.database = database;
        this.directory = directory.resolve("loading");
    }

    /** Makes an empty directory for files. */
    void clear() {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw SpiError.IO.because("The directory " + directory + " could not be emptied: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw SpiError.IO.because("The directory " + directory + " could not be listed: " + e.getMessage(), e);
        }
    }

    void load(OnlineTable table, int generation, int space, long settled, Iterator<PutRow> sorted) {
        List<String> files = new ArrayList<>();
        boolean finished = false;
        try (EnvOptions environment = new EnvOptions();
                IngestExternalFileOptions options = new IngestExternalFileOptions()) {
            RowOrder rows = new RowOrder(table, settled, sorted);
            while (rows.hasMore()) {
                Path file = directory.resolve(table.group() + "-" + generation + "-" + files.size() + ".sst");
                files.add(file.toString());
                try (SstFileWriter writer = new SstFileWriter(environment, database.loadOptions())) {
                    writer.open(file.toString());
                    fill(writer, rows, table, generation, space);
                    writer.finish();
                }
            }
            if (!files.isEmpty()) {
                options.setMoveFiles(true);
                database.rocks().ingestExternalFile(database.family(table.retention()), files, options);
            }
            finished = true;
        } catch (RocksDBException e) {
            throw database.failure("loading", e);
        } finally {
            if (!finished) {
                clear();
            }
        }
    }

    private static void fill(SstFileWriter writer, RowOrder rows, OnlineTable table, int generation, int space)
            throws RocksDBException {
        for (int count = 1; rows.hasMore(); count++) {
            PutRow row = rows.take();
            byte[] prefix = RowKey.prefix(table.retention(), space, table.group(), generation, row.key());
            writer.put(RowKey.row(prefix, row.eventTime()), EntityRows.entry(row.sequence(), row.value()));
            if (count % ROWS_BETWEEN_CHECKS == 0 && writer.fileSize() > FILE_BYTES) {
                return;
            }
        }
    }

    /** The rows that the table keeps, checked to be in order. */
    private static final class RowOrder {
        private final OnlineTable table;
        private final long settled;
        private final Iterator<PutRow> sorted;
        private @Nullable PutRow last;
        private @Nullable PutRow next;

        RowOrder(OnlineTable table, long settled, Iterator<PutRow> sorted) {
            this.table = table;
            this.settled = settled;
            this.sorted = sorted;
            advance();
        }

        boolean hasMore() {
            return next != null;
        }

        PutRow take() {
            PutRow taken = Objects.requireNonNull(next);
            advance();
            return taken;
        }

        private void advance() {
            PutRow before = next == null ? last : next;
            next = null;
            while (next == null && sorted.hasNext()) {
                PutRow candidate = sorted.next();
                requireOrder(last, candidate);
                last = candidate;
                boolean superseded = table.retention() == Retention.LATEST
                        && before != null
                        && before.eventTime() <= settled
                        && Arrays.equals(before.key(), candidate.key());
                if (!superseded) {
                    next = candidate;
                }
            }
        }

        private void requireOrder(@Nullable PutRow previous, PutRow candidate) {
            if (previous == null) {
                return;
            }
            int order = Arrays.compareUnsigned(previous.key(), candidate.key());
            if (order > 0 || (order == 0 && previous.eventTime() <= candidate.eventTime())) {
                throw SpiError.INTERNAL.because("Rows to load into online table " + table.group()
                        + " are out of order: event time " + candidate.eventTime() + " follows "
                        + previous.eventTime() + (order == 0 ? " of the same key." : " of a greater key."));
            }
        }
    }
}
