package io.shearwater.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Predicate;
import io.shearwater.store.Shearwater;
import io.shearwater.transform.BuiltIns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregateDefinitionsTest {
    private static final String PAYMENTS = """
            group: payments
            version: 2
            key: nr
            event-time: at
            columns:
              nr: long
              at: timestamp
              card: string
              amount: double
              shop: string
              day: date
            """;
    /** The name sorts before that of the events. */
    private static final String CARDS = """
            group: card_activity
            key: card
            event-time: asked
            aggregates:
              events: payments
              version: 2
              where: amount > 0
              features:
                sum_1h: {function: sum(amount), window: rolling 1h, when-missing: 0.5}
                earlier: {function: count(), window: rolling 10m, exclude-current: true}
                shops: {function: 'last_n(shop, amount, 3)', window: latest 5 events, where: day >= '2024-05-01'}
                by_shop: {function: avg(amount), window: rolling 30d resolution 1d, by: shop}
                large:
                  numerator: {function: sum(amount), where: amount >= 100.0}
                  denominator: {function: count()}
                  window: hopping 7d every 1d offset 6h
            """;

    private static final String VIEW = """
            view: risk
            query:
              group: payments
              version: 2
              select: [amount]
              join: {group: card_activity, select: [sum_1h, large], on: card}
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

    private static FeatureGroupSpec inJava() {
        return FeatureGroupSpec.builder("card_activity", 1)
                .primaryKey("card")
                .eventTime("asked")
                .aggregating(Aggregation.over(
                                new GroupRef("payments", 2),
                                AggregateFunction.sum("amount")
                                        .over(AggregationWindow.rolling(Duration.ofHours(1)))
                                        .as("sum_1h")
                                        .whenMissing(0.5),
                                AggregateFunction.count()
                                        .over(AggregationWindow.rolling(Duration.ofMinutes(10)))
                                        .as("earlier")
                                        .excludeCurrent(),
                                AggregateFunction.lastN(3, "shop", "amount")
                                        .over(AggregationWindow.latest(5))
                                        .as("shops")
                                        .where(Predicate.atLeast("day", LocalDate.of(2024, 5, 1))),
                                AggregateFunction.avg("amount")
                                        .over(AggregationWindow.rolling(Duration.ofDays(30))
                                                .resolution(Duration.ofDays(1)))
                                        .as("by_shop")
                                        .by("shop"),
                                AggregateFunction.ratio(
                                                AggregateFunction.sum("amount")
                                                        .where(Predicate.atLeast("amount", 100.0)),
                                                AggregateFunction.count().where(Predicate.all()))
                                        .over(AggregationWindow.hopping(Duration.ofDays(7), Duration.ofDays(1))
                                                .offset(Duration.ofHours(6)))
                                        .as("large"))
                        .where(Predicate.greaterThan("amount", 0.0)))
                .build();
    }

    @Test
    void aggregatesOfAFolderAreThoseOfJava() throws IOException {
        write(CARDS, PAYMENTS, VIEW).apply(store);

        StoreDefinitions defined = store.definitions();
        try (FeatureStore other = Shearwater.open(directory.resolve("other"))) {
            write(PAYMENTS).apply(other);
            other.createFeatureGroup(inJava());
            assertThat(other.featureGroup("card_activity", 1).spec())
                    .isEqualTo(defined.group(new GroupRef("card_activity", 1))
                            .orElseThrow()
                            .spec());
        }
        assertThat(store.getOrCreateFeatureGroup(inJava()).spec().featureNames())
                .containsExactly("sum_1h", "earlier", "shops", "by_shop", "large");
        assertThat(write(VIEW, CARDS, PAYMENTS).plan(store).steps()).isEmpty();
        assertThat(write(CARDS).plan(defined, Absent.KEEP).steps())
                .allMatch(step -> step.action() == PlannedChange.Action.LEFT);
    }

    @Test
    void whatIsPulledIsWhatWasApplied() throws IOException {
        write(CARDS, PAYMENTS, VIEW).apply(store);
        Path pulled = directory.resolve("pulled");

        DefinitionPull.pull(store.definitions(), pulled, DefinitionPull.Existing.REFUSE);

        assertThat(pulled.resolve("groups/card_activity.v1.yaml"))
                .content()
                .contains(CARDS.lines().skip(1).toList());
        assertThat(Definitions.read(pulled)
                        .plan(store.definitions(), Absent.DELETE)
                        .steps())
                .isEmpty();
        assertThat(YamlSchema.load().validate(YamlSchema.json(CARDS))).isEmpty();
    }

    @Test
    void whatIsComputedOfAggregatesIsDeclaredBesideThem() throws IOException {
        String computing = CARDS.replace("event-time: asked\n", """
                event-time: asked
                columns:
                  log_sum: double
                on-demand:
                  - log1p: {column: sum_1h, as: log_sum}
                """);
        write(PAYMENTS, computing).apply(store);

        FeatureGroupSpec spec = store.getOrCreateFeatureGroup(
                        inJava().withFeatures(List.of(Feature.of("log_sum", DataType.DOUBLE)))
                                .withOnDemand(List.of(BuiltIns.log1p("sum_1h").as("log_sum"))))
                .spec();
        assertThat(spec.featureNames()).containsExactly("sum_1h", "earlier", "shops", "by_shop", "large", "log_sum");
        assertThat(write(PAYMENTS, computing).plan(store).steps()).isEmpty();
        Path pulled = directory.resolve("computing");
        DefinitionPull.pull(store.definitions(), pulled, DefinitionPull.Existing.REFUSE);
        assertThat(pulled.resolve("groups/card_activity.v1.yaml"))
                .content()
                .contains(computing.lines().skip(1).toList());
        assertThat(write(PAYMENTS, computing.replace("log_sum: double", "log_sum: float"))
                        .plan(store)
                        .steps())
                .singleElement()
                .satisfies(step -> assertThat(step.details().getFirst())
                        .isEqualTo("column log_sum is float, the store has double"));
    }

    @Test
    void everyKeyIsKnownToReaderAndSchema() throws IOException {
        for (String misspelt : YamlSchema.withEachKnownKeyMisspelt(CARDS)) {
            assertThat(YamlSchema.load().validate(YamlSchema.json(misspelt)))
                    .as(misspelt)
                    .isNotEmpty();
            assertThatThrownBy(() -> write(misspelt, PAYMENTS)).as(misspelt).hasMessageContaining("x_");
        }
    }

    @Test
    void eventsAreDeletedAfterWhatAggregatesThemAndNotWithoutIt() throws IOException {
        write(CARDS, PAYMENTS, VIEW).apply(store);
        String payer = "group: payer\nkey: id\ncolumns: {id: int}\n";

        Definitions without = write(CARDS, payer);
        assertThat(without.plan(store.definitions(), Absent.KEEP).steps())
                .anySatisfy(step -> assertThat(step.name()).isEqualTo("payments"));
        assertThatThrownBy(
                        () -> without.plan(store.definitions(), Absent.DELETE).apply(store))
                .hasMessageContaining("the feature group card_activity version 1 aggregates it");

        write(payer).plan(store.definitions(), Absent.DELETE).apply(store);
        assertThat(store.definitions().groups())
                .extracting(group -> group.spec().name())
                .containsExactly("payer");
    }

    @Test
    void moreAggregatesNeedNoOtherVersion() throws IOException {
        write(CARDS, PAYMENTS, VIEW).apply(store);
        String more = CARDS + "    latest: {function: last(shop), window: lifetime}\n";

        Definitions wanted = write(more, PAYMENTS, VIEW);
        assertThat(wanted.plan(store).steps())
                .singleElement()
                .satisfies(step -> assertThat(step.details()).containsExactly("+ last(shop) over lifetime as latest"));
        wanted.apply(store);

        assertThat(store.featureGroup("card_activity", 1).spec().featureNames()).endsWith("large", "latest");
        assertThat(write(more, PAYMENTS, VIEW).plan(store).steps()).isEmpty();
    }

    @Test
    void aNewAggregateMayReadANewColumnAndBeSelectedByANewView() throws IOException {
        write(CARDS, PAYMENTS, VIEW).apply(store);
        String tips = PAYMENTS + "  tip: long\n";
        String more = CARDS + "    tips: {function: count(tip), window: rolling 1h}\n";
        String view = VIEW.replace("risk", "tipping").replace("sum_1h, large", "sum_1h, tips");

        Definitions wanted = write(more, tips, VIEW, view);
        assertThat(wanted.plan(store).steps())
                .flatExtracting(PlannedChange::details)
                .contains("+ count(tip) over rolling 1h as tips", "+ column tip long");
        wanted.apply(store);

        assertThat(store.featureView("tipping", 1).spec().featureSchema().names())
                .containsExactly("amount", "sum_1h", "tips");
        assertThat(write(more, tips, VIEW, view).plan(store).steps()).isEmpty();
    }

    @Test
    void anotherMeaningIsAnotherVersionAndNamesWhatReadsThisOne() throws IOException {
        write(CARDS, PAYMENTS, VIEW).apply(store);

        assertThat(write(CARDS.replace("rolling 10m", "rolling 20m"), PAYMENTS, VIEW)
                        .plan(store)
                        .steps())
                .singleElement()
                .satisfies(step -> assertThat(step.details())
                        .containsExactly(
                                "aggregate earlier is count() over rolling 20m excluding current as earlier, the store has"
                                        + " count() over rolling 10m excluding current as earlier",
                                "a changed meaning is a new version: write it as version 2; version 1 is read by "
                                        + "risk version 1"));
        assertThat(write(CARDS, PAYMENTS.replace("key: nr", "key: card"), VIEW)
                        .plan(store)
                        .steps())
                .singleElement()
                .asString()
                .contains("read by card_activity version 1, risk version 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "function: sum(amount)|function: summ(amount)|9:24|no aggregate function 'summ'|Did you mean 'sum'?",
                "function: sum(amount)|function: sum(amont)|9:24|reads 'amont'|Did you mean 'amount'?",
                "function: sum(amount)|function: sum(shop)|9:24|needs a number|'shop' is string",
                "function: sum(amount)|function: sum|9:24|'(' is expected|at its end",
                "function: sum(amount), |~~|9:13|'function' is missing|sum(amount)",
                "window: rolling 1h|window: roling 1h|9:45|no window 'roling'|Did you mean 'rolling'?",
                "window: rolling 1h|window: rolling 1y|9:45|a duration|at \"1y\"",
                "when-missing: 0.5|when-missing: none|9:71|'none' is no double|default",
                "when-missing: 0.5|when-mising: 0|9:57|unknown key 'when-mising' of an aggregate|Did you mean 'when-missing'?",
                "'last_n(shop, amount, 3)'|last_n(shop, amount, 3)|11:23|ends at the comma|lag(amount, 1)",
                "by: shop|by: shp|12:25|reads 'shp'|Did you mean 'shop'?",
                "where: amount >= 100.0|where: amont >= 100|14:49|'amont'|Did you mean 'amount'?",
                "denominator: {function: count()}|function: count()|14:7|has both|numerator",
                "denominator: {function: count()}|~~|14:7|'denominator' is missing|divided by",
                "where: amount > 0|where: amount > x|7:10|amount > x|at character 10",
                "events: payments|events: payment|5:11|no feature group 'payment' version 2|Did you mean 'payments'?",
                "version: 2|version: 3|5:11|no feature group 'payments' version 3|versions [2]",
                "key: card|key: crd|5:11|primary-key column 'crd'|Did you mean 'card'?",
                "key: card|key: card/columns: {card: string}|3:10|follow from its events|leave out [card]",
                "key: card|key: card/on-demand: [{log1p: {column: sum_1h, as: a}}]|6:11|computes 'a' on demand|declare it as a feature",
                "event-time: asked|ttl: 1d|1:1|no event time|TTL",
            })
    void aMistakeIsSaidWithItsPlace(String good, String bad, String place, String what, String more)
            throws IOException {
        assertThat(CARDS).contains(good);
        String text = CARDS.replace(good, bad.replace("/", "\n"));
        Files.writeString(folder.resolve("b.yaml"), PAYMENTS);
        Files.writeString(folder.resolve("a.yaml"), text);
        assertThatThrownBy(() -> Definitions.read(folder).plan(store))
                .hasMessageContaining("a.yaml:" + place)
                .hasMessageContaining(what)
                .hasMessageContaining(more);
    }
}
