package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.DefinitionChange;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Query;
import io.shearwater.model.ViewRef;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several changes of definitions happen together or not at all. */
class DefinitionUpdateTest {
    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("id", DataType.LONG)
            .feature("amount", DataType.FLOAT)
            .primaryKey("id")
            .online()
            .build();
    private static final FeatureGroupSpec BANKS = FeatureGroupSpec.builder("banks", 1)
            .feature("id", DataType.LONG)
            .feature("name", DataType.STRING)
            .primaryKey("id")
            .online()
            .build();
    private static final FeatureViewSpec VIEW =
            FeatureViewSpec.builder("risk", 1, Query.featuresOf(CARDS)).build();

    @TempDir
    private Path directory;

    private FeatureStore store;

    @BeforeEach
    void open() {
        store = Shearwater.open(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static DefinitionChange create(FeatureGroupSpec spec) {
        return new DefinitionChange.CreateGroup(new GroupDefinition(spec, Map.of("owner", "me")));
    }

    private static DefinitionChange change(FeatureGroupSpec spec) {
        return new DefinitionChange.ChangeGroup(new GroupDefinition(spec, Map.of()));
    }

    private void change(DefinitionChange... changes) {
        store.changeDefinitions(store.definitions(), List.of(changes));
    }

    private void insertACard() {
        store.featureGroup("cards")
                .insert(new FrameBuilder(CARDS.schema(), 1).append(1L, 2.5f).build());
    }

    @Test
    void anyOrderOfTheListWillDo() {
        List<DefinitionChange> changes =
                new ArrayList<>(List.of(new DefinitionChange.CreateView(VIEW), create(BANKS), create(CARDS)));
        store.changeDefinitions(StoreDefinitions.NONE, changes);
        assertThat(store.definitions().groups())
                .extracting(GroupDefinition::spec)
                .containsExactly(BANKS, CARDS);
        assertThat(store.definitions().views().getFirst().spec()).isEqualTo(VIEW);
        insertACard();
        assertThat(store.featureView("risk").featureVector(Map.of("id", 1L)).value("amount"))
                .isEqualTo(2.5f);

        List<DefinitionChange> deletions = new ArrayList<>(List.of(
                new DefinitionChange.DeleteGroup(new GroupRef("cards", 1)),
                new DefinitionChange.DeleteGroup(new GroupRef("banks", 1)),
                new DefinitionChange.DeleteView(new ViewRef("risk", 1))));
        Collections.shuffle(deletions);
        store.changeDefinitions(store.definitions(), deletions);
        assertThat(store.definitions()).isEqualTo(StoreDefinitions.NONE);
    }

    @Test
    void ifOneOfTheChangesIsRefusedNoneIsMade() {
        change(create(CARDS), new DefinitionChange.CreateView(VIEW));
        insertACard();
        StoreDefinitions before = store.definitions();
        DefinitionChange grown = change(CARDS.withFeatures(List.of(
                Feature.of("id", DataType.LONG),
                Feature.of("amount", DataType.DOUBLE),
                Feature.of("bank", DataType.LONG))));
        FeatureViewSpec ofNothing = FeatureViewSpec.builder(
                        "other",
                        1,
                        Query.featuresOf(CARDS.withFeatures(
                                List.of(Feature.of("id", DataType.LONG), Feature.of("nothing", DataType.LONG)))))
                .build();
        List<DefinitionChange> impossible = List.of(
                new DefinitionChange.CreateView(ofNothing),
                new DefinitionChange.CreateView(VIEW),
                new DefinitionChange.DeleteView(new ViewRef("none", 1)),
                new DefinitionChange.DescribeView(new ViewRef("none", 1), "text"));
        for (DefinitionChange last : impossible) {
            assertThatThrownBy(() -> change(create(BANKS), grown, last))
                    .as(last.toString())
                    .isNotNull();
            assertThat(store.definitions()).isEqualTo(before);
        }
        assertThatThrownBy(() -> change(create(BANKS), new DefinitionChange.DeleteGroup(new GroupRef("cards", 1))))
                .hasMessageContaining("feature view 'risk' version 1 depends on it");
        assertThat(store.definitions()).isEqualTo(before);
        assertThat(store.featureGroup("cards").read().toMaps().getFirst()).containsEntry("amount", 2.5f);

        change(create(BANKS), grown);
        assertThat(store.featureGroup("cards").read().toMaps().getFirst())
                .containsEntry("amount", 2.5)
                .containsEntry("bank", null);
        assertThat(store.featureView("risk").featureVector(Map.of("id", 1L)).value("amount"))
                .isEqualTo(2.5);
    }

    @Test
    void whatNeedsANewVersionIsRefused() {
        change(create(CARDS));
        List<FeatureGroupSpec> others = List.of(
                FeatureGroupSpec.builder("cards", 1)
                        .feature("id", DataType.LONG)
                        .feature("amount", DataType.FLOAT)
                        .primaryKey("id")
                        .build(),
                CARDS.withFeatures(List.of(Feature.of("amount", DataType.FLOAT), Feature.of("id", DataType.LONG))),
                CARDS.withFeatures(List.of(Feature.of("id", DataType.LONG), Feature.of("amount", DataType.INT))),
                CARDS.withFeatures(List.of(
                        Feature.of("id", DataType.LONG),
                        Feature.of("amount", DataType.FLOAT).withDefault(1f))));
        for (FeatureGroupSpec other : others) {
            assertThatThrownBy(() -> change(change(other))).hasMessageContaining("make version 2");
        }
    }

    @Test
    void aStoreThatIsReadOnlyShowsItsDefinitionsAndRefusesChanges() {
        change(create(CARDS));
        try (FeatureStore reader = Shearwater.openReadOnly(directory.resolve("store"), StoreOptions.defaults())) {
            assertThat(reader.definitions()).isEqualTo(store.definitions());
            assertThatThrownBy(() -> reader.changeDefinitions(reader.definitions(), List.of(create(BANKS))))
                    .hasMessageContaining("read only");
        }
    }
}
