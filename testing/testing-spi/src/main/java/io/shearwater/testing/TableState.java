package io.shearwater.testing;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.Field;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.SchemaChange;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.StagedChange;
import io.shearwater.spi.TableField;
import io.shearwater.spi.TableSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One state of a table on the heap. Immutable.
 *
 * @param snapshots the files of each snapshot
 * @param newest {@link StagedChange#NO_SNAPSHOT} before the first
 * @param lastId the greatest column id ever given out
 * @param statistics what is kept beside each snapshot
 */
record TableState(
        TableSpec spec,
        List<TableField> fields,
        Map<Long, List<FileScan>> snapshots,
        long newest,
        Map<String, Long> tags,
        int lastId,
        Map<Long, Map<String, byte[]>> statistics) {

    static TableState first(TableSpec spec) {
        AtomicInteger ids = new AtomicInteger();
        List<TableField> fields = new ArrayList<>();
        for (Feature feature : spec.columns()) {
            fields.add(field(feature.field(), Optional.empty(), ids));
        }
        fields.add(field(HiddenColumns.SEQUENCE, Optional.empty(), ids));
        return new TableState(spec, fields, Map.of(), StagedChange.NO_SNAPSHOT, Map.of(), ids.get(), Map.of());
    }

    List<FileScan> files(long snapshot, TableRef table) {
        return Optional.ofNullable(snapshots.get(snapshot))
                .orElseThrow(() -> SpiError.NOT_FOUND.because("The table " + table + " has no snapshot " + snapshot
                        + ": it was expired, or never was one of this table's."));
    }

    /** The paths of every snapshot. */
    Set<String> paths() {
        Set<String> paths = new HashSet<>();
        snapshots.values().forEach(files -> files.forEach(file -> paths.add(file.path())));
        return paths;
    }

    TableState withSnapshot(long snapshot, List<FileScan> files) {
        Map<Long, List<FileScan>> next = new TreeMap<>(snapshots);
        next.put(snapshot, List.copyOf(files));
        return new TableState(spec, fields, next, snapshot, tags, lastId, statistics);
    }

    TableState withoutSnapshots(Set<Long> expired) {
        Map<Long, List<FileScan>> next = new TreeMap<>(snapshots);
        next.keySet().removeAll(expired);
        Map<Long, Map<String, byte[]>> kept = new TreeMap<>(statistics);
        kept.keySet().removeAll(expired);
        return new TableState(spec, fields, next, newest, tags, lastId, kept);
    }

    TableState withStatistics(long snapshot, Map<String, byte[]> bytes) {
        Map<Long, Map<String, byte[]>> kept = new TreeMap<>(statistics);
        kept.put(snapshot, Map.copyOf(bytes));
        return new TableState(spec, fields, snapshots, newest, tags, lastId, kept);
    }

    TableState withTag(String tag, long snapshot) {
        Map<String, Long> next = new TreeMap<>(tags);
        next.put(tag, snapshot);
        return new TableState(spec, fields, snapshots, newest, next, lastId, statistics);
    }

    TableState withoutTag(String tag) {
        Map<String, Long> next = new TreeMap<>(tags);
        next.remove(tag);
        return new TableState(spec, fields, snapshots, newest, next, lastId, statistics);
    }

    TableState withColumns(List<SchemaChange> changes) {
        AtomicInteger ids = new AtomicInteger(lastId);
        List<TableField> next = new ArrayList<>(fields);
        changes.forEach(change -> apply(change, next, ids));
        return new TableState(spec, List.copyOf(next), snapshots, newest, tags, ids.get(), statistics);
    }

    private static void apply(SchemaChange change, List<TableField> fields, AtomicInteger ids) {
        switch (change) {
            // The write sequence stays the last column.
            case SchemaChange.Add add ->
                fields.add(
                        fields.size() - 1,
                        field(add.feature().field(), add.feature().defaultValue(), ids));
            case SchemaChange.Widen widen -> {
                int at = index(fields, widen.column());
                TableField old = fields.get(at);
                fields.set(
                        at, new TableField(old.id(), old.name(), widen.type(), old.children(), old.initialDefault()));
            }
            case SchemaChange.Rename rename -> {
                int at = index(fields, rename.from());
                TableField old = fields.get(at);
                fields.set(at, new TableField(old.id(), rename.to(), old.type(), old.children(), old.initialDefault()));
            }
            case SchemaChange.Drop drop -> fields.remove(index(fields, drop.column()));
        }
    }

    private static int index(List<TableField> fields, String column) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(column)) {
                return i;
            }
        }
        throw SpiError.NOT_FOUND.because("The table has no column '" + column + "'.");
    }

    private static TableField field(Field field, Optional<Object> initialDefault, AtomicInteger ids) {
        int id = ids.incrementAndGet();
        return new TableField(id, field.name(), field.type(), children(field.type(), ids), initialDefault);
    }

    private static List<TableField> children(DataType type, AtomicInteger ids) {
        return switch (type) {
            case DataType.ArrayType array -> List.of(child("element", array.element(), ids));
            case DataType.EmbeddingType t -> List.of(child("element", DataType.FLOAT, ids));
            case DataType.MapType map -> List.of(child("key", DataType.STRING, ids), child("value", map.value(), ids));
            case DataType.StructType struct ->
                struct.fields().stream()
                        .map(part -> field(part, Optional.empty(), ids))
                        .toList();
            default -> List.of();
        };
    }

    private static TableField child(String name, DataType type, AtomicInteger ids) {
        return field(new Field(name, type), Optional.empty(), ids);
    }
}
