package io.shearwater.cli;

import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads an online vector. */
@Command(name = "vector", description = "Show the features of one entity as they are now.")
final class VectorCommand implements Runnable {
    private static final List<String> COLUMNS = List.of("feature", "value", "status", "event_time");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "VIEW", description = "Name of a feature view; its newest version is taken.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String view;

    @Parameters(
            index = "1..*",
            paramLabel = "NAME=VALUE",
            description = "The serving keys of the view, and features that you know better than the store.")
    private Map<String, String> entry = new LinkedHashMap<>();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    VectorCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        FeatureVector vector = StoreReading.read(options, spec, store -> {
            FeatureView found = store.featureView(view);
            return found.featureVector(typed(found));
        });
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            String name = vector.schema().field(i).name();
            rows.add(Arrays.asList(
                    name,
                    vector.value(i),
                    vector.status(i),
                    vector.eventTime(name).orElse(null)));
        }
        options.output().printer(terminal).print(new ResultTable(COLUMNS, rows));
    }

    /** The values in the types of the view; names that it does not know are left for it to refuse. */
    private Map<String, Object> typed(FeatureView found) {
        Map<String, DataType> types = new HashMap<>();
        found.featureSchema().fields().forEach(field -> types.put(field.name(), field.type()));
        found.servingKeys().forEach(field -> types.put(field.name(), field.type()));
        Map<String, Object> typed = new LinkedHashMap<>();
        entry.forEach((name, text) ->
                typed.put(name, typed(new Field(name, types.getOrDefault(name, DataType.STRING)), text)));
        return typed;
    }

    private Object typed(Field field, String text) {
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
                spec.commandLine(),
                "'" + field.name() + "' is of type " + field.type() + ", not '" + text + "'",
                cause);
    }
}
