package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.ShearwaterException;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreOptions;
import io.shearwater.testing.SteppedClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that are given up take their files with them, and nothing else. */
class ExpiryTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    private Path directory;

    private final SteppedClock clock = new SteppedClock(START);

    @Test
    void theFilesOfOldCommitsAndWhatCrashesLeftGo() throws IOException {
        try (FeatureStore store =
                Shearwater.open(directory, StoreOptions.defaults().withClock(clock))) {
            FeatureGroup group = store.createFeatureGroup(spec());
            List<Commit> commits = IntStream.rangeClosed(1, 6)
                    .mapToObj(version -> {
                        clock.advance(Duration.ofDays(1));
                        return group.insert(rows(version));
                    })
                    .toList();
            Path stray = dataFiles().getFirst().resolveSibling("c9999-1.parquet");
            Files.writeString(stray, "left by a crash");
            int before = dataFiles().size();

            FrameReader reader =
                    group.reader(ReadOptions.all().asOf(commits.getFirst().id()));
            int expired = group.expireCommits(commits.get(4).at());
            assertThat(stray).exists();
            assertThat(reader.readAll().rows()).isEqualTo(100);
            reader.close();

            assertThat(expired).isEqualTo(4);
            assertThat(stray).doesNotExist();
            assertThat(dataFiles()).hasSizeLessThan(before - 4);
            assertThat(group.read()).isEqualTo(rows(6));
            assertThat(group.read(ReadOptions.all().asOf(commits.get(4).id()))).isEqualTo(rows(5));
            assertThatThrownBy(() ->
                            group.read(ReadOptions.all().asOf(commits.get(3).id())))
                    .isInstanceOf(ShearwaterException.class);
            assertThat(group.commits()).hasSize(6);
        }
    }

    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> paths = Files.walk(directory.resolve("tables"))) {
            return paths.filter(path -> path.toString().endsWith(".parquet")).toList();
        }
    }

    private static FeatureGroupSpec spec() {
        return FeatureGroupSpec.builder("cards", 1)
                .feature("id", DataType.LONG)
                .feature("version", DataType.INT)
                .primaryKey("id")
                .build();
    }

    private static Frame rows(int version) {
        FrameBuilder rows = new FrameBuilder(spec().schema(), 100);
        IntStream.range(0, 100).forEach(id -> rows.append((long) id, version));
        return rows.build();
    }
}
