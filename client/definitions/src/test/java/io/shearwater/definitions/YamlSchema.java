package io.shearwater.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
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
        Object value =
                new Load(LoadSettings.builder().setSchema(new CoreSchema()).build()).loadFromString(yaml);
        return MAPPER.valueToTree(value);
    }

    /** The text as often as it has keys of the language, each time with another one of them misspelt. */
    static List<String> withEachKnownKeyMisspelt(String text) {
        Set<String> known = new HashSet<>();
        Stream.of(
                        GroupYaml.KEYS,
                        GroupYaml.EVENT_TIME_KEYS,
                        GroupYaml.FOREIGN_KEY_KEYS,
                        GroupYaml.STATISTICS_KEYS,
                        ViewYaml.KEYS,
                        ViewYaml.JOIN_KEYS)
                .forEach(known::addAll);
        // Words that are also names of columns and tags, where any name may stand, and texts, where there are no keys.
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
