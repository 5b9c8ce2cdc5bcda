package io.shearwater.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.ColumnStatistics.Bin;
import io.shearwater.model.ColumnStatistics.Distribution;
import io.shearwater.model.ColumnStatistics.Quantile;
import io.shearwater.model.DataType;
import io.shearwater.model.Statistics;
import io.shearwater.model.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Statistics beside what a simple program finds in the same values, and of parts beside those of the whole. */
class StatisticsPropertyTest {
    /** A column's type and values of it; up to 3,000, so that both counting and sketching occur. */
    record Values(DataType type, List<@Nullable Object> values) {
        @Override
        public String toString() {
            return type + " " + (values.size() > 20 ? values.size() + " values" : values.toString());
        }
    }

    @Provide
    Arbitrary<Values> columns() {
        return Arbitraries.of(
                        new Kind(DataType.DOUBLE, StatisticsPropertyTest::anyDouble),
                        new Kind(DataType.DOUBLE, random -> 290 + random.nextGaussian()),
                        new Kind(DataType.DOUBLE, random -> Math.exp(10 * random.nextGaussian())),
                        new Kind(DataType.FLOAT, random -> (float) random.nextGaussian()),
                        new Kind(DataType.INT, Random::nextInt),
                        new Kind(DataType.INT, random -> random.nextInt(5)),
                        new Kind(DataType.LONG, Random::nextLong),
                        new Kind(DataType.LONG, random -> 4_000_000_000_000_000L + random.nextInt(3_000)),
                        new Kind(
                                DataType.DATE,
                                random -> LocalDate.of(2026, 1, 1).minusDays(random.nextInt(9_999))),
                        new Kind(
                                DataType.TIMESTAMP,
                                random -> Times.instant(1_790_000_000_000_000L + random.nextLong(1L << 45))),
                        new Kind(DataType.decimal(12, 2), random -> BigDecimal.valueOf(random.nextLong(1L << 39), 2)),
                        new Kind(
                                DataType.decimal(38, 9),
                                random -> new BigDecimal(new BigInteger(random.nextInt(120), random), 9)
                                        .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1))),
                        new Kind(DataType.STRING, random -> "é" + random.nextInt(2_000)),
                        new Kind(DataType.BINARY, random -> new byte[] {(byte) random.nextInt(), 0}),
                        new Kind(DataType.BOOLEAN, Random::nextBoolean),
                        new Kind(DataType.array(DataType.INT), random -> List.of(random.nextInt())))
                .flatMap(kind -> Arbitraries.integers()
                        .between(0, 3_000)
                        .flatMap(size -> Arbitraries.longs().map(seed -> kind.values(size, new Random(seed)))));
    }

    record Kind(DataType type, Function<Random, Object> value) {
        Values values(int size, Random random) {
            List<@Nullable Object> values = new ArrayList<>();
            double nulls = random.nextInt(3) * 0.3;
            IntStream.range(0, size).forEach(i -> values.add(random.nextDouble() < nulls ? null : value.apply(random)));
            return new Values(type, values);
        }
    }

    private static double anyDouble(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> Double.NEGATIVE_INFINITY;
            case 3 -> -0.0;
            case 4 -> Double.MIN_VALUE;
            case 5 -> -Double.MAX_VALUE;
            default -> Double.longBitsToDouble(random.nextLong() & ~(1L << 62));
        };
    }

    @Property(tries = 300)
    void partsMergedInAnyOrderAreTheWholeToTheLastBit(
            @ForAll("columns") Values column, @ForAll List<Integer> cuts, @ForAll long seed) {
        StatisticsAccumulator whole = Sample.accumulated(column.type(), column.values());
        List<@Nullable Object> shuffled = new ArrayList<>(column.values());
        Collections.shuffle(shuffled, new Random(seed));
        StatisticsAccumulator merged = Sample.merged(column.type(), shuffled, cuts);
        assertThat(merged.rows()).isEqualTo(whole.rows());
        assertThat(json(merged)).isEqualTo(json(whole));
    }

    @Property(tries = 200)
    void countsBoundsAndDistinctValuesAreThoseOfTheValues(@ForAll("columns") Values column) {
        ColumnStatistics found = Sample.statistics(column.type(), column.values());
        List<Object> values = numbers(column);
        long nans = values.stream().filter(value -> value.equals(Double.NaN)).count();
        assertThat(found.rows()).isEqualTo(column.values().size());
        assertThat(found.nulls()).isEqualTo(column.values().size() - values.size());
        assertThat(found.nans()).isEqualTo(nans);
        List<Comparable<Object>> ordered = ordered(values);
        if (!ordered.isEmpty() && !(column.type() instanceof DataType.BooleanType)) {
            assertThat(found.range()).contains(new ColumnStatistics.Range(ordered.getFirst(), ordered.getLast()));
        }
        if (found.distribution().isPresent() && !(column.type() instanceof DataType.BinaryType)) {
            Set<Object> different = new HashSet<>(values);
            different.remove(Double.NaN);
            Distribution spread = found.distribution().get();
            if (spread.distinctError() == 0) {
                assertThat(spread.distinct()).isEqualTo(different.size());
            } else {
                assertThat(different.size())
                        .isGreaterThan(different.iterator().next() instanceof BigDecimal ? 0 : 1_000);
                assertThat((double) spread.distinct())
                        .isCloseTo(different.size(), within(5 * spread.distinctError() * different.size()));
            }
        }
    }

    @Property(tries = 200)
    void quantilesAreWithinTheirBoundsAndTheHistogramCountsEveryValue(@ForAll("columns") Values column) {
        ColumnStatistics found = Sample.statistics(column.type(), column.values());
        double[] sorted = numbers(column).stream()
                .map(StatisticsPropertyTest::asNumber)
                .flatMap(Optional::stream)
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        List<Quantile> quantiles =
                found.distribution().map(Distribution::quantiles).orElse(List.of());
        assertThat(quantiles).hasSize(sorted.length == 0 || column.type() instanceof DataType.BooleanType ? 0 : 7);
        for (Quantile quantile : quantiles) {
            double exact = sorted[Math.max(1, (int) Math.ceil(quantile.share() * sorted.length)) - 1];
            double about = asNumber(quantile.value()).orElseThrow();
            if (Double.isInfinite(exact) || found.distribution().get().distinctError() == 0) {
                assertThat(about).isEqualTo(exact);
            } else {
                boolean time =
                        column.type() instanceof DataType.TimestampType || column.type() instanceof DataType.DateType;
                double range = finite(sorted, true) / 256 - finite(sorted, false) / 256;
                // Whole numbers are cut to whole ones.
                double bound = Math.min(time ? Double.MAX_VALUE : 0.004 * Math.abs(exact) + 1e-300, range)
                        + (exact == Math.rint(exact) ? 1 : 0);
                assertThat(Math.abs(about / 2 - exact / 2)).isLessThanOrEqualTo(bound / 2 * (1 + 1e-9));
            }
        }
        List<Bin> bars = found.distribution().map(Distribution::histogram).orElse(List.of());
        long finite = DoubleStreams.finite(sorted);
        assertThat(bars.stream().mapToLong(Bin::count).sum()).isEqualTo(quantiles.isEmpty() ? 0 : finite);
    }

    @Property(tries = 200)
    void meanAndDeviationAreThoseOfExactArithmetic(@ForAll("columns") Values column) {
        ColumnStatistics found = Sample.statistics(column.type(), column.values());
        if (found.moments().isEmpty() || column.type() instanceof DataType.BooleanType) {
            return;
        }
        List<BigDecimal> values = numbers(column).stream()
                .filter(value -> !(value instanceof Double number) || Double.isFinite(number))
                .map(value -> value instanceof Double || value instanceof Float
                        ? new BigDecimal(((Number) value).doubleValue())
                        : new BigDecimal(value.toString()))
                .toList();
        assertThat(found.moments().get().finite()).isEqualTo(values.size());
        if (values.size() < 2) {
            assertThat(found.moments().get().stddevSample()).isNaN();
            return;
        }
        MathContext digits = new MathContext(60, RoundingMode.HALF_EVEN);
        BigDecimal n = BigDecimal.valueOf(values.size());
        BigDecimal mean =
                values.stream().reduce(BigDecimal.ZERO, BigDecimal::add).divide(n, new MathContext(700));
        assertThat(found.moments().get().mean()).isEqualTo(mean.doubleValue());
        BigDecimal squares = values.stream()
                .map(value -> value.subtract(mean).round(digits))
                .map(value -> value.multiply(value))
                .reduce(BigDecimal.ZERO, (a, b) -> a.add(b, digits));
        double deviation = squares.divide(n.subtract(BigDecimal.ONE), digits)
                .sqrt(new MathContext(30))
                .doubleValue();
        assertThat(found.moments().get().stddevSample()).isCloseTo(deviation, within(1e-14 * deviation));
    }

    /** With every digit. */
    private static String json(StatisticsAccumulator accumulator) {
        return new Statistics("values", 0, accumulator.rows(), 0, accumulator.columns(), Optional.empty()).toJson();
    }

    private static List<Object> numbers(Values column) {
        return column.values().stream()
                .filter(Objects::nonNull)
                .map(value -> value.equals(-0.0) ? (Object) 0.0 : value)
                .map(value -> value instanceof BigDecimal decimal
                        ? decimal.setScale(((DataType.DecimalType) column.type()).scale())
                        : value)
                .toList();
    }

    @SuppressWarnings("unchecked") // values of one column compare with each other
    private static List<Comparable<Object>> ordered(List<Object> values) {
        return values.stream()
                .filter(value -> value instanceof Comparable && !value.equals(Double.NaN))
                .map(value -> (Comparable<Object>) value)
                .sorted()
                .toList();
    }

    private static Optional<Double> asNumber(Object value) {
        return switch (value) {
            case Number number -> Optional.of(number.doubleValue());
            case Instant instant -> Optional.of((double) Times.micros(instant));
            case LocalDate date -> Optional.of((double) date.toEpochDay());
            default -> Optional.empty();
        };
    }

    private static double finite(double[] sorted, boolean last) {
        return Arrays.stream(sorted)
                .filter(Double::isFinite)
                .reduce((first, second) -> last ? second : first)
                .orElse(0);
    }

    /** Counting in arrays. */
    private static final class DoubleStreams {
        static long finite(double[] values) {
            return Arrays.stream(values).filter(Double::isFinite).count();
        }
    }
}
