package io.shearwater.pipeline;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store with payments of cards, and groups for daily and longer sums of them. */
abstract class PaymentStore {
    static final Instant BEGIN = Instant.parse("2025-03-01T00:00:00Z");
    static final LocalDate FIRST_DAY = LocalDate.of(2025, 3, 1);
    /** Of any zone. */
    static final Duration LONGEST_DAY = Duration.ofHours(25);

    static final String DAILY = """
            SELECT cc_num, date_trunc('day', ts) AS day, count(*) AS n, sum(amount) AS total
            FROM payments GROUP BY cc_num, date_trunc('day', ts)""";
    static final String WEEKLY = """
            SELECT cc_num, day, sum(n) OVER last_days AS n, sum(total) OVER last_days AS total FROM daily
            WINDOW last_days AS (PARTITION BY cc_num ORDER BY day NULLS FIRST
              RANGE BETWEEN INTERVAL 2 DAYS PRECEDING AND CURRENT ROW)""";

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // set before each test
    FeatureStore store;

    @SuppressWarnings("NullAway.Init") // set before each test
    FeatureGroup payments;

    @BeforeEach
    void open() {
        store = Shearwater.open(directory.resolve("store"));
        payments = store.getOrCreateFeatureGroup(FeatureGroupSpec.builder("payments", 1)
                .feature("t_id", DataType.LONG)
                .feature("ts", DataType.TIMESTAMP)
                .feature("cc_num", DataType.STRING)
                .feature("amount", DataType.DOUBLE)
                .feature("note", DataType.STRING)
                .primaryKey("t_id")
                .eventTime("ts")
                .build());
        sums("card_daily");
        sums("card_weekly");
    }

    @AfterEach
    void close() {
        store.close();
    }

    FeatureGroup sums(String name) {
        return store.getOrCreateFeatureGroup(FeatureGroupSpec.builder(name, 1)
                .feature("cc_num", DataType.STRING)
                .feature("day", DataType.TIMESTAMP)
                .feature("n", DataType.LONG)
                .feature("total", DataType.DOUBLE)
                .primaryKey("cc_num")
                .eventTime("day")
                .knownAfter(LONGEST_DAY)
                .build());
    }

    /** A payment of a card every so often, from the beginning on. */
    void pay(String card, int count, Duration each) {
        FrameBuilder rows = new FrameBuilder(payments.spec().schema(), count);
        for (int i = 0; i < count; i++) {
            rows.append(
                    (long) (card.hashCode() % 1000) * 1_000_000 + i,
                    BEGIN.plus(each.multipliedBy(i)),
                    card,
                    i + 1.0,
                    "x");
        }
        payments.insert(rows.build());
    }

    /** Daily sums, and those of the last three days. */
    static FeaturePipeline.Builder sums() {
        return FeaturePipeline.named("card_sums")
                .source("payments", Source.group("payments"))
                .node("daily", Node.sql(DAILY).window(Window.ofDays(1), "day"))
                .node("weekly", Node.sql(WEEKLY).window(Window.ofDays(3), "day"))
                .output("daily", "card_daily")
                .output("weekly", "card_weekly");
    }

    List<Map<String, @Nullable Object>> rows(String group) {
        return store.sql("SELECT * FROM " + group + " ORDER BY ALL").toMaps();
    }

    List<List<@Nullable Object>> values(String sql) {
        return values(store.sql(sql));
    }

    static List<List<@Nullable Object>> values(Frame frame) {
        List<List<@Nullable Object>> values = new ArrayList<>();
        frame.toMaps().forEach(row -> values.add(new ArrayList<>(row.values())));
        return values;
    }
}
