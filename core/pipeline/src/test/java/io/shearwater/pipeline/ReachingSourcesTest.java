package io.shearwater.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.shearwater.api.WriteOptions;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReachingSourcesTest extends PaymentStore {
    private static final Path READ = Path.of("/proc/self/io");
    private static final int DAYS = 16;
    private static final int ROWS_OF_DAY = 122_880;

    private FeaturePipeline.Builder daily(Source source) {
        return FeaturePipeline.named("p")
                .source("payments", source)
                .node("daily", Node.sql(DAILY).window(Window.ofDays(1), "day"))
                .output("daily", "card_daily");
    }

    @Test
    void columnsAndTheStretchOfARunReachTheFilesOfTheGroup() {
        for (int day = 0; day < 5; day++) {
            payments.insert(payment(day));
        }

        String plan = daily(Source.group("payments"))
                .build()
                .explain(store, Run.ofDays(FIRST_DAY.plusDays(1), FIRST_DAY.plusDays(2)));

        assertThat(plan)
                .contains(
                        "daily [2025-03-02T00:00:00Z, 2025-03-04T00:00:00Z) reads payments",
                        "PARQUET",
                        "amount",
                        "cc_num")
                .doesNotContain("note", "t_id")
                // Two of the five files have rows of these days.
                .containsPattern("(?s)Total Files.*2|Scanning Files.*2/|Filters.*2025-03-0");
    }

    @Test
    void aFilterOfASourceReachesItsFilesToo() {
        payments.insert(payment(0));
        String plan = daily(Source.group("payments").where(Predicate.greaterThan("amount", 5.0)))
                .build()
                .explain(store, Run.everything());
        // Of no file can a row pass, which its bounds tell: none is opened.
        assertThat(plan).contains("Empty Result").doesNotContain("PARQUET");
    }

    @Test
    void aRunOfOneDayReadsASmallShareOfTheBytes() throws IOException {
        assumeTrue(Files.isReadable(READ), "no /proc tells how many bytes a process has read");
        payments.insert(
                FrameReader.of(
                        payments.spec().schema(),
                        IntStream.range(0, DAYS).mapToObj(this::noted).iterator()),
                WriteOptions.plain());
        FeaturePipeline.Builder notes = FeaturePipeline.named("notes")
                .source("payments", Source.group("payments"))
                .node("daily", Node.sql("""
                        SELECT cc_num, date_trunc('day', ts) AS day, count(*) AS n,
                          CAST(sum(length(note)) AS DOUBLE) AS total
                        FROM payments GROUP BY cc_num, date_trunc('day', ts)""").window(Window.ofDays(1), "day"))
                .output("daily", "card_daily");
        Run oneDay = Run.ofDays(FIRST_DAY.plusDays(9), FIRST_DAY.plusDays(9));
        Run all = Run.ofDays(FIRST_DAY, FIRST_DAY.plusDays(DAYS - 1));
        // Classes are read from files too, once.
        notes.build().run(store, oneDay);

        long ofAll = bytesRead(() -> notes.build().run(store, all));
        long ofOneDay = bytesRead(() -> notes.build().run(store, oneDay));
        long ofOneColumn =
                bytesRead(() -> daily(Source.group("payments")).build().run(store, all));

        // A note does not compress: it has two numbers of 63 random bits.
        assertThat(ofAll).as("bytes of all days").isGreaterThan(DAYS * ROWS_OF_DAY * 15L);
        assertThat(ofOneDay)
                .as("bytes of one day of %s, of %s bytes", DAYS, ofAll)
                .isLessThan(ofAll / 4);
        assertThat(ofOneColumn).as("bytes without the notes, of %s", ofAll).isLessThan(ofAll / 2);
    }

    /** The payments of a day: as many as files skip or read together. */
    private Frame noted(int day) {
        Random random = new Random(day);
        FrameBuilder rows = new FrameBuilder(payments.spec().schema(), ROWS_OF_DAY);
        for (int i = 0; i < ROWS_OF_DAY; i++) {
            String note = Long.toString(random.nextLong() >>> 1, 36) + Long.toString(random.nextLong() >>> 1, 36);
            rows.append(
                    (long) day * ROWS_OF_DAY + i,
                    BEGIN.plus(Duration.ofDays(day)).plusMillis(i * 700L),
                    "card" + random.nextInt(100),
                    (double) random.nextInt(1000),
                    note);
        }
        return rows.build();
    }

    /** What all threads of this process read from files while something runs. */
    private static long bytesRead(Runnable something) throws IOException {
        long before = bytesRead();
        something.run();
        return bytesRead() - before;
    }

    private static long bytesRead() throws IOException {
        return Files.readAllLines(READ).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .sum();
    }

    private Frame payment(int day) {
        return Frame.of(
                payments.spec().schema(),
                List.of(Map.of(
                        "t_id",
                        (long) day,
                        "ts",
                        BEGIN.plus(Duration.ofDays(day)),
                        "cc_num",
                        "a",
                        "amount",
                        1.0,
                        "note",
                        "x")));
    }

    @Test
    void nothingRunsBeforeTheRun() {
        AtomicInteger calls = new AtomicInteger();
        FeaturePipeline pipeline = daily(Source.rows(payments.spec().schema(), range -> {
                            calls.incrementAndGet();
                            return payments.read().reader();
                        })
                        .time("ts")
                        .since(BEGIN))
                .build();
        assertThat(calls).hasValue(0);
        pipeline.explain(store, Run.everything());
        assertThat(calls).hasValue(0);
        pipeline.run(store, Run.everything());
        assertThat(calls).hasValue(1);
    }

    @Test
    void whatTwoNodesReadIsComputedOnce() {
        pay("a", 10, Duration.ofHours(1));
        AtomicInteger rows = new AtomicInteger();
        PipelineReport report = FeaturePipeline.named("shared")
                .source("payments", Source.group("payments"))
                .node("counted", Node.rows("payments", piece -> {
                    rows.addAndGet(piece.rows());
                    return piece;
                }))
                .node("first", Node.sql("SELECT cc_num, ts AS day, t_id AS n, amount AS total FROM counted"))
                .node("second", Node.sql("SELECT cc_num, ts AS day, t_id AS n, 2 * amount AS total FROM counted"))
                .output("first", "card_daily")
                .output("second", "card_weekly")
                .build()
                .run(store, Run.everything());
        assertThat(rows).hasValue(10);
        assertThat(report.rows()).containsEntry("counted", 10L).containsEntry("second", 10L);
    }

    @Test
    void nodesThatDoNotNeedEachOtherRunSideBySide() {
        pay("a", 10, Duration.ofHours(1));
        CountDownLatch both = new CountDownLatch(2);
        Set<String> met = ConcurrentHashMap.newKeySet();
        FeaturePipeline.named("beside")
                .source("payments", Source.group("payments"))
                .node("first", Node.frame("payments", rows -> meet("first", both, met, rows)))
                .node("second", Node.frame("payments", rows -> meet("second", both, met, rows)))
                .node("a", Node.sql("SELECT cc_num, ts AS day, t_id AS n, amount AS total FROM first"))
                .node("b", Node.sql("SELECT cc_num, ts AS day, t_id AS n, amount AS total FROM second"))
                .output("a", "card_daily")
                .output("b", "card_weekly")
                .parallelism(2)
                .build()
                .run(store, Run.everything());
        assertThat(met).containsExactlyInAnyOrder("first", "second");
    }

    /** Goes on when the other is there too, or, where they run one after the other, after a while without it. */
    private static Frame meet(String name, CountDownLatch both, Collection<String> met, Frame rows) {
        both.countDown();
        try {
            if (both.await(20, TimeUnit.SECONDS)) {
                met.add(name);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return rows;
    }

    @Test
    void manyRowsThatAreReadTwiceLieInAFileThatIsGoneAfterwards() {
        pay("a", 900_000, Duration.ofSeconds(1));
        PipelineReport report = FeaturePipeline.named("large")
                .source("payments", Source.group("payments"))
                .node("sums", Node.sql(DAILY.replace("payments", "the_rows")))
                .node("the_rows", Node.rows("payments", rows -> rows))
                .node(
                        "most",
                        Node.sql(
                                "SELECT cc_num, max(ts) AS day, count(*) AS n, sum(amount) AS total FROM the_rows GROUP BY cc_num"))
                .output("sums", "card_daily")
                .output("most", "card_weekly")
                .build()
                .run(store, Run.everything());
        assertThat(report.rows()).containsEntry("the_rows", 900_000L).containsEntry("most", 1L);
        assertThat(values("SELECT sum(n) = 900000 FROM card_daily").getFirst()).containsExactly(true);
    }
}
