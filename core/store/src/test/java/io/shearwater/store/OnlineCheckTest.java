package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.OnlineCheck;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnlineCheckTest {
    private static final Schema ROWS = Schema.of(
            new Field("id", DataType.LONG), new Field("value", DataType.DOUBLE), new Field("at", DataType.TIMESTAMP));
    private static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

    @TempDir
    private Path directory;

    private FeatureStore open() {
        return Shearwater.open(
                directory.resolve("store"), StoreOptions.defaults().withClock(() -> NOW));
    }

    private static FeatureGroup group(FeatureStore store) {
        return store.getOrCreateFeatureGroup(FeatureGroupSpec.builder("g", 1)
                .primaryKey("id")
                .eventTime("at")
                .ttl(Duration.ofDays(10))
                .feature("id", DataType.LONG)
                .feature("value", DataType.DOUBLE)
                .feature("at", DataType.TIMESTAMP)
                .online()
                .build());
    }

    private static Frame rows(int from, int to, double value, Instant at) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long id = from; id < to; id++) {
            rows.add(Map.of("id", id, "value", value, "at", at));
        }
        return Frame.of(ROWS, rows);
    }

    @Test
    void whatIsServedAgreesWithTheHistory() {
        try (FeatureStore store = open()) {
            FeatureGroup group = group(store);
            group.insert(rows(0, 1_000, 1, NOW.minus(Duration.ofDays(2))));
            group.insert(rows(0, 500, Double.NaN, NOW.minus(Duration.ofDays(1))));
            // Neither a row past its TTL nor one of the future is served.
            group.insert(rows(2_000, 2_010, 1, NOW.minus(Duration.ofDays(11))));
            group.insert(rows(3_000, 3_010, 1, NOW.plus(Duration.ofHours(1))));
            group.deleteWhere(Predicate.equalTo("id", 7L));

            OnlineCheck check = group.checkOnline();

            assertThat(check.agrees()).isTrue();
            assertThat(check.entities()).isEqualTo(999);
        }
    }

    @Test
    void rowsThatWereLostOrAreOldOnlineAreFound() throws IOException {
        Path online = directory.resolve("store/online");
        Path old = directory.resolve("old");
        try (FeatureStore store = open()) {
            group(store).insert(rows(0, 100, 1, NOW.minus(Duration.ofDays(2))));
        }
        copy(online, old);
        try (FeatureStore store = open()) {
            FeatureGroup group = group(store);
            group.insert(rows(0, 10, 2, NOW.minus(Duration.ofDays(1))));
            group.insert(rows(100, 105, 2, NOW.minus(Duration.ofDays(1))));
            group.deleteWhere(Predicate.greaterThan("id", 102L));
            group.deleteWhere(Predicate.allOf(Predicate.greaterThan("id", 89L), Predicate.lessThan("id", 93L)));
        }
        StoreDirectory.remove(online);
        copy(old, online);
        try (FeatureStore store = open()) {
            OnlineCheck check = group(store).checkOnline();

            assertThat(check.entities()).isEqualTo(100);
            assertThat(check.missing()).isEqualTo(3);
            assertThat(check.different()).isEqualTo(10);
            assertThat(check.surplus()).isEqualTo(3);
            assertThat(check.examples()).hasSize(10).doesNotHaveDuplicates();

            group(store).rebuildOnline();
            assertThat(group(store).checkOnline().agrees()).isTrue();
        }
    }

    @Test
    void aGroupThatIsNotOnlineCannotBeCompared() {
        try (FeatureStore store = open()) {
            FeatureGroup offline = store.createFeatureGroup(FeatureGroupSpec.builder("offline", 1)
                    .primaryKey("id")
                    .feature("id", DataType.LONG)
                    .build());

            assertThatThrownBy(offline::checkOnline).hasMessageContaining("'offline' is not kept online");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
