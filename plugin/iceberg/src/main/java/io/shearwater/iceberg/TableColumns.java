package io.shearwater.iceberg;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.spi.TableField;
import io.shearwater.spi.TableSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** The columns of a table as Iceberg's schema and back. What Iceberg's types do not say lies in table properties. */
final class TableColumns {
    private static final String TYPE_NOTE = "shearwater.type.";

    private TableColumns() {}

    /** The schema of a new table: the columns, then the write sequence. */
    static Schema schema(TableSpec spec) {
        List<Types.NestedField> fields = new ArrayList<>();
        AtomicInteger ids = new AtomicInteger(spec.columns().size() + 1);
        int id = 1;
        for (Feature feature : spec.columns()) {
            Types.NestedField.Builder field = Types.NestedField.builder()
                    .withId(id++)
                    .withName(feature.name())
                    .ofType(IcebergTypes.toIceberg(feature.type(), ids))
                    .isOptional(!spec.identity().contains(feature.name()));
            fields.add(withDoc(field, feature).build());
        }
        fields.add(Types.NestedField.required(id, HiddenColumns.SEQUENCE.name(), Types.LongType.get()));
        Set<Integer> identity = new HashSet<>();
        spec.identity()
                .forEach(column -> identity.add(1
                        + IntStream.range(0, fields.size())
                                .filter(i -> fields.get(i).name().equals(column))
                                .findFirst()
                                .orElseThrow()));
        return new Schema(fields, identity);
    }

    /** The note of a column's type, under the column's id, where Iceberg's own type does not say it. */
    static Optional<Map.Entry<String, String>> note(int id, String column, DataType type) {
        return IcebergTypes.needsNote(type, column)
                ? Optional.of(Map.entry(noteKey(id), type.toString()))
                : Optional.empty();
    }

    static String noteKey(int id) {
        return TYPE_NOTE + id;
    }

    /** The columns of a table in order. */
    static List<TableField> fields(Schema schema, Map<String, String> properties) {
        return schema.columns().stream()
                .map(field -> {
                    String note = properties.get(noteKey(field.fieldId()));
                    return field(
                            field,
                            note == null ? IcebergTypes.fromIceberg(field.type(), field.name()) : DataType.parse(note));
                })
                .toList();
    }

    private static TableField field(Types.NestedField field, DataType type) {
        Optional<Object> initial =
                Optional.ofNullable(field.initialDefault()).map(value -> IcebergValues.boxed(value, field.type()));
        return new TableField(field.fieldId(), field.name(), type, children(field.type(), type), initial);
    }

    private static List<TableField> children(Type iceberg, DataType type) {
        return switch (type) {
            case DataType.ArrayType array ->
                List.of(field(iceberg.asListType().fields().getFirst(), array.element()));
            case DataType.EmbeddingType t ->
                List.of(field(iceberg.asListType().fields().getFirst(), DataType.FLOAT));
            case DataType.MapType map ->
                List.of(
                        field(iceberg.asMapType().fields().getFirst(), DataType.STRING),
                        field(iceberg.asMapType().fields().getLast(), map.value()));
            case DataType.StructType struct ->
                IntStream.range(0, struct.fields().size())
                        .mapToObj(i -> field(
                                iceberg.asStructType().fields().get(i),
                                struct.fields().get(i).type()))
                        .toList();
            default -> List.of();
        };
    }

    private static Types.NestedField.Builder withDoc(Types.NestedField.Builder field, Feature feature) {
        return feature.description().isEmpty() ? field : field.withDoc(feature.description());
    }
}
