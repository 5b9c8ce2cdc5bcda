package io.shearwater.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.Cursor;
import io.shearwater.spi.EntitySpace;
import io.shearwater.spi.OnlineBatch;
import io.shearwater.spi.OnlineMutation.DeleteEntity;
import io.shearwater.spi.OnlineMutation.PutRow;
import io.shearwater.spi.OnlinePurge;
import io.shearwater.spi.OnlineRead;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineTable;
import io.shearwater.spi.OnlineTable.Retention;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StoreContext;
import io.shearwater.spi.StoreContext.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** What the store does with its files: reopening, following, sweeping, and refusing what it must not touch. */
class RocksOnlineFilesTest {
    private static final EntitySpace SPACE = new EntitySpace("cards");
    private static final OnlineTable LATEST = new OnlineTable(SPACE, 1, Retention.LATEST);
    private static final OnlineTable ALL = new OnlineTable(SPACE, 2, Retention.ALL);
    private static final byte[] KEY = {1, 7};

    @TempDir
    private Path parent;

    @Test
    void everythingIsThereAfterReopening() {
        Path directory = parent.resolve("online");
        try (OnlineStore store = Stores.open(directory)) {
            store.activate(LATEST, 3, Optional.of(new Cursor("feed", 9)));
            put(store, LATEST, 3, 50, 1);
            store.note("layout", new byte[] {4});
            store.activate(ALL, 1, Optional.empty());
            put(store, ALL, 1, 60, 1);
            store.drop(ALL);
        }
        try (OnlineStore store = Stores.open(directory)) {
            assertThat(times(store, LATEST)).containsExactly(50L);
            assertThat(store.active(LATEST)).hasValue(3);
            assertThat(store.cursor("feed")).contains(new Cursor("feed", 9));
            assertThat(store.note("layout").orElseThrow()).containsExactly(4);
            assertThat(store.active(ALL)).isEmpty();
            assertCode(SpiError.STALE_BASE, () -> put(store, ALL, 1, 60, 1));
        }
    }

    @Test
    void aStoreThatLostItsFilesWhileItWasMadeIsMadeAnew() throws IOException {
        Path directory = parent.resolve("online");
        Path current = Files.createDirectories(Database.rows(directory)).resolve("CURRENT");
        Files.writeString(current, "MANIFEST-000001\n");
        try (OnlineStore store = new RocksOnlineStoreProvider().open(Stores.context(directory, Mode.READ_WRITE))) {
            assertThat(store.active(LATEST)).isEmpty();
        }
        assertThat(directory.resolve("format")).exists();

        Files.writeString(current, "MANIFEST-000999\n");
        try (Stream<Path> files = Files.list(Database.rows(directory))) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith("MANIFEST-"))
                    .toList()) {
                Files.delete(file);
            }
        }
        assertCode(
                SpiError.IO,
                () -> new RocksOnlineStoreProvider()
                        .open(Stores.context(directory, Mode.READ_WRITE))
                        .close());
        assertThat(current).hasContent("MANIFEST-000999");
    }

    @Test
    void aStoreWhoseNewestManifestWasLostGoesOnWithTheOneBefore() throws IOException {
        Path directory = parent.resolve("online");
        try (OnlineStore store = Stores.open(directory)) {
            store.activate(LATEST, 3, Optional.of(new Cursor("feed", 9)));
            put(store, LATEST, 3, 50, 1);
        }
        Path current = Database.rows(directory).resolve("CURRENT");
        Files.writeString(current, "MANIFEST-000999\n");
        try (OnlineStore store = Stores.open(directory)) {
            assertThat(times(store, LATEST)).containsExactly(50L);
            assertThat(store.cursor("feed")).contains(new Cursor("feed", 9));
        }

        // Tables that came after the one that is lost say that it was used.
        Files.createFile(Database.rows(directory).resolve("001000.sst"));
        Files.writeString(current, "MANIFEST-000999\n");
        assertCode(SpiError.IO, () -> Stores.open(directory).close());
    }

    @Test
    void rowsOfDeadGenerationsAreSweptAndOthersStay() throws RocksDBException {
        Path directory = parent.resolve("online");
        try (RocksOnlineStore store = Stores.open(directory)) {
            for (OnlineTable table : List.of(LATEST, ALL)) {
                store.activate(table, 1, Optional.empty());
                put(store, table, 1, 50, 1);
                store.load(table, 2, 100, List.of(new PutRow(KEY, 60, 1, KEY)).iterator());
                store.activate(table, 2, Optional.empty());
            }
            store.sweep();
            assertThat(times(store, LATEST)).containsExactly(60L);
            assertThat(times(store, ALL)).containsExactly(60L);
        }
        assertThat(entries(directory, "latest")).isEqualTo(1);
        assertThat(entries(directory, "all")).isEqualTo(1);
        try (RocksOnlineStore store = Stores.open(directory)) {
            store.drop(LATEST);
            store.drop(ALL);
            store.sweep();
        }
        assertThat(entries(directory, "latest") + entries(directory, "all")).isZero();
    }

    @Test
    void onlyGenerationsThatMayHoldDeadRowsAreSwept() throws IOException {
        Path directory = parent.resolve("online");
        Files.createDirectories(Database.rows(directory));
        try (Database database = new Database(Stores.context(directory, Mode.READ_WRITE))) {
            Tables tables = new Tables(database);
            Tables.State first = tables.changeable(LATEST, 1).filling(1).activated(1);
            tables.put(LATEST.group(), first, Optional.empty());
            assertThat(tables.unswept()).isEmpty();

            tables.put(LATEST.group(), first.filling(2).activated(2), Optional.empty());
            assertThat(tables.unswept()).containsExactly(LATEST.group());

            Tables.State abandoned =
                    tables.changeable(ALL, 1).filling(1).filling(2).activated(2);
            tables.put(ALL.group(), abandoned, Optional.empty());
            assertThat(tables.unswept()).containsExactly(LATEST.group(), ALL.group());
        }
    }

    @Test
    void aSweepThatClosingStoppedIsDoneAfterReopening() throws RocksDBException {
        Path directory = parent.resolve("online");
        try (RocksOnlineStore store = Stores.open(directory)) {
            store.activate(LATEST, 1, Optional.empty());
            put(store, LATEST, 1, 50, 1);
            store.load(LATEST, 2, 100, List.of(new PutRow(KEY, 60, 1, KEY)).iterator());
            store.activate(LATEST, 2, Optional.empty());
        }
        try (RocksOnlineStore store = Stores.open(directory)) {
            store.sweep();
        }
        assertThat(entries(directory, "latest")).isEqualTo(1);
    }

    @Test
    void whatWasLoadedInPiecesIsMergedAndReadsTheSame() throws IOException {
        Path directory = parent.resolve("online");
        try (RocksOnlineStore store = Stores.open(directory)) {
            for (int group = 1; group <= 3; group++) {
                OnlineTable table = new OnlineTable(SPACE, group, Retention.LATEST);
                store.load(table, 1, 100, manyRows(group));
                store.activate(table, 1, Optional.empty());
            }
            List<Long> before = times(store, LATEST);
            assertThat(before).containsExactly(50L);
            store.compact();
            assertThat(times(store, LATEST)).isEqualTo(before);
            assertThat(times(store, new OnlineTable(SPACE, 3, Retention.LATEST)))
                    .containsExactly(50L);
        }
        try (Database database = new Database(Stores.context(directory, Mode.READ_WRITE))) {
            List<Integer> files =
                    database.rocks().getColumnFamilyMetaData(database.family(Retention.LATEST)).levels().stream()
                            .map(level -> level.files().size())
                            .toList();
            assertThat(files.getFirst()).isZero();
            assertThat(files.stream().mapToInt(Integer::intValue).sum()).isPositive();
        }
    }

    /** Three MB of rows that do not compress, the first of them of the key that the others read. */
    private static Iterator<PutRow> manyRows(int seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 3_000)
                .mapToObj(row -> {
                    byte[] value = new byte[1_000];
                    random.nextBytes(value);
                    byte[] key = row == 0 ? KEY : new byte[] {2, (byte) (row >> 8), (byte) row};
                    return new PutRow(key, 50, 1, value);
                })
                .iterator();
    }

    @Test
    void supersededRowsAndForgottenDeletionsLeaveNothingBehind() throws RocksDBException {
        Path directory = parent.resolve("online");
        try (RocksOnlineStore store = Stores.open(directory)) {
            store.activate(LATEST, 1, Optional.empty());
            for (int i = 0; i < 20; i++) {
                put(store, LATEST, 1, i, i);
            }
            store.apply(
                    new OnlineBatch(LATEST, 1, List.of(new DeleteEntity(new byte[] {2}, 99)), 100, Optional.empty()));
            store.purge(new OnlinePurge(LATEST, Long.MIN_VALUE, 100, 99));
        }
        assertThat(entries(directory, "latest")).isEqualTo(1);
    }

    @Test
    void aLoadThatDidNotEndLeavesNoFiles() throws IOException {
        Path directory = parent.resolve("online");
        Path leftover = directory.resolve("loading/1-2-0.sst");
        Files.createDirectories(leftover.getParent());
        Files.writeString(leftover, "half a file");
        try (OnlineStore store = Stores.open(directory)) {
            assertThat(leftover).doesNotExist();
            assertCode(
                    SpiError.INTERNAL,
                    () -> store.load(
                            LATEST,
                            1,
                            0,
                            List.of(new PutRow(KEY, 1, 1, KEY), new PutRow(KEY, 2, 1, KEY))
                                    .iterator()));
            assertThat(leftover.getParent()).isEmptyDirectory();
            store.activate(LATEST, 1, Optional.empty());
            assertThat(times(store, LATEST)).isEmpty();
        }
    }

    @Test
    void aReadOnlyStoreFollowsTheWritingOne() {
        Path directory = parent.resolve("online");
        try (OnlineStore store = Stores.open(directory)) {
            store.activate(LATEST, 1, Optional.empty());
            put(store, LATEST, 1, 50, 1);
            try (OnlineStore follower = Stores.open(directory, Mode.READ_ONLY)) {
                put(store, LATEST, 1, 60, 2);
                store.load(ALL, 1, 0, List.of(new PutRow(KEY, 70, 1, KEY)).iterator());
                store.activate(ALL, 1, Optional.empty());

                assertThat(times(follower, LATEST)).containsExactly(60L);
                assertThat(times(follower, ALL)).containsExactly(70L);
                assertCode(SpiError.READ_ONLY, () -> put(follower, LATEST, 1, 70, 3));
                assertCode(SpiError.READ_ONLY, () -> follower.note("name", KEY));
            }
            put(store, LATEST, 1, 80, 3);
            assertThat(times(store, LATEST)).containsExactly(80L);
        }
    }

    @Test
    void onlyOneProcessWrites() {
        Path directory = parent.resolve("online");
        try (OnlineStore store = Stores.open(directory)) {
            assertCode(SpiError.LEASE_BUSY, () -> Stores.open(directory));
            assertThat(store.active(LATEST)).isEmpty();
        }
    }

    @Test
    void whatCannotBeOpenedIsRefusedWithAReason() throws IOException {
        Path directory = parent.resolve("online");
        assertCode(SpiError.NOT_FOUND, () -> Stores.open(directory, Mode.READ_ONLY));
        StoreContext plain = Stores.context(directory, Mode.READ_WRITE);
        StoreContext odd = new StoreContext(
                plain.directory(), plain.scratch(), plain.mode(), plain.memory(), plain.clock(), Map.of("speed", "1"));
        assertCode(SpiError.BAD_REQUEST, () -> new RocksOnlineStoreProvider().open(odd));

        Stores.open(directory).close();
        Files.writeString(directory.resolve("format"), "2\n");
        assertThatThrownBy(() -> Stores.open(directory))
                .hasMessageContaining("format '2'")
                .hasMessageContaining(directory.toString());
    }

    @Test
    void aClosedStoreSaysSo() {
        OnlineStore store = Stores.open(parent.resolve("online"));
        store.close();
        store.close();

        assertThatThrownBy(() -> store.cursor("feed")).hasMessageContaining("closed");
        assertThatThrownBy(() -> put(store, LATEST, 1, 1, 1)).hasMessageContaining("closed");
    }

    private static void put(OnlineStore store, OnlineTable table, int generation, long time, long sequence) {
        store.apply(new OnlineBatch(
                table, generation, List.of(new PutRow(KEY, time, sequence, KEY)), 100, Optional.empty()));
    }

    private static List<Long> times(OnlineStore store, OnlineTable table) {
        List<Long> times = new ArrayList<>();
        store.read(
                new OnlineRead(List.of(KEY), List.of(table), new long[] {1_000}),
                (key, at, time, sequence, value) -> times.add(time));
        return times;
    }

    /** Counts what lies in a column family, past the store. */
    private static long entries(Path directory, String family) throws RocksDBException {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        for (String name : List.of("default", "latest", "all")) {
            families.add(new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.US_ASCII)));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        long count = 0;
        try (DBOptions options = new DBOptions();
                RocksDB rocks =
                        RocksDB.openReadOnly(options, Database.rows(directory).toString(), families, handles);
                RocksIterator entries = rocks.newIterator(handles.get(family.equals("latest") ? 1 : 2))) {
            for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                count++;
            }
        }
        return count;
    }

    private static void assertCode(SpiError code, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
