package io.shearwater.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.GroupRef;
import io.shearwater.store.Shearwater;
import io.shearwater.transform.BuiltIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionPlanTest {
    private static final String CARDS = """
            group: cards
            description: Cards
            key: id
            event-time: at
            columns:
              id: int
              at: timestamp
              limit_left: float
            storage: offline-and-online
            tags: {owner: me}
            """;
    private static final String PAYMENTS = """
            group: payments
            key: nr
            event-time: at
            columns:
              nr: long
              at: timestamp
              card: int
              amount: double
              fraud: boolean
            foreign-keys:
              - {group: cards, columns: card}
            """;
    private static final String VIEW = """
            view: risk
            query:
              group: payments
              select: [amount, fraud]
              join: {group: cards, prefix: card_}
            labels: fraud
            """;

    @TempDir
    private Path directory;

    private Path folder = Path.of("");
    private FeatureStore store;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectories(directory.resolve("definitions"));
        store = Shearwater.open(directory.resolve("store"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Definitions write(String... documents) throws IOException {
        Files.writeString(folder.resolve("all.yaml"), String.join("---\n", documents));
        return Definitions.read(folder);
    }

    private DefinitionPlan plan(Absent absent, String... documents) throws IOException {
        return write(documents).plan(store.definitions(), absent);
    }

    /** Applies what must be possible; afterwards there is nothing left to do. */
    private DefinitionPlan apply(Absent absent, String... documents) throws IOException {
        DefinitionPlan plan = plan(absent, documents);
        plan.apply(store);
        assertThat(write(documents).plan(store.definitions(), absent).isEmpty())
                .as("a second plan")
                .isTrue();
        return plan;
    }

    private void insertACard() {
        FeatureGroupSpec cards = store.featureGroup("cards").spec();
        Frame rows = new FrameBuilder(cards.schema(), 1)
                .append(1, Instant.parse("2026-01-01T00:00:00Z"), 2.5f)
                .build();
        store.featureGroup("cards").insert(rows);
    }

    @Test
    void aViewThatFillsForwardBringsTheGroupThatKeepsLastValuesAndTakesItAlong() throws IOException {
        String filled = VIEW + "transformations:\n  - forward_fill: card_limit_left\n  - log1p: card_limit_left\n";
        DefinitionPlan plan = apply(Absent.KEEP, filled, PAYMENTS, CARDS);
        assertThat(plan.toString())
                .contains("2 features of payments version 1, cards version 1, cards_last_known version 1")
                .contains("forward_fill(card_limit_left) as card_limit_left")
                .doesNotContain("feature group cards_last_known");
        assertThat(store.findFeatureGroup("cards_last_known", 1)).isPresent();

        Path pulled = directory.resolve("pulled");
        DefinitionPull.pull(store.definitions(), pulled, DefinitionPull.Existing.REFUSE);
        try (Stream<Path> files = Files.walk(pulled)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("risk.v1.yaml", "cards.v1.yaml")
                    .noneMatch(name -> name.startsWith("cards_last_known"));
        }
        assertThat(Files.readString(pulled.resolve("views/risk.v1.yaml")))
                .contains("- forward_fill: card_limit_left")
                .doesNotContain("last_known");
        assertThat(Definitions.read(pulled)
                        .plan(store.definitions(), Absent.DELETE)
                        .isEmpty())
                .isTrue();

        assertThat(plan(Absent.KEEP, VIEW, PAYMENTS, CARDS).toString()).contains("a changed meaning is a new version");
        apply(Absent.DELETE, PAYMENTS);
        assertThat(store.featureGroups()).hasSize(1);
    }

    @Test
    void anEmptyStoreGetsWhatTheFolderSaysAndASecondPlanIsEmpty() throws IOException {
        DefinitionPlan plan = plan(Absent.KEEP, VIEW, PAYMENTS, CARDS);
        assertThat(plan.toString().lines())
                .containsExactly(
                        "+ feature group cards version 1",
                        "    id int",
                        "    at timestamp",
                        "    limit_left float",
                        "+ feature group payments version 1",
                        "    nr long",
                        "    at timestamp",
                        "    card int",
                        "    amount double",
                        "    fraud boolean",
                        "+ feature view risk version 1",
                        "    2 features of payments version 1, cards version 1",
                        "    labels fraud");
        assertThat(plan.summary()).isEqualTo("3 to create, 0 to change, 0 to delete");
        plan.apply(store);
        Definitions definitions = write(VIEW, PAYMENTS, CARDS);
        StoreDefinitions stored = store.definitions();
        assertThat(stored.groups()).containsExactlyInAnyOrderElementsOf(definitions.groups());
        assertThat(stored.views().getFirst().spec())
                .isEqualTo(definitions.views(StoreDefinitions.NONE).getFirst());
        assertThat(definitions.plan(store).isEmpty()).isTrue();
        assertThat(definitions.plan(store).steps()).isEmpty();
        insertACard();
        assertThat(store.featureView("risk").servingKeys()).isNotEmpty();
    }

    @Test
    void columnsAreAddedAndWidenedInPlaceAndRowsAreReadWithThem() throws IOException {
        apply(Absent.KEEP, CARDS, PAYMENTS, VIEW);
        insertACard();
        String grown = CARDS.replace("description: Cards", "description: Credit cards")
                .replace("limit_left: float", "bank: {type: string, default: none}\n  limit_left: double")
                .replace("owner: me", "owner: you");
        DefinitionPlan plan = apply(Absent.KEEP, grown, PAYMENTS, VIEW);
        assertThat(plan.toString().lines())
                .containsExactly(
                        "~ feature group cards version 1",
                        "    description: 'Cards' becomes 'Credit cards'",
                        "    column limit_left: float becomes double",
                        "    + column bank string, none in the rows that are there",
                        "    tag owner: 'me' becomes 'you'",
                        "i feature view risk version 1",
                        "    its groups got card_bank after it was made; a new version would have them");
        assertThat(store.featureGroup("cards").read().toMaps().getFirst())
                .containsEntry("limit_left", 2.5)
                .containsEntry("bank", "none");
        assertThat(store.featureGroup("cards").tags()).containsEntry("owner", "you");
        assertThat(store.featureView("risk").spec().query().schema().names())
                .containsExactly("amount", "fraud", "card_limit_left");
    }

    @Test
    void aChangedMeaningIsANewVersionAndNothingIsApplied() throws IOException {
        apply(Absent.KEEP, CARDS, PAYMENTS, VIEW);
        StoreDefinitions before = store.definitions();
        DefinitionPlan plan = plan(
                Absent.KEEP,
                CARDS.replace("limit_left: float", "limit_left: string").replace("key: id", "key: id\nttl: 90d"),
                PAYMENTS.replace("key: nr", "key: nr\ndescription: Payments"),
                VIEW.replace("prefix: card_", "prefix: c_"));
        assertThat(plan.toString().lines())
                .containsExactly(
                        "! feature group cards version 1",
                        "    TTL is 90d, the store has none",
                        "    column limit_left is string, the store has float",
                        "    a changed meaning is a new version: write it as version 2; version 1 is read by risk version 1",
                        "~ feature group payments version 1",
                        "    description: '' becomes 'Payments'",
                        "! feature view risk version 1",
                        "    prefix of the join of cards: c_, the store has card_",
                        "    a changed meaning is a new version: write it as version 2");
        assertThat(plan.isPossible()).isFalse();
        assertThatThrownBy(() -> plan.apply(store))
                .hasMessageContaining("nothing was changed")
                .hasMessageContaining("TTL is 90d")
                .hasMessageNotContaining("payments version 1");
        assertThat(store.definitions()).isEqualTo(before);
    }

    @Test
    void whatOnlyTheStoreHasIsLeftAloneUnlessItIsToBeDeleted() throws IOException {
        apply(Absent.KEEP, CARDS, PAYMENTS, VIEW);
        insertACard();
        String less = CARDS.replace("  limit_left: float\n", "").replace("tags: {owner: me}\n", "");
        DefinitionPlan kept = apply(Absent.KEEP, less);
        assertThat(kept.toString().lines())
                .containsExactly(
                        "? feature group cards version 1",
                        "    column limit_left float is in the store only",
                        "    tag owner: 'me' is in the store only",
                        "? feature group payments version 1",
                        "? feature view risk version 1");
        assertThat(store.definitions().views()).hasSize(1);

        DefinitionPlan deleted = apply(Absent.DELETE, less);
        assertThat(deleted.toString().lines())
                .containsExactly(
                        "~ feature group cards version 1",
                        "    - column limit_left float, with its values",
                        "    - tag owner: 'me'",
                        "- feature group payments version 1",
                        "    with all its rows",
                        "- feature view risk version 1");
        assertThat(store.definitions().views()).isEmpty();
        assertThat(store.definitions().groups()).hasSize(1);
        assertThat(store.featureGroup("cards").read().schema().names()).containsExactly("id", "at");
        assertThat(store.featureGroup("cards").tags()).isEmpty();
    }

    @Test
    void aGroupOrColumnThatAViewReadsCannotGo() throws IOException {
        apply(Absent.KEEP, CARDS, PAYMENTS, VIEW);
        assertThat(plan(Absent.DELETE, PAYMENTS, VIEW).toString())
                .isEqualTo("! feature group cards version 1\n    the feature view risk version 1 reads it");
        // A version of the view that does not read it takes the place of the one that does.
        String next = VIEW.replace("view: risk", "view: risk\nversion: 2")
                .replace("  join: {group: cards, prefix: card_}\n", "");
        assertThat(apply(Absent.DELETE, PAYMENTS, next).summary()).isEqualTo("1 to create, 0 to change, 2 to delete");
    }

    @Test
    void aLogOfVectorsIsNeitherDeletedNorShownAsLeftOver() throws IOException {
        String view = "view: cards_fv\nquery: cards\n";
        apply(Absent.KEEP, CARDS, view);
        insertACard();
        store.featureView("cards_fv").logged().featureVector(Map.of("id", 1));
        store.featureView("cards_fv").logged().vectorLog().flush();
        assertThat(store.definitions().logs()).containsExactly(new GroupRef("cards_fv_1_vectors", 1));

        assertThat(plan(Absent.KEEP, CARDS, view).steps()).isEmpty();
        assertThat(apply(Absent.DELETE, CARDS).toString()).isEqualTo("- feature view cards_fv version 1");
        assertThat(store.featureGroup("cards_fv_1_vectors").read().rows()).isEqualTo(1);
        // A group that is only called like a log is not one.
        String alike = CARDS.replace("group: cards", "group: cards_1_vectors");
        apply(Absent.KEEP, CARDS, alike);
        assertThat(apply(Absent.DELETE, CARDS).toString()).contains("- feature group cards_1_vectors version 1");
    }

    @Test
    void aFolderWithoutDefinitionsSaysNothingOfAStore() throws IOException {
        apply(Absent.KEEP, CARDS);
        assertThatThrownBy(() -> plan(Absent.DELETE)).hasMessageContaining("its YAML file is empty");
        Path empty = Files.createDirectories(directory.resolve("empty"));
        assertThatThrownBy(() -> Definitions.read(empty).apply(store))
                .hasMessageContaining("There are no definitions in '" + empty + "'")
                .hasMessageContaining("no file *.yaml or *.yml");
        assertThat(store.definitions().groups()).hasSize(1);
    }

    @Test
    void aColumnThatAStoredViewReadsCannotBeLeftOut() throws IOException {
        String view = VIEW.replace("{group: cards, prefix: card_}", "{group: cards, select: [at], prefix: card_}");
        apply(Absent.KEEP, CARDS, PAYMENTS, view);
        assertThat(plan(Absent.DELETE, CARDS.replace("  limit_left: float\n", ""), PAYMENTS, view)
                        .toString())
                .isEqualTo("! feature group cards version 1\n"
                        + "    columns cannot be left out: the feature view risk version 1 depends on the group");
    }

    @Test
    void aViewWithTrainingDatasetsCannotGo() throws IOException {
        apply(Absent.KEEP, CARDS, PAYMENTS, VIEW);
        insertACard();
        store.featureGroup("payments")
                .insert(new FrameBuilder(store.featureGroup("payments").spec().schema(), 1)
                        .append(1L, Instant.parse("2026-01-02T00:00:00Z"), 1, 9.5, true)
                        .build());
        store.featureView("risk").trainingData();
        assertThat(plan(Absent.DELETE, CARDS, PAYMENTS).toString())
                .isEqualTo("! feature view risk version 1\n"
                        + "    it cannot be deleted: the training datasets 1 were made with it");
        assertThat(plan(Absent.DELETE, CARDS).toString())
                .contains("! feature group payments version 1\n    the feature view risk version 1 reads it");
    }

    @Test
    void aChangeOfTheStoreBetweenPlanAndApplyIsNoticed() throws IOException {
        DefinitionPlan plan = plan(Absent.KEEP, CARDS);
        store.createFeatureGroup(FeatureGroupSpec.builder("other", 1)
                .feature("id", DataType.LONG)
                .primaryKey("id")
                .build());
        assertThatThrownBy(() -> plan.apply(store)).hasMessageContaining("changed since the changes were planned");
        assertThat(store.findFeatureGroup("cards", 1)).isEmpty();
        store.featureGroup("other").tag("owner", "me");
        assertThatThrownBy(() -> plan.apply(store)).hasMessageContaining("Plan again");
    }

    @Test
    void aGroupWithoutColumnsTakesThoseOfItsFirstRowsAndLaterOnThoseOfTheFolder() throws IOException {
        String open = "group: events\nkey: id\n";
        apply(Absent.KEEP, open);
        assertThat(store.featureGroup("events").spec().schemaIsOpen()).isTrue();
        String typed = open + "columns: {id: long, kind: string}\n";
        assertThat(apply(Absent.KEEP, typed).toString())
                .contains("columns, which the store has none of yet: [id, kind]");
        store.featureGroup("events")
                .insert(new FrameBuilder(store.featureGroup("events").spec().schema(), 1)
                        .append(1L, "a")
                        .build());
        assertThat(plan(Absent.DELETE, open).isEmpty()).isTrue();
    }

    @Test
    void aViewMaySelectFromGroupsThatOnlyTheStoreHas() throws IOException {
        apply(Absent.KEEP, CARDS, PAYMENTS);
        assertThat(apply(Absent.KEEP, VIEW).summary()).isEqualTo("1 to create, 0 to change, 0 to delete");
        assertThatThrownBy(() -> plan(Absent.KEEP, VIEW.replace("payments", "paiments")))
                .hasMessageContaining("all.yaml:3:10: there is no feature group 'paiments' version 1")
                .hasMessageContaining("Did you mean 'payments'?");
        assertThatThrownBy(() -> plan(Absent.KEEP, VIEW.replace("group: payments", "group: payments\n  version: 7")))
                .hasMessageContaining("there are the versions [1]");
    }

    @Test
    void numbersOfAConditionMayBeWrittenInAnyType() throws IOException {
        apply(Absent.KEEP, CARDS, PAYMENTS);
        String filtered = VIEW.replace("  join:", "  where: amount > 5::int and card in (1, 2)\n  join:");
        apply(Absent.KEEP, CARDS, PAYMENTS, filtered);
        assertThat(plan(Absent.KEEP, filtered.replace("5::int", "5")).isEmpty()).isTrue();
        assertThat(plan(Absent.KEEP, filtered.replace("5::int", "6")).toString())
                .contains("condition of payments: amount > 6.0 and card in (1, 2), the store has amount > 5::int");
    }

    @Test
    void descriptionsOfAViewChangeInPlace() throws IOException {
        apply(Absent.KEEP, CARDS, PAYMENTS, VIEW);
        assertThat(apply(Absent.KEEP, CARDS, PAYMENTS, VIEW + "description: Is it fraud?\n")
                        .toString())
                .isEqualTo("~ feature view risk version 1\n    description: '' becomes 'Is it fraud?'");
        assertThat(store.featureView("risk").spec().description()).isEqualTo("Is it fraud?");
    }

    @Test
    void keyColumnsAreNotWidened() throws IOException {
        apply(Absent.KEEP, CARDS);
        assertThat(plan(Absent.KEEP, CARDS.replace("id: int", "id: long")).toString())
                .contains("! feature group cards", "column id is long, the store has int");
    }

    @Test
    void transformationsOfAViewAreAppliedAndOthersNeedANewVersion() throws IOException {
        String scaled = VIEW + """
                transformations:
                  - standard_scaler: amount
                  - min_max_scaler: {column: card_limit_left, low: 0, high: 2}
                """;
        assertThat(apply(Absent.KEEP, scaled, PAYMENTS, CARDS).toString())
                .contains(
                        "\n    standard_scaler(amount) as amount\n",
                        "    min_max_scaler{high=2.0, low=0.0}(card_limit");
        assertThat(store.featureView("risk").spec().transformations())
                .containsExactly(BuiltIns.standardScaler("amount"), BuiltIns.minMaxScaler("card_limit_left", 0.0, 2.0));

        String sameMeaning = scaled.replace("low: 0, high: 2", "high: 2.0, as: card_limit_left");
        assertThat(plan(Absent.KEEP, sameMeaning, PAYMENTS, CARDS).isEmpty()).isTrue();
        assertThat(plan(Absent.KEEP, scaled.replace("standard_scaler", "log1p"), PAYMENTS, CARDS)
                        .toString()
                        .lines())
                .containsExactly(
                        "! feature view risk version 1",
                        "    transformation 1 is log1p(amount) as amount, the store has standard_scaler(amount) as amount",
                        "    a changed meaning is a new version: write it as version 2");
        assertThat(plan(Absent.KEEP, VIEW, PAYMENTS, CARDS).toString())
                .contains("transformation 1 is none, the store has standard_scaler(amount) as amount");
        apply(Absent.KEEP, scaled, VIEW + "version: 2\n", PAYMENTS, CARDS);
    }

    @Test
    void whatAGroupComputesOnDemandAndWhatItsColumnsMeanIsPartOfItsVersion() throws IOException {
        String logged = PAYMENTS.replace("foreign-keys:", """
                  code: {type: int, feature-type: nominal}
                  log_amount: double
                on-demand:
                  - log1p: {column: amount, as: log_amount}
                foreign-keys:""");
        assertThat(apply(Absent.KEEP, logged, CARDS).toString())
                .contains("\n    on demand log1p(amount) as log_amount");
        FeatureGroupSpec stored = store.featureGroup("payments").spec();
        assertThat(stored.onDemand()).containsExactly(BuiltIns.log1p("amount").as("log_amount"));
        assertThat(stored.features()).contains(Feature.of("code", DataType.INT).as(FeatureType.NOMINAL));
        String other = logged.replace("log1p:", "log:").replace("nominal", "ordinal");
        assertThat(plan(Absent.KEEP, other, CARDS).toString())
                .contains(
                        "on-demand transformation 1 is log(amount) as log_amount, the store has log1p(amount) as log_am")
                .contains("the feature type of column code is ordinal, the store has nominal")
                .contains("write it as version 2");
    }
}
