package io.shearwater.testing;

import static io.shearwater.testing.RegistryStoreConformance.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.Field;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.SchemaChange;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.TableField;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.TableSpec;
import io.shearwater.spi.WrittenFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link OfflineStore} does with tables as a whole: columns, tags, expiry, the end. */
public abstract class OfflineTableConformance extends OfflineConformance {
    @Test
    void aNewTableHasItsColumnsTheSequenceLastAndNoSnapshot() {
        assertThat(store.fields(table))
                .extracting(field -> new Field(field.name(), field.type()))
                .containsExactly(
                        new Field("card", DataType.LONG),
                        new Field("ts", DataType.TIMESTAMP),
                        new Field("amount", DataType.DOUBLE),
                        new Field("city", DataType.string(20)),
                        HiddenColumns.SEQUENCE);
        assertThat(store.snapshot(table)).isEqualTo(StagedChange.NO_SNAPSHOT);
        assertThat(store.plan(table, StagedChange.NO_SNAPSHOT, Predicate.all()).files())
                .isEmpty();
    }

    @Test
    void everyTypeComesBackWithIdsOfItsOwn() {
        List<Feature> features = new ArrayList<>(List.of(Feature.of("id", DataType.LONG)));
        List<DataType> types = List.of(
                DataType.BOOLEAN,
                DataType.INT,
                DataType.FLOAT,
                DataType.DOUBLE,
                DataType.decimal(12, 2),
                DataType.STRING,
                DataType.string(7),
                DataType.BINARY,
                DataType.DATE,
                DataType.TIMESTAMP,
                DataType.array(DataType.string(3)),
                DataType.map(DataType.array(DataType.INT)),
                DataType.struct(new Field("a", DataType.embedding(2)), new Field("b", DataType.map(DataType.DATE))),
                DataType.embedding(4));
        types.forEach(type -> features.add(Feature.of("f" + features.size(), type)));
        TablePointer wide = store.create(
                        new TableSpec(new TableRef("fraud", "wide__1"), features, List.of("id"), List.of(), List.of()))
                .next();

        List<TableField> fields = store.fields(wide);
        assertThat(fields)
                .extracting(TableField::type)
                .startsWith(DataType.LONG)
                .containsAll(types);
        List<Integer> ids = new ArrayList<>();
        fields.forEach(field -> collectIds(field, ids));
        assertThat(ids).doesNotHaveDuplicates();
        TableField struct = fields.get(13);
        assertThat(struct.children()).extracting(TableField::name).containsExactly("a", "b");
        assertThat(struct.children().getFirst().children()).hasSize(1);
    }

    @Test
    void targetsTellWhereAndHow() {
        FileTarget one = store.target(table, 1);
        FileTarget ten = store.target(table, 10);

        assertThat(one.directory()).startsWith("/").isEqualTo(ten.directory());
        assertThat(ten.prefix()).doesNotStartWith(one.prefix());
        assertThat(one.fields()).isEqualTo(store.fields(table));
        assertThat(one.sortBy()).containsExactly("card", "ts");
        assertThat(one.partitions()).isEmpty();
        assertThat(one.fileBytes()).isPositive();

        List<PartitionField> partitions =
                List.of(PartitionField.day("ts"), PartitionField.bucket("card", 8), PartitionField.identity("card"));
        TablePointer divided = store.create(new TableSpec(
                        new TableRef("fraud", "divided__1"), columns(), List.of("card", "ts"), List.of(), partitions))
                .next();
        assertThat(store.target(divided, 1).partitions()).isEqualTo(partitions);
        assertThat(store.target(divided, 1).sortBy()).isEmpty();
    }

    @Test
    void columnsAreAddedWidenedRenamedAndDropped() {
        commit(List.of(rows(1, 3)));
        Map<String, Integer> before = ids();
        evolve(
                new SchemaChange.Add(Feature.of("score", DataType.INT).withDefault(7)),
                new SchemaChange.Add(Feature.of("vector", DataType.embedding(2))));
        evolve(new SchemaChange.Widen("score", DataType.LONG), new SchemaChange.Widen("city", DataType.STRING));
        evolve(new SchemaChange.Rename("amount", "sum"));
        evolve(new SchemaChange.Drop("vector"));
        evolve(new SchemaChange.Add(Feature.of("vector", DataType.DATE)));

        assertThat(store.fields(table))
                .extracting(field -> new Field(field.name(), field.type()))
                .containsExactly(
                        new Field("card", DataType.LONG),
                        new Field("ts", DataType.TIMESTAMP),
                        new Field("sum", DataType.DOUBLE),
                        new Field("city", DataType.STRING),
                        new Field("score", DataType.LONG),
                        new Field("vector", DataType.DATE),
                        HiddenColumns.SEQUENCE);
        assertThat(ids()).containsEntry("sum", before.get("amount")).containsEntry("_seq", before.get("_seq"));
        assertThat(new HashSet<>(ids().values())).hasSize(7);
        assertThat(planned()).hasSize(1);
    }

    @Test
    void anAddedColumnSaysWhatOlderFilesReadAs() {
        evolve(
                new SchemaChange.Add(Feature.of("i", DataType.INT).withDefault(7)),
                new SchemaChange.Add(Feature.of("s", DataType.string(9)).withDefault("🐦 ''")),
                new SchemaChange.Add(Feature.of("d", DataType.DATE).withDefault(java.time.LocalDate.of(1969, 7, 20))),
                new SchemaChange.Add(Feature.of("t", DataType.TIMESTAMP).withDefault(START.minusNanos(1_000))),
                new SchemaChange.Add(
                        Feature.of("m", DataType.decimal(9, 2)).withDefault(new java.math.BigDecimal("-1.50"))),
                new SchemaChange.Add(Feature.of("x", DataType.DOUBLE).withDefault(Double.NaN)),
                new SchemaChange.Add(Feature.of("b", DataType.BOOLEAN).withDefault(false)),
                new SchemaChange.Add(Feature.of("n", DataType.LONG)));

        Map<String, Optional<Object>> defaults = new java.util.HashMap<>();
        store.fields(table).forEach(field -> defaults.put(field.name(), field.initialDefault()));
        assertThat(defaults)
                .containsEntry("card", Optional.empty())
                .containsEntry("i", Optional.of(7))
                .containsEntry("s", Optional.of("🐦 ''"))
                .containsEntry("d", Optional.of(java.time.LocalDate.of(1969, 7, 20)))
                .containsEntry("t", Optional.of(START.minusNanos(1_000)))
                .containsEntry("m", Optional.of(new java.math.BigDecimal("-1.50")))
                .containsEntry("x", Optional.of(Double.NaN))
                .containsEntry("b", Optional.of(false))
                .containsEntry("n", Optional.empty());
    }

    @Test
    void tagsHoldASnapshot() {
        commit(List.of(rows(1, 3)));
        long first = store.snapshot(table);
        table = store.stageTag(table, "training-1", first).next();
        commit(List.of(rows(2, 3)));

        assertThat(store.tagged(table, "training-1")).isEqualTo(first);
        assertFails(SpiError.NOT_FOUND, () -> store.tagged(table, "training-2"));
        assertFails(SpiError.NOT_FOUND, () -> store.tagged(table, "main"));
        assertFails(SpiError.ALREADY_EXISTS, () -> store.stageTag(table, "training-1", first));
        assertFails(SpiError.NOT_FOUND, () -> store.stageTag(table, "other", first + 12_345));
        table = store.stageUntag(table, "training-1").next();
        assertFails(SpiError.NOT_FOUND, () -> store.tagged(table, "training-1"));
        assertFails(SpiError.NOT_FOUND, () -> store.stageUntag(table, "training-1"));
    }

    @Test
    void expiredSnapshotsLeaveFilesThatNothingNeeds() {
        WrittenFile gone = rows(1, 3);
        WrittenFile tagged = rows(2, 3);
        WrittenFile kept = rows(3, 3);
        commit(List.of(gone, kept));
        long first = store.snapshot(table);
        commit(change(List.of(tagged), Map.of(), List.of(gone.path())));
        long second = store.snapshot(table);
        table = store.stageTag(table, "t", second).next();
        commit(change(List.of(), Map.of(kept.path(), DeletedRows.of(1)), List.of(tagged.path())));
        long third = store.snapshot(table);
        commit(change(List.of(), Map.of(kept.path(), DeletedRows.of(2)), List.of()));
        long last = store.snapshot(table);

        assertThat(store.snapshots(table)).containsExactlyInAnyOrder(first, second, third, last);
        StagedChange expiry = store.stageExpiry(table, Set.of(first, second, third, last, 12_345L));
        table = expiry.next();
        assertThat(store.snapshots(table)).containsExactlyInAnyOrder(second, last);
        assertThat(expiry.garbage()).contains(gone.path()).doesNotContain(tagged.path(), kept.path());
        store.delete(expiry.garbage());
        store.delete(expiry.garbage());

        assertThat(exists(gone.path())).isFalse();
        assertFails(SpiError.NOT_FOUND, () -> store.plan(table, first, Predicate.all()));
        assertFails(SpiError.NOT_FOUND, () -> store.plan(table, third, Predicate.all()));
        assertThat(positions(planned().getFirst())).containsExactly(1, 2);
        List<FileScan> then =
                store.plan(table, store.tagged(table, "t"), Predicate.all()).files();
        assertThat(then).extracting(FileScan::path).containsExactlyInAnyOrder(tagged.path(), kept.path());
        assertThat(then).allSatisfy(file -> assertThat(exists(file.path())).isTrue());
        commit(List.of(rows(9, 1)));
        assertThat(planned()).hasSize(2);
    }

    @Test
    void expiringNothingChangesNothing() {
        commit(List.of(rows(1, 3)));
        StagedChange none = store.stageExpiry(table, Set.of());

        assertThat(none.garbage()).isEmpty();
        assertThat(none.snapshot()).isEqualTo(store.snapshot(table));
        assertThat(store.plan(none.next(), none.snapshot(), Predicate.all()).files())
                .hasSize(1);
    }

    @Test
    void anAbandonedCommitIsClearedAway() {
        WrittenFile kept = rows(1, 3);
        commit(List.of(kept));
        long abandoned = ++commits;
        WrittenFile left = write(store.target(table, abandoned), 1, frame(1, 2));
        store.stage(
                table,
                new TableChange(abandoned, List.of(left), Map.of(kept.path(), DeletedRows.of(0)), List.of(), Map.of()));
        WrittenFile later = write(store.target(table, abandoned * 10), 1, frame(1, 2));
        store.discard(table, abandoned);
        store.discard(table, abandoned);

        assertThat(exists(left.path())).isFalse();
        assertThat(exists(kept.path())).isTrue();
        assertThat(exists(later.path())).isTrue();
        assertThat(planned()).hasSize(1);
        commit(List.of(rows(2, 3)));
        assertThat(planned()).hasSize(2);
    }

    @Test
    void statisticsAreKeptBesideTheirSnapshotUntilItIsExpired() {
        byte[] bytes = {1, 0, -1};
        commit(change(List.of(rows(1, 3)), Map.of(), List.of()).withStatistics(Map.of("some-kind", bytes)));
        long first = store.snapshot(table);
        commit(List.of(rows(1, 3)));
        evolve(new SchemaChange.Rename("amount", "sum"));
        assertThat(store.statistics(table, first)).containsOnlyKeys("some-kind").containsEntry("some-kind", bytes);
        assertThat(store.statistics(table, store.snapshot(table))).isEmpty();
        assertThat(store.statistics(table, 12_345)).isEmpty();
        assertThat(store.orphans(table)).isEmpty();

        StagedChange other = store.stageStatistics(table, first, Map.of("another", new byte[0]));
        assertThat(other.snapshot()).isEqualTo(store.snapshot(table));
        table = other.next();
        store.delete(other.garbage());
        assertThat(store.statistics(table, first)).containsOnlyKeys("another");
        assertFails(SpiError.NOT_FOUND, () -> store.stageStatistics(table, 12_345, Map.of("none", bytes)));

        StagedChange expiry = store.stageExpiry(table, Set.of(first));
        table = expiry.next();
        store.delete(expiry.garbage());
        assertThat(store.statistics(table, first)).isEmpty();
        assertThat(store.orphans(table)).allMatch(path -> path.endsWith(".metadata.json"));
    }

    @Test
    void orphansAreWhatNoSnapshotNeeds() {
        WrittenFile replaced = rows(1, 3);
        commit(List.of(replaced));
        commit(change(List.of(rows(1, 3)), Map.of(), List.of(replaced.path())));
        commit(change(List.of(rows(1, 3)), Map.of(planned().getFirst().path(), DeletedRows.of(1)), List.of()));
        assertThat(store.orphans(table)).isEmpty();

        WrittenFile left = write(store.target(table, 77), 1, frame(1, 2));
        store.stage(table, change(List.of(left), Map.of(), List.of()));
        long first = commits;
        store.stage(table, List.of(new SchemaChange.Rename("amount", "sum")));
        List<String> orphans = store.orphans(table);
        assertThat(orphans).contains(left.path());
        store.delete(orphans);

        assertThat(store.orphans(table)).isEmpty();
        assertThat(commits).isEqualTo(first);
        assertThat(planned())
                .hasSize(2)
                .allSatisfy(file -> assertThat(exists(file.path())).isTrue());
        assertThat(exists(replaced.path())).isTrue();
        commit(List.of(rows(2, 1)));
        assertThat(positions(planned().getFirst())).containsExactly(1);
    }

    @Test
    void aDroppedTableLeavesNoFile() {
        WrittenFile file = rows(1, 3);
        commit(List.of(file));
        TablePointer again = store.create(spec()).next();
        store.drop(TABLE, table);

        assertThat(exists(file.path())).isFalse();
        assertThat(again).isNotEqualTo(table);
    }
}
