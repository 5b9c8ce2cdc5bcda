package io.shearwater.store;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.SkewReport;
import io.shearwater.model.SkewReport.FeatureSkew;
import io.shearwater.transform.BuiltIns;
import io.shearwater.transform.Transformations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Payments that are asked about, their cards, which live for a month, and the banks of these. */
abstract class SkewFixture {
    static final Instant START = Instant.parse("2026-03-01T12:00:00.123456Z");
    static final List<String> CATEGORIES = List.of("food", "fuel", "toys");
    static final GroupRef CARDS = new GroupRef("cards", 1);

    @TempDir
    Path directory;

    final AtomicReference<Instant> clock = new AtomicReference<>(START);
    FeatureStore store;

    static FeatureGroupSpec payments() {
        return FeatureGroupSpec.builder("payments", 1)
                .feature("id", DataType.LONG)
                .feature("event_time", DataType.TIMESTAMP)
                .feature("card", DataType.STRING)
                .feature("amount", DataType.DOUBLE)
                .feature("category", DataType.STRING)
                .feature("gap", DataType.LONG)
                .feature("fraud", DataType.BOOLEAN)
                .primaryKey("id")
                .eventTime("event_time")
                .onDemand(Transformations.method(GapFunctions.class, "gap"))
                .build();
    }

    static FeatureGroupSpec cards() {
        return FeatureGroupSpec.builder("cards", 1)
                .feature("card", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("spent", DataType.DOUBLE)
                .feature("last_used", DataType.TIMESTAMP)
                .feature("bank", DataType.LONG)
                .primaryKey("card")
                .eventTime("at")
                .ttl(Duration.ofDays(30))
                .online()
                .build();
    }

    static FeatureGroupSpec banks() {
        return FeatureGroupSpec.builder("banks", 1)
                .feature("bank", DataType.LONG)
                .feature("rating", DataType.STRING)
                .primaryKey("bank")
                .online()
                .build();
    }

    private final Thread requests = Thread.currentThread();
    /** What happens when a request has just begun, before it reads; once, and when the log is open. */
    final AtomicReference<Runnable> beforeReading = new AtomicReference<>(() -> {});

    private Instant now() {
        if (Thread.currentThread().equals(requests)) {
            beforeReading.getAndSet(() -> {}).run();
        }
        return Objects.requireNonNull(clock.get());
    }

    @BeforeEach
    void open() {
        GapFunctions.DRIFT.set(0);
        GapFunctions.MEANWHILE.set(() -> {});
        store = Shearwater.open(
                directory.resolve("store"), StoreOptions.defaults().withClock(this::now));
        if (store.findFeatureGroup("cards", 1).isPresent()) {
            return;
        }
        store.createFeatureGroup(banks())
                .insert(Frame.of(
                        banks().schema(),
                        List.of(Map.of("bank", 1L, "rating", "A"), Map.of("bank", 2L, "rating", "B"))));
        store.createFeatureGroup(cards());
        for (int card = 0; card < 6; card++) {
            card("c" + card, START.minus(Duration.ofDays(card)), 10.1 * card, 1L + card % 2);
        }
        Schema given = payments()
                .schema()
                .select(List.of("id", "event_time", "card", "amount", "category", "fraud"))
                .plus(List.of(new Field("last_used", DataType.TIMESTAMP)));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (long id = 0; id < 40; id++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put("id", id);
            row.put("event_time", START.minusSeconds(1_000 * (40 - id)));
            row.put("card", "c" + id % 6);
            row.put("amount", id % 9 == 0 ? null : 1.7 * id);
            row.put("category", CATEGORIES.get((int) id % 3));
            row.put("fraud", id % 5 == 0);
            row.put("last_used", id < 6 ? null : START.minusSeconds(1_000 * (46 - id)));
            rows.add(row);
        }
        store.createFeatureGroup(payments()).insert(Frame.of(given, rows));
        store.createFeatureView(FeatureViewSpec.builder(
                        "fraud",
                        1,
                        Query.of(payments(), List.of("amount", "category", "gap", "fraud"))
                                .join(
                                        Query.of(cards(), List.of("spent", "last_used"))
                                                .join(Query.of(banks(), List.of("rating")), Join.on("bank")),
                                        Join.on("card")))
                .labels("fraud")
                .inferenceHelpers("last_used")
                .transform(
                        BuiltIns.imputeMean("amount"),
                        BuiltIns.standardScaler("amount"),
                        BuiltIns.oneHotEncoder("category"),
                        BuiltIns.minMaxScaler("spent"))
                .build());
        store.featureView("fraud").trainTestSplit(0.2, 3);
    }

    @AfterEach
    void close() {
        store.close();
    }

    void card(String card, Instant at, @Nullable Double spent, Long bank) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("card", card);
        row.put("at", at);
        row.put("spent", spent);
        row.put("last_used", at.minusSeconds(60));
        row.put("bank", bank);
        store.featureGroup("cards").insert(Frame.of(cards().schema(), List.of(row)));
    }

    FeatureView view() {
        return store.featureView("fraud").withTrainingDataset(1).logged();
    }

    Map<String, Object> request(String card) {
        return Map.of("card", card, "amount", 12.5, "category", "fuel");
    }

    void later(Duration time) {
        clock.updateAndGet(now -> now.plus(time));
    }

    static FeatureSkew of(SkewReport report, String feature) {
        return report.features().stream()
                .filter(known -> known.feature().equals(feature))
                .findFirst()
                .orElseThrow();
    }
}
