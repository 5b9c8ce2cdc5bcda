package io.shearwater.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.shearwater.transform.BuiltInFunction;
import io.shearwater.transform.BuiltInFunctions;
import io.shearwater.transform.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The published schema, and YAML as an editor gives it to the schema. */
final class YamlSchema {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern KEY = Pattern.compile("(?m)^( *(?:- )?|.*[{,] ?)([a-z-]+):(?= |$)");

    private YamlSchema() {}

    static JsonSchema load() {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Objects.requireNonNull(DefinitionText.class.getResourceAsStream("definitions.schema.json")));
    }

    static JsonNode json(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setBufferSize(yaml.length() + 2)
                .build();
        Object value = new Load(settings).loadFromString(yaml);
        return MAPPER.valueToTree(value);
    }

    /** What the schema is to say of the built-in transformations, by their names. */
    static JsonNode builtIns() {
        ObjectNode all = MAPPER.createObjectNode();
        for (BuiltInFunction function : BuiltInFunctions.all()) {
            ObjectNode settings =
                    MAPPER.createObjectNode().put("type", "object").put("additionalProperties", false);
            settings.put("$ref", "#/$defs/reads");
            ArrayNode required = MAPPER.createArrayNode();
            ObjectNode properties = MAPPER.createObjectNode();
            TransformationYaml.CALL_KEYS.forEach(key ->
                    properties.putObject(key).put("$ref", "#/$defs/" + (key.equals("column") ? "name" : "names")));
            for (Parameter parameter : function.parameters()) {
                properties.set(parameter.name(), parameter(parameter));
                if (parameter.isRequired()) {
                    required.add(parameter.name());
                }
            }
            if (!required.isEmpty()) {
                settings.set("required", required);
            }
            settings.set("properties", properties);
            ObjectNode call = all.putObject(function.name())
                    .put("description", function.about().does());
            call.putArray("oneOf")
                    .add(MAPPER.createObjectNode().put("$ref", "#/$defs/names"))
                    .add(settings);
        }
        return all;
    }

    private static ObjectNode parameter(Parameter parameter) {
        ObjectNode node = MAPPER.createObjectNode().put("description", parameter.meaning());
        switch (parameter.kind()) {
            case NUMBER -> node.put("type", "number");
            case WHOLE_NUMBER -> node.put("type", "integer");
            case TEXT -> node.put("type", "string");
            case TRUTH -> node.put("type", "boolean");
            case WORD -> node.set("enum", MAPPER.valueToTree(parameter.choices()));
            case NUMBERS -> node.put("type", "array").putObject("items").put("type", "number");
            case TEXTS -> node.put("type", "array").putObject("items").put("type", "string");
            case VALUE -> node.put("$ref", "#/$defs/value");
            case VALUES -> node.put("type", "array").putObject("items").put("$ref", "#/$defs/value");
        }
        parameter.standard().ifPresent(value -> node.set("default", MAPPER.valueToTree(value)));
        return node;
    }

    /** The text as often as it has keys of the language, each time with another one of them misspelt. */
    static List<String> withEachKnownKeyMisspelt(String text) {
        Set<String> known = new HashSet<>();
        Stream.of(
                        GroupYaml.KEYS,
                        GroupYaml.EVENT_TIME_KEYS,
                        GroupYaml.FOREIGN_KEY_KEYS,
                        GroupYaml.STATISTICS_KEYS,
                        TransformationYaml.CALL_KEYS,
                        AggregatesYaml.KEYS,
                        AggregatesYaml.FEATURE_KEYS,
                        TransformationYaml.CODE_KEYS,
                        ViewYaml.KEYS,
                        ViewYaml.JOIN_KEYS)
                .forEach(known::addAll);
        // Words that are also names of columns and tags, where any name may stand, and texts, where there are no keys.
        known.add("feature-type");
        known.removeAll(Set.of("key", "group", "select", "on", "type", "description"));
        List<String> texts = new ArrayList<>();
        Matcher keys = KEY.matcher(text);
        while (keys.find()) {
            if (known.contains(keys.group(2))) {
                texts.add(text.substring(0, keys.start(2)) + "x_" + text.substring(keys.start(2)));
            }
        }
        return texts;
    }
}
