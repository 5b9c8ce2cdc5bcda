package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.DefinitionChange;
import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Query;
import io.shearwater.model.ShearwaterException;
import io.shearwater.online.OnlineError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions that give a group more aggregates, together with others: all of it or nothing, and served of events before. */
class AppendedAggregatesTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final AggregationWindow HOUR = AggregationWindow.rolling(Duration.ofHours(1));
    private static final Aggregate SUM =
            AggregateFunction.sum("amount").over(HOUR).as("sum_1h");
    private static final Aggregate LEAST =
            AggregateFunction.min("amount").over(HOUR).as("min_1h");

    private static final FeatureGroupSpec PAYMENTS = FeatureGroupSpec.builder("payments", 1)
            .feature("id", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("card", DataType.STRING)
            .feature("amount", DataType.DOUBLE)
            .primaryKey("id")
            .eventTime("at")
            .build();

    @TempDir
    private Path directory;

    private FeatureStore store;

    @BeforeEach
    void fill() {
        open();
        store.createFeatureGroup(PAYMENTS);
        store.createFeatureGroup(activity(PAYMENTS, SUM));
        pay(1, 10);
        pay(2, 20);
    }

    private void open() {
        store = Shearwater.open(
                directory.resolve("store"), StoreOptions.defaults().withClock(() -> NOON));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static FeatureGroupSpec activity(FeatureGroupSpec events, Aggregate... aggregates) {
        return FeatureGroupSpec.builder("activity", 1)
                .primaryKey("card")
                .eventTime("asked_at")
                .online()
                .aggregating(Aggregation.over(PAYMENTS.ref(), aggregates))
                .build()
                .over(events);
    }

    private static FeatureViewSpec view(String name, FeatureGroupSpec activity) {
        return FeatureViewSpec.builder(name, 1, Query.featuresOf(activity)).build();
    }

    private static DefinitionChange change(FeatureGroupSpec spec) {
        return new DefinitionChange.ChangeGroup(new GroupDefinition(spec, Map.of()));
    }

    private void change(DefinitionChange... changes) {
        store.changeDefinitions(store.definitions(), List.of(changes));
    }

    private void pay(long id, double amount) {
        store.featureGroup("payments")
                .insert(Frame.of(
                        PAYMENTS.schema(), List.of(Map.of("id", id, "at", NOON, "card", "c", "amount", amount))));
    }

    private static Map<String, ?> served(FeatureView view) {
        return view.featureVector(Map.of("card", "c")).toMap();
    }

    @Test
    void aViewMaySelectAnAggregateThatComesWithIt() {
        FeatureGroupSpec more = activity(PAYMENTS, SUM, LEAST);

        change(new DefinitionChange.CreateView(view("cards", more)), change(more));

        assertThat(served(store.featureView("cards"))).isEqualTo(Map.of("sum_1h", 30.0, "min_1h", 10.0));
        pay(3, 5);
        assertThat(served(store.featureView("cards"))).isEqualTo(Map.of("sum_1h", 35.0, "min_1h", 5.0));
        assertThat(store.featureGroup("activity").checkOnline().agrees()).isTrue();
    }

    @Test
    void anAggregateMayReadAColumnThatComesWithIt() {
        List<Feature> columns = new ArrayList<>(PAYMENTS.features());
        columns.add(Feature.of("tip", DataType.LONG));
        FeatureGroupSpec payments = PAYMENTS.withFeatures(columns);
        FeatureGroupSpec more = activity(
                payments, SUM, AggregateFunction.count("tip").over(HOUR).as("tips"));

        change(new DefinitionChange.CreateView(view("cards", more)), change(more), change(payments));

        assertThat(served(store.featureView("cards"))).isEqualTo(Map.of("sum_1h", 30.0, "tips", 0L));
    }

    @Test
    void ifAnotherChangeIsRefusedNoneIsAppended() {
        FeatureGroupSpec more = activity(PAYMENTS, SUM, LEAST);
        FeatureViewSpec impossible = view("cards", activity(PAYMENTS, SUM, LEAST, LEAST.as("other")));
        StoreDefinitions before = store.definitions();

        assertThatThrownBy(() -> change(change(more), new DefinitionChange.CreateView(impossible)))
                .isNotNull();

        assertThat(store.definitions()).isEqualTo(before);
        assertThat(served(store.createFeatureView(view("cards", activity(PAYMENTS, SUM)))))
                .isEqualTo(Map.of("sum_1h", 30.0));
    }

    @Test
    void aViewThatWasMadeBeforeGoesOnToBeServed() {
        FeatureView before = store.createFeatureView(view("before", activity(PAYMENTS, SUM)));
        FeatureView logged = before.logged();
        assertThat(served(before)).isEqualTo(Map.of("sum_1h", 30.0));
        assertThat(served(logged)).isEqualTo(Map.of("sum_1h", 30.0));

        change(change(activity(PAYMENTS, SUM, LEAST)));
        pay(3, 5);

        assertThat(served(before)).isEqualTo(Map.of("sum_1h", 35.0));
        assertThat(served(logged)).isEqualTo(Map.of("sum_1h", 35.0));
    }

    @Test
    void whatIsServedFollowsAColumnOfTheEventsThatGetsWider() {
        FeatureGroupSpec narrow = FeatureGroupSpec.builder("fees", 1)
                .feature("id", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("card", DataType.STRING)
                .feature("fee", DataType.decimal(10, 2))
                .primaryKey("id")
                .eventTime("at")
                .build();
        FeatureGroup fees = store.createFeatureGroup(narrow);
        FeatureGroup paid = store.createFeatureGroup(FeatureGroupSpec.builder("paid", 1)
                .primaryKey("card")
                .eventTime("asked_at")
                .online()
                .aggregating(Aggregation.over(
                        narrow.ref(), AggregateFunction.max("fee").over(HOUR).as("max_1h")))
                .build());
        FeatureView before = store.createFeatureView(view("fees", paid.spec()));
        fees.insert(Frame.of(
                narrow.schema(), List.of(Map.of("id", 1L, "at", NOON, "card", "c", "fee", new BigDecimal("2.50")))));
        assertThat(served(before)).isEqualTo(Map.of("max_1h", new BigDecimal("2.50")));

        fees.widen("fee", DataType.decimal(15, 2));
        assertThat(served(before)).isEqualTo(Map.of("max_1h", new BigDecimal("2.50")));
        change(change(fees.spec()
                .withFeatures(List.of(
                        Feature.of("id", DataType.LONG),
                        Feature.of("at", DataType.TIMESTAMP),
                        Feature.of("card", DataType.STRING),
                        Feature.of("fee", DataType.decimal(30, 2))))));

        assertThat(served(store.featureView("fees"))).isEqualTo(Map.of("max_1h", new BigDecimal("2.50")));
        fees.insert(Frame.of(
                fees.spec().schema(),
                List.of(Map.of(
                        "id", 2L, "at", NOON, "card", "c", "fee", new BigDecimal("1234567890123456789012.00")))));
        assertThat(served(store.featureView("fees")))
                .isEqualTo(Map.of("max_1h", new BigDecimal("1234567890123456789012.00")));
        assertThat(paid.checkOnline().agrees()).isTrue();
    }

    @Test
    void aLoadThatDidNotEndIsMadeUpForByTheNextWrite() {
        appendWithoutEvents();

        pay(3, 5);

        assertThat(served(store.featureView("cards"))).isEqualTo(Map.of("sum_1h", 35.0, "min_1h", 5.0));
        assertThat(store.featureGroup("activity").checkOnline().agrees()).isTrue();
    }

    @Test
    void aLoadThatDidNotEndIsMadeUpForByTheNextProcess() {
        appendWithoutEvents();
        store.close();

        open();

        assertThat(served(store.featureView("cards"))).isEqualTo(Map.of("sum_1h", 30.0, "min_1h", 10.0));
    }

    /** Appends while the files of the events cannot be read: all definitions are there, and nothing is loaded for them. */
    private void appendWithoutEvents() {
        FeatureView before = store.createFeatureView(view("before", activity(PAYMENTS, SUM)));
        assertThat(served(before)).isEqualTo(Map.of("sum_1h", 30.0));
        FeatureGroupSpec more = activity(PAYMENTS, SUM, LEAST);
        List<Path> files = dataFiles();
        files.forEach(file -> move(file, away(file)));

        assertThatThrownBy(() -> change(change(more), new DefinitionChange.CreateView(view("cards", more))))
                .isInstanceOf(ShearwaterException.class);

        assertThat(store.featureGroup("activity").spec()).isEqualTo(more);
        assertThatThrownBy(() -> served(store.featureView("cards")))
                .hasMessageContaining("'activity' was given more aggregates")
                .extracting(failed -> ((ShearwaterException) failed).code())
                .isEqualTo(OnlineError.SCHEMA_CHANGED);
        assertThat(served(before)).isEqualTo(Map.of("sum_1h", 30.0));
        files.forEach(file -> move(away(file), file));
    }

    private List<Path> dataFiles() {
        try (Stream<Path> all = Files.walk(directory)) {
            List<Path> files =
                    all.filter(file -> file.toString().endsWith(".parquet")).toList();
            assertThat(files).isNotEmpty();
            return files;
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    private static Path away(Path file) {
        return Path.of(file + ".away");
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }
}
