package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What requests for vectors may say, what comes back for each entry, and which row of a group it is. */
public abstract class VectorConformance extends StoreConformance {
    /** Payments that nobody keeps online, their cards, the banks of these: two levels below a passed root. */
    private final class World {
        final Twin twin = twin();
        final FeatureGroupSpec payments = FeatureGroupSpec.builder(name("payments"), 1)
                .feature("id", DataType.INT)
                .feature("at", DataType.TIMESTAMP)
                .feature("card", DataType.STRING)
                .feature("bank", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .feature("fraud", DataType.BOOLEAN)
                .primaryKey("id")
                .eventTime("at")
                .build();
        final FeatureGroupSpec cards;
        final FeatureGroupSpec banks;
        final FeatureViewSpec spec;

        World(@Nullable Duration cardsLive) {
            FeatureGroupSpec.Builder builder = FeatureGroupSpec.builder(name("cards"), 1)
                    .feature("card", DataType.STRING)
                    .feature("at", DataType.TIMESTAMP)
                    .feature("left", DataType.INT)
                    .feature("bank", DataType.LONG)
                    .primaryKey("card")
                    .eventTime("at")
                    .online();
            cards = (cardsLive == null ? builder : builder.ttl(cardsLive)).build();
            banks = FeatureGroupSpec.builder(name("banks"), 1)
                    .feature("bank", DataType.LONG)
                    .feature("name", DataType.STRING)
                    .primaryKey("bank")
                    .online()
                    .build();
            spec = view(Join.on("card").withPrefix("card_"));
            List.of(payments, cards, banks).forEach(twin::create);
            store().createFeatureView(spec);
            banks(row(1L, "one"), row(2L, null), row(0L, ""));
        }

        FeatureViewSpec view(Join cardsJoined) {
            return FeatureViewSpec.builder(
                            name("view"),
                            1,
                            Query.of(payments, List.of("amount", "fraud", "at"))
                                    .join(
                                            Query.of(cards, List.of("left"))
                                                    .join(Query.of(banks, List.of("name")), Join.on("bank")),
                                            cardsJoined))
                    .labels("fraud")
                    .inferenceHelpers("at")
                    .build();
        }

        FeatureView view() {
            return store().featureView(spec.name(), 1);
        }

        void cards(@Nullable Object[]... rows) {
            twin.insert(cards, frame(cards, rows));
        }

        void banks(@Nullable Object[]... rows) {
            twin.insert(banks, frame(banks, rows));
        }

        FeatureVector vector(String card) {
            return view().featureVector(Map.of("card", card));
        }

        /** Compares the vectors of a request, all at once and one by one, with the oracle's. */
        void check(FeatureView view, List<? extends Map<String, ?>> entries) {
            List<String> expected = entries.stream()
                    .map(entry -> Canonical.vector(twin.oracle().vectors().vector(view.spec(), entry, now())))
                    .toList();
            assertThat(view.featureVectors(entries).stream().map(Canonical::vector))
                    .isEqualTo(expected);
            assertThat(entries.stream().map(view::featureVector).map(Canonical::vector))
                    .isEqualTo(expected);
        }

        void check() {
            check(
                    view(),
                    List.of(
                            Map.of("card", "a"),
                            Map.of("card", "b"),
                            Map.of("card", "", "amount", 1.0),
                            Map.of("card", "nobody")));
        }

        /** The value of {@code left} of card "a", or why there is none. */
        Object left() {
            FeatureVector vector = vector("a");
            Object value = vector.value("card_left");
            check();
            return value == null ? vector.status("card_left") : value;
        }
    }

    private World world() {
        return new World(null);
    }

    private static Map<String, @Nullable Object> entry(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> entry = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entry.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return entry;
    }

    private static void assertRefused(FeatureView view, Map<String, ?> entry, String... parts) {
        assertThatThrownBy(() -> view.featureVectors(List.of(Map.of("card", "a"), entry)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll(parts)
                .extracting(error -> ((ShearwaterException) error).kind())
                .isEqualTo(ErrorKind.USER);
    }

    // ---- the extra filter of a version of training data

    @Test
    void ofEntitiesThatATrainedModelNeverSawNothingIsFound() {
        World world = world();
        world.cards(row("a", minutes(-1), 1, 1L), row("b", minutes(-2), 5, 2L));
        world.twin.insert(world.payments, frame(world.payments, row(1, minutes(0), "b", 2L, 9.5, true)));
        int version = world.view()
                .trainingData(TrainingOptions.whole().where(Predicate.atLeast("card_left", 3)))
                .dataset()
                .version();
        FeatureView trained = world.view().withTrainingDataset(version);
        List<FeatureVector> vectors = trained.featureVectors(List.of(
                entry("card", "a"), entry("card", "b"), entry("card", "nobody"), entry("card", "a", "card_left", 4)));
        assertThat(vectors).extracting(vector -> vector.value("card_left")).containsExactly(null, 5, null, 4);
        assertThat(vectors.getFirst().status("card_left")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(world.vector("a").value("card_left")).isEqualTo(1);
    }

    // ---- requests

    @Test
    void vectorsAlignWithTheEntriesWhateverIsFound() {
        World world = world();
        world.cards(row("a", minutes(-1), 1, 1L), row("b", minutes(-2), null, 2L), row("", minutes(-3), 3, null));
        List<Map<String, @Nullable Object>> entries = List.of(
                entry("card", "b"),
                entry("card", "nobody"),
                entry("card", "a"),
                entry("card", null),
                entry("card", "b"),
                entry("card", "", "amount", 2.5),
                entry("card", "a", "amount", null),
                entry("card", "a", "card_left", 77),
                entry("card", "b"));
        world.check(world.view(), entries);
        assertThat(world.view().featureVectors(entries))
                .extracting(vector -> vector.value("card_left"))
                .containsExactly(null, null, 1, null, null, 3, 1, 77, null);
        assertThat(world.view().featureVectors(List.of())).isEmpty();
    }

    @Test
    void aRequestForManyThousandEntriesKeepsItsOrder() {
        World world = world();
        int count = 5_000;
        @Nullable Object[][] rows = new @Nullable Object[count][];
        List<Map<String, Object>> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows[i] = row("c" + i, minutes(-1), i, (long) (i % 3));
            entries.add(Map.of("card", "c" + (i * 7_919L) % (count + 1_000)));
        }
        world.cards(rows);
        List<FeatureVector> vectors = world.view().featureVectors(entries);
        assertThat(vectors).hasSize(count);
        for (int i = 0; i < count; i++) {
            long card = (i * 7_919L) % (count + 1_000);
            assertThat(vectors.get(i).value("card_left")).isEqualTo(card < count ? (int) card : null);
        }
    }

    @Test
    void theSchemaIsThatOfTheViewAndTheKeysAreSaid() {
        World world = world();
        FeatureVector vector = world.vector("a");
        assertThat(vector.schema()).isEqualTo(world.view().featureSchema());
        assertThat(vector.schema().names()).containsExactly("amount", "card_left", "card_name");
        assertThat(world.view().servingKeys()).containsExactly(new Field("card", DataType.STRING));
    }

    @Test
    void aRequestThatIsWrongIsRefusedAndSaysHow() {
        World world = world();
        FeatureView view = world.view();
        assertRefused(view, Map.of(), "card");
        assertRefused(view, Map.of("card", 12), "card", "12", "string");
        assertRefused(view, Map.of("card", "a", "amount", "much"), "amount", "much", "double");
        assertRefused(view, Map.of("card", "a", "amuont", 1.0), "amuont", "amount");
        assertRefused(view, Map.of("card", "a", "fraud", true), "fraud", "label");
        assertRefused(view, Map.of("card", "a", "card_bank", "x"), "card_bank", "x", "long");
        assertRefused(view, Map.of("card", "a", "card_left", 1L << 40), "card_left", Long.toString(1L << 40), "int");
        assertThat(view.featureVector(Map.of("card", "a", "card_bank", 1, "amount", 2))
                        .toMap())
                .as("what loses nothing is taken")
                .isEqualTo(entry("amount", 2.0, "card_left", null, "card_name", "one"));
    }

    // ---- statuses

    @Test
    void everyValueSaysWhatIsKnownOfIt() {
        World world = new World(Duration.ofHours(1));
        world.cards(row("a", minutes(-10), 5, 2L), row("b", minutes(-10), null, null), row("", minutes(-61), 3, 1L));
        FeatureVector full = world.vector("a");
        assertThat(full.status("card_left")).isEqualTo(FeatureStatus.PRESENT);
        assertThat(full.status("card_name")).as("a row with null").isEqualTo(FeatureStatus.NULL);
        assertThat(full.status("amount")).as("passed, and was not").isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(full.eventTime("card_left")).contains(minutes(-10));
        assertThat(full.eventTime("card_name")).as("no event time").isEmpty();
        assertThat(full.eventTime("amount")).isEmpty();
        assertThat(full.sequence("card_left")).isNotEqualTo(OptionalLong.empty());
        FeatureVector none = world.vector("b");
        assertThat(none.status("card_left")).isEqualTo(FeatureStatus.NULL);
        assertThat(none.status("card_name")).as("a null key finds nothing").isEqualTo(FeatureStatus.NOT_FOUND);
        FeatureVector old = world.vector("");
        assertThat(old.status("card_left")).isEqualTo(FeatureStatus.EXPIRED);
        assertThat(old.status("card_name")).as("of its parent").isEqualTo(FeatureStatus.EXPIRED);
        assertThat(world.vector("nobody").status("card_name")).isEqualTo(FeatureStatus.NOT_FOUND);
        world.check();
    }

    @Test
    void sequencesGrowWithWrites() {
        World world = world();
        world.cards(row("a", minutes(-10), 1, 1L));
        long first = world.vector("a").sequence("card_left").orElseThrow();
        world.cards(row("a", minutes(-10), 2, 1L));
        assertThat(world.vector("a").sequence("card_left").orElseThrow()).isGreaterThan(first);
    }

    // ---- time

    @Test
    void aFutureRowWaitsAndBecomesCurrentAtItsMicrosecond() {
        World world = world();
        world.cards(row("a", now().minusSeconds(60), 1, 1L));
        world.cards(row("a", now().plusSeconds(3_600), 2, 1L), row("a", now().plusSeconds(7_200), 3, 2L));
        assertThat(world.left()).isEqualTo(1);
        var first = now().plusSeconds(3_600 - 1);
        clock().set(first.minusNanos(1_000));
        assertThat(world.left()).isEqualTo(1);
        clock().set(first);
        assertThat(world.left()).isEqualTo(2);
        clock().set(first.plusSeconds(3_600));
        assertThat(world.left()).isEqualTo(3);
    }

    @Test
    void aLateRowDoesNotReplaceANewerOneButIsThereWhenThatIsDeleted() {
        World world = world();
        world.cards(row("a", minutes(-10), 10, 1L));
        world.cards(row("a", minutes(-20), 20, 1L));
        assertThat(world.left()).isEqualTo(10);
        world.twin.deleteRecords(
                world.cards, frame(world.cards.schema().select(List.of("card", "at")), row("a", minutes(-10))));
        assertThat(world.left()).isEqualTo(20);
        world.twin.deleteWhere(world.cards, Predicate.equalTo("left", 20));
        assertThat(world.left()).isEqualTo(FeatureStatus.NOT_FOUND);
        world.cards(row("a", minutes(-30), 30, 1L));
        assertThat(world.left()).isEqualTo(30);
    }

    @Test
    void aDeletedEntityIsGoneAndANewRowOfAnyTimeIsSeen() {
        World world = world();
        world.cards(row("a", minutes(-10), 10, 1L), row("a", minutes(-20), 20, 1L), row("a", minutes(10), 0, 1L));
        world.twin.deleteRecords(world.cards, frame(world.cards.schema().select(List.of("card")), row("a")));
        assertThat(world.left()).isEqualTo(FeatureStatus.NOT_FOUND);
        world.cards(row("a", minutes(-40), 40, 1L));
        assertThat(world.left()).isEqualTo(40);
        clock().advance(Duration.ofHours(1));
        assertThat(world.left()).as("the row that waited was deleted too").isEqualTo(40);
    }

    @Test
    void aRowLivesAsLongAsItsTtlToTheMicrosecond() {
        World world = new World(Duration.ofMinutes(30));
        world.cards(row("a", now().minus(Duration.ofMinutes(30)).plusSeconds(1), 1, 1L));
        assertThat(world.left()).as("exactly as old").isEqualTo(1);
        clock().advance(Duration.ofNanos(1_000));
        assertThat(world.left()).isEqualTo(FeatureStatus.EXPIRED);
        world.cards(row("a", now().minus(Duration.ofMinutes(40)), 2, 1L));
        assertThat(world.left()).as("an older one does not help").isEqualTo(FeatureStatus.EXPIRED);
        world.cards(row("a", now(), 3, 1L));
        assertThat(world.left()).isEqualTo(3);
    }

    @Test
    void expiredRowsAreNotFoundOnceTheyArePurged() {
        World world = new World(Duration.ofMinutes(30));
        world.cards(row("a", now().minus(Duration.ofMinutes(40)), 1, 1L), row("b", now(), 2, 1L));
        FeatureGroup cards = world.twin.group(world.cards);
        assertThat(world.vector("a").status("card_left")).isEqualTo(FeatureStatus.EXPIRED);
        assertThat(cards.purgeExpired()).isEqualTo(1);
        assertThat(world.vector("a").status("card_left")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(world.vector("a").status("card_name")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(world.vector("b").value("card_left")).isEqualTo(2);
        assertThat(cards.purgeExpired()).isZero();
        assertThat(cards.read().rows()).as("history keeps them").isEqualTo(2);
    }

    @Test
    void aLookbackNarrowsTheTtlAndStrictJoinsWaitOneMicrosecondMore() {
        World world = new World(Duration.ofHours(2));
        world.cards(row("a", now().minus(Duration.ofHours(1)), 1, 1L), row("b", now().plusSeconds(1), 2, 1L));
        FeatureView brief = store().createFeatureView(
                        world.view(Join.on("card").withPrefix("card_").within(Duration.ofMinutes(30))));
        FeatureView wide = store().createFeatureView(
                        world.view(Join.on("card").withPrefix("card_").within(Duration.ofDays(30))));
        FeatureView strict = store().createFeatureView(
                        world.view(Join.on("card").withPrefix("card_").strictlyBefore()));
        List<Map<String, String>> entries = List.of(Map.of("card", "a"), Map.of("card", "b"));
        List.of(brief, wide, strict).forEach(view -> world.check(view, entries));
        assertThat(brief.featureVector(Map.of("card", "a")).status("card_left")).isEqualTo(FeatureStatus.EXPIRED);
        assertThat(wide.featureVector(Map.of("card", "a")).value("card_left")).isEqualTo(1);
        assertThat(wide.featureVector(Map.of("card", "b")).value("card_left")).isEqualTo(2);
        assertThat(strict.featureVector(Map.of("card", "b")).status("card_left"))
                .isEqualTo(FeatureStatus.NOT_FOUND);
        clock().advance(Duration.ofNanos(1_000));
        assertThat(strict.featureVector(Map.of("card", "b")).value("card_left")).isEqualTo(2);
        clock().advance(Duration.ofHours(1));
        List.of(brief, wide, strict).forEach(view -> world.check(view, entries));
    }

    // ---- keys

    @Test
    void aPassedForeignKeyIsUsedForTheNextLevelAlsoWithoutItsParent() {
        World world = world();
        world.cards(row("a", minutes(-10), 1, 1L));
        List<Map<String, @Nullable Object>> entries = List.of(
                entry("card", "a", "card_bank", 0L),
                entry("card", "nobody", "card_bank", 1L),
                entry("card", "a", "card_bank", null),
                entry("card", "a", "card_bank", 99L),
                entry("card", "a"));
        world.check(world.view(), entries);
        assertThat(world.view().featureVectors(entries))
                .extracting(vector -> vector.value("card_name"))
                .containsExactly("", "one", null, null, "one");
    }

    @Test
    void aServingKeyIsNotTakenForTheForeignKeyOfALookedUpGroup() {
        World world = world();
        world.banks(row(7L, "seven"));
        world.cards(row("a", minutes(-10), 1, 1L));
        Query query = Query.of(world.payments, List.of("amount"))
                .join(
                        Query.of(world.cards, List.of("left"))
                                .join(Query.of(world.banks, List.of("name")), Join.on("bank")),
                        Join.on("card"))
                .join(Query.of(world.banks, List.of("name")), Join.on("bank").withPrefix("own_"));
        FeatureView view = store().createFeatureView(
                        FeatureViewSpec.builder(name("view"), 1, query).build());
        List<Map<String, @Nullable Object>> entries = List.of(
                entry("card", "a", "bank", 7L),
                entry("card", "nobody", "bank", 7L),
                entry("card", "a", "bank", null),
                entry("card", null, "bank", 7L));
        world.check(view, entries);
        assertThat(view.featureVectors(entries))
                .extracting(vector -> Arrays.asList(vector.value("name"), vector.value("own_name")))
                .containsExactly(
                        Arrays.asList("one", "seven"),
                        Arrays.asList(null, "seven"),
                        Arrays.asList("one", null),
                        Arrays.asList(null, "seven"));
        Schema schema = Schema.of(
                new Field("card", DataType.STRING),
                new Field("bank", DataType.LONG),
                new Field("amount", DataType.DOUBLE),
                new Field("at", DataType.TIMESTAMP));
        Frame spine = frame(
                schema,
                row("a", 7L, null, now()),
                row("nobody", 7L, null, now()),
                row("a", null, null, now()),
                row(null, 7L, null, now()));
        List<Map<String, @Nullable Object>> trained = view.trainingData(
                        TrainingOptions.whole().withSpine(spine))
                .train()
                .features()
                .toMaps();
        assertThat(trained)
                .isEqualTo(view.featureVectors(entries).stream()
                        .map(FeatureVector::toMap)
                        .toList());
        assertThat(view.batchData(spine)
                        .readAll()
                        .select(List.of("amount", "left", "name", "own_name"))
                        .toMaps())
                .isEqualTo(trained);
    }

    // ---- views

    @Test
    void inferenceHelpersComeApart() {
        World world = world();
        world.cards(row("a", minutes(-10), 1, 1L));
        FeatureVector helpers = world.view().inferenceHelpers(Map.of("card", "a", "at", minutes(3)));
        assertThat(helpers.toMap()).isEqualTo(Map.of("at", minutes(3)));
        FeatureView other = store().createFeatureView(FeatureViewSpec.builder(
                        name("view"),
                        1,
                        Query.of(world.payments, List.of("amount"))
                                .join(Query.of(world.cards, List.of("left", "at")), Join.on("card")))
                .inferenceHelpers("at")
                .build());
        assertThat(other.inferenceHelpers(Map.of("card", "a")).toMap()).isEqualTo(Map.of("at", minutes(-10)));
        assertThat(other.inferenceHelpers(Map.of("card", "b")).status("at")).isEqualTo(FeatureStatus.NOT_FOUND);
        assertThat(other.featureVector(Map.of("card", "a")).schema().names()).containsExactly("amount", "left");
    }

    @Test
    void addedFeaturesReadAsTheirDefaultForRowsOfBefore() {
        World world = world();
        world.cards(row("a", minutes(-10), 1, 1L));
        FeatureGroup cards = world.twin.group(world.cards);
        cards.appendFeatures(
                List.of(Feature.of("rank", DataType.INT).withDefault(5), Feature.of("note", DataType.STRING)));
        FeatureView view = store().createFeatureView(
                        FeatureViewSpec.builder(name("view"), 1, cards.select("left", "rank", "note"))
                                .build());
        cards.insert(frame(cards.spec(), row("b", minutes(-10), 2, 1L, null, "new")));
        assertThat(view.featureVector(Map.of("card", "a")).toMap())
                .isEqualTo(entry("left", 1, "rank", 5, "note", null));
        assertThat(view.featureVector(Map.of("card", "b")).toMap())
                .isEqualTo(entry("left", 2, "rank", null, "note", "new"));
    }

    @Test
    void aViewOverAGroupThatIsNotOnlineSaysWhich() {
        World world = world();
        FeatureView view = store().createFeatureView(FeatureViewSpec.builder(
                        name("view"),
                        1,
                        Query.of(world.cards, List.of("left"))
                                .join(Query.of(world.payments, List.of("amount")), Join.on("card")))
                .build());
        assertThatThrownBy(() -> view.featureVector(Map.of("card", "a")))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(world.payments.name());
    }
}
