package io.shearwater.testing;

import static io.shearwater.testing.RegistryStoreConformance.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.Predicate;
import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.SchemaChange;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.TableField;
import io.shearwater.spi.WrittenFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link OfflineStore} does with files and rows. */
public abstract class OfflineStoreConformance extends OfflineConformance {
    @Test
    void committedFilesArePlannedInTheOrderOfCommits() {
        WrittenFile first = rows(1, 3);
        WrittenFile second = rows(2, 2);
        commit(List.of(first, second));
        WrittenFile third = rows(3, 1);
        commit(List.of(third));

        assertThat(planned()).extracting(FileScan::path).containsExactly(first.path(), second.path(), third.path());
        assertThat(planned()).extracting(FileScan::rows).containsExactly(3L, 2L, 1L);
        assertThat(planned()).extracting(FileScan::bytes).containsExactly(first.bytes(), second.bytes(), third.bytes());
        assertThat(planned()).allSatisfy(file -> assertThat(positions(file)).isEmpty());
    }

    @Test
    void aChangeThatIsNotMadeVisibleChangesNothing() {
        commit(List.of(rows(1, 3)));
        long before = store.snapshot(table);
        StagedChange unseen = store.stage(table, change(List.of(rows(2, 2)), Map.of(), List.of()));

        assertThat(store.snapshot(table)).isEqualTo(before);
        assertThat(planned()).hasSize(1);
        assertThat(store.plan(unseen.next(), unseen.snapshot(), Predicate.all()).files())
                .hasSize(2);
    }

    @Test
    void anOldSnapshotStaysAsItWas() {
        WrittenFile file = rows(1, 3);
        commit(List.of(file));
        long first = store.snapshot(table);
        commit(change(List.of(rows(2, 2)), Map.of(file.path(), DeletedRows.of(0)), List.of()));
        commit(change(List.of(rows(3, 2)), Map.of(), List.of(file.path())));

        List<FileScan> old = store.plan(table, first, Predicate.all()).files();
        assertThat(old).extracting(FileScan::path).containsExactly(file.path());
        assertThat(positions(old.getFirst())).isEmpty();
        assertFails(SpiError.NOT_FOUND, () -> store.plan(table, first + 12_345, Predicate.all()));
    }

    @Test
    void deletedRowsAreAddedToThoseDeletedBefore() {
        WrittenFile file = rows(1, 100_000);
        WrittenFile other = rows(2, 5);
        commit(List.of(file, other));
        commit(change(List.of(), Map.of(file.path(), DeletedRows.of(0, 7, 99_999)), List.of()));
        long middle = store.snapshot(table);
        commit(change(
                List.of(),
                Map.of(file.path(), DeletedRows.of(3, 7, 70_000), other.path(), DeletedRows.of(4)),
                List.of()));

        assertThat(positions(planned().getFirst())).containsExactly(0, 3, 7, 70_000, 99_999);
        assertThat(planned().getFirst().deleted().count()).isEqualTo(5);
        assertThat(positions(planned().getLast())).containsExactly(4);
        FileScan then = store.plan(table, middle, Predicate.all()).files().getFirst();
        assertThat(positions(then)).containsExactly(0, 7, 99_999);
    }

    @Test
    void rowsOfAFileCanBeDeletedInTheCommitThatAddsIt() {
        WrittenFile file = rows(1, 10);
        commit(change(List.of(file), Map.of(file.path(), DeletedRows.of(2, 3)), List.of()));

        assertThat(positions(planned().getFirst())).containsExactly(2, 3);
    }

    @Test
    void aFileWithoutLivingRowsIsNotPlanned() {
        WrittenFile file = rows(1, 3);
        WrittenFile other = rows(2, 3);
        commit(List.of(file, other));
        commit(change(List.of(), Map.of(file.path(), DeletedRows.of(0)), List.of()));
        commit(change(List.of(), Map.of(file.path(), DeletedRows.of(0, 1, 2)), List.of()));
        assertThat(planned()).extracting(FileScan::path).containsExactly(other.path());

        WrittenFile stillborn = rows(3, 1);
        commit(change(
                List.of(stillborn),
                Map.of(stillborn.path(), DeletedRows.of(0), other.path(), DeletedRows.of(0, 1, 2)),
                List.of()));
        assertThat(planned()).isEmpty();
        commit(List.of(rows(4, 1)));
        assertThat(planned()).hasSize(1);
    }

    @Test
    void replacedFilesGiveWayToThoseThatReplaceThem() {
        WrittenFile first = rows(1, 3);
        WrittenFile second = rows(2, 2);
        WrittenFile kept = rows(3, 2);
        commit(List.of(first, second, kept));
        commit(change(List.of(), Map.of(first.path(), DeletedRows.of(1)), List.of()));
        WrittenFile merged = rows(4, 4);
        commit(change(List.of(merged), Map.of(), List.of(first.path(), second.path())));

        assertThat(planned()).extracting(FileScan::path).containsExactly(kept.path(), merged.path());
        assertThat(planned()).allSatisfy(file -> assertThat(positions(file)).isEmpty());
    }

    @Test
    void changingAFileThatIsNoLongerThereIsAConflict() {
        WrittenFile file = rows(1, 3);
        commit(List.of(file));
        commit(change(List.of(rows(2, 3)), Map.of(), List.of(file.path())));

        TableChange late = change(List.of(), Map.of(file.path(), DeletedRows.of(0)), List.of());
        assertFails(SpiError.STALE_BASE, () -> store.stage(table, late));
        TableChange again = change(List.of(rows(3, 3)), Map.of(), List.of(file.path()));
        assertFails(SpiError.STALE_BASE, () -> store.stage(table, again));
    }

    @Test
    void aChangeOfNothingIsASnapshotToo() {
        commit(List.of());
        long first = store.snapshot(table);
        assertThat(first).isNotEqualTo(StagedChange.NO_SNAPSHOT);
        commit(List.of(rows(1, 3)));
        commit(change(List.of(), Map.of(), List.of()));

        assertThat(planned()).hasSize(1);
        assertThat(store.plan(table, first, Predicate.all()).files()).isEmpty();
    }

    @Test
    void addedGivesTheNamedFilesWithWhatWasDeletedSince() {
        WrittenFile first = rows(1, 3);
        WrittenFile second = rows(2, 3);
        commit(List.of(first, second));
        commit(change(List.of(), Map.of(second.path(), DeletedRows.of(0)), List.of()));

        FileSet added = store.added(table, store.snapshot(table), Set.of(second.path(), "/not/there"));
        assertThat(added.files()).extracting(FileScan::path).containsExactly(second.path());
        assertThat(positions(added.files().getFirst())).containsExactly(0);
    }

    @Test
    void aTableIsThereAfterReopening() {
        WrittenFile file = rows(1, 3);
        commit(List.of(file));
        evolve(new SchemaChange.Add(Feature.of("vector", DataType.embedding(2))));
        commit(change(List.of(), Map.of(file.path(), DeletedRows.of(1)), List.of()));
        List<TableField> fields = store.fields(table);
        store.close();

        store = open();
        assertThat(store.fields(table)).isEqualTo(fields);
        assertThat(positions(planned().getFirst())).containsExactly(1);
    }
}
