package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.ColumnStatistics.ValueCount;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.StatisticsSpec.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Statistics of groups, beside what a simple program finds in their rows; through every way in which rows come and go. */
public abstract class StatisticsConformance extends StoreConformance {
    /** Enough for a commit to keep statistics. */
    private static final int MANY = 12_000;

    private static FeatureGroupSpec.Builder spec() {
        return FeatureGroupSpec.builder(name("stats"), 1)
                .feature("id", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("amount", DataType.DOUBLE)
                .feature("city", DataType.STRING)
                .feature("parts", DataType.array(DataType.INT))
                .primaryKey("id")
                .eventTime("at");
    }

    private static Frame rows(FeatureGroupSpec spec, int from, int to) {
        FrameBuilder rows = new FrameBuilder(spec.schema(), to - from);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = from; i < to; i++) {
            values.clear();
            for (Field field : spec.schema().fields()) {
                values.add(value(field.name(), i));
            }
            rows.append(values.toArray());
        }
        return rows.build();
    }

    private static @Nullable Object value(String column, int i) {
        return switch (column) {
            case "id" -> (long) i;
            case "at" -> minutes(-i);
            case "amount" -> i % 10 == 0 ? null : i % 97 == 1 ? (Object) Double.NaN : i * 1.25;
            case "city", "town" -> i % 3 == 0 ? "Galway" : "Cork";
            case "parts" -> i % 5 == 0 ? null : List.of(i);
            case "rate" -> i % 3;
            default -> i;
        };
    }

    /** As many frames as a large input has. */
    private static FrameReader stream(Schema schema, Frame... frames) {
        Iterator<Frame> each = List.of(frames).iterator();
        return FrameReader.of(schema, each);
    }

    /** What the rows themselves say. */
    private static void requireRight(Statistics found, FeatureGroup group) {
        Frame rows = group.read();
        assertThat(found.rows()).isEqualTo(rows.rows());
        assertThat(found.superseded()).isZero();
        assertThat(found.columns())
                .extracting(ColumnStatistics::name)
                .isEqualTo(group.spec().schema().names());
        for (ColumnStatistics column : found.columns()) {
            List<Object> values = Stream.iterate(0, row -> row < rows.rows(), row -> row + 1)
                    .map(row -> rows.value(row, column.name()))
                    .filter(Objects::nonNull)
                    .map(Object.class::cast)
                    .toList();
            assertThat(column.rows()).isEqualTo(rows.rows());
            assertThat(column.nulls()).as(column.name()).isEqualTo(rows.rows() - values.size());
            requireValues(
                    column,
                    values.stream().filter(value -> !value.equals(Double.NaN)).toList());
        }
    }

    private static void requireValues(ColumnStatistics column, List<Object> values) {
        int different = new HashSet<>(values).size();
        column.distribution()
                .ifPresent(spread -> assertThat((double) spread.distinct())
                        .as(column.name())
                        .isCloseTo(different, within(different > 1_000 ? 0.1 * different : 0)));
        column.moments().ifPresent(moments -> {
            assertThat(moments.finite()).isEqualTo(values.size());
            if (!values.isEmpty()) {
                double mean = values.stream()
                        .mapToDouble(value -> ((Number) value).doubleValue())
                        .average()
                        .orElseThrow();
                assertThat(moments.mean()).isCloseTo(mean, within(1e-9 * Math.abs(mean)));
            }
        });
        column.range().ifPresent(range -> {
            assertThat(values).contains(range.least(), range.greatest());
            assertThat(values.stream().map(StatisticsConformance::comparable))
                    .allSatisfy(value ->
                            assertThat(value).isBetween(comparable(range.least()), comparable(range.greatest())));
        });
    }

    @SuppressWarnings("unchecked") // values of one column compare with each other
    private static Comparable<Object> comparable(Object value) {
        return (Comparable<Object>) value;
    }

    @Test
    void aGroupWithoutRowsHasStatisticsOfNone() {
        FeatureGroup group = store().createFeatureGroup(spec().build());
        assertThat(group.statistics().rows()).isZero();
        assertThat(group.statistics().columns()).hasSize(5);
        assertThat(group.storedStatistics()).contains(group.statistics());
    }

    @Test
    void fewRowsAreReadWhenAskedAndManyAreKnown() {
        FeatureGroup group = store().createFeatureGroup(spec().build());
        group.insert(rows(group.spec(), 0, 100));
        requireRight(group.statistics(), group);
        group.insert(rows(group.spec(), 100, MANY));
        group.insert(rows(group.spec(), MANY, MANY + 7));
        group.insert(
                stream(group.spec().schema(), rows(group.spec(), 20_000, 40_000), rows(group.spec(), 40_000, 60_000)),
                WriteOptions.plain());
        requireRight(group.statistics(), group);
        assertThat(group.storedStatistics().orElseThrow().toJson())
                .isEqualTo(group.statistics().toJson())
                .isEqualTo(group.computeStatistics(StatisticsSpec.STANDARD).toJson());
        FeatureGroup again = reopened(group);
        requireRight(again.statistics(), again);
    }

    @Test
    void aCommitHasStatisticsOfTheRowsThatItWrote() {
        FeatureGroup group = store().createFeatureGroup(spec().build());
        Commit small = group.insert(rows(group.spec(), 0, 10));
        Commit large = group.insert(rows(group.spec(), 5, MANY));
        Commit deleted = group.deleteWhere(Predicate.lessThan("id", 3L));
        assertThat(group.statistics(small.id()).rows()).isEqualTo(10);
        assertThat(group.statistics(small.id()).column("id").range()).contains(new ColumnStatistics.Range(0L, 9L));
        assertThat(group.statistics(large.id()).rows()).isEqualTo(MANY - 5);
        assertThat(group.statistics(deleted.id()).rows()).isZero();
        assertThatThrownBy(() -> group.statistics(deleted.id() + 1_000))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("no commit");
    }

    @Test
    void rowsThatWereReplacedOrDeletedDoNotCountAndWhatIsStoredSaysThatTheyDo() {
        FeatureGroup group = store().createFeatureGroup(spec().build());
        group.insert(rows(group.spec(), 0, MANY));
        group.insert(rows(group.spec(), MANY - 100, MANY + 100));
        requireRight(group.statistics(), group);
        Statistics stored = group.storedStatistics().orElseThrow();
        assertThat(stored.rows()).isEqualTo(MANY + 200);
        assertThat(stored.superseded()).isEqualTo(100);
        assertThat(stored.text()).contains("100 rows were replaced or deleted");
        group.deleteWhere(Predicate.atLeast("id", 50L));
        requireRight(group.statistics(), group);
        assertThat(group.storedStatistics().orElseThrow().superseded()).isEqualTo(MANY - 50);
    }

    @Test
    void rowsThatTheInputRepeatedCountOnce() {
        FeatureGroup group = store().createFeatureGroup(spec().build());
        Frame rows = rows(group.spec(), 0, MANY);
        Commit commit = group.insert(stream(group.spec().schema(), rows, rows), WriteOptions.plain());
        assertThat(commit.counts().duplicates()).isEqualTo(MANY);
        requireRight(group.statistics(), group);
        assertThat(group.statistics(commit.id()).rows()).isEqualTo(MANY);
    }

    @Test
    void compactingChangesNothingAndExpiryLosesNothing() {
        FeatureGroup group = store().createFeatureGroup(spec().build());
        for (int i = 0; i < 4; i++) {
            group.insert(rows(group.spec(), i * MANY, (i + 1) * MANY));
        }
        String before = withoutCommit(group.statistics());
        group.compact();
        assertThat(withoutCommit(group.statistics())).isEqualTo(before);
        clock().advance(Duration.ofHours(1));
        group.insert(rows(group.spec(), 4 * MANY, 4 * MANY + 1));
        group.expireCommits(now());
        requireRight(group.statistics(), group);
        FeatureGroup again = reopened(group);
        requireRight(again.statistics(), again);
    }

    private static String withoutCommit(Statistics found) {
        return new Statistics("", 0, found.rows(), found.superseded(), found.columns(), found.correlations()).toJson();
    }

    @Test
    void whatWasKeptIsOfUseAfterColumnsChanged() {
        FeatureGroup group = store().createFeatureGroup(spec().feature("size", DataType.INT)
                .feature("gone", DataType.INT)
                .build());
        group.insert(rows(group.spec(), 0, MANY));
        group.rename("city", "town");
        group.widen("size", DataType.LONG);
        group.drop("gone");
        group.appendFeatures(List.of(Feature.of("more", DataType.INT)));
        requireRight(group.statistics(), group);
        assertThat(group.storedStatistics().orElseThrow().superseded()).isZero();
        group.appendFeatures(List.of(Feature.of("rate", DataType.INT).withDefault(7)));
        group.insert(rows(group.spec(), MANY, 2 * MANY));
        requireRight(group.statistics(), group);
        assertThat(group.statistics()
                        .column("rate")
                        .distribution()
                        .orElseThrow()
                        .top())
                .contains(new ValueCount(7, MANY));
    }

    @Test
    void onlyWhatTheDefinitionSaysIsKeptAndTheRestIsComputedWhenAsked() {
        FeatureGroup none = store().createFeatureGroup(
                        spec().statistics(StatisticsSpec.NONE).build());
        none.insert(rows(none.spec(), 0, MANY));
        assertThat(none.storedStatistics()).isEmpty();
        requireRight(none.statistics(), none);
        FeatureGroup some = store().createFeatureGroup(spec().statistics(
                        StatisticsSpec.of(Part.SUMMARY, Part.CORRELATION).ofColumns("id", "amount"))
                .build());
        some.insert(rows(some.spec(), 1, MANY));
        FeatureGroup again = reopened(some);
        Statistics found = again.statistics();
        assertThat(found.columns()).extracting(ColumnStatistics::name).containsExactly("id", "amount");
        assertThat(found.column("id").distribution()).isEqualTo(Optional.empty());
        assertThat(found.correlations().orElseThrow().of("id", "amount")).isCloseTo(1, within(1e-12));
        assertThat(again.spec().statistics().columns()).containsExactly("id", "amount");
        assertThatThrownBy(() -> spec().statistics(StatisticsSpec.STANDARD.ofColumns("amuont"))
                        .build())
                .hasMessageContaining("Did you mean 'amount'?");
    }

    @Test
    void theTextAndTheJsonTellTheSame() {
        FeatureGroup group = store().createFeatureGroup(spec().build());
        group.insert(rows(group.spec(), 0, 300));
        Statistics found = group.statistics();
        assertThat(found.text())
                .contains(
                        "300 rows", "amount (double)", "NaN", "sample stddev", "\"Cork\" × 200", "parts (array<int>)");
        assertThat(found.toMap()).containsEntry("rows", 300L);
        assertThat(found.toJson()).startsWith("{").contains("\"column\":\"city\"", "\"stddevSample\"");
        assertThat(((Map<?, ?>) ((List<?>) Objects.requireNonNull(found.toMap().get("columns"))).getFirst())
                        .get("least"))
                .isEqualTo(0L);
    }
}
