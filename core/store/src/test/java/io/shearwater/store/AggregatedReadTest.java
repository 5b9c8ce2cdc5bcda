package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Predicate;
import io.shearwater.model.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a group of aggregates that nothing else asks for: at the times of its events, and as of now. */
class AggregatedReadTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final FeatureGroupSpec PAYMENTS = FeatureGroupSpec.builder("payments", 1)
            .feature("nr", DataType.LONG)
            .feature("at", DataType.TIMESTAMP)
            .feature("card", DataType.STRING)
            .feature("amount", DataType.DOUBLE)
            .primaryKey("nr")
            .eventTime("at")
            .build();
    private static final FeatureGroupSpec CARDS = FeatureGroupSpec.builder("cards", 1)
            .primaryKey("card")
            .eventTime("asked")
            .aggregating(Aggregation.over(
                            PAYMENTS.ref(),
                            AggregateFunction.sum("amount")
                                    .over(AggregationWindow.rolling(Duration.ofMinutes(10)))
                                    .as("sum_10m"),
                            AggregateFunction.count()
                                    .over(AggregationWindow.lifetime())
                                    .excludeCurrent()
                                    .as("before"))
                    .where(Predicate.greaterThan("amount", 0.0)))
            .build();

    @TempDir
    private Path directory;

    private FeatureStore store;

    @BeforeEach
    void open() {
        store = Shearwater.open(directory);
        FeatureGroup payments = store.createFeatureGroup(PAYMENTS);
        store.createFeatureGroup(CARDS);
        payments.insert(rows(new Object[][] {
            {1L, 0, "a", 1.0},
            {2L, 5, "b", 2.0},
            {3L, 5, "a", 4.0},
            {4L, 5, "a", 8.0},
            {5L, 15, "a", 16.0},
            {6L, 16, "a", -1.0},
            {7L, 17, null, 32.0},
        }));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Frame rows(Object[][] values) {
        FrameBuilder rows = new FrameBuilder(PAYMENTS.schema(), values.length);
        for (Object[] row : values) {
            rows.append(row[0], START.plus(Duration.ofMinutes((Integer) row[1])), row[2], row[3]);
        }
        return rows.build();
    }

    private static List<String> texts(Frame frame) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < frame.rows(); row++) {
            List<Object> cells = new ArrayList<>();
            for (String name : frame.schema().names()) {
                Object value = frame.value(row, name);
                cells.add(
                        value instanceof Instant instant
                                ? Duration.between(START, instant).toMinutes()
                                : String.valueOf(value));
            }
            rows.add(cells.toString());
        }
        rows.sort(null);
        return rows;
    }

    @Test
    void aRowIsReadForEachKeyAndTimeOfAnEventThatCounts() {
        FeatureGroup cards = store.featureGroup("cards", 1);

        assertThat(texts(cards.read()))
                .containsExactly("[a, 0, 1.0, 0]", "[a, 15, 28.0, 3]", "[a, 5, 13.0, 1]", "[b, 5, 2.0, 0]");
    }

    @Test
    void conditionsAndRangesChooseRowsAndNotTheEventsBehindThem() {
        FeatureGroup cards = store.featureGroup("cards", 1);
        TimeRange late = TimeRange.of(START.plus(Duration.ofMinutes(5)), START.plus(Duration.ofMinutes(20)));

        assertThat(texts(cards.read(ReadOptions.all().within(late)))).containsExactly("[a, 15, 28.0, 3]");
        assertThat(texts(cards.read(ReadOptions.all()
                        .where(Predicate.equalTo("card", "a"))
                        .where(Predicate.greaterThan("sum_10m", 10.0))
                        .select("sum_10m", "card"))))
                .containsExactly("[13.0, a]", "[28.0, a]");
        assertThat(cards.read(ReadOptions.all().limit(2)).rows()).isEqualTo(2);
    }

    @Test
    void eventsThatAreDaysAreReadAtTheirBeginnings() {
        FeatureGroup meters = store.createFeatureGroup(FeatureGroupSpec.builder("meters", 1)
                .feature("house", DataType.LONG)
                .feature("day", DataType.DATE)
                .feature("use", DataType.LONG)
                .primaryKey("house")
                .eventTime("day")
                .zone(ZoneId.of("+02:00"))
                .build());
        FrameBuilder rows = new FrameBuilder(meters.spec().schema(), 3);
        rows.append(1L, LocalDate.of(2026, 3, 1), 5L);
        rows.append(1L, LocalDate.of(2026, 3, 2), 7L);
        rows.append(1L, LocalDate.of(2026, 3, 4), 11L);
        meters.insert(rows.build());
        FeatureGroup houses = store.createFeatureGroup(FeatureGroupSpec.builder("houses", 1)
                .primaryKey("house")
                .eventTime("asked")
                .aggregating(Aggregation.over(
                        meters.spec().ref(),
                        AggregateFunction.sum("use")
                                .over(AggregationWindow.rolling(Duration.ofDays(1)))
                                .as("two_days")))
                .build());

        assertThat(houses.read().toMaps())
                .containsExactlyInAnyOrder(
                        Map.of("house", 1L, "asked", Instant.parse("2026-02-28T22:00:00Z"), "two_days", 5L),
                        Map.of("house", 1L, "asked", Instant.parse("2026-03-01T22:00:00Z"), "two_days", 12L),
                        Map.of("house", 1L, "asked", Instant.parse("2026-03-03T22:00:00Z"), "two_days", 11L));
        assertThat(houses.read(ReadOptions.all()
                                .where(Predicate.atLeast("asked", Instant.parse("2026-03-01T22:00:00Z"))))
                        .rows())
                .isEqualTo(2);
    }

    @Test
    void aReadOfAnEarlierStateSeesTheEventsOfThen() {
        FeatureGroup cards = store.featureGroup("cards", 1);
        long commit = store.featureGroup("payments", 1).commits().getLast().id();
        store.featureGroup("payments", 1).insert(rows(new Object[][] {{9L, 14, "a", 100.0}}));

        assertThat(texts(cards.read())).contains("[a, 15, 128.0, 4]");
        assertThat(texts(cards.read(ReadOptions.all().asOf(commit))))
                .contains("[a, 15, 28.0, 3]")
                .hasSize(4);
    }

    @Test
    void sqlSelectsFromThemAsFromRowsThatAreStored() {
        long commit = store.featureGroup("payments", 1).commits().getLast().id();
        store.featureGroup("payments", 1).insert(rows(new Object[][] {{9L, 14, "a", 100.0}}));

        assertThat(store.sql("SELECT card, max(sum_10m) AS most FROM cards GROUP BY card ORDER BY card")
                        .toMaps())
                .containsExactly(Map.of("card", "a", "most", 128.0), Map.of("card", "b", "most", 2.0));
        assertThat(store.sql("SELECT count(*) AS n FROM cards c JOIN cards__1 d USING (card, asked) JOIN payments p "
                                + "ON p.card = c.card AND p.at = c.asked WHERE c.sum_10m = d.sum_10m")
                        .toMaps())
                .containsExactly(Map.of("n", 6L));
        assertThat(store.sql("SELECT sum(sum_10m) AS total FROM \"cards@" + commit + "\"")
                        .toMaps())
                .containsExactly(Map.of("total", 1.0 + 28.0 + 13.0 + 2.0));
    }

    @Test
    void whatNeedsStoredRowsIsRefusedAndTagsAreNot() {
        FeatureGroup cards = store.featureGroup("cards", 1);
        cards.tag("owner", "risk");
        assertThat(cards.tags()).containsEntry("owner", "risk");
        assertThatThrownBy(cards::compact)
                .hasMessageContaining("aggregates of those of 'payments': it cannot be compacted. Change the events");
    }

    @Test
    void itsRowsCanBeWrittenIntoAnOrdinaryGroup() {
        FeatureGroup kept = store.createFeatureGroup(FeatureGroupSpec.builder("kept", 1)
                .primaryKey("card")
                .eventTime("asked")
                .build());

        kept.insert(store.featureGroup("cards", 1).reader(ReadOptions.all()), WriteOptions.plain());

        assertThat(texts(kept.read()))
                .isEqualTo(texts(store.featureGroup("cards", 1).read()));
    }

    @Test
    void batchDataHasEachEntityAsOfNowAndEachEventInARange() {
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "risk", 1, store.featureGroup("cards", 1).selectFeatures())
                .build());

        TimeRange late = TimeRange.of(START, START.plus(Duration.ofMinutes(5)));
        assertThat(texts(view.batchData(late).readAll())).containsExactly("[a, 5, 13.0, 1]", "[b, 5, 2.0, 0]");
        assertThat(texts(view.latest().readAll()).stream().map(row -> row.replaceAll("^.(.), \\d+", "$1")))
                .containsExactly("a, null, 4]", "b, null, 1]");
    }

    @Test
    void aDeclaredColumnThatIsNoAggregateIsRefused() {
        assertThatThrownBy(() -> store.createFeatureGroup(FeatureGroupSpec.builder("other", 1)
                        .primaryKey("card")
                        .eventTime("asked")
                        .feature("sum_10", DataType.DOUBLE)
                        .aggregating(CARDS.aggregation().orElseThrow())
                        .build()))
                .hasMessageContaining("'sum_10', which is none of its aggregates")
                .hasMessageContaining("Did you mean 'sum_10m'?");
    }
}
