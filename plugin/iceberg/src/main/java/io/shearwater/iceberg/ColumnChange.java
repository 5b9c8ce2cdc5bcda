package io.shearwater.iceberg;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.SchemaChange;
import io.shearwater.spi.SpiError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.types.Type;

/** Writes changes of a table's columns as one new state. The write sequence stays the last column. */
final class ColumnChange {
    private ColumnChange() {}

    static void stage(Table table, List<SchemaChange> changes) {
        Transaction transaction = table.newTransaction();
        UpdateSchema update = transaction.updateSchema();
        List<Noted> noted = new ArrayList<>();
        for (SchemaChange change : changes) {
            apply(change, transaction.table().schema(), update).ifPresent(noted::add);
        }
        update.commit();
        UpdateProperties notes = transaction.updateProperties();
        for (Noted column : noted) {
            int id = transaction.table().schema().findField(column.name()).fieldId();
            Optional<Map.Entry<String, String>> note = TableColumns.note(id, column.name(), column.type());
            note.ifPresentOrElse(
                    entry -> notes.set(entry.getKey(), entry.getValue()), () -> notes.remove(TableColumns.noteKey(id)));
        }
        notes.commit();
        transaction.commitTransaction();
    }

    /** A column whose type is to be noted under the id that it gets. */
    private record Noted(String name, DataType type) {}

    private static Optional<Noted> apply(SchemaChange change, Schema schema, UpdateSchema update) {
        return switch (change) {
            case SchemaChange.Add add -> Optional.of(add(add.feature(), update));
            case SchemaChange.Widen widen -> Optional.of(widen(widen, schema, update));
            case SchemaChange.Rename rename -> {
                update.renameColumn(rename.from(), rename.to());
                yield Optional.empty();
            }
            case SchemaChange.Drop drop -> {
                update.deleteColumn(drop.column());
                yield Optional.empty();
            }
        };
    }

    private static Noted add(Feature feature, UpdateSchema update) {
        Type type = IcebergTypes.toIceberg(feature.type(), new AtomicInteger());
        String description = feature.description();
        if (feature.defaultValue().isPresent()) {
            update.addColumn(
                    feature.name(),
                    type,
                    description,
                    IcebergValues.literal(feature.defaultValue().get(), type));
        } else {
            update.addColumn(feature.name(), type, description);
        }
        update.moveAfter(HiddenColumns.SEQUENCE.name(), feature.name());
        return new Noted(feature.name(), feature.type());
    }

    private static Noted widen(SchemaChange.Widen widen, Schema schema, UpdateSchema update) {
        Type before = schema.findType(widen.column());
        if (before == null) {
            throw SpiError.NOT_FOUND.because("The table has no column '" + widen.column() + "' to widen.");
        }
        Type after = IcebergTypes.toIceberg(widen.type(), new AtomicInteger());
        if (!before.equals(after)) {
            update.updateColumn(widen.column(), after.asPrimitiveType());
        }
        return new Noted(widen.column(), widen.type());
    }
}
