package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import java.util.Collection;
import java.util.List;

/** Columns as JSON: a list of names and types. */
public final class SchemaJson {
    private static final int MOST_COLUMNS = 100_000;

    private SchemaJson() {}

    public static String write(Schema schema) {
        return node(schema.fields()).toString();
    }

    /**
     * Reads columns.
     *
     * @throws io.shearwater.model.ShearwaterException of kind USER, saying where
     */
    public static Schema read(String json) {
        return read(WireJson.value(json));
    }

    /** Columns as they stand in larger documents. */
    public static ArrayNode nodes(Collection<Field> fields) {
        return node(fields);
    }

    static ArrayNode node(Collection<Field> fields) {
        ArrayNode columns = WireJson.array();
        fields.forEach(field -> columns.add(node(field)));
        return columns;
    }

    private static JsonNode node(Field field) {
        return WireJson.object()
                .put("name", field.name())
                .put("type", field.type().toString());
    }

    static Schema read(JsonValue value) {
        return Schema.of(fields(value));
    }

    static List<Field> fields(JsonValue value) {
        if (value.node().size() > MOST_COLUMNS) {
            throw WireError.TOO_LARGE.because(
                    value.path() + " has " + value.node().size() + " columns; " + MOST_COLUMNS + " are the most.");
        }
        return value.list(SchemaJson::field);
    }

    static Field field(JsonValue value) {
        return value.object(
                column -> new Field(column.text("name"), column.member("type").type()));
    }
}
