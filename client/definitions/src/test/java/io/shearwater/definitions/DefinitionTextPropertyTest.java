package io.shearwater.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class DefinitionTextPropertyTest {
    private static final JsonSchema SCHEMA = YamlSchema.load();

    private static final Path FOLDER = Path.of("target", "definition-text");

    private static Definitions read(String text) throws IOException {
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve("all.yaml"), text);
        return Definitions.read(FOLDER);
    }

    @Property
    void aGroupIsReadBackAsItWasWritten(@ForAll long seed) throws IOException {
        GroupDefinition group = new AnyDefinitions(seed).group();
        String text = DefinitionText.of(group);
        assertThat(read(text).groups()).as(text).containsExactly(group);
    }

    @Property
    void aGroupOfAggregatesIsReadBackAsItWasWritten(@ForAll long seed) throws IOException {
        List<GroupDefinition> groups = new AnyAggregates(seed).groups();
        String text = DefinitionText.of(groups.getFirst()) + "---\n" + DefinitionText.of(groups.getLast());
        assertThat(read(text).groups()).as(text).containsExactlyInAnyOrderElementsOf(groups);
        assertThat(SCHEMA.validate(YamlSchema.json(DefinitionText.of(groups.getLast()))))
                .as(text)
                .isEmpty();
    }

    @Property
    void aViewIsReadBackAsItWasWritten(@ForAll long seed) throws IOException {
        AnyDefinitions.View view = new AnyDefinitions(seed).view();
        String text = DefinitionText.of(view.spec());
        StoreDefinitions store = new StoreDefinitions(view.groups(), List.of());
        assertThat(read(text).views(store)).as(text).containsExactly(view.spec());
    }

    @Property
    void theSchemaTakesWhatIsWritten(@ForAll long seed) {
        AnyDefinitions any = new AnyDefinitions(seed);
        for (String text : List.of(
                DefinitionText.of(any.group()), DefinitionText.of(any.view().spec()))) {
            assertThat(SCHEMA.validate(YamlSchema.json(text))).as(text).isEmpty();
        }
    }

    /** Each key of each block is changed in its turn: neither reader nor schema may pass over it. */
    @Property(tries = 100)
    void neitherTheSchemaNorTheReaderTakesAnUnknownKey(@ForAll long seed) throws IOException {
        AnyDefinitions any = new AnyDefinitions(seed);
        AnyDefinitions.View view = any.view();
        StoreDefinitions store = new StoreDefinitions(view.groups(), List.of());
        for (String text : List.of(DefinitionText.of(any.group()), DefinitionText.of(view.spec()))) {
            for (String misspelt : YamlSchema.withEachKnownKeyMisspelt(text)) {
                Set<ValidationMessage> messages = SCHEMA.validate(YamlSchema.json(misspelt));
                assertThat(messages).as(misspelt).isNotEmpty();
                assertThat(refusal(misspelt, store)).as(misspelt).contains("x_");
            }
        }
    }

    private static String refusal(String text, StoreDefinitions store) throws IOException {
        try {
            return "taken, with " + read(text).views(store).size() + " views";
        } catch (ShearwaterException refused) {
            return String.valueOf(refused.getMessage());
        }
    }
}
