package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.ColumnStatistics.Bin;
import io.shearwater.model.ColumnStatistics.Distribution;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Predicate;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribeCommandTest {
    private static final int ROWS = 10_000;

    @TempDir
    private Path directory;

    private static Frame payments(FeatureGroupSpec spec, int from, int to) {
        FrameBuilder rows = new FrameBuilder(spec.schema(), to - from);
        for (int i = from; i < to; i++) {
            rows.append(
                    1_234_567_890_123_456L + i,
                    Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i),
                    i % 10 == 0 ? null : i % 100 / 4.0,
                    i % 4 == 0 ? "Galway" : "Cork");
        }
        return rows.build();
    }

    private Screen described(Screen screen, String... options) {
        Path store = directory.resolve("store");
        FeatureGroupSpec spec = FeatureGroupSpec.builder("payments", 1)
                .description("what cards paid")
                .feature("cc_num", DataType.LONG, "the card")
                .feature("paid_at", DataType.TIMESTAMP)
                .feature("amount", DataType.DOUBLE)
                .feature("city", DataType.STRING)
                .primaryKey("cc_num")
                .eventTime("paid_at")
                .build();
        try (FeatureStore open = Shearwater.open(store)) {
            FeatureGroup group = open.getOrCreateFeatureGroup(spec);
            if (group.commits().isEmpty()) {
                group.insert(payments(spec, 0, ROWS));
                group.insert(payments(spec, ROWS - 5, ROWS + 5));
            }
        }
        String[] arguments = Stream.concat(
                        Stream.of("describe", "payments", "--store", store.toString()), Stream.of(options))
                .toArray(String[]::new);
        assertThat(screen.run(arguments)).as(screen.err()).isZero();
        return screen;
    }

    @Test
    void aggregatesAreDescribedByTheirFunctionsWindowsAndEvents() {
        described(Screen.pipe());
        Path store = directory.resolve("store");
        try (FeatureStore open = Shearwater.open(store)) {
            open.createFeatureGroup(FeatureGroupSpec.builder("activity", 1)
                    .primaryKey("cc_num")
                    .eventTime("asked")
                    .aggregating(Aggregation.over(
                                    new GroupRef("payments", 1),
                                    AggregateFunction.sum("amount")
                                            .over(AggregationWindow.rolling(Duration.ofHours(1)))
                                            .as("sum_1h"))
                            .where(Predicate.equalTo("city", "Cork")))
                    .build());
        }
        Screen screen = Screen.pipe();
        assertThat(screen.run("describe", "activity", "--store", store.toString()))
                .as(screen.err())
                .isZero();
        assertThat(screen.out())
                .contains("aggregates   the events of payments version 1 where city = 'Cork', as of any time")
                .containsPattern("sum_1h +double +aggregate +sum\\(amount\\) over rolling 1h")
                .doesNotContain("rows  ", "commits  ");
        assertThat(screen.err()).isEmpty();

        Screen text = Screen.pipe();
        assertThat(text.run("describe", "activity", "--text", "--store", store.toString()))
                .isZero();
        assertThat(text.out())
                .contains("column sum_1h (double), aggregate: sum(amount) over rolling 1h as sum_1h")
                .contains("Its rows are computed from the events of payments version 1");

        Screen groups = Screen.pipe();
        assertThat(groups.run("groups", "--store", store.toString())).isZero();
        assertThat(groups.out()).containsPattern("activity +1 +\\[cc_num\\] +asked");

        Screen read = Screen.pipe();
        assertThat(read.run("read", "activity", "--store", store.toString(), "--limit", "3"))
                .as(read.err())
                .isZero();
        assertThat(read.out()).contains("cc_num", "asked", "sum_1h");
    }

    @Test
    void aGroupIsDescribedByWhatItsCommitsKeptNoWiderThanTheScreen() {
        Screen screen = described(Screen.interactive(Map.of("COLUMNS", "80", "NO_COLOR", "1")));
        assertThat(screen.out())
                .contains("group        payments version 1: what cards paid", "rows         10005", "commits      2")
                .containsPattern("last commit  2 at \\S+Z \\d+ s ago")
                .contains("last event   2026-01-01T02:46:44Z")
                .containsPattern("cc_num +long +primary key +0 +~\\d+ ")
                .containsPattern("amount +double +feature +100[01] +9\\d ")
                .containsPattern("city +string +feature +0 +2 +Cork 75%, Gal")
                .contains("█");
        assertThat(screen.out().lines())
                .allSatisfy(line -> assertThat(CellText.width(line)).isLessThanOrEqualTo(80));
        assertThat(screen.err())
                .contains("5 rows that were replaced or deleted")
                .contains("--compute");
    }

    @Test
    void computingReadsEveryRow() {
        Screen screen = described(Screen.pipe(), "--compute");
        assertThat(screen.err()).isEmpty();
        assertThat(screen.out())
                .contains("description", "the card")
                .containsPattern("amount .* 12\\.\\d+ \\(0\\.25 … 24\\.75\\)");
    }

    @Test
    void theCompleteFiguresAreInJsonAndCsv() {
        assertThat(described(Screen.pipe(), "--output", "json", "--compute").out())
                .contains("\"column\":\"city\"", "\"rows\":10005", "\"top\":[{\"value\":\"Cork\"", "\"histogram\":[{")
                .contains("\"least\":1234567890123456", "\"p50\":", "\"stddev_sample\":");
        assertThat(described(Screen.pipe(), "--output", "csv").out().lines().findFirst())
                .contains("column,type,role,default,description,rows,nulls,nans,distinct,distinct_error,least,greatest,"
                        + "mean,stddev_sample,p01,p05,p25,p50,p75,p95,p99,histogram,top");
    }

    @Test
    void inTextItExplainsItself() {
        assertThat(described(Screen.pipe(), "--text", "--compute").out())
                .contains("Feature group 'payments' version 1. what cards paid")
                .contains("column cc_num (long), primary key: the card")
                .contains("It has 10005 rows from 2 commits")
                .contains("2 different values: \"Cork\" × 7,503, \"Galway\" × 2,502")
                .contains("strongest correlations (Pearson): ");
    }

    @Test
    void barsGrowWithTheCountsAndWhatIsThereIsSeen() {
        List<Bin> bins = IntStream.range(0, 20)
                .mapToObj(i -> new Bin(i, i + 1, i == 5 ? 0 : i == 4 ? 1 : i < 2 ? 500_000 : 0))
                .toList();
        assertThat(HistogramBars.of(new Distribution(1, 0, List.of(), bins, List.of())))
                .isEqualTo("█ ▁       ");
        assertThat(HistogramBars.of(new Distribution(0, 0, List.of(), List.of(), List.of())))
                .isEmpty();
    }
}
