package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.definitions.Absent;
import io.shearwater.definitions.DefinitionPlan;
import io.shearwater.definitions.DefinitionPull;
import io.shearwater.definitions.Definitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefinitionsTest extends CardStore {
    @Test
    void aFolderIsPlannedAppliedAndPulled() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("features"));
        Files.writeString(folder.resolve("devices.yaml"), "group: devices\nkey: id\ncolumns: {id: long}\n");
        List<String> log = new ArrayList<>();
        // region: definitions.java
        Definitions definitions = Definitions.read(folder);
        DefinitionPlan plan = definitions.plan(store);
        plan.steps().forEach(step -> log.add(step.toString()));
        if (plan.isPossible()) {
            plan.apply(store);
        }
        definitions.apply(store); // plan and apply at once

        definitions.plan(store.definitions(), Absent.DELETE); // what else would go
        DefinitionPull.pull(store.definitions(), folder, DefinitionPull.Existing.REFUSE);
        // end
        assertThat(log).contains("+ feature group devices version 1\n    id long");
        assertThat(store.findFeatureGroup("devices", 1)).isPresent();
        assertThat(folder.resolve("groups/cards.v1.yaml")).exists();
        assertThat(Definitions.read(folder).plan(store).steps()).isEmpty();
    }
}
