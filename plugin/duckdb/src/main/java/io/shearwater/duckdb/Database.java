package io.shearwater.duckdb;

import io.shearwater.spi.Cancellation;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A DuckDB without tables of its own, confined to directories: it computes over files and over rows that Java brings.
 * Thread-safe; each execution uses a {@link Session} of its own.
 */
final class Database implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment database = arena.allocate(ValueLayout.ADDRESS);
    private final Path scratch;
    private boolean closed;

    private Database(Path scratch) {
        this.scratch = scratch;
    }

    /** Opens a database that may touch the options' directories and what lies outside them. */
    static Database open(DuckDbOptions options, Outside outside) {
        return open(options, outside, ZoneOffset.UTC);
    }

    /** The same, where days and hours are those of a zone. */
    static Database open(DuckDbOptions options, Outside outside, ZoneId zone) {
        Database database = new Database(scratchOf(options));
        try {
            database.start(options);
            database.confine(options, outside, zone);
            return database;
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    private static Path scratchOf(DuckDbOptions options) {
        try {
            Files.createDirectories(options.scratch());
            return Files.createTempDirectory(options.scratch(), "duckdb-");
        } catch (IOException failure) {
            throw SpiError.IO.because(
                    "The scratch directory " + options.scratch() + " can't be used: " + failure.getMessage(), failure);
        }
    }

    private void start(DuckDbOptions options) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("threads", Integer.toString(options.threads()));
        settings.put("memory_limit", options.memoryBytes() + "B");
        settings.put("temp_directory", scratch.toString());
        // Nothing is ever downloaded.
        settings.put("autoinstall_known_extensions", "false");
        settings.put("autoload_known_extensions", "false");
        try (Arena local = Arena.ofConfined()) {
            MemorySegment config = local.allocate(ValueLayout.ADDRESS);
            QueryApi.createConfig.call(config);
            settings.forEach((key, value) -> set(local, config.get(ValueLayout.ADDRESS, 0), key, value));
            MemorySegment error = local.allocate(ValueLayout.ADDRESS);
            int state = QueryApi.open.call(
                    local.allocateFrom(":memory:"), database, config.get(ValueLayout.ADDRESS, 0), error);
            QueryApi.destroyConfig.call(config);
            if (state != QueryApi.SUCCESS) {
                String message =
                        NativeLibrary.text(error.get(ValueLayout.ADDRESS, 0)).orElse("no reason given");
                QueryApi.free.call(error.get(ValueLayout.ADDRESS, 0));
                throw SpiError.INTERNAL.because("DuckDB could not be started: " + message);
            }
        }
    }

    private static void set(Arena local, MemorySegment config, String key, String value) {
        if (QueryApi.setConfig.call(config, local.allocateFrom(key), local.allocateFrom(value)) != QueryApi.SUCCESS) {
            throw SpiError.INTERNAL.because("DuckDB does not know the setting " + key + " = " + value + ".");
        }
    }

    private void confine(DuckDbOptions options, Outside outside, ZoneId zone) {
        List<String> directories = Stream.of(options.directories(), outside.directories(), List.of(scratch))
                .flatMap(Collection::stream)
                .map(Path::toString)
                .toList();
        List<String> files = outside.files().stream().map(Path::toString).toList();
        try (Session session = session(new Cancellation())) {
            FrameScan.register(session.pointer());
            ScalarFunctions.register(session.pointer());
            String place = zone.normalized().equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
            session.execute("SET GLOBAL TimeZone = " + Sql.text(place));
            if (options.scratchBytes() > 0) {
                // Given when the database is opened, this setting is shown and not obeyed.
                session.execute("SET GLOBAL max_temp_directory_size = '" + options.scratchBytes() + "B'");
            }
            // DuckDB knows no sizes here and takes each side for one row: a loop over all pairs could take for ever.
            for (String join : List.of("asof_loop", "nested_loop", "merge")) {
                session.execute("SET GLOBAL " + join + "_join_threshold = 0");
            }
            session.execute("SET GLOBAL allowed_directories = " + Sql.texts(directories));
            session.execute("SET GLOBAL allowed_paths = " + Sql.texts(files));
            session.execute("SET GLOBAL enable_external_access = false");
            session.execute("SET GLOBAL lock_configuration = true");
        }
    }

    Session session(Cancellation cancellation) {
        return new Session(database.get(ValueLayout.ADDRESS, 0), scratch, cancellation);
    }

    /** A directory for files on their way, on the disk of the spilled data. */
    Path scratch() {
        return scratch;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        QueryApi.close.call(database);
        arena.close();
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException leftForTheNextStart) {
            // The store empties its scratch directory when it is opened.
        }
    }
}
