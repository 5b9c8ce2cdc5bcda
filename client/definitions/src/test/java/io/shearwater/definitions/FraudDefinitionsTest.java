package io.shearwater.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.fraud.FraudGroups;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The definitions of the fraud example as YAML are those of its Java code, but for what is computed, which is code. */
class FraudDefinitionsTest {
    private static final Path FOLDER = Path.of("..", "..", "examples", "fraud", "definitions");

    @TempDir
    private Path directory;

    @Test
    void groupsAndViewAreThoseOfTheJavaCode() {
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            FraudGroups groups = FraudGroups.in(store);
            Definitions definitions = Definitions.read(FOLDER);
            assertThat(definitions.groups().stream().map(GroupDefinition::spec))
                    .containsExactlyInAnyOrderElementsOf(groups.all().stream()
                            .map(group -> group.spec().withOnDemand(List.of()))
                            .toList());
            assertThat(definitions.views(StoreDefinitions.NONE).stream().map(DefinitionText::of))
                    .containsExactly(DefinitionText.of(groups.view(store).spec()));
        }
    }
}
