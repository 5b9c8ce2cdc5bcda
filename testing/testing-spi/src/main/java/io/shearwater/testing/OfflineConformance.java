package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.SchemaChange;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.TableField;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.TableSpec;
import io.shearwater.spi.WrittenFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A table to try an {@link OfflineStore} with, and what the suites do with it. */
public abstract class OfflineConformance {
    static final TableRef TABLE = new TableRef("fraud", "cards__1");
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    OfflineStore store;
    TablePointer table;
    long commits;

    /** Opens the same tables each time it is called, none at first. */
    protected abstract OfflineStore open();

    /** Writes a data file as an engine would; the frame's columns are those of the target, by name. */
    protected abstract WrittenFile write(FileTarget target, int number, Frame rows);

    /** Whether a file is there. */
    protected abstract boolean exists(String path);

    @BeforeEach
    final void createTable() {
        store = open();
        table = store.create(spec()).next();
    }

    @AfterEach
    final void close() {
        store.close();
    }

    List<String> paths(Predicate prune) {
        return store.plan(table, store.snapshot(table), prune).files().stream()
                .map(FileScan::path)
                .toList();
    }

    static TableSpec spec() {
        return new TableSpec(TABLE, columns(), List.of("card", "ts"), List.of("card", "ts"), List.of());
    }

    static List<Feature> columns() {
        return List.of(
                Feature.of("card", DataType.LONG),
                Feature.of("ts", DataType.TIMESTAMP, "when it was paid"),
                Feature.of("amount", DataType.DOUBLE),
                Feature.of("city", DataType.string(20)));
    }

    /** Writes a file of the next commit. */
    WrittenFile rows(int number, int count) {
        return write(store.target(table, commits + 1), number, frame(1, count));
    }

    static Frame frame(int first, int count) {
        List<Field> fields =
                new ArrayList<>(columns().stream().map(Feature::field).toList());
        fields.add(HiddenColumns.SEQUENCE);
        FrameBuilder rows = new FrameBuilder(Schema.of(fields), count);
        for (int i = first; i < first + count; i++) {
            rows.append((long) i, START.plusSeconds(i), i * 0.5, "city " + i, 1L);
        }
        return rows.build();
    }

    TableChange change(List<WrittenFile> added, Map<String, DeletedRows> deleted, List<String> replaced) {
        return new TableChange(++commits, added, deleted, replaced, Map.of("note", "commit " + commits));
    }

    void commit(List<WrittenFile> added) {
        commit(change(added, Map.of(), List.of()));
    }

    void commit(TableChange change) {
        StagedChange staged = store.stage(table, change);
        table = staged.next();
        assertThat(store.snapshot(table)).isEqualTo(staged.snapshot());
        store.delete(staged.garbage());
    }

    void evolve(SchemaChange... changes) {
        table = store.stage(table, Arrays.asList(changes)).next();
    }

    List<FileScan> planned() {
        return store.plan(table, store.snapshot(table), Predicate.all()).files();
    }

    Map<String, Integer> ids() {
        Map<String, Integer> ids = new java.util.HashMap<>();
        store.fields(table).forEach(field -> ids.put(field.name(), field.id()));
        return ids;
    }

    static void collectIds(TableField field, List<Integer> ids) {
        ids.add(field.id());
        field.children().forEach(child -> collectIds(child, ids));
    }

    static long[] positions(FileScan file) {
        long[] positions = new long[Math.toIntExact(file.deleted().count())];
        PrimitiveIterator.OfLong iterator = file.deleted().positions();
        for (int i = 0; i < positions.length; i++) {
            positions[i] = iterator.nextLong();
        }
        assertThat(iterator.hasNext()).isFalse();
        return positions;
    }
}
