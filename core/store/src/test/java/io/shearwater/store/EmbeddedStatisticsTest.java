package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.testing.StatisticsConformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStatisticsTest extends StatisticsConformance {
    private static final int MANY = 10_000;

    @TempDir
    private Path own;

    @Override
    protected FeatureStore open(Path directory, InstantSource clock) {
        return Shearwater.open(directory, StoreOptions.defaults().withClock(clock));
    }

    private static Frame rows(FeatureGroupSpec spec, int from, int count) {
        FrameBuilder rows = new FrameBuilder(spec.schema(), count);
        for (int i = from; i < from + count; i++) {
            rows.append((long) i, i / 3.0);
        }
        return rows.build();
    }

    private static FeatureGroup group(FeatureStore store) {
        return store.createFeatureGroup(FeatureGroupSpec.builder("numbers", 1)
                .feature("id", DataType.LONG)
                .feature("third", DataType.DOUBLE)
                .primaryKey("id")
                .build());
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.walk(own)) {
            return files.filter(file -> file.toString().endsWith(".stats")).toList();
        }
    }

    private static String figures(Statistics statistics) {
        return new Statistics("", 0, statistics.rows(), 0, statistics.columns(), statistics.correlations()).toJson();
    }

    @Test
    void whatExpiringCommitsKeptIsPutTogetherBeforeTheyGo() throws IOException {
        try (FeatureStore store = open(own.resolve("store"), clock())) {
            FeatureGroup group = group(store);
            for (int i = 0; i < 3; i++) {
                group.insert(rows(group.spec(), i * MANY, MANY));
            }
            assertThat(kept()).hasSize(3);
            group.insert(rows(group.spec(), 3 * MANY, 5));
            assertThat(kept()).hasSize(3);
            clock().advance(Duration.ofHours(1));
            group.expireCommits(clock().instant());
            assertThat(kept()).hasSize(1);
            assertThat(figures(group.storedStatistics().orElseThrow()))
                    .isEqualTo(figures(group.computeStatistics(StatisticsSpec.STANDARD)));
            group.insert(rows(group.spec(), 4 * MANY, MANY));
            group.deleteRecords(rows(group.spec(), 0, 10).select(List.of("id")));
            assertThat(group.storedStatistics().orElseThrow().superseded()).isEqualTo(10);
        }
    }

    @Test
    void manySmallCommitsAreNotReadAgainAndAgain() throws IOException {
        try (FeatureStore store = open(own.resolve("store"), clock())) {
            FeatureGroup group = group(store);
            for (int i = 0; i < 70; i++) {
                group.insert(rows(group.spec(), i * 1_000, 1_000));
            }
            assertThat(kept()).isNotEmpty();
            assertThat(figures(group.statistics()))
                    .isEqualTo(figures(group.computeStatistics(StatisticsSpec.STANDARD)));
            assertThat(group.statistics().rows()).isEqualTo(70_000);
        }
    }
}
