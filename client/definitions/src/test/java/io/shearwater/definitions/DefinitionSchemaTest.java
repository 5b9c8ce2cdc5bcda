package io.shearwater.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shearwater.transform.BuiltInFunctions;
import io.shearwater.transform.Parameter;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DefinitionSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void theSchemaHasEveryBuiltInTransformationWithItsParameters() throws IOException {
        JsonNode schema = MAPPER.readTree(DefinitionPull.schema());
        JsonNode expected = MAPPER.readTree(MAPPER.writeValueAsString(YamlSchema.builtIns()));
        assertThat(schema.at("/$defs/call/properties"))
                .as("the schema is to have " + expected)
                .isEqualTo(expected);
    }

    @Test
    void theSchemaHasEveryFeatureType() throws IOException {
        JsonNode words =
                MAPPER.readTree(DefinitionPull.schema()).at("/$defs/column/oneOf/1/properties/feature-type/enum");
        assertThat(words).isEqualTo(MAPPER.valueToTree(GroupYaml.FEATURE_TYPES));
    }

    /** Or the file could not say both. */
    @Test
    void noBuiltInTransformationHasAParameterNamedAsACallIsWritten() {
        assertThat(BuiltInFunctions.all().stream()
                        .flatMap(function -> function.parameters().stream())
                        .map(Parameter::name))
                .doesNotContainAnyElementsOf(TransformationYaml.CALL_KEYS)
                .doesNotContain("code");
    }
}
