package io.shearwater.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ShearwaterException;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.Actor;
import io.shearwater.spi.Lease;
import io.shearwater.spi.RegistryReader;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryStoreProvider;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StoreContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database file itself: its format, its pointers, and other programs that have it open. */
class RegistryFileTest {
    private static final TableRef TABLE = new TableRef("fraud", "cards__1");

    @TempDir
    private Path directory;

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(RegistryStoreProvider.class))
                .extracting(RegistryStoreProvider::name)
                .containsExactly("sqlite");
    }

    @Test
    void refusesARegistryOfANewerFormat() throws Exception {
        Registries.open(directory, InstantSource.system()).close();
        sql("pragma user_version = 99");

        assertFails(SpiError.NEWER_FORMAT, "99", () -> Registries.open(directory, InstantSource.system()));
        assertFails(SpiError.NEWER_FORMAT, "99", () -> Registries.openReadOnly(directory));
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "not a database, but long enough to be read as a header ".repeat(100));

        assertFails(SpiError.IO, "registry.db", () -> Registries.open(directory, InstantSource.system()));
    }

    @Test
    void aReaderSeesWhatAWriterInAnotherConnectionCommits() {
        try (RegistryStore writer = Registries.open(directory, InstantSource.system());
                RegistryStore reader = Registries.openReadOnly(directory)) {
            assertThat(reader.<Optional<String>>read(its -> its.pointer(TABLE))).isEmpty();
            swap(writer, Optional.empty(), "m1");
            assertThat(reader.<Optional<String>>read(its -> its.pointer(TABLE))).contains("m1");

            assertFails(SpiError.READ_ONLY, "reading only", () -> swap(reader, Optional.of("m1"), "m2"));
            assertFails(SpiError.READ_ONLY, "reading only", () -> reader.acquire("a", Duration.ZERO));
        }
        try (RegistryStore reader = Registries.openReadOnly(directory)) {
            assertThat(reader.<Optional<String>>read(its -> its.pointer(TABLE))).contains("m1");
        }
    }

    @Test
    void openingForReadingMakesNoFile() {
        assertFails(SpiError.NOT_FOUND, "registry.db", () -> Registries.openReadOnly(directory));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void pointersLieInTheLayoutOfIcebergsCatalog() throws Exception {
        try (RegistryStore store = Registries.open(directory, InstantSource.system())) {
            swap(store, Optional.empty(), "m1");
            swap(store, Optional.of("m1"), "m2");
        }

        assertThat(rows("select catalog_name, table_namespace, table_name, metadata_location,"
                        + " previous_metadata_location, iceberg_type from iceberg_tables"))
                .containsExactly("shearwater|fraud|cards__1|m2|m1|TABLE");
    }

    @Test
    void anUnknownOptionIsRefused() {
        StoreContext plain = Registries.context(directory, InstantSource.system(), StoreContext.Mode.READ_WRITE);
        StoreContext context = new StoreContext(
                plain.directory(),
                plain.scratch(),
                plain.mode(),
                plain.memory(),
                plain.clock(),
                Map.of("page-size", "1"));

        assertFails(SpiError.BAD_OPTION, "page-size", () -> new SqliteRegistryStore(context));
    }

    @Test
    void aLeaseOfAProcessThatIsGoneIsTakenOver() throws Exception {
        try (RegistryStore store = Registries.open(directory, InstantSource.system())) {
            Lease first = store.acquire("fraud/cards__1", Duration.ZERO);
            Holder gone = new Holder(ProcessHandle.current().pid(), "elsewhere", "", "x");
            sql("update lease set holder = '" + gone + "'");

            assertFails(SpiError.LEASE_LOST, "fraud/cards__1", () -> fence(store, first));
            Lease next = store.acquire("fraud/cards__1", Duration.ZERO);
            assertThat(next.epoch()).isEqualTo(first.epoch() + 1);
            fence(store, next);
        }
    }

    @Test
    void aLeaseOfALivingProcessIsNotTakenOver() throws Exception {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        Holder self = Holder.open();
        Holder other = new Holder(
                parent.pid(),
                self.host(),
                parent.info().startInstant().map(Object::toString).orElse(""),
                "x");
        self.close();
        try (RegistryStore store = Registries.open(directory, InstantSource.system())) {
            store.release(store.acquire("a", Duration.ZERO));
            sql("update lease set holder = '" + other + "'");

            assertFails(SpiError.LEASE_BUSY, "process " + parent.pid(), () -> store.acquire("a", Duration.ofMillis(1)));
        }
    }

    @Test
    void whatAKilledProcessCommittedIsThere() throws Exception {
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessCommits.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = 0;
        try (var lines = child.inputReader(StandardCharsets.UTF_8)) {
            while (last < 50) {
                last = Long.parseLong(lines.readLine());
            }
        } finally {
            child.destroyForcibly().waitFor();
        }

        try (RegistryStore store = Registries.open(directory, InstantSource.system())) {
            assertThat(store.acquire("endless", Duration.ZERO).epoch()).isEqualTo(2);
            List<String> pointer = store.read(
                    (RegistryReader reader) -> reader.pointer(TABLE).stream().toList());
            assertThat(Long.parseLong(pointer.getFirst())).isGreaterThanOrEqualTo(last);
            assertThat(store.<Integer>read(
                            reader -> reader.audit("fraud", 100_000).size()))
                    .isEqualTo(Integer.parseInt(pointer.getFirst()));
        }
    }

    private static void swap(RegistryStore store, Optional<String> expected, String next) {
        store.change(new Actor("ada"), tx -> {
            tx.swapPointer(TABLE, expected, Optional.of(next));
            tx.audit("fraud", "commit", next);
            return true;
        });
    }

    private static void fence(RegistryStore store, Lease lease) {
        store.change(new Actor("ada"), tx -> {
            tx.fence(lease);
            return true;
        });
    }

    private static void assertFails(SpiError code, String naming, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(naming)
                .extracting(failure -> ((ShearwaterException) failure).code())
                .isEqualTo(code);
    }

    private Path file() {
        return directory.resolve("registry").resolve("registry.db");
    }

    private void sql(String text) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    private List<String> rows(String query) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            return new Sql(connection)
                    .list(
                            query,
                            row -> String.join(
                                    "|",
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5),
                                    row.getString(6)));
        }
    }
}
