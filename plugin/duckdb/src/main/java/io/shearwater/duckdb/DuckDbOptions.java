package io.shearwater.duckdb;

import io.shearwater.spi.StoreContext;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the engine uses the machine.
 *
 * @param memoryBytes the most memory outside the heap, {@code memory-bytes}; the store's budget unless given
 * @param threads how many threads compute, {@code threads}; one a processor unless given
 * @param scratch where what does not fit the memory goes
 * @param scratchBytes the most bytes there, {@code scratch-bytes}; 0, unless given, for nine tenths of what is free
 * @param directories where data files may be read and written, {@code directories}, separated as in a class path; the
 *     directory that holds the plugin's own unless given
 */
public record DuckDbOptions(long memoryBytes, int threads, Path scratch, long scratchBytes, List<Path> directories) {
    private static final Set<String> KEYS = Set.of("memory-bytes", "threads", "scratch-bytes", "directories");
    /** What the least database runs with. */
    static final long LEAST_MEMORY = 64L << 20;
    /** What one that groups or sorts more than its memory runs with: it asks for pieces of 64 MiB. */
    static final long LEAST_SHARE = 128L << 20;

    public DuckDbOptions {
        directories = directories.stream()
                .map(path -> path.toAbsolutePath().normalize())
                .toList();
        scratch = scratch.toAbsolutePath().normalize();
        if (memoryBytes < LEAST_MEMORY) {
            throw DuckDbError.BAD_OPTION.because("The option 'memory-bytes' of the plugin 'duckdb' is " + memoryBytes
                    + "; at least " + LEAST_MEMORY + " bytes are needed.");
        }
        if (threads < 1) {
            throw DuckDbError.BAD_OPTION.because(
                    "The option 'threads' of the plugin 'duckdb' is " + threads + "; at least 1 is needed.");
        }
    }

    /**
     * The options of a store's configuration.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_OPTION for an unknown key or an impossible value
     */
    public static DuckDbOptions of(StoreContext context) {
        Map<String, String> given = context.options();
        for (String key : new TreeSet<>(given.keySet())) {
            if (!KEYS.contains(key)) {
                throw DuckDbError.BAD_OPTION.because(
                        "The plugin 'duckdb' has no option '" + key + "'; there are " + new TreeSet<>(KEYS) + ".");
            }
        }
        Path own = context.directory().toAbsolutePath().normalize();
        String directories =
                given.getOrDefault("directories", own.resolveSibling("").toString());
        return new DuckDbOptions(
                number(given, "memory-bytes", context.memory().engine()),
                Math.toIntExact(number(given, "threads", Runtime.getRuntime().availableProcessors())),
                context.scratch(),
                number(given, "scratch-bytes", 0),
                Arrays.stream(directories.split(File.pathSeparator))
                        .map(Path::of)
                        .toList());
    }

    /** These options with so much memory. */
    DuckDbOptions withMemory(long bytes) {
        return new DuckDbOptions(bytes, threads, scratch, scratchBytes, directories);
    }

    /** These options for a database that may touch no directory. */
    DuckDbOptions confined() {
        return new DuckDbOptions(memoryBytes, threads, scratch, scratchBytes, List.of());
    }

    private static long number(Map<String, String> given, String key, long other) {
        String text = given.get(key);
        if (text == null) {
            return other;
        }
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException failure) {
            throw DuckDbError.BAD_OPTION.because(
                    "The option '" + key + "' of the plugin 'duckdb' is '" + text + "'; a whole number is needed.",
                    failure);
        }
    }
}
