package io.shearwater.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Values;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.Actor;
import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.SchemaChange;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.StoreContext;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.TableSpec;
import io.shearwater.spi.WrittenFile;
import io.shearwater.sqlite.SqliteRegistryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was committed is read by Iceberg's own catalog and reader, which know nothing of Shearwater. */
class IndependentReadTest {
    private static final TableRef TABLE = new TableRef("fraud", "cards__1");
    private static final Actor ACTOR = new Actor("test");

    @TempDir
    private Path directory;

    private OfflineStore store;
    private RegistryStore registry;
    private TablePointer table;
    private JdbcCatalog catalog;
    private long commits;

    /** The living rows of each data file, by position; a deleted row is absent. */
    private final Map<String, Map<Long, Map<String, @Nullable Object>>> files = new LinkedHashMap<>();

    @BeforeEach
    void create() {
        StoreContext context = TestFiles.context(directory, StoreContext.Mode.READ_WRITE);
        store = new IcebergOfflineStore(context);
        registry = new SqliteRegistryStore(context);
        StagedChange first = store.create(new TableSpec(TABLE, columns(), List.of("id"), List.of("id"), List.of()));
        swap(Optional.empty(), first);
        catalog = catalog();
    }

    @AfterEach
    void close() {
        catalog.close();
        store.close();
        registry.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyCommitIsReadAsItWasMade(long seed) throws IOException {
        Random random = new Random(seed);
        Map<Long, List<Map<String, @Nullable Object>>> bySnapshot = new LinkedHashMap<>();
        for (int step = 0; step < 10; step++) {
            if (step == 5) {
                evolve(new SchemaChange.Add(
                        Feature.of("extra", DataType.string(9)).withDefault("old")));
                files.values().forEach(rows -> rows.values().forEach(row -> row.put("extra", "old")));
            }
            change(random);
            bySnapshot.put(store.snapshot(table), expected());
            assertSame(readBack(Optional.empty()), expected());
        }
        for (Map.Entry<Long, List<Map<String, @Nullable Object>>> then : bySnapshot.entrySet()) {
            assertSame(readBack(Optional.of(then.getKey())), then.getValue());
        }
        assertOrderMatchesPlan();
    }

    @Test
    void theCatalogFindsTheTableAndWhoMadeEachSnapshot() {
        change(new Random(7));
        assertThat(catalog.listTables(Namespace.of("fraud"))).containsExactly(TableIdentifier.of("fraud", "cards__1"));
        Table loaded = catalog.loadTable(TableIdentifier.of("fraud", "cards__1"));
        assertThat(loaded.currentSnapshot().summary()).containsEntry("shearwater.commit-id", "1");
        assertThat(loaded.currentSnapshot().summary()).containsEntry("note", "of a test");
        assertThat(loaded.properties()).containsEntry("write.metadata.previous-versions-max", "5");
        assertThat(loaded.schema().identifierFieldNames()).containsExactly("id");
        assertThat(loaded.schema().findField("text").doc()).isEqualTo("any text");
    }

    @Test
    void aCommitOfAnotherProgramIsAConflictForAChangeBasedOnTheStateBefore() throws IOException {
        change(new Random(7));
        StagedChange staged = store.stage(table, new TableChange(99, List.of(), Map.of(), List.of(), Map.of()));
        catalog.loadTable(TableIdentifier.of("fraud", "cards__1"))
                .updateProperties()
                .set("foreign", "1")
                .commit();

        assertThatThrownBy(() -> swap(Optional.of(table.metadata()), staged))
                .isInstanceOf(ShearwaterException.class)
                .extracting(failure -> ((ShearwaterException) failure).code())
                .isEqualTo(SpiError.STALE_BASE);
        String foreign = registry.read(reader -> reader.pointer(TABLE)).orElseThrow();
        table = new TablePointer(TABLE, foreign);
        change(new Random(8));
        assertSame(readBack(Optional.empty()), expected());
    }

    private void change(Random random) {
        int kind = files.isEmpty() ? 0 : random.nextInt(4);
        List<WrittenFile> added = new ArrayList<>();
        Map<String, DeletedRows> deleted = new HashMap<>();
        List<String> replaced = new ArrayList<>();
        long commit = ++commits;
        if (kind <= 2) {
            IntStream.rangeClosed(1, 1 + random.nextInt(2))
                    .forEach(n -> added.add(write(commit, n, randomRows(random))));
        }
        if (kind >= 1 && kind <= 2) {
            for (String path : List.copyOf(files.keySet())) {
                deleteSome(random, path, deleted);
            }
        }
        if (kind == 3) {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            for (String path : List.copyOf(files.keySet())) {
                replaced.add(path);
                rows.addAll(Objects.requireNonNull(files.remove(path)).values());
            }
            added.add(write(commit, 1, rows));
        }
        TableChange change = new TableChange(commit, added, deleted, replaced, Map.of("note", "of a test"));
        swap(Optional.of(table.metadata()), store.stage(table, change));
    }

    private void deleteSome(Random random, String path, Map<String, DeletedRows> deleted) {
        Map<Long, Map<String, @Nullable Object>> rows = Objects.requireNonNull(files.get(path));
        boolean all = random.nextInt(6) == 0;
        long[] positions = rows.keySet().stream()
                .filter(position -> all || random.nextInt(4) == 0)
                .mapToLong(Long::longValue)
                .toArray();
        deleted.put(path, DeletedRows.of(positions));
        for (long position : positions) {
            rows.remove(position);
        }
        if (rows.isEmpty()) {
            files.remove(path);
        }
    }

    private WrittenFile write(long commit, int number, List<Map<String, @Nullable Object>> rows) {
        List<Field> fields =
                new ArrayList<>(TestFiles.schemaOf(store.fields(table)).fields());
        fields.add(HiddenColumns.SEQUENCE);
        FrameBuilder frame = new FrameBuilder(Schema.of(fields), rows.size());
        Map<Long, Map<String, @Nullable Object>> living = new TreeMap<>();
        for (Map<String, @Nullable Object> row : rows) {
            living.put((long) living.size(), row);
            Map<String, @Nullable Object> stored = new HashMap<>(row);
            stored.put(HiddenColumns.SEQUENCE.name(), commit);
            frame.append(stored);
        }
        Frame built = frame.build();
        WrittenFile file = TestFiles.write(store.target(table, commit), number, built);
        files.put(file.path(), living);
        return file;
    }

    private List<Map<String, @Nullable Object>> randomRows(Random random) {
        Schema schema = TestFiles.schemaOf(store.fields(table));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int n = 1 + random.nextInt(40); n > 0; n--) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            for (Field field : schema.fields()) {
                row.put(
                        field.name(),
                        field.name().equals("id") ? random.nextLong() : RandomValues.of(field.type(), random));
            }
            rows.add(row);
        }
        return rows;
    }

    private List<Map<String, @Nullable Object>> expected() {
        return files.values().stream()
                .flatMap(rows -> rows.values().stream())
                .<Map<String, @Nullable Object>>map(LinkedHashMap::new)
                .toList();
    }

    private List<Map<String, @Nullable Object>> readBack(Optional<Long> snapshot) throws IOException {
        Schema schema = TestFiles.schemaOf(store.fields(table));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        var scan = IcebergGenerics.read(catalog.loadTable(TableIdentifier.of("fraud", "cards__1")));
        snapshot.ifPresent(scan::useSnapshot);
        try (CloseableIterable<Record> records = scan.build()) {
            for (Record record : records) {
                rows.add(TestFiles.boxed(record, known(schema, record)));
            }
        }
        return rows;
    }

    /** An old snapshot is read with the columns that it had. */
    private static Schema known(Schema schema, Record record) {
        return Schema.of(schema.fields().stream()
                .filter(field -> record.struct().field(field.name()) != null)
                .toList());
    }

    private static void assertSame(
            List<Map<String, @Nullable Object>> actual, List<Map<String, @Nullable Object>> expected) {
        Map<Object, Map<String, @Nullable Object>> byId = new HashMap<>();
        actual.forEach(row -> byId.put(Objects.requireNonNull(row.get("id")), row));
        assertThat(actual).hasSameSizeAs(expected);
        assertThat(byId).hasSameSizeAs(expected);
        for (Map<String, @Nullable Object> row : expected) {
            Map<String, @Nullable Object> other = byId.get(Objects.requireNonNull(row.get("id")));
            assertThat(Values.same(other, row)).as("%s is %s", other, row).isTrue();
        }
    }

    /** Our own plan names the same files, in commit order. */
    private void assertOrderMatchesPlan() {
        assertThat(store.plan(table, store.snapshot(table), Predicate.all()).files())
                .extracting(FileScan::path)
                .containsExactlyElementsOf(files.keySet());
    }

    private void evolve(SchemaChange change) {
        swap(Optional.of(table.metadata()), store.stage(table, List.of(change)));
    }

    private void swap(Optional<String> expected, StagedChange staged) {
        registry.change(ACTOR, tx -> {
            tx.swapPointer(TABLE, expected, Optional.of(staged.next().metadata()));
            tx.audit("fraud", "commit", "cards");
            return staged;
        });
        table = staged.next();
        store.delete(staged.garbage());
    }

    private JdbcCatalog catalog() {
        JdbcCatalog catalog = new JdbcCatalog(properties -> new LocalFiles(directory), null, false);
        Map<String, String> properties = new HashMap<>(Map.of(
                "uri",
                "jdbc:sqlite:" + directory.resolve("offline").resolve("registry.db"),
                "warehouse",
                directory.toString(),
                "jdbc.schema-version",
                "V1"));
        catalog.initialize("shearwater", properties);
        return catalog;
    }

    private static List<Feature> columns() {
        return List.of(
                Feature.of("id", DataType.LONG),
                Feature.of("yes", DataType.BOOLEAN),
                Feature.of("small", DataType.INT),
                Feature.of("single", DataType.FLOAT),
                Feature.of("amount", DataType.DOUBLE),
                Feature.of("price", DataType.decimal(20, 3)),
                Feature.of("text", DataType.STRING, "any text"),
                Feature.of("bytes", DataType.BINARY),
                Feature.of("day", DataType.DATE),
                Feature.of("at", DataType.TIMESTAMP),
                Feature.of("words", DataType.array(DataType.STRING)),
                Feature.of(
                        "nested",
                        DataType.struct(
                                new Field("a", DataType.array(DataType.DOUBLE)),
                                new Field("b", DataType.map(DataType.DATE)))),
                Feature.of("vector", DataType.embedding(3)));
    }
}
