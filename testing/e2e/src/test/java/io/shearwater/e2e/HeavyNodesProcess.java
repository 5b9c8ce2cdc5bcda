package io.shearwater.e2e;

import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.pipeline.FeaturePipeline;
import io.shearwater.pipeline.Node;
import io.shearwater.pipeline.Run;
import io.shearwater.pipeline.Source;
import io.shearwater.spi.MemoryBudget;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Three nodes side by side, each of which groups more than the engine's memory holds. */
final class HeavyNodesProcess {
    /** Of the compute engine. */
    static final long MEMORY = 384L << 20;

    static final int ROWS = 1_000_000;
    static final List<String> OUTPUTS = List.of("first", "second", "third");

    private static final int PIECE = 50_000;
    private static final Schema EVENTS = Schema.of(new Field("id", DataType.LONG), new Field("note", DataType.STRING));

    private HeavyNodesProcess() {}

    /** Arguments: the store, and a file for the most bytes that lay in the engine's temporary files and what the system says. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        AtomicLong spilled = new AtomicLong();
        Thread watch = Thread.ofPlatform().daemon().start(() -> watch(directory, spilled));
        StoreOptions options = StoreOptions.defaults().withMemory(new MemoryBudget(MEMORY, 32L << 20));
        try (FeatureStore store = Shearwater.open(directory, options)) {
            run(store);
        }
        watch.interrupt();
        watch.join();
        List<String> said = new ArrayList<>(Files.readAllLines(Path.of("/proc/self/status")));
        said.add("spilled " + spilled.get());
        Files.write(Path.of(arguments[1]), said);
    }

    private static void run(FeatureStore store) {
        FeaturePipeline.Builder pipeline = FeaturePipeline.named("heavy")
                .source("events", Source.rows(EVENTS, range -> FrameReader.of(EVENTS, events())))
                .parallelism(3);
        for (String output : OUTPUTS) {
            store.createFeatureGroup(
                    FeatureGroupSpec.builder(output, 1).primaryKey("k").build());
            pipeline.node(output, Node.sql("""
                            SELECT id % 7 AS k, count(*) AS n, sum(id) AS total
                            FROM (SELECT note || 'NAME' AS note, min(id) AS id FROM events GROUP BY note || 'NAME') notes
                            GROUP BY id % 7""".replace("NAME", output))).output(output, output);
        }
        pipeline.build().run(store, Run.everything());
    }

    private static Iterator<Frame> events() {
        return Stream.iterate(0, first -> first < ROWS, first -> first + PIECE)
                .map(first -> {
                    FrameBuilder rows = new FrameBuilder(EVENTS, PIECE);
                    for (int id = first; id < first + PIECE; id++) {
                        String digits = Long.toString(id * 0x9E3779B97F4A7C15L, 36);
                        rows.append((long) id, (digits + "/").repeat(20) + id);
                    }
                    return rows.build();
                })
                .iterator();
    }

    private static void watch(Path directory, AtomicLong most) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                most.accumulateAndGet(temporary(directory.resolve("scratch")), Math::max);
                Thread.sleep(5);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static long temporary(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> Optional.ofNullable(file.getFileName())
                            .filter(name -> name.toString().startsWith("duckdb_temp"))
                            .isPresent())
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }
}
