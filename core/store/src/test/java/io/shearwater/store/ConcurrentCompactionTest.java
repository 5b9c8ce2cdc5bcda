package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compactions beside writes to the same group. */
class ConcurrentCompactionTest {
    private static final FeatureGroupSpec GROUP = FeatureGroupSpec.builder("readings", 1)
            .feature("id", DataType.LONG)
            .feature("value", DataType.LONG)
            .primaryKey("id")
            .build();
    private static final int OPERATIONS = 40;
    private static final int IDS = 3_000;

    @TempDir
    private Path directory;

    @Test
    void nothingIsLostOrDoubledWhileFilesAreRewritten() throws IOException {
        Map<Long, Long> model = new TreeMap<>();
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureGroup group = store.createFeatureGroup(GROUP);
            write(group, model, new Random(1), 0);
            AtomicBoolean written = new AtomicBoolean();
            CompletableFuture<Integer> compactions = CompletableFuture.supplyAsync(() -> {
                int done = 0;
                while (!written.get()) {
                    assertThat(group.compact().operation()).isEqualTo(Commit.Operation.COMPACT);
                    done++;
                }
                return done;
            });
            Random random = new Random(7);
            for (int operation = 1; operation < OPERATIONS; operation++) {
                write(group, model, random, operation);
            }
            written.set(true);
            assertThat(compactions.join()).isPositive();
            requireEqual(group, model);
            group.expireCommits(Instant.now().plusSeconds(60));
        }
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureGroup group = store.featureGroup("readings", 1);
            requireEqual(group, model);
            assertThat(group.commits().stream().map(Commit::id)).isSorted();
            group.compact();
            group.expireCommits(Instant.now().plusSeconds(60));
            try (Stream<Path> files = Files.walk(directory.resolve("tables"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".parquet")))
                        .hasSizeBetween(1, 2);
            }
        }
    }

    private static void write(FeatureGroup group, Map<Long, Long> model, Random random, long operation) {
        if (operation % 4 == 3) {
            FrameBuilder keys = new FrameBuilder(Schema.of(new Field("id", DataType.LONG)), 50);
            for (int i = 0; i < 50; i++) {
                long id = random.nextInt(IDS);
                keys.append(id);
                model.remove(id);
            }
            group.deleteRecords(keys.build());
            return;
        }
        FrameBuilder rows = new FrameBuilder(GROUP.schema(), 500);
        for (int i = 0; i < 500; i++) {
            long id = random.nextInt(IDS);
            rows.append(id, operation);
            model.put(id, operation);
        }
        group.insert(rows.build());
    }

    private static void requireEqual(FeatureGroup group, Map<Long, Long> model) {
        Frame rows = group.read();
        Map<Long, Long> found = new TreeMap<>();
        for (int row = 0; row < rows.rows(); row++) {
            found.put((Long) rows.column("id").valueAt(row), (Long)
                    rows.column("value").valueAt(row));
        }
        assertThat(rows.rows()).isEqualTo(model.size());
        assertThat(found).isEqualTo(model);
    }
}
