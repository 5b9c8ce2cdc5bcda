package io.shearwater.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.Field;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.OfflineStoreProvider;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.StoreContext;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.TableSpec;
import io.shearwater.spi.WrittenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad files, bad states and bad settings: what is said, and that nothing is changed. */
class RefusalTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path directory;

    private OfflineStore store;

    @BeforeEach
    void open() {
        store = new IcebergOfflineStore(TestFiles.context(directory, StoreContext.Mode.READ_WRITE));
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(OfflineStoreProvider.class))
                .extracting(OfflineStoreProvider::name)
                .containsExactly("iceberg");
    }

    @Test
    void aDamagedDataFileIsNotRegistered() throws IOException {
        TablePointer table = table();
        WrittenFile file = write(table, NOON, NOON);
        byte[] bytes = Files.readAllBytes(Path.of(file.path()));
        Files.write(Path.of(file.path()), java.util.Arrays.copyOf(bytes, bytes.length - 3));
        assertFails(SpiError.BAD_FILE, file.path(), () -> stage(table, file));
        Files.write(Path.of(file.path()), new byte[] {1, 2, 3});
        assertFails(SpiError.BAD_FILE, file.path(), () -> stage(table, file));
        Files.delete(Path.of(file.path()));
        assertFails(SpiError.IO, file.path(), () -> stage(table, file));

        assertThat(metadataFiles(table)).hasSize(1);
    }

    @Test
    void aFileThatIsNotWhatItsWriterSaidIsNotRegistered() {
        TablePointer table = table();
        WrittenFile file = write(table, NOON, NOON);

        assertFails(
                SpiError.BAD_FILE,
                "2 rows",
                () -> stage(table, new WrittenFile(file.path(), 3, file.bytes(), file.buckets())));
        assertFails(
                SpiError.BAD_FILE,
                "bytes",
                () -> stage(table, new WrittenFile(file.path(), 2, file.bytes() + 1, file.buckets())));
    }

    @Test
    void aFileThatSpansPartitionsIsNotRegistered() {
        TablePointer table = table(PartitionField.day("ts"));

        assertFails(SpiError.BAD_FILE, "ts_day", () -> stage(table, write(table, NOON, NOON.plusSeconds(43_200))));
        assertThat(stage(table, write(table, NOON, NOON.plusSeconds(43_199))).snapshot())
                .isNotEqualTo(StagedChange.NO_SNAPSHOT);
    }

    @Test
    void aFileWithoutItsBucketIsNotRegistered() {
        TablePointer table = table(PartitionField.bucket("id", 8));

        assertFails(SpiError.BAD_FILE, "bucket of 'id'", () -> stage(table, write(table, NOON, NOON)));
    }

    @Test
    void bucketsOfTruthValuesAreRefused() {
        TableSpec spec = new TableSpec(
                new TableRef("p", "t__1"),
                List.of(Feature.of("yes", DataType.BOOLEAN)),
                List.of("yes"),
                List.of(),
                List.of(PartitionField.bucket("yes", 2)));

        assertFails(SpiError.BAD_OPTION, "'yes'", () -> store.create(spec));
    }

    @Test
    void aPositionBeyondTheFileIsADefect() {
        TablePointer table = table();
        WrittenFile file = write(table, NOON, NOON);
        TableChange change =
                new TableChange(1, List.of(file), Map.of(file.path(), DeletedRows.of(2)), List.of(), Map.of());

        assertFails(SpiError.INTERNAL, "row 2", () -> store.stage(table, change));
    }

    @Test
    void filesOfACommittedCommitAreNotDiscarded() {
        TablePointer table = table();
        WrittenFile file = write(table, NOON, NOON);
        TablePointer after = stage(table, file).next();

        assertFails(SpiError.INTERNAL, "commit 1", () -> store.discard(after, 1));
        assertThat(Path.of(file.path())).exists();
    }

    @Test
    void forReadingOnlyNothingIsWritten() {
        TablePointer table = table();
        TablePointer after = stage(table, write(table, NOON, NOON)).next();
        OfflineStore reader = new IcebergOfflineStore(TestFiles.context(directory, StoreContext.Mode.READ_ONLY));

        assertThat(reader.plan(after, reader.snapshot(after), Predicate.all()).files())
                .hasSize(1);
        assertFails(SpiError.READ_ONLY, "reading only", () -> reader.create(spec()));
        assertFails(
                SpiError.READ_ONLY,
                "reading only",
                () -> reader.stage(after, new TableChange(2, List.of(), Map.of(), List.of(), Map.of())));
        assertFails(SpiError.READ_ONLY, "reading only", () -> reader.drop(after.table(), after));
        assertFails(SpiError.READ_ONLY, "reading only", () -> reader.delete(List.of()));
    }

    @Test
    void aTableOfANewerFormatIsRefused() throws IOException {
        TablePointer table = table();
        Path metadata = Path.of(table.metadata());
        String json = Files.readString(metadata);
        assertThat(json).contains("\"shearwater.format\"");
        Files.writeString(metadata, json.replaceAll("(\"shearwater.format\"\\s*:\\s*)\"1\"", "$1\"2\""));
        OfflineStore fresh = new IcebergOfflineStore(TestFiles.context(directory, StoreContext.Mode.READ_WRITE));

        assertFails(SpiError.NEWER_FORMAT, "format 2", () -> fresh.fields(table));
    }

    @Test
    void missingMetadataIsNamed() {
        TablePointer lost = new TablePointer(new TableRef("p", "t__1"), directory + "/none.metadata.json");

        assertFails(SpiError.IO, "none.metadata.json", () -> store.fields(lost));
    }

    @Test
    void optionsAreChecked() {
        assertFails(
                SpiError.BAD_OPTION, "Did you mean 'target-file-bytes'", () -> open(Map.of("target-file-byte", "1")));
        assertFails(SpiError.BAD_OPTION, "'x'", () -> open(Map.of("target-file-bytes", "x")));
        assertFails(SpiError.BAD_OPTION, "0", () -> open(Map.of("target-file-bytes", "0")));
        assertThat(open(Map.of("target-file-bytes", "1000")).target(table(), 1).fileBytes())
                .isEqualTo(1_000);
    }

    private OfflineStore open(Map<String, String> options) {
        StoreContext plain = TestFiles.context(directory, StoreContext.Mode.READ_WRITE);
        return new IcebergOfflineStore(new StoreContext(
                plain.directory(), plain.scratch(), plain.mode(), plain.memory(), plain.clock(), options));
    }

    private TablePointer table(PartitionField... partitions) {
        return store.create(spec(partitions)).next();
    }

    private static TableSpec spec(PartitionField... partitions) {
        return new TableSpec(
                new TableRef("p", "t__1"),
                List.of(Feature.of("id", DataType.LONG), Feature.of("ts", DataType.TIMESTAMP)),
                List.of("id", "ts"),
                List.of("id"),
                List.of(partitions));
    }

    private WrittenFile write(TablePointer table, Instant first, Instant second) {
        Schema schema =
                Schema.of(new Field("id", DataType.LONG), new Field("ts", DataType.TIMESTAMP), HiddenColumns.SEQUENCE);
        FrameBuilder rows = new FrameBuilder(schema, 2).append(1L, first, 1L).append(2L, second, 1L);
        return TestFiles.write(
                store.target(table, 1), (int) (second.getEpochSecond() - NOON.getEpochSecond()), rows.build());
    }

    private StagedChange stage(TablePointer table, WrittenFile file) {
        return store.stage(table, new TableChange(1, List.of(file), Map.of(), List.of(), Map.of()));
    }

    private static List<Path> metadataFiles(TablePointer table) throws IOException {
        Path metadata = Path.of(table.metadata()).resolveSibling("");
        try (Stream<Path> paths = Files.list(metadata.toAbsolutePath())) {
            return paths.toList();
        }
    }

    private static void assertFails(SpiError code, String naming, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(naming)
                .extracting(failure -> ((ShearwaterException) failure).code())
                .isEqualTo(code);
    }
}
