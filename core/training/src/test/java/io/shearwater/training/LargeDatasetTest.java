package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.Times;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.registry.Registry;
import io.shearwater.spi.Actor;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.Definition;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.Sources;
import io.shearwater.spi.WrittenFile;
import io.shearwater.testing.InMemoryRegistryStore;
import io.shearwater.testing.SteppedClock;
import io.shearwater.transform.ClassFunctions;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeDatasetTest {
    private static final int FRAMES = 16;
    private static final long ROWS = (long) FRAMES * FrameReader.MAX_ROWS;
    private static final FeatureGroupSpec EVENTS = FeatureGroupSpec.builder("events", 1)
            .feature("id", DataType.LONG)
            .feature("ts", DataType.TIMESTAMP)
            .feature("amount", DataType.DOUBLE)
            .feature("note", DataType.STRING)
            .primaryKey("id")
            .eventTime("ts")
            .build();
    private static final FeatureViewSpec VIEW =
            FeatureViewSpec.builder("large", 1, Query.featuresOf(EVENTS)).build();

    @TempDir
    private Path directory;

    @Test
    void aMillionRowsFlowIntoFilesWithoutBeingCollected() {
        SteppedClock clock = new SteppedClock(Instant.parse("2026-01-01T00:00:00Z"));
        InMemoryRegistryStore store = new InMemoryRegistryStore(clock);
        Registry registry = new Registry(store, "p", new Actor("tester"));
        store.change(registry.actor(), tx -> {
            tx.put(new Definition(registry.key(VIEW.ref()), "{}", 0, List.of()));
            tx.audit("p", "create", "large");
            return tx;
        });
        Flow flow = new Flow();
        TrainingDatasets datasets = new TrainingDatasets(
                registry, new Nothing(), new MemoryDatasetFiles(), flow, new ClassFunctions(null), clock);

        TrainingDataset dataset = datasets.write(
                VIEW,
                Form.TRANSFORMED,
                TrainingOptions.of(SplitSpec.trainTest(0.2, 1)),
                TrainingFiles.of(directory, TrainingFiles.Format.PARQUET));

        assertThat(dataset.parts().values().stream()
                        .mapToLong(TrainingDataset.PartInfo::rows)
                        .sum())
                .isEqualTo(ROWS);
        assertThat(flow.exported).containsOnlyKeys("train.parquet", "test.parquet");
        assertThat(flow.exported.values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(ROWS);
        assertThat(flow.mostAlive).isLessThanOrEqualTo(6);
    }

    /** Makes rows as they are asked for and forgets them, watching how many of them somebody else still holds. */
    private static final class Flow implements ComputeEngine {
        private final List<WeakReference<Frame>> frames = new ArrayList<>();
        private final Map<String, Long> exported = new TreeMap<>();
        private long mostAlive;

        @Override
        public FrameReader read(Plan plan, Sources sources, QueryContext context) {
            Schema schema = plan.schema();
            return FrameReader.of(schema, new Iterator<>() {
                private int made;

                @Override
                public boolean hasNext() {
                    return made < FRAMES;
                }

                @Override
                public Frame next() {
                    return watched(frame(schema, (long) made++ * FrameReader.MAX_ROWS));
                }
            });
        }

        private Frame watched(Frame frame) {
            frames.add(new WeakReference<>(frame));
            return frame;
        }

        private static Frame frame(Schema schema, long first) {
            FrameBuilder rows = new FrameBuilder(schema, FrameReader.MAX_ROWS);
            for (int row = 0; row < FrameReader.MAX_ROWS; row++) {
                long id = first + row;
                for (int column = 0; column < schema.size(); column++) {
                    switch (schema.field(column).type()) {
                        case DataType.LongType t -> rows.column(column).append(id);
                        case DataType.TimestampType t -> rows.column(column).append(Times.instant(id));
                        case DataType.DoubleType t -> rows.column(column).append(id * 0.5);
                        default -> rows.column(column).append("row " + id);
                    }
                }
            }
            return rows.build();
        }

        @Override
        public long export(Plan plan, Sources sources, Path file, QueryContext context) {
            FrameReader reader = sources.frame(((Plan.Rows) plan).frame());
            long rows = 0;
            int read = 0;
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                rows += watched(next.get()).rows();
                if (++read == FRAMES / 2 || read == FRAMES) {
                    countAlive();
                }
            }
            exported.put(file.getFileName().toString(), rows);
            return rows;
        }

        private void countAlive() {
            System.gc();
            mostAlive = Math.max(
                    mostAlive,
                    frames.stream().filter(frame -> frame.get() != null).count());
        }

        @Override
        public List<WrittenFile> write(Plan plan, Sources sources, FileTarget target, QueryContext context) {
            throw new AssertionError("nothing is written into tables");
        }

        @Override
        public Schema infer(FileSource source) {
            throw new AssertionError("no file is read");
        }

        @Override
        public String explain(Plan plan, Sources sources) {
            return "";
        }

        @Override
        public void close() {}
    }

    /** A history in which everything is held and nothing is read. */
    private static final class Nothing implements GroupHistory {
        @Override
        public List<Long> hold(List<FeatureGroupSpec> groups, String tag) {
            return groups.stream().map(group -> 1L).toList();
        }

        @Override
        public String tagOf(FeatureGroupSpec group, String tag) {
            return tag;
        }

        @Override
        public void release(GroupRef group, String tag) {}

        @Override
        public Sources sources(Plan plan) {
            return new Sources() {
                @Override
                public FileSet files(Plan.Scan scan) {
                    throw new AssertionError(scan);
                }

                @Override
                public FrameReader frame(FrameRef ref) {
                    throw new AssertionError(ref);
                }
            };
        }
    }
}
