package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.model.Correlations;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Correlations beside those of the textbook, in two passes. */
class CorrelationPropertyTest {
    private static final Schema SCHEMA = Schema.of(List.of(
            new Field("near", DataType.DOUBLE),
            new Field("far", DataType.LONG),
            new Field("holes", DataType.FLOAT),
            new Field("still", DataType.INT),
            new Field("name", DataType.STRING)));

    @Property(tries = 100)
    void agreeHoweverTheRowsAreDivided(
            @ForAll @IntRange(max = 2_000) int rows,
            @ForAll @IntRange(min = 1, max = 500) int batch,
            @ForAll long seed) {
        List<Map<String, @Nullable Object>> all = rows(rows, new Random(seed));
        StatisticsAccumulator merged = new StatisticsAccumulator(SCHEMA, Sample.ALL);
        for (int start = 0; start < rows; start += batch) {
            StatisticsAccumulator part = new StatisticsAccumulator(SCHEMA, Sample.ALL);
            part.add(Frame.of(SCHEMA, all.subList(start, Math.min(rows, start + batch))));
            merged.merge(part);
        }
        Correlations found = merged.correlations().orElseThrow();
        assertThat(found.columns()).containsExactly("near", "far", "holes", "still");
        assertThat(found.of("near", "near")).isEqualTo(1);
        assertThat(found.of("near", "still")).isNaN();
        for (List<String> pair : List.of(List.of("near", "far"), List.of("holes", "far"), List.of("near", "holes"))) {
            double exact = pearson(all, pair.get(0), pair.get(1));
            double mine = found.of(pair.get(0), pair.get(1));
            assertThat((Object) mine).isEqualTo(found.of(pair.get(1), pair.get(0)));
            if (Double.isNaN(exact)) {
                assertThat(mine).isNaN();
            } else {
                assertThat(mine).isCloseTo(exact, within(1e-9));
            }
        }
    }

    private static List<Map<String, @Nullable Object>> rows(int count, Random random) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double common = random.nextGaussian();
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("near", common + random.nextGaussian());
            row.put("far", 1_000_000_000L + Math.round(1_000 * (random.nextGaussian() - common)));
            row.put("holes", random.nextInt(4) == 0 ? null : (float) (random.nextInt(9) == 0 ? Double.NaN : common));
            row.put("still", 7);
            row.put("name", "n");
            rows.add(row);
        }
        return rows;
    }

    private static double pearson(List<Map<String, @Nullable Object>> rows, String x, String y) {
        List<double[]> both = new ArrayList<>();
        for (Map<String, @Nullable Object> row : rows) {
            if (row.get(x) instanceof Number a && row.get(y) instanceof Number b && Double.isFinite(a.doubleValue())) {
                if (Double.isFinite(b.doubleValue())) {
                    both.add(new double[] {a.doubleValue(), b.doubleValue()});
                }
            }
        }
        double meanX = both.stream().mapToDouble(pair -> pair[0]).average().orElse(0);
        double meanY = both.stream().mapToDouble(pair -> pair[1]).average().orElse(0);
        double xy = both.stream()
                .mapToDouble(pair -> (pair[0] - meanX) * (pair[1] - meanY))
                .sum();
        double xx = both.stream()
                .mapToDouble(pair -> (pair[0] - meanX) * (pair[0] - meanX))
                .sum();
        double yy = both.stream()
                .mapToDouble(pair -> (pair[1] - meanY) * (pair[1] - meanY))
                .sum();
        return both.size() < 2 ? Double.NaN : xy / Math.sqrt(xx * yy);
    }
}
