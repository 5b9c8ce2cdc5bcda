package io.shearwater.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.DefinitionChange;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.api.ViewDefinition;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Query;
import io.shearwater.model.TransformationCall;
import io.shearwater.model.ViewRef;
import io.shearwater.testing.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several changes of what is defined on a server happen together or not at all. */
@Tag("server")
class RemoteDefinitionsTest {
    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .feature("id", DataType.LONG)
            .feature("amount", DataType.FLOAT)
            .feature("at", DataType.TIMESTAMP)
            .primaryKey("id")
            .eventTime("at")
            .online()
            .build();
    private static final FeatureGroupSpec BANKS = FeatureGroupSpec.builder("banks", 1)
            .description("Those that issue cards")
            .feature("id", DataType.LONG)
            .feature("name", DataType.STRING)
            .primaryKey("id")
            .online()
            .build();
    private static final FeatureViewSpec RISK =
            FeatureViewSpec.builder("risk", 1, Query.featuresOf(CARDS)).build();

    @TempDir
    private Path directory;

    private FeatureStore store;

    @BeforeEach
    void open() {
        store = ServedStores.open(directory, InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static DefinitionChange create(FeatureGroupSpec spec) {
        return new DefinitionChange.CreateGroup(new GroupDefinition(spec, Map.of("owner", "me")));
    }

    private void change(DefinitionChange... changes) {
        store.changeDefinitions(store.definitions(), List.of(changes));
    }

    @Test
    void whatIsDefinedComesAsItWasDefined() {
        assertThat(store.definitions()).isEqualTo(StoreDefinitions.NONE);
        FeatureGroupSpec sums = FeatureGroupSpec.builder("sums", 1)
                .primaryKey("id")
                .eventTime("at")
                .online()
                .aggregating(Aggregation.over(
                        CARDS.ref(),
                        AggregateFunction.sum("amount").over(AggregationWindow.rolling(Duration.ofHours(1)))))
                .build();

        change(new DefinitionChange.CreateView(RISK), create(sums), create(BANKS), create(CARDS));

        StoreDefinitions now = store.definitions();
        assertThat(now.groups()).extracting(group -> group.spec().name()).containsExactly("banks", "cards", "sums");
        assertThat(now.group(BANKS.ref())).contains(new GroupDefinition(BANKS, Map.of("owner", "me")));
        assertThat(now.view(RISK.ref()).map(ViewDefinition::spec)).contains(RISK);
        assertThat(store.featureGroup("sums").spec())
                .isEqualTo(now.group(sums.ref()).orElseThrow().spec());
        store.featureGroup("cards")
                .insert(new FrameBuilder(CARDS.schema(), 1)
                        .append(1L, 2.5f, Instant.EPOCH)
                        .build());
        assertThat(store.featureView("risk").featureVector(Map.of("id", 1L)).value("amount"))
                .isEqualTo(2.5f);
    }

    @Test
    void whatWasPlannedOnOtherDefinitionsIsRefusedAndMadeWhenItIsPlannedAgain() {
        StoreDefinitions planned = store.definitions();
        change(create(CARDS));

        Refusal.of(() -> store.changeDefinitions(planned, List.of(create(BANKS))))
                .as("CHANGED_MEANWHILE", ErrorKind.CONFLICT)
                .saying("nothing was changed", "Plan again");

        assertThat(store.findFeatureGroup("banks", 1)).isEmpty();
        change(create(BANKS));
        assertThat(store.findFeatureGroup("banks", 1)).isPresent();
    }

    @Test
    void ifOneOfTheChangesIsRefusedNoneIsMade() {
        change(create(CARDS), new DefinitionChange.CreateView(RISK));
        StoreDefinitions before = store.definitions();
        DefinitionChange grown = new DefinitionChange.ChangeGroup(new GroupDefinition(
                CARDS.withFeatures(List.of(
                        Feature.of("id", DataType.LONG),
                        Feature.of("amount", DataType.DOUBLE),
                        Feature.of("at", DataType.TIMESTAMP),
                        Feature.of("bank", DataType.LONG))),
                Map.of()));

        Refusal.of(() -> change(create(BANKS), grown, new DefinitionChange.DeleteGroup(new GroupRef("cards", 1))))
                .saying("cards");
        Refusal.of(() -> change(create(BANKS), new DefinitionChange.DeleteGroup(new GroupRef("cards", 1))))
                .as("STILL_NEEDED", ErrorKind.CONFLICT)
                .saying("feature view 'risk' version 1 depends on it");
        Refusal.of(() -> change(create(BANKS), new DefinitionChange.CreateView(RISK)))
                .as("ALREADY_EXISTS", ErrorKind.CONFLICT)
                .saying("risk");
        Refusal.of(() -> change(grown, new DefinitionChange.DeleteView(new ViewRef("rsik", 1))))
                .as("NOT_FOUND", ErrorKind.NOT_FOUND)
                .saying("rsik");
        FeatureGroupSpec narrower = CARDS.withFeatures(List.of(
                Feature.of("id", DataType.LONG),
                Feature.of("amount", DataType.INT),
                Feature.of("at", DataType.TIMESTAMP)));
        Refusal.of(() -> change(
                        create(BANKS), new DefinitionChange.ChangeGroup(new GroupDefinition(narrower, Map.of()))))
                .saying("amount", "make version 2");
        assertThat(store.definitions()).isEqualTo(before);

        change(create(BANKS), grown);
        assertThat(store.featureGroup("cards").spec().schema().names()).containsExactly("id", "amount", "at", "bank");
    }

    @Test
    void codeThatTheServerLacksIsToldBeforeAnythingIsChanged() {
        change(create(CARDS));
        FunctionRef unknown = new FunctionRef("halve", 1, "com.example.Halves#halve", "", Map.of());
        DefinitionChange view =
                new DefinitionChange.CreateView(FeatureViewSpec.builder("halves", 1, Query.featuresOf(CARDS))
                        .transform(new TransformationCall(unknown, List.of("amount"), List.of("half"), List.of()))
                        .build());

        Refusal.of(() -> store.checkDefinitions(List.of(view))).saying("com.example.Halves");
        Refusal.of(() -> change(view)).saying("com.example.Halves");

        assertThat(store.definitions().views()).isEmpty();
        store.checkDefinitions(List.of(create(BANKS), new DefinitionChange.CreateView(RISK)));
        assertThat(store.findFeatureGroup("banks", 1))
                .as("a check changes nothing")
                .isEmpty();
    }
}
