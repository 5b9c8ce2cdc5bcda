package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.spi.StoreContext.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that read what another one writes at the same time. */
class FollowingReaderTest {
    private static final FeatureGroupSpec READINGS = FeatureGroupSpec.builder("readings", 1)
            .feature("id", DataType.LONG)
            .feature("round", DataType.LONG)
            .primaryKey("id")
            .build();
    private static final int ROWS = 100_000;

    @TempDir
    private Path directory;

    private static Frame round(long round) {
        FrameBuilder rows = new FrameBuilder(READINGS.schema(), ROWS);
        LongStream.range(0, ROWS).forEach(id -> rows.append(id, round));
        return rows.build();
    }

    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("tables"))) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    @Test
    void aReadThatHasBegunKeepsTheFilesThatTheWriterGivesUp() throws IOException {
        try (FeatureStore writer = Shearwater.open(directory)) {
            FeatureGroup group = writer.createFeatureGroup(READINGS);
            group.insert(round(1));
            try (FeatureStore follower = Shearwater.openReadOnly(directory, StoreOptions.defaults())) {
                FrameReader begun = follower.featureGroup("readings", 1).reader(ReadOptions.all());
                Frame first = begun.next().orElseThrow();
                List<Path> old = dataFiles();

                group.insert(round(2));
                group.compact();
                group.expireCommits(Instant.now().plusSeconds(60));
                assertThat(old).allSatisfy(file -> assertThat(file).exists());
                int rows = first.rows() + begun.readAll().rows();
                assertThat(rows).isEqualTo(ROWS);
                assertThat(first.column("round").valueAt(0)).isEqualTo(1L);

                group.insert(round(3));
                assertThat(old).allSatisfy(file -> assertThat(file).doesNotExist());
                Frame now = follower.featureGroup("readings", 1).read(ReadOptions.all());
                assertThat(now.rows()).isEqualTo(ROWS);
                assertThat(now.column("round").valueAt(0)).isEqualTo(3L);
            }
        }
    }

    @Test
    void theWriterWaitsForItsReadersAndTheyForIt() throws IOException {
        Path file = directory.resolve("READERS");
        AtomicInteger deletions = new AtomicInteger();
        try (ReaderFile writer = ReaderFile.open(file, Mode.READ_WRITE);
                ReaderFile reader = ReaderFile.open(file, Mode.READ_ONLY)) {
            assertThat(writer.unlessRead(deletions::incrementAndGet)).isTrue();
            try (var reading = reader.reading()) {
                assertThat(reading).isNotNull();
                assertThat(writer.unlessRead(deletions::incrementAndGet)).isFalse();
            }
            assertThat(writer.unlessRead(deletions::incrementAndGet)).isTrue();
            assertThat(deletions).hasValue(2);
        }
    }

    @Test
    void aFollowerLeavesNothingBehind() throws IOException {
        Shearwater.open(directory).close();
        List<String> before = names();
        Shearwater.openReadOnly(directory, StoreOptions.defaults()).close();
        assertThat(names()).isEqualTo(before);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            // SQLite keeps the index of its log between the writer and its readers.
            return files.map(directory::relativize)
                    .map(Path::toString)
                    .filter(name -> !name.startsWith("registry/registry.db-"))
                    .sorted()
                    .toList();
        }
    }
}
