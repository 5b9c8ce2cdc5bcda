package io.shearwater.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

class WindowPropertyTest {
    private static final Instant BEGIN = Instant.parse("2025-03-01T00:00:00Z");
    private static final int DAYS = 12;

    /**
     * Payments of a few cards at any times, with days without any; a program of totals of days and, from those, of three days;
     * and cuts at any instants: what the stretches between them add up to is what one run over all gives.
     */
    @Property(tries = 6, shrinking = ShrinkingMode.OFF)
    void stretchesOfAnyLengthGiveWhatOneRunGives(@ForAll long seed) throws IOException {
        Path directory = Files.createTempDirectory("window-property");
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            Random random = new Random(seed);
            pay(store, random);
            TreeSet<Instant> cuts = new TreeSet<>(List.of(BEGIN, BEGIN.plus(Duration.ofDays(DAYS))));
            for (int i = 0; i < 3; i++) {
                cuts.add(BEGIN.plusSeconds(random.nextInt(DAYS * 86_400)));
            }
            cuts.add(BEGIN.plus(Duration.ofDays(1 + random.nextInt(DAYS - 1))));
            totals(store, "whole");
            totals(store, "pieces");

            pipeline("whole").run(store, Run.between(cuts.first(), cuts.last()));
            List<Instant> ends = new ArrayList<>(cuts);
            for (int i = 1; i < ends.size(); i++) {
                pipeline("pieces").run(store, Run.between(ends.get(i - 1), ends.get(i)));
            }

            for (String part : List.of("daily", "weekly")) {
                assertThat(rows(store, "pieces_" + part)).as("cut at %s", cuts).isEqualTo(rows(store, "whole_" + part));
            }
            assertThat(rows(store, "whole_weekly")).isNotEmpty();
        }
    }

    private static void pay(FeatureStore store, Random random) {
        FeatureGroup payments = store.createFeatureGroup(FeatureGroupSpec.builder("payments", 1)
                .feature("t_id", DataType.LONG)
                .feature("ts", DataType.TIMESTAMP)
                .feature("cc_num", DataType.STRING)
                .feature("amount", DataType.INT)
                .primaryKey("t_id")
                .eventTime("ts")
                .build());
        FrameBuilder rows = new FrameBuilder(payments.spec().schema(), 200);
        rows.append(0L, BEGIN.plusSeconds(random.nextInt(86_400)), "a", 1);
        for (int i = 1; i < 200; i++) {
            int day = random.nextInt(DAYS);
            if (day != 4) {
                Instant at = BEGIN.plus(Duration.ofDays(day)).plusSeconds(random.nextInt(86_400));
                rows.append((long) i, at, "card" + random.nextInt(4), random.nextInt(100));
            }
        }
        payments.insert(rows.build());
    }

    private static void totals(FeatureStore store, String name) {
        for (String part : List.of("daily", "weekly")) {
            String end = part.equals("daily") ? "" : "_3d";
            store.createFeatureGroup(FeatureGroupSpec.builder(name + "_" + part, 1)
                    .feature("cc_num", DataType.STRING)
                    .feature("day", DataType.TIMESTAMP)
                    .feature("n" + end, DataType.LONG)
                    .feature("total" + end, DataType.LONG)
                    .primaryKey("cc_num")
                    .eventTime("day")
                    .knownAfter(Duration.ofDays(1))
                    .build());
        }
    }

    private static FeaturePipeline pipeline(String name) {
        return FeaturePipeline.named(name)
                .source("payments", Source.group("payments"))
                .node("daily", Node.sql("""
                        SELECT cc_num, date_trunc('day', ts) AS day, count(*) AS n, sum(amount) AS total
                        FROM payments GROUP BY cc_num, date_trunc('day', ts)""").window(Window.ofDays(1), "day"))
                .node("weekly", Node.sql("""
                        SELECT cc_num, day, sum(n) OVER w AS n_3d, sum(total) OVER w AS total_3d FROM daily
                        WINDOW w AS (PARTITION BY cc_num ORDER BY day NULLS FIRST
                          RANGE BETWEEN INTERVAL 2 DAYS PRECEDING AND CURRENT ROW)""").window(Window.ofDays(3), "day"))
                .output("daily", name + "_daily")
                .output("weekly", name + "_weekly")
                .build();
    }

    private static List<List<@Nullable Object>> rows(FeatureStore store, String group) {
        return PaymentStore.values(store.sql("SELECT * FROM " + group + " ORDER BY ALL"));
    }
}
