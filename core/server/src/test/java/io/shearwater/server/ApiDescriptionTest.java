package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.shearwater.access.Permission;
import io.shearwater.access.Quota;
import io.shearwater.access.Role;
import io.shearwater.evaluation.Check;
import io.shearwater.learning.Lifecycle;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.RunStatus;
import io.shearwater.learning.Task;
import io.shearwater.model.Commit;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureType;
import io.shearwater.model.FileSource;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The description of the API itself: it says enough of everything, and is in the form that tools read. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiDescriptionTest {
    private ServedStore served;
    private JsonNode document;

    @BeforeAll
    void start(@TempDir Path directory) {
        served = ServedStore.start(directory);
        document = served.described().document();
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private JsonNode schemas() {
        return document.path("components").path("schemas");
    }

    @Test
    void everyRouteIsDescribed() {
        assertThat(served.described().operations())
                .extracting(Object::toString)
                .containsExactlyInAnyOrderElementsOf(
                        served.routes().stream().map(Object::toString).toList());
    }

    @Test
    void everySchemaIsOneOfJsonSchema() {
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        for (Map.Entry<String, JsonNode> schema : schemas().properties()) {
            assertThat(meta.validate(schema.getValue())).as(schema.getKey()).isEmpty();
        }
    }

    @Test
    void everyReferenceLeadsToSomethingAndEverySchemaIsReferredTo() {
        Set<String> there = new HashSet<>();
        schemas().fieldNames().forEachRemaining(name -> there.add("#/components/schemas/" + name));

        assertThat(new HashSet<>(document.findValuesAsText("$ref"))).isEqualTo(there);
    }

    @Test
    void operationsHaveNamesOfTheirOwnAndAllPlacesOfTheirPaths() {
        Set<String> names = new HashSet<>();
        for (DescribedApi.Operation operation : served.described().operations()) {
            assertThat(names.add(operation.node().path("operationId").asText()))
                    .as("a name of its own for %s", operation)
                    .isTrue();
            List<String> places = new ArrayList<>();
            operation.node().path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals("path")) {
                    places.add("{" + parameter.path("name").asText() + "}");
                }
            });
            assertThat(Stream.of(operation.path().split("/", -1)).filter(part -> part.startsWith("{")))
                    .as("the places of %s", operation)
                    .containsExactlyElementsOf(places);
        }
    }

    @Test
    void everyAnswerButNothingHasAForm() {
        for (DescribedApi.Operation operation : served.described().operations()) {
            operation
                    .node()
                    .path("responses")
                    .properties()
                    .forEach(response -> assertThat(response.getValue().has("content"))
                            .as("%s answers %s with a body", operation, response.getKey())
                            .isEqualTo(!response.getKey().equals("204")));
        }
    }

    /** That something is an object says little: which members it has, or of what kind these are, has to be said. */
    @Test
    void everyObjectSaysWhatIsInIt() {
        List<String> vague = new ArrayList<>();
        schemas().properties().forEach(schema -> vague(schema.getKey(), schema.getValue(), vague));

        // Theirs is whatever somebody names so: the document has a standard of its own, and values are of any type.
        vague.removeIf(path -> path.startsWith("OpenApi/") || path.equals("Value") || path.endsWith("/parameters"));
        assertThat(vague).isEmpty();
    }

    private static void vague(String path, JsonNode schema, List<String> vague) {
        if (!schema.isObject()) {
            return;
        }
        boolean known = Stream.of("$ref", "anyOf", "enum", "type").anyMatch(schema::has);
        String type = schema.path("type").asText();
        boolean bareList = type.equals("array") && !schema.has("items");
        boolean bareObject = type.equals("object")
                && !schema.has("properties")
                && !schema.path("additionalProperties").isObject();
        boolean anything =
                schema.path("type").isArray() && schema.path("type").toString().contains("\"object\"");
        if (!known || bareList || bareObject || anything) {
            vague.add(path);
        }
        schema.path("properties").properties().forEach(one -> vague(path + "/" + one.getKey(), one.getValue(), vague));
        schema.path("anyOf").forEach(one -> vague(path + "|", one, vague));
        vague(path + "[]", schema.path("items"), vague);
        vague(path + "{}", schema.path("additionalProperties"), vague);
    }

    @Test
    void whatIsNotAsDescribedIsNamedWithItsRouteItsPlaceAndItsValue() {
        DescribedApi described = served.described();
        ServedStore.Reply made = new ServedStore.Reply(201, "application/json", "{\"name\": \"fraud\"}");
        ServedStore.Reply odd = new ServedStore.Reply(201, "application/json", "{\"name\": 17}");
        ServedStore.Reply plain = new ServedStore.Reply(200, "application/json", "{\"name\": \"fraud\"}");

        assertThat(described.check(project("{\"name\": \"fraud\", \"owner\": null}"), made))
                .isPresent();
        assertThatThrownBy(() -> described.check(project("{\"name\": \"fraud\", \"ownr\": \"a\"}"), made))
                .hasMessageContainingAll("the request of POST /api/v1/projects", "ownr");
        assertThatThrownBy(() -> described.check(project("{\"name\": \"fraud\"}"), odd))
                .hasMessageContainingAll("the answer of POST /api/v1/projects", "/name", "17");
        assertThatThrownBy(() -> described.check(project("{\"name\": \"fraud\"}"), plain))
                .hasMessageContainingAll("POST /api/v1/projects", "200");
    }

    private static DescribedApi.Sent project(String body) {
        return new DescribedApi.Sent("POST", "/api/v1/projects", "", body);
    }

    private static Arguments words(String pointer, Enum<?>... words) {
        return Arguments.of(
                pointer,
                Arrays.stream(words)
                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    static Stream<Arguments> enums() {
        return Stream.of(
                words("/Permission", Permission.values()),
                words("/Role", Role.values()),
                words("/Problem/properties/kind", ErrorKind.values()),
                words("/Feature/properties/feature_type", FeatureType.values()),
                words("/FeatureGroup/properties/storage", Storage.values()),
                words("/Partition/properties/transform", PartitionField.Transform.values()),
                words("/StatisticsSpec/properties/parts/items", StatisticsSpec.Part.values()),
                words("/Commit/properties/operation", Commit.Operation.values()),
                words("/Provenance/properties/status", FeatureStatus.values()),
                words("/Split/properties/random/properties/sizes", SplitSpec.Sizes.values()),
                words("/FileForm/properties/format", FileSource.Format.values()),
                words("/ModelSignature/properties/task", Task.values()),
                words("/StageChange/properties/stage", ModelStage.values()),
                words("/Run/properties/status", RunStatus.values()),
                words("/Run/properties/lifecycle", Lifecycle.values()),
                words("/Check/properties/rule", Check.Rule.values()),
                Arguments.of(
                        "/Condition/properties/compare/properties/operator",
                        Arrays.stream(Predicate.Operator.values())
                                .map(Predicate.Operator::symbol)
                                .toList()));
    }

    @ParameterizedTest
    @MethodSource("enums")
    void wordsAreThoseOfTheCode(String pointer, List<String> words) {
        List<String> described = new ArrayList<>();
        schemas().at(pointer).path("enum").forEach(word -> described.add(word.textValue()));

        assertThat(described).containsExactlyInAnyOrderElementsOf(words);
    }

    @Test
    void quotasAreThoseOfTheCode() {
        List<String> described = new ArrayList<>();
        schemas().at("/Quotas/properties").fieldNames().forEachRemaining(described::add);

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Quota.values())
                        .map(quota -> quota.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Test
    void thePageShowsTheMembersOfBodies() {
        String page = served.get("/api/v1/docs").body();

        assertThat(page)
                .contains(
                        "id=\"schema-NewFeatureGroup\"",
                        "<li><code>primary_key</code> <span class=\"type\">list of text</span> <b>required</b></li>");
        // A link of it leads to somewhere on it.
        page.lines()
                .flatMap(line ->
                        Pattern.compile("href=\"#([^\"]+)\"").matcher(line).results())
                .map(link -> "id=\"" + link.group(1) + "\"")
                .distinct()
                .forEach(target -> assertThat(page).contains(target));
    }
}
