package io.shearwater.e2e;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.pipeline.Cardinality;
import io.shearwater.pipeline.FeaturePipeline;
import io.shearwater.pipeline.Node;
import io.shearwater.pipeline.Run;
import io.shearwater.pipeline.Source;
import io.shearwater.pipeline.Window;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A process that runs a feature pipeline over one stretch after the other, until it is killed or all are done. */
final class PipelineProcess {
    /** The pipeline's name, by which the store keeps how far it is. */
    static final String NAME = "sums";

    static final List<String> OUTPUTS = List.of("large", "hourly", "recent", "small");
    private static final Instant BEGIN = Instant.parse("2025-03-01T00:00:00Z");
    private static final int MOST_HOURS = 4;

    private PipelineProcess() {}

    /**
     * Arguments: the store, the journal that gets a line for each stretch, the seed and number of the stretches, and perhaps the
     * output before whose writing the process is to stop.
     */
    public static void main(String[] arguments) throws IOException {
        Path journal = Path.of(arguments[1]);
        try (FeatureStore store = Shearwater.open(Path.of(arguments[0]))) {
            FeatureStore used = arguments.length < 5 ? store : HaltingStore.before(store, arguments[4]);
            Files.writeString(journal, "ready\n", StandardOpenOption.APPEND);
            for (Instant end : ends(Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]))) {
                pipeline().run(used, Run.sinceLast().until(end));
                Files.writeString(journal, "done " + end + "\n", StandardOpenOption.APPEND);
            }
        }
    }

    /** Where the stretches end: the first one is of many hours, the others of a few. */
    static List<Instant> ends(long seed, int stretches) {
        Random random = new Random(seed);
        List<Instant> ends = new ArrayList<>(List.of(BEGIN.plus(Duration.ofHours(30))));
        for (int i = 1; i < stretches; i++) {
            ends.add(ends.getLast().plus(Duration.ofMinutes(1 + random.nextInt(MOST_HOURS * 60))));
        }
        return ends;
    }

    /** Sums of hours, of three hours, and large and small payments of the stretch: SQL and Java, read once and twice. */
    static FeaturePipeline pipeline() {
        return FeaturePipeline.named(NAME)
                .source("events", Source.group("payments"))
                .node("hourly", Node.sql("""
                        SELECT cc_num, date_trunc('hour', ts) AS began, count(*) AS n, sum(amount) AS total
                        FROM events GROUP BY cc_num, date_trunc('hour', ts)""").window(Window.of(1, ChronoUnit.HOURS), "began"))
                .node("recent", Node.sql("""
                        SELECT cc_num, began, sum(n) OVER recent AS n, sum(total) OVER recent AS total FROM hourly
                        WINDOW recent AS (PARTITION BY cc_num ORDER BY began NULLS FIRST
                          RANGE BETWEEN INTERVAL 2 HOURS PRECEDING AND CURRENT ROW)""").window(Window.of(3, ChronoUnit.HOURS), "began"))
                .node(
                        "same",
                        Node.rows("events", rows -> rows.select(List.of("cc_num", "ts", "t_id", "amount")))
                                .gives(Cardinality.PRESERVING))
                .node(
                        "large",
                        Node.sql("SELECT cc_num, ts AS began, t_id AS n, amount AS total FROM same WHERE amount > 90"))
                .node(
                        "small",
                        Node.sql("SELECT cc_num, ts AS began, t_id AS n, amount AS total FROM same WHERE amount < 10"))
                .output("large", "large")
                .output("hourly", "hourly")
                .output("recent", "recent")
                .output("small", "small")
                .build();
    }

    /** A store with payments throughout the stretches, and empty groups for what is computed. */
    static void prepare(Path directory, long seed, int stretches) {
        Random random = new Random(seed);
        List<Instant> ends = ends(seed, stretches);
        try (FeatureStore store = Shearwater.open(directory)) {
            FeatureGroup payments = store.createFeatureGroup(FeatureGroupSpec.builder("payments", 1)
                    .feature("t_id", DataType.LONG)
                    .feature("ts", DataType.TIMESTAMP)
                    .feature("cc_num", DataType.STRING)
                    .feature("amount", DataType.LONG)
                    .primaryKey("t_id")
                    .eventTime("ts")
                    .build());
            int seconds =
                    Math.toIntExact(Duration.between(BEGIN, ends.getLast()).toSeconds());
            FrameBuilder rows = new FrameBuilder(payments.spec().schema(), 10 * stretches);
            rows.append(0L, BEGIN, "card0", 1L);
            for (long id = 1; id < 10L * stretches; id++) {
                rows.append(id, BEGIN.plusSeconds(random.nextInt(seconds)), "card" + random.nextInt(5), (long)
                        random.nextInt(100));
            }
            payments.insert(rows.build());
            for (String output : OUTPUTS) {
                store.createFeatureGroup(FeatureGroupSpec.builder(output, 1)
                        .feature("cc_num", DataType.STRING)
                        .feature("began", DataType.TIMESTAMP)
                        .feature("n", DataType.LONG)
                        .feature("total", DataType.LONG)
                        .primaryKey("cc_num")
                        .eventTime("began")
                        .knownAfter(Duration.ofHours(1))
                        .build());
            }
        }
    }
}
