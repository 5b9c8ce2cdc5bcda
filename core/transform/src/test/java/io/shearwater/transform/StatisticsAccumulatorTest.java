package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.ColumnStatistics.Distribution;
import io.shearwater.model.ColumnStatistics.ValueCount;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.StatisticsSpec.Part;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StatisticsAccumulatorTest {
    @Test
    void aColumnWithoutRowsHasNoBoundsAndNoMean() {
        ColumnStatistics none = Sample.statistics(DataType.DOUBLE, List.of());
        assertThat(none.range()).isEmpty();
        assertThat(none.moments().orElseThrow().mean()).isNaN();
        assertThat(none.distribution().orElseThrow())
                .isEqualTo(new Distribution(0, 0, List.of(), List.of(), List.of()));
        assertThat(none.nullShare()).isZero();
    }

    @Test
    void aConstantColumnDeviatesByNothingAndIsOneBar() {
        ColumnStatistics constant = Sample.statistics(DataType.DOUBLE, Collections.nCopies(5_000, 0.1));
        assertThat(constant.moments()).contains(new ColumnStatistics.Moments(5_000, 0.1, 0));
        Distribution spread = constant.distribution().orElseThrow();
        assertThat(spread.histogram()).containsExactly(new ColumnStatistics.Bin(0.1, 0.1, 5_000));
        assertThat(spread.top()).containsExactly(new ValueCount(0.1, 5_000));
        assertThat(constant.quantile(0.5)).contains(0.1);
    }

    @Test
    void theSumOfLargeAndSmallIsExactInAnyOrder() {
        // In doubles, added from the left, this is 0.
        assertThat(Sample.statistics(DataType.DOUBLE, List.of(1e300, 1.0, -1e300, 1.0))
                        .moments()
                        .orElseThrow()
                        .mean())
                .isEqualTo(0.5);
    }

    @Test
    void theDeviationIsTheSampleOne() {
        assertThat(Sample.statistics(DataType.INT, List.of(1, 2, 3, 4))
                        .moments()
                        .orElseThrow()
                        .stddevSample())
                .isCloseTo(Math.sqrt(5.0 / 3), within(1e-15));
    }

    @Test
    void deviationsOfHugeNumbersDoNotOverflow() {
        assertThat(Sample.statistics(DataType.DOUBLE, List.of(1e300, 3e300))
                        .moments()
                        .orElseThrow()
                        .stddevSample())
                .isCloseTo(Math.sqrt(2) * 1e300, within(1e285));
        assertThat(Sample.statistics(DataType.LONG, List.of(Long.MAX_VALUE, Long.MIN_VALUE))
                        .moments()
                        .orElseThrow()
                        .mean())
                .isEqualTo(-0.5);
    }

    @Test
    void allNaNIsCountedAndBoundsNothing() {
        ColumnStatistics nans = Sample.statistics(DataType.FLOAT, Arrays.asList(Float.NaN, null, Float.NaN));
        assertThat(nans.nans()).isEqualTo(2);
        assertThat(nans.nulls()).isEqualTo(1);
        assertThat(nans.range()).isEmpty();
        assertThat(nans.distribution().orElseThrow().distinct()).isZero();
    }

    @Test
    void infinitiesBoundAColumnAndAreInItsQuantilesButNotInItsMean() {
        ColumnStatistics column = Sample.statistics(
                DataType.DOUBLE, List.of(Double.NEGATIVE_INFINITY, 1.0, 2.0, Double.POSITIVE_INFINITY));
        assertThat(column.range())
                .contains(new ColumnStatistics.Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        assertThat(column.moments().orElseThrow().mean()).isEqualTo(1.5);
        assertThat(column.quantile(0.99)).contains(Double.POSITIVE_INFINITY);
        assertThat(column.distribution().orElseThrow().histogram())
                .extracting(ColumnStatistics.Bin::count)
                .contains(1L)
                .doesNotContain(2L);
    }

    @Test
    void theTopValuesComeWithTheirCountsAndNoneWhereEachIsThereOnce() {
        assertThat(Sample.statistics(DataType.STRING, List.of("b", "a", "b", "c", "a", "b"))
                        .distribution()
                        .orElseThrow()
                        .top())
                .containsExactly(new ValueCount("b", 3), new ValueCount("a", 2), new ValueCount("c", 1));
        assertThat(Sample.statistics(DataType.STRING, List.of("b", "a"))
                        .distribution()
                        .orElseThrow()
                        .top())
                .isEmpty();
    }

    @Test
    void atATemperatureInKelvinQuantilesKnowMoreThanAShareOfTheValue() {
        List<Double> kelvin = new Random(1).doubles(20_000, 290, 300).boxed().toList();
        double[] sorted =
                kelvin.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        assertThat((Double)
                        Sample.statistics(DataType.DOUBLE, kelvin).quantile(0.5).orElseThrow())
                .isCloseTo(sorted[9_999], within(10.0 / 256));
    }

    @Test
    void aMillionDifferentValuesAreCountedToFivePercent() {
        for (long start : new long[] {0, 1L << 40, -77}) {
            StatisticsAccumulator longs = Sample.accumulated(
                    DataType.LONG,
                    LongStream.range(start, start + 200_000).boxed().toList());
            Distribution spread = longs.columns().getFirst().distribution().orElseThrow();
            assertThat((double) spread.distinct()).isCloseTo(200_000, within(10_000.0));
        }
        List<String> texts = new ArrayList<>();
        IntStream.range(0, 100_000).forEach(i -> texts.add("customer-" + i % 50_000));
        assertThat((double) Sample.statistics(DataType.STRING, texts)
                        .distribution()
                        .orElseThrow()
                        .distinct())
                .isCloseTo(50_000, within(2_500.0));
    }

    @Test
    void risingAndFallingNumbersFillTheSameBuckets() {
        List<Double> rising =
                IntStream.range(0, 5_000).mapToObj(i -> i * i / 7.0).toList();
        List<Double> falling = new ArrayList<>(rising);
        Collections.reverse(falling);
        assertThat(Sample.bytes(Sample.accumulated(DataType.DOUBLE, falling)))
                .isEqualTo(Sample.bytes(Sample.accumulated(DataType.DOUBLE, rising)));
    }

    @Test
    void onlyTheColumnsAndPartsThatAreAskedForAreThere() {
        Schema schema = Schema.of(List.of(new Field("value", DataType.INT), new Field("other", DataType.INT)));
        StatisticsAccumulator summary = new StatisticsAccumulator(
                schema, StatisticsSpec.of(Part.SUMMARY).ofColumns("value"));
        summary.add(Sample.frame(DataType.INT, List.of(1, 2)));
        assertThat(summary.columns()).hasSize(1);
        assertThat(summary.columns().getFirst().distribution()).isEmpty();
        assertThat(summary.columns().getFirst().moments()).isPresent();
        assertThat(summary.correlations()).isEmpty();
    }

    @Test
    void damagedBytesAreRefused() {
        byte[] written = Sample.bytes(Sample.accumulated(DataType.DOUBLE, List.of(1.0, 2.0, 3.0)));
        for (int length = 0; length < written.length; length++) {
            byte[] cut = Arrays.copyOf(written, length);
            StatisticsAccumulator read = new StatisticsAccumulator(Sample.schema(DataType.DOUBLE), Sample.ALL);
            assertThatThrownBy(() -> read.read(new DataInputStream(new ByteArrayInputStream(cut))))
                    .isInstanceOf(IOException.class);
        }
    }
}
