package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.testing.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores that are closed, read only, of a newer version, held by somebody else, or where there can be none. */
class UnusableStoreTest {
    private static final FeatureGroupSpec SPEC = FeatureGroupSpec.builder("cards", 1)
            .feature("id", DataType.LONG)
            .feature("score", DataType.DOUBLE)
            .primaryKey("id")
            .online()
            .build();
    private static final Frame ROWS = Frame.of(SPEC.schema(), List.of(Map.of("id", 1L, "score", 0.5)));

    @TempDir
    private Path temporary;

    private Path filled() {
        Path path = temporary.resolve("store");
        try (FeatureStore store = Shearwater.open(path)) {
            FeatureGroup group = store.createFeatureGroup(SPEC);
            group.insert(ROWS);
            store.createFeatureView(FeatureViewSpec.builder("cards_fv", 1, group.selectFeatures())
                    .build());
        }
        return path;
    }

    private static void requireWhole(Path path) {
        try (FeatureStore store = Shearwater.open(path)) {
            FeatureGroup group = store.featureGroup("cards");
            assertThat(group.read()).isEqualTo(ROWS);
            assertThat(group.commits()).hasSize(1);
            assertThat(group.tags()).isEmpty();
            FeatureView view = store.featureView("cards_fv");
            assertThat(view.featureVector(Map.of("id", 1L)).value("score")).isEqualTo(0.5);
            assertThat(view.trainingDatasets()).isEmpty();
            group.insert(ROWS);
            assertThat(group.commits()).hasSize(2);
        }
    }

    /** What changes a store. */
    private List<ThrowingCallable> writes(FeatureStore store, FeatureGroup group, FeatureView view) {
        return List.of(
                () -> group.insert(ROWS),
                () -> group.append(ROWS),
                () -> group.deleteRecords(ROWS),
                () -> group.deleteWhere(Predicate.all()),
                group::compact,
                () -> group.expireCommits(Instant.MAX),
                () -> group.appendFeatures(List.of(Feature.of("more", DataType.INT))),
                () -> group.widen("score", DataType.DOUBLE),
                () -> group.rename("score", "points"),
                () -> group.drop("score"),
                () -> group.materialize(TimeRange.ALL),
                group::materializeIncremental,
                group::rebuildOnline,
                group::purgeExpired,
                () -> group.tag("owner", "ann"),
                () -> group.untag("owner"),
                () -> view.tag("owner", "ann"),
                view::trainingData,
                () -> view.deleteTrainingDataset(1),
                () -> store.createFeatureGroup(
                        FeatureGroupSpec.builder("more", 1).primaryKey("id").build()),
                () -> store.deleteFeatureGroup("cards", 1),
                () -> store.deleteFeatureView("cards_fv", 1));
    }

    @Test
    void a_closed_store_says_so_to_every_call_and_keeps_all() {
        Path path = filled();
        FeatureStore store = Shearwater.open(path);
        FeatureGroup group = store.featureGroup("cards");
        FeatureView view = store.featureView("cards_fv");
        FrameReader open = group.reader(ReadOptions.all());
        store.close();
        store.close();
        List<ThrowingCallable> calls = new ArrayList<>(writes(store, group, view));
        calls.addAll(List.of(
                open::next,
                group::read,
                group::spec,
                group::commits,
                () -> group.changes(0, 1),
                () -> group.onlineRows(Map.of("id", 1L), TimeRange.ALL, 1),
                () -> view.featureVector(Map.of("id", 1L)),
                view::servingKeys,
                view::explain,
                view::latest,
                view::trainingDatasets,
                () -> store.featureGroup("cards"),
                store::featureGroups,
                store::featureViews,
                () -> store.reader(FileSource.of(temporary.resolve("x.csv"))),
                () -> store.writeFile(ROWS, temporary.resolve("x.csv")),
                () -> store.read(Query.allOf(SPEC))));
        for (ThrowingCallable call : calls) {
            Refusal.of(call).as("CLOSED", ErrorKind.CONFLICT).saying("closed");
        }
        open.close();
        requireWhole(path);
    }

    @Test
    void a_store_that_was_opened_to_read_only_is_not_written() {
        Path path = filled();
        try (FeatureStore store = Shearwater.openReadOnly(path, StoreOptions.defaults())) {
            FeatureGroup group = store.featureGroup("cards");
            FeatureView view = store.featureView("cards_fv");
            for (ThrowingCallable write : writes(store, group, view)) {
                Refusal.of(write)
                        .as("READ_ONLY", ErrorKind.CONFLICT)
                        .saying("opened to read only; it cannot", "Shearwater.open");
            }
            assertThat(group.read()).isEqualTo(ROWS);
            assertThat(view.featureVector(Map.of("id", 1L)).value("score")).isEqualTo(0.5);
        }
        requireWhole(path);
    }

    @Test
    void a_store_of_a_newer_version_is_left_as_it_is() throws IOException {
        Path path = filled();
        for (String name : List.of("FORMAT", "online/format")) {
            Path format = path.resolve(name);
            String text = Files.readString(format);
            Files.writeString(format, "99\n");
            for (ThrowingCallable open : List.<ThrowingCallable>of(
                    () -> Shearwater.open(path), () -> Shearwater.openReadOnly(path, StoreOptions.defaults()))) {
                Refusal.of(open)
                        .as("NEWER_FORMAT", ErrorKind.USER)
                        .saying(path, "format", "99", "1", "Use a newer Shearwater");
            }
            assertThat(format).hasContent("99\n");
            Files.writeString(format, text);
        }
        requireWhole(path);
    }

    @Test
    void a_store_that_is_open_names_its_holder_and_is_not_harmed() {
        Path path = filled();
        try (FeatureStore store = Shearwater.open(path)) {
            StoreOptions impatient = StoreOptions.defaults().withLockWait(Duration.ZERO);
            Refusal.of(() -> Shearwater.open(path, impatient))
                    .as("LOCKED", ErrorKind.CONFLICT)
                    .saying(path, "process " + ProcessHandle.current().pid() + " on ", " since 20", "read only");
            assertThat(store.featureGroup("cards").read()).isEqualTo(ROWS);
        }
        requireWhole(path);
    }

    @Test
    void a_damaged_registry_is_named_and_not_overwritten() throws IOException {
        Path path = filled();
        Path registry = path.resolve("registry/registry.db");
        byte[] whole = Files.readAllBytes(registry);
        Files.writeString(registry, "This is not a database, and it is longer than nothing at all.");
        Refusal.of(() -> Shearwater.open(path))
                .as("IO", ErrorKind.UNAVAILABLE)
                .saying(registry, "is damaged", "Restore it from a backup");
        Files.write(registry, whole);
        requireWhole(path);
    }

    @Test
    void a_directory_that_cannot_be_a_store_is_named_and_left_alone() throws IOException {
        Path file = Files.writeString(temporary.resolve("notes.txt"), "mine");
        Refusal.of(() -> Shearwater.open(file))
                .as("BAD_DIRECTORY", ErrorKind.USER)
                .saying(file, "is a file; a store is a directory", "another path");
        Refusal.of(() -> Shearwater.open(file.resolve("store")))
                .as("BAD_DIRECTORY", ErrorKind.USER)
                .saying(file, "is in the way", "another path");
        Refusal.of(() -> Shearwater.open(temporary))
                .as("BAD_DIRECTORY", ErrorKind.USER)
                .saying(temporary, "is not empty and not a store");
        Refusal.of(() -> Shearwater.openReadOnly(temporary.resolve("nowhere"), StoreOptions.defaults()))
                .as("BAD_DIRECTORY", ErrorKind.USER)
                .saying(temporary.resolve("nowhere"), "There is no store in");
        try (Stream<Path> entries = Files.list(temporary)) {
            assertThat(entries).containsExactly(file);
        }
        assertThat(file).hasContent("mine");
    }

    @Test
    void a_directory_that_nobody_can_write_is_named() {
        // Permissions do not hold for a super-user; these file systems do.
        Path kernel = Path.of("/proc");
        assumeThat(kernel)
                .as("a file system of the kernel's, on which nobody makes directories")
                .isDirectory();
        Path path = kernel.resolve("shearwater");
        Refusal.of(() -> Shearwater.open(path))
                .as("BAD_DIRECTORY", ErrorKind.USER)
                .saying(path, "is writable", "another path");
        try (FeatureStore store = Shearwater.open(temporary.resolve("store"))) {
            Path out = kernel.resolve("rows.parquet");
            Refusal.of(() -> store.writeFile(ROWS, out))
                    .as("IO", ErrorKind.UNAVAILABLE)
                    .saying("The file " + out + " cannot be written", "can be written");
        }
    }

    @Test
    void an_option_that_does_not_exist_is_named_with_those_that_do() {
        StoreOptions misspelt =
                new StoreOptions("default", HostOptions.defaults().withPlugins(Map.of("duckdb.threds", "2")));
        Path path = filled();
        Refusal.of(() -> Shearwater.open(path, misspelt))
                .as("BAD_OPTION", ErrorKind.USER)
                .saying("'duckdb'", "'threds'", "threads");
        requireWhole(path);
    }

    @Test
    void rows_of_a_schema_are_never_taken_for_those_of_another_group() {
        Path path = filled();
        try (FeatureStore store = Shearwater.open(path)) {
            FeatureGroup group = store.featureGroup("cards");
            Schema other = Schema.of(new Field("id", DataType.LONG), new Field("points", DataType.DOUBLE));
            Frame rows = Frame.of(other, List.of(Map.of("id", 2L, "points", 1.0)));
            Refusal.of(() -> group.insert(rows.reader(), WriteOptions.plain().withKey("once")))
                    .as("WRONG_COLUMNS", ErrorKind.USER)
                    .saying("'points'");
            // The key of a write that was refused is not used up.
            assertThat(group.insert(ROWS.reader(), WriteOptions.plain().withKey("once"))
                            .counts()
                            .updated())
                    .isEqualTo(1);
            assertThat(group.commits()).hasSize(2);
        }
    }
}
