package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose directory was moved or copied, although Iceberg's files name each other by absolute paths. */
class MovedStoreTest {
    private static final FeatureGroupSpec SPEC = FeatureGroupSpec.builder("cards", 1)
            .feature("id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("score", DataType.DOUBLE)
            .primaryKey("id")
            .eventTime("at")
            .online()
            .build();

    @TempDir
    private Path temporary;

    private static Frame rows(int from, int to, double score) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (long id = from; id < to; id++) {
            rows.add(Map.of("id", id, "at", Instant.ofEpochSecond(id), "score", score));
        }
        return Frame.of(SPEC.schema(), rows);
    }

    /** Inserted, corrected and deleted rows, and a version of training data. */
    private Path filled() {
        Path path = temporary.resolve("store");
        try (FeatureStore store = Shearwater.open(path)) {
            FeatureGroup group = store.createFeatureGroup(SPEC);
            group.insert(rows(0, 100, 1));
            group.insert(rows(50, 60, 2));
            group.deleteWhere(Predicate.equalTo("id", 7L));
            FeatureView view = store.createFeatureView(
                    FeatureViewSpec.builder("risk", 1, group.selectFeatures()).build());
            assertThat(view.trainingData().train().features().rows()).isEqualTo(99);
        }
        return path;
    }

    @Test
    void isReadAndWrittenWhereItWasMovedTo() throws IOException {
        Path old = filled();
        Path moved = Files.move(old, temporary.resolve("moved"));
        useOn(moved);
        assertThat(old).doesNotExist();
        useAgainOn(Files.move(moved, temporary.resolve("again")));
    }

    @Test
    void isIndependentOfTheStoreThatItWasCopiedFrom() throws IOException {
        Path original = filled();
        Path copy = temporary.resolve("copy");
        copy(original, copy);
        Map<String, Long> before = files(original);
        useOn(copy);
        assertThat(files(original)).isEqualTo(before);
        useOn(original);
    }

    private static void useOn(Path path) {
        try (FeatureStore store = Shearwater.open(path)) {
            FeatureGroup group = store.featureGroup("cards", 1);
            FeatureView view = store.featureView("risk", 1);
            assertThat(group.read().rows()).isEqualTo(99);
            assertThat(view.trainingData(1).train().features().rows()).isEqualTo(99);
            assertThat(view.featureVector(Map.of("id", 55L)).toMap()).containsEntry("score", 2.0);

            group.insert(rows(90, 120, 3));
            group.deleteWhere(Predicate.equalTo("id", 8L));
            group.compact();
            group.expireCommits(group.commits().getLast().at());
            assertThat(group.checkOnline().agrees()).isTrue();
            assertThat(sum(group)).isEqualTo(78 + 20 + 90);
            assertThat(view.trainingData(1).train().features().rows()).isEqualTo(99);
        }
    }

    private static void useAgainOn(Path path) {
        try (FeatureStore store = Shearwater.open(path)) {
            FeatureGroup group = store.featureGroup("cards", 1);
            assertThat(sum(group)).isEqualTo(78 + 20 + 90);
            group.insert(rows(0, 1, 4));
            assertThat(sum(group)).isEqualTo(78 + 20 + 90 + 3);
            assertThat(store.featureView("risk", 1)
                            .trainingData(1)
                            .train()
                            .features()
                            .rows())
                    .isEqualTo(99);
        }
    }

    private static double sum(FeatureGroup group) {
        Frame rows = group.read(ReadOptions.all().select("score"));
        double sum = 0;
        for (int row = 0; row < rows.rows(); row++) {
            sum += (Double) rows.column("score").valueAt(row);
        }
        return sum;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)));
            }
        }
    }

    /** The sizes of the files of tables. */
    private static Map<String, Long> files(Path store) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> all = Files.walk(store.resolve("tables"))) {
            all.filter(Files::isRegularFile).forEach(path -> {
                try {
                    sizes.put(path.toString(), Files.size(path));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
        return new HashMap<>(sizes);
    }
}
