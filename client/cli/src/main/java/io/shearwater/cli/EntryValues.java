package io.shearwater.cli;

import io.shearwater.api.FeatureView;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Turns NAME=VALUE arguments into values of the types that the store expects. */
final class EntryValues {
    private final CommandSpec command;

    EntryValues(CommandSpec command) {
        this.command = command;
    }

    /** The values of a request for a view; names that it does not know are left for it to refuse. */
    Map<String, Object> of(FeatureView view, Map<String, String> entry) {
        Map<String, DataType> types = new HashMap<>();
        // What is passed for a feature is passed before it is transformed.
        view.spec().featureSchema().fields().forEach(field -> types.put(field.name(), field.type()));
        view.requestParameters().forEach(field -> types.put(field.name(), field.type()));
        view.servingKeys().forEach(field -> types.put(field.name(), field.type()));
        return typed(types, entry);
    }

    /** The values of a request to a deployment; names that it does not know are left for it to refuse. */
    Map<String, Object> of(DeploymentSchema schema, Map<String, String> entry) {
        Map<String, DataType> types = new HashMap<>();
        schema.passedFeatures().forEach(field -> types.put(field.name(), field.type()));
        schema.requestParameters().forEach(field -> types.put(field.name(), field.type()));
        schema.servingKeys().forEach(field -> types.put(field.name(), field.type()));
        return typed(types, entry);
    }

    private Map<String, Object> typed(Map<String, DataType> types, Map<String, String> entry) {
        Map<String, Object> values = new LinkedHashMap<>();
        entry.forEach((name, text) ->
                values.put(name, value(new Field(name, types.getOrDefault(name, DataType.STRING)), text)));
        return values;
    }

    /** The values of columns of a schema. */
    Map<String, Object> of(Schema schema, Map<String, String> entry) {
        Map<String, Object> values = new LinkedHashMap<>();
        entry.forEach((name, text) -> values.put(name, value(schema.field(name), text)));
        return values;
    }

    private Object value(Field field, String text) {
        try {
            return switch (field.type()) {
                case DataType.BooleanType t when text.matches("true|false") -> Boolean.valueOf(text);
                case DataType.BooleanType t -> throw notA(field, text, null);
                case DataType.IntType t -> Integer.valueOf(text);
                case DataType.LongType t -> Long.valueOf(text);
                case DataType.FloatType t -> Float.valueOf(text);
                case DataType.DoubleType t -> Double.valueOf(text);
                case DataType.DecimalType t -> new BigDecimal(text);
                case DataType.DateType t -> LocalDate.parse(text);
                case DataType.TimestampType t -> Instant.parse(text);
                default -> text;
            };
        } catch (NumberFormatException | DateTimeParseException wrong) {
            throw notA(field, text, wrong);
        }
    }

    private ParameterException notA(Field field, String text, @Nullable Exception cause) {
        return new ParameterException(
                command.commandLine(),
                "'" + field.name() + "' is of type " + field.type() + ", not '" + text + "'",
                cause);
    }
}
