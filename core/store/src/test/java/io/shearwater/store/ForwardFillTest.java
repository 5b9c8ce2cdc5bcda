package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.SkewSample;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Provenance;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.SkewReport;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BuiltIns;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A view that fills forward has the same values in training data, batches and vectors, whatever happens to the rows. */
class ForwardFillTest {
    private static final Instant START = Instant.parse("2026-04-01T00:00:00Z");
    private static final GroupRef KEPT = new GroupRef("readings_last_known", 1);

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> clock = new AtomicReference<>(hour(100));
    private FeatureStore store;
    private FeatureGroup readings;

    private static Instant hour(int hours) {
        return START.plus(Duration.ofHours(hours));
    }

    private static FeatureGroupSpec.Builder readings(String name) {
        return FeatureGroupSpec.builder(name, 1)
                .feature("sensor", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("celsius", DataType.DOUBLE)
                .feature("room", DataType.STRING)
                .feature("is_open", DataType.BOOLEAN)
                .primaryKey("sensor")
                .eventTime("at");
    }

    @BeforeEach
    void open() {
        store = Shearwater.open(
                directory.resolve("store"),
                StoreOptions.defaults().withClock(() -> Objects.requireNonNull(clock.get())));
        readings = store.createFeatureGroup(readings("readings").online().build());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static void insert(FeatureGroup group, String sensor, int hour, @Nullable Object... values) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("sensor", sensor);
        row.put("at", hour(hour));
        List<String> names = List.of("celsius", "room", "is_open");
        for (int i = 0; i < values.length; i++) {
            row.put(names.get(i), values[i]);
        }
        group.insert(Frame.of(group.spec().schema(), List.of(row)));
    }

    private FeatureView create(String name, Query query, TransformationCall... calls) {
        return store.createFeatureView(
                FeatureViewSpec.builder(name, 1, query).transform(calls).build());
    }

    /** The filled column of all rows, by the order of the times. */
    private static List<@Nullable Object> column(Frame rows, String name) {
        List<Map<String, @Nullable Object>> maps = new ArrayList<>(rows.toMaps());
        maps.sort((a, b) -> ((Instant) Objects.requireNonNull(a.get("at")))
                .compareTo((Instant) Objects.requireNonNull(b.get("at"))));
        List<@Nullable Object> values = new ArrayList<>();
        maps.forEach(row -> values.add(row.get(name)));
        return values;
    }

    @Test
    void whatEachRowHasIsTheLastValueUpToItsTimeAlsoAfterLateRowsAndDeletions() {
        FeatureView view = create("comfort", readings.select("celsius", "room"), BuiltIns.forwardFill("celsius"));
        insert(readings, "a", 1, 20.0);
        insert(readings, "a", 3);
        insert(readings, "a", 5, 25.0);
        insert(readings, "a", 7);
        insert(readings, "b", 6);
        assertThat(column(view.batchData(TimeRange.ALL).readAll(), "celsius"))
                .containsExactly(20.0, 20.0, 25.0, null, 25.0);
        assertThat(view.trainingData().train().features().schema().names()).containsExactly("celsius", "room");
        assertThat(online(view, "a")).isEqualTo(25.0);
        assertThat(view.featureVector(Map.of("sensor", "b")).status("celsius")).isEqualTo(FeatureStatus.NULL);
        assertThat(view.featureVector(Map.of("sensor", "c")).status("celsius")).isEqualTo(FeatureStatus.NOT_FOUND);

        insert(readings, "a", 6, 26.0);
        assertThat(online(view, "a")).isEqualTo(26.0);
        insert(readings, "a", 2, 21.0);
        assertThat(column(view.batchData(TimeRange.ALL).readAll(), "celsius"))
                .containsExactly(20.0, 21.0, 21.0, 25.0, null, 26.0, 26.0);
        assertThat(online(view, "a")).isEqualTo(26.0);

        readings.deleteRecords(Frame.of(
                readings.spec().schema().select(List.of("sensor", "at")),
                List.of(Map.of("sensor", "a", "at", hour(6)))));
        assertThat(online(view, "a")).isEqualTo(25.0);
        readings.deleteWhere(Predicate.greaterThan("celsius", 20.5));
        assertThat(online(view, "a")).isEqualTo(20.0);
        insert(readings, "a", 1);
        assertThat(online(view, "a")).isNull();
        assertThat(column(view.latest().readAll(), "celsius")).containsExactly(null, null);
        assertThat(store.featureGroup(KEPT.name()).checkOnline().agrees()).isTrue();
        assertThat(readings.checkOnline().agrees()).isTrue();
    }

    private static @Nullable Object online(FeatureView view, String sensor) {
        return view.featureVector(Map.of("sensor", sensor)).value("celsius");
    }

    @Test
    void aValueOlderThanTheTtlIsNoneAnyMore() {
        FeatureGroup live = store.createFeatureGroup(
                readings("live").ttl(Duration.ofHours(10)).online().build());
        FeatureView view = create("short", live.select("celsius"), BuiltIns.forwardFill("celsius"));
        insert(live, "a", 80, 20.0);
        insert(live, "a", 90);
        insert(live, "a", 91);
        assertThat(column(view.batchData(TimeRange.ALL).readAll(), "celsius")).containsExactly(20.0, 20.0, null);
        clock.set(hour(91));
        assertThat(online(view, "a")).isNull();
        insert(live, "a", 81, 21.0);
        assertThat(online(view, "a")).isEqualTo(21.0);
        assertThat(column(view.latest().readAll(), "celsius")).containsExactly(21.0);
    }

    @Test
    void whatComesAfterItReadsFilledValues() {
        insert(readings, "a", 1, 10.0, "hall");
        insert(readings, "a", 2);
        insert(readings, "a", 3, 40.0);
        insert(readings, "a", 4);
        insert(readings, "b", 5);
        FeatureView view = create(
                "scaled",
                readings.select("celsius", "room"),
                BuiltIns.forwardFill("celsius"),
                BuiltIns.forwardFill("room"),
                BuiltIns.imputeConstant("celsius", 0.0),
                BuiltIns.minMaxScaler("celsius"),
                BuiltIns.labelEncoder("room"));
        TrainingData data = view.trainingData();
        assertThat(data.train().features().toMaps().stream()
                        .map(row -> row.get("celsius"))
                        .sorted(ForwardFillTest::compare))
                .containsExactly(0.0, 0.25, 0.25, 1.0, 1.0);
        FeatureView ready = view.withTrainingDataset(data.dataset().version());
        assertThat(column(ready.batchData(TimeRange.ALL).readAll(), "celsius"))
                .containsExactly(0.25, 0.25, 1.0, 1.0, 0.0);
        assertThat(column(ready.batchData(TimeRange.ALL).readAll(), "room").subList(0, 4))
                .containsOnly(column(ready.latest().readAll(), "room").getFirst());
        assertThat(online(ready, "a")).isEqualTo(1.0);
        assertThat(online(view.untransformed(), "a")).isEqualTo(40.0);
        assertThat(view.explain())
                .contains("Filled forward: [celsius, room] of readings version 1")
                .contains("min_max_scaler(celsius)");
    }

    private static int compare(@Nullable Object a, @Nullable Object b) {
        return Double.compare((Double) Objects.requireNonNull(a), (Double) Objects.requireNonNull(b));
    }

    @Test
    void whatARequestOrASpineBringsComesFirstUnlessItIsNull() {
        FeatureView view =
                store.createFeatureView(FeatureViewSpec.builder("comfort", 1, readings.select("celsius", "is_open"))
                        .labels("is_open")
                        .transform(BuiltIns.forwardFill("celsius"))
                        .build());
        insert(readings, "a", 1, 20.0, null, true);
        Map<String, @Nullable Object> request = new HashMap<>(Map.of("sensor", "a"));
        assertThat(view.featureVector(request).value("celsius")).isEqualTo(20.0);
        request.put("celsius", null);
        assertThat(view.featureVector(request).value("celsius")).isEqualTo(20.0);
        request.put("celsius", 30.0);
        assertThat(view.featureVector(request).value("celsius")).isEqualTo(30.0);
        request.put("at", hour(0));
        request.remove("celsius");
        assertThat(view.featureVector(request).status("celsius")).isEqualTo(FeatureStatus.NOT_FOUND);

        Schema schema = readings.spec().schema().select(List.of("sensor", "at", "celsius"));
        Frame spine =
                Frame.of(schema, List.of(row("a", 2, null), row("a", 3, 30.0), row("a", 0, null), row("b", 9, null)));
        Frame batch = view.batchData(spine).readAll();
        assertThat(batch.schema().names()).containsExactly("sensor", "at", "celsius");
        assertThat(batch.toMaps().stream().map(row -> row.get("celsius"))).containsExactly(20.0, 30.0, null, null);
        Frame keys = spine.select(List.of("sensor", "at"));
        assertThat(view.batchData(keys).readAll().toMaps().stream().map(row -> row.get("celsius")))
                .containsExactly(20.0, 20.0, null, null);
        Frame labelled = Frame.of(
                schema.plus(List.of(new Field("is_open", DataType.BOOLEAN))),
                List.of(labelled(row("a", 2, null)), labelled(row("a", 3, 30.0))));
        TrainingData data = view.trainingData(TrainingOptions.whole().withSpine(labelled));
        assertThat(data.train().features().toMaps().stream().map(row -> row.get("celsius")))
                .containsExactly(20.0, 30.0);
    }

    private static Map<String, @Nullable Object> row(String sensor, int hour, @Nullable Double celsius) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("sensor", sensor);
        row.put("at", hour(hour));
        row.put("celsius", celsius);
        return row;
    }

    private static Map<String, @Nullable Object> labelled(Map<String, @Nullable Object> row) {
        row.put("is_open", true);
        return row;
    }

    @Test
    void aRowThatIsKnownLaterHasItsOwnValue() {
        FeatureGroup late = store.createFeatureGroup(
                readings("late").knownAfter(Duration.ofHours(2)).build());
        FeatureView view = create("late_fv", late.select("celsius"), BuiltIns.forwardFill("celsius"));
        insert(late, "a", 1, 10.0);
        insert(late, "a", 2);
        insert(late, "a", 3);
        insert(late, "a", 4, 40.0);
        assertThat(column(view.batchData(TimeRange.ALL).readAll(), "celsius")).containsExactly(10.0, null, 10.0, 40.0);
    }

    @Test
    void aJoinedGroupIsFilledAsItIsJoined() {
        FeatureGroup visits = store.createFeatureGroup(FeatureGroupSpec.builder("visits", 1)
                .feature("id", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("sensor", DataType.STRING)
                .primaryKey("id")
                .eventTime("at")
                .online()
                .build());
        FeatureView view = create(
                "visited",
                visits.select("id")
                        .join(
                                readings.select("celsius"),
                                Join.on("sensor").withPrefix("r_").strictlyBefore()),
                BuiltIns.forwardFill("r_celsius"));
        insert(readings, "a", 1, 20.0);
        insert(readings, "a", 3, 30.0);
        insert(readings, "a", 4);
        for (int hour : List.of(1, 2, 3, 4, 5)) {
            visits.insert(Frame.of(
                    visits.spec().schema(), List.of(Map.of("id", (long) hour, "at", hour(hour), "sensor", "a"))));
        }
        assertThat(column(view.batchData(TimeRange.ALL).readAll(), "r_celsius"))
                .containsExactly(null, 20.0, 20.0, 30.0, 30.0);
        FeatureVector vector = view.featureVector(Map.of("id", 2L));
        assertThat(vector.value("r_celsius")).isEqualTo(30.0);
        assertThat(view.servingKeys()).extracting(Field::name).containsExactly("id");
        assertThatThrownBy(() -> view.featureVector(Map.of("id", 2L, "r_sensor", "b")))
                .hasMessageContaining("names 'r_sensor'");
        Provenance why = view.why(Map.of("id", 2L), "r_celsius");
        assertThat(why.value()).isEqualTo(30.0);
        assertThat(why.rows())
                .extracting(Provenance.Row::group)
                .containsExactly(new GroupRef("visits", 1), new GroupRef("readings", 1), KEPT);
        assertThat(why.rows().getLast().key()).isEqualTo(Map.of("sensor", "a"));
    }

    @Test
    void loggedVectorsAreComputedAgainAsTheyWereServed() {
        FeatureView view = store.createFeatureView(
                FeatureViewSpec.builder("comfort", 1, readings.select("celsius", "room", "is_open"))
                        .labels("is_open")
                        .transform(BuiltIns.forwardFill("celsius"), BuiltIns.forwardFill("room"))
                        .build());
        insert(readings, "a", 1, 20.0, "hall", true);
        insert(readings, "a", 2);
        FeatureView logged = view.logged();
        logged.featureVector(asking("a", null));
        logged.featureVector(asking("a", 30.0));
        logged.featureVector(asking("b", null));
        insert(readings, "a", 3, 50.0, "attic");
        SkewReport report = view.verifySkew(SkewSample.all());
        assertThat(report.compared()).isEqualTo(3);
        assertThat(report.agrees()).as("%s", report).isTrue();
    }

    private static Map<String, @Nullable Object> asking(String sensor, @Nullable Double celsius) {
        Map<String, @Nullable Object> request = new HashMap<>(Map.of("sensor", sensor));
        request.put("celsius", celsius);
        return request;
    }

    @Test
    void oneGroupKeepsWhatAllViewsFillAndGoesWithTheLast() {
        insert(readings, "a", 1, 20.0, "hall");
        insert(readings, "a", 2);
        FeatureView first = create("first", readings.select("celsius"), BuiltIns.forwardFill("celsius"));
        assertThat(online(first, "a")).isEqualTo(20.0);
        FeatureView second = create(
                "second",
                readings.select("celsius", "room"),
                BuiltIns.forwardFill("room"),
                BuiltIns.forwardFill("celsius"));
        assertThat(second.featureVector(Map.of("sensor", "a")).toMap())
                .isEqualTo(Map.of("celsius", 20.0, "room", "hall"));
        assertThat(online(first, "a")).isEqualTo(20.0);
        assertThat(store.featureGroup(KEPT.name()).spec().schema().names())
                .containsExactly("sensor", "filled_at", "celsius", "room");
        assertThat(store.definitions().logs()).containsExactly(KEPT);
        assertThat(store.getOrCreateFeatureView(second.spec()).spec()).isEqualTo(second.spec());
        assertThatThrownBy(() -> store.deleteFeatureGroup(KEPT.name(), 1)).hasMessageContaining("depend on it");
        assertThatThrownBy(() -> readings.drop("room")).hasMessageContaining("depend on it");

        store.deleteFeatureView("first", 1);
        assertThat(store.findFeatureGroup(KEPT.name(), 1)).isPresent();
        store.deleteFeatureView("second", 1);
        assertThat(store.findFeatureGroup(KEPT.name(), 1)).isEmpty();
        store.deleteFeatureGroup("readings", 1);
        assertThat(store.featureGroups()).isEmpty();
    }

    @Test
    void aGroupOfThatNameIsLeftAlone() {
        store.createFeatureGroup(readings(KEPT.name()).build());
        assertThatThrownBy(() -> create("first", readings.select("celsius"), BuiltIns.forwardFill("celsius")))
                .hasMessageContaining("kept in a feature group 'readings_last_known'")
                .hasMessageContaining("Name that one otherwise");
        assertThat(store.findFeatureView("first", 1)).isEmpty();
    }

    @Test
    void whatCannotBeFilledIsRefusedWithTheReason() {
        FeatureGroup timeless = store.createFeatureGroup(FeatureGroupSpec.builder("sensors", 1)
                .feature("sensor", DataType.STRING)
                .feature("maker", DataType.STRING)
                .primaryKey("sensor")
                .build());
        FeatureGroup live =
                store.createFeatureGroup(readings("live").onlineOnly().build());
        FeatureGroup daily = store.createFeatureGroup(FeatureGroupSpec.builder("daily", 1)
                .feature("sensor", DataType.STRING)
                .feature("day", DataType.DATE)
                .feature("celsius", DataType.DOUBLE)
                .primaryKey("sensor")
                .eventTime("day")
                .ttl(Duration.ofDays(3))
                .build());
        TransformationCall celsius = BuiltIns.forwardFill("celsius");
        Query joined = readings.select("room");
        assertRefused(timeless.select("maker"), "has no event time", BuiltIns.forwardFill("maker"));
        assertRefused(live.select("celsius"), "keeps no history", celsius);
        assertRefused(daily.select("celsius"), "are of days", celsius);
        assertRefused(readings.select("sensor"), "is a key, a time", BuiltIns.forwardFill("sensor"));
        assertRefused(readings.select("celsius"), "is filled already", celsius, celsius);
        assertRefused(readings.select("celsius"), "leave out 'as'", celsius.as("c"));
        assertRefused(readings.select("celsius"), "Put it before", BuiltIns.standardScaler("celsius"), celsius);
        assertRefused(
                joined.join(readings.select("celsius"), Join.on("sensor").within(Duration.ofHours(1))),
                "has a lookback",
                celsius);
        assertRefused(
                joined.join(readings.select("celsius").where(Predicate.equalTo("is_open", true)), Join.on("sensor")),
                "may be of a row that does not pass",
                celsius);
        assertRefused(readings.select("celsius"), "Did you mean 'celsius'?", BuiltIns.forwardFill("celsus"));
        assertThatThrownBy(
                        () -> store.createFeatureView(FeatureViewSpec.builder("refused", 1, readings.select("celsius"))
                                .labels("celsius")
                                .transform(celsius)
                                .build()))
                .hasMessageContaining("it is a label or a helper");
        assertThatThrownBy(() -> store.createFeatureGroup(readings("computed")
                        .feature("filled", DataType.DOUBLE)
                        .onDemand(celsius.as("filled"))
                        .build()))
                .hasMessageContaining("no function of a row");
        assertThat(store.featureViews()).isEmpty();
    }

    private void assertRefused(Query query, String why, TransformationCall... calls) {
        assertThatThrownBy(() -> create("refused", query, calls))
                .as(Arrays.toString(calls))
                .hasMessageContaining("'refused'")
                .hasMessageContaining(why);
    }
}
