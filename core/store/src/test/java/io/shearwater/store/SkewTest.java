package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.SkewSample;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.SkewReport;
import io.shearwater.model.SkewReport.FeatureSkew;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is served and logged, computed again. */
class SkewTest extends SkewFixture {
    @Test
    void a_vector_that_was_served_is_in_the_log_and_computed_again_it_is_the_same() {
        FeatureView view = view();
        var served = view.featureVector(request("c3"));
        later(Duration.ofMinutes(5));
        Map<String, Object> stated = new HashMap<>(request("c4"));
        stated.put("request_id", "order 7");
        view.featureVectors(List.of(stated, request("nobody")));

        SkewReport report = view.verifySkew(SkewSample.newest());

        assertThat(report.compared()).isEqualTo(3);
        assertThat(report.agrees()).isTrue();
        assertThat(report.late()).isZero();
        assertThat(report.skipped()).isEmpty();
        assertThat(report.features())
                .extracting(FeatureSkew::feature)
                .containsExactlyElementsOf(view.featureSchema().names());
        Frame log = view.vectorLog().group().read();
        assertThat(log.schema().names())
                .contains("request_card", "request_amount", "commit_cards", "commit_banks", "raw_amount", "gap")
                .doesNotContain("raw_gap", "commit_payments");
        Map<String, @Nullable Object> first = log.row(0);
        assertThat(first)
                .containsAllEntriesOf(served.toMap())
                .containsEntry("request_id", served.requestId())
                .containsEntry("request_time", START)
                .containsEntry("request_named", "amount,card,category")
                .containsEntry("request_card", "c3")
                .containsEntry("raw_amount", 12.5)
                .containsEntry("training_dataset", 1)
                .containsEntry("settled", true)
                .containsEntry("dropped_before", 0L)
                .containsEntry("statuses", "");
        assertThat(log.row(1))
                .containsEntry("request_id", "order 7")
                .containsEntry("request_named", "amount,card,category");
        assertThat(log.row(2)).containsEntry("request_entries", 2);
        assertThat((String) log.row(2).get("statuses")).contains("rating=" + FeatureStatus.NOT_FOUND);
        assertThat((Long) first.get("duration_nanos")).isPositive();
    }

    @Test
    void what_is_expired_deleted_missing_future_or_passed_is_the_same_again() {
        FeatureView view = view();
        card("c0", START.plusSeconds(600), 77.0, 2L);
        view.featureVector(request("c0"));
        later(Duration.ofSeconds(700));
        view.featureVector(request("c0"));
        Schema key = cards().schema().select(List.of("card"));
        store.featureGroup("cards").deleteRecords(Frame.of(key, List.of(Map.of("card", "c1"))));
        view.featureVector(request("c1"));
        card("c2", START, null, 9L);
        view.featureVector(request("c2"));
        view.featureVector(Map.of("card", "c3", "amount", 1.5, "category", "boats", "spent", 5.0, "gap", 17L));
        Map<String, Object> nothing = new HashMap<>(request("c3"));
        nothing.put("spent", null);
        nothing.put("amount", null);
        nothing.put("last_used", START.minusSeconds(7));
        nothing.put("event_time", START.minusSeconds(3));
        view.featureVector(nothing);
        later(Duration.ofDays(27));
        view.featureVectors(List.of(request("c3"), request("c4"), request("c0"), request("c5")));
        later(Duration.ofDays(30));
        view.featureVector(request("c0"));

        SkewReport report = view.verifySkew(SkewSample.all());

        assertThat(report.features())
                .allSatisfy(feature -> assertThat(feature.first()).isEmpty());
        assertThat(report.compared()).isEqualTo(11);
        assertThat(report.skipped()).isEmpty();
        Frame log = view.vectorLog().group().read();
        assertThat(log.column("statuses").value(10)).asString().contains("spent=EXPIRED");
        assertThat(log.column("raw_spent").value(0)).isEqualTo(0.0);
        assertThat(log.column("raw_spent").value(1)).isEqualTo(77.0);
        assertThat(log.column("gap").value(4)).isEqualTo(17L);
        assertThat(log.column("gap").value(5)).isEqualTo(4L);
    }

    @Test
    void of_entities_that_the_filter_of_a_version_refuses_nothing_is_found_again() {
        store.featureView("fraud")
                .trainingData(TrainingOptions.of(SplitSpec.trainTest(0.2, 3)).where(Predicate.equalTo("rating", "A")));
        FeatureView view = store.featureView("fraud").withTrainingDataset(2).logged();
        view.featureVectors(List.of(request("c0"), request("c1")));

        SkewReport report = view.verifySkew(SkewSample.newest());

        assertThat(report.agrees()).isTrue();
        assertThat(report.compared()).isEqualTo(2);
        Frame log = view.vectorLog().group().read();
        assertThat(log.column("gap").value(0)).isNotNull();
        assertThat(log.column("gap").value(1)).isNull();
    }

    @Test
    void another_body_of_a_function_is_found_and_named() {
        FeatureView view = view();
        var served = view.featureVector(request("c0"));
        later(Duration.ofMinutes(1));
        view.featureVector(request("c1"));
        view.vectorLog().flush();
        GapFunctions.DRIFT.set(5);
        later(Duration.ofMinutes(1));
        view.featureVector(request("c2"));

        SkewReport report = view.verifySkew(SkewSample.newest());

        assertThat(report.agrees()).isFalse();
        assertThat(report.different()).isEqualTo(2);
        FeatureSkew gap = of(report, "gap");
        assertThat(gap.different()).isEqualTo(2);
        SkewReport.Difference first = gap.first().orElseThrow();
        assertThat(first.request()).isEqualTo(served.requestId());
        assertThat(first.time()).isEqualTo(START);
        assertThat(first.named()).containsEntry("card", "c0").containsEntry("amount", 12.5);
        assertThat(first.served()).isEqualTo(60L);
        assertThat(first.recomputed()).isEqualTo(65L);
        assertThat(first.trainingDataset()).contains(1);
        long newest = store.featureGroup("cards").commits().getLast().id();
        assertThat(first.commits()).containsEntry(CARDS, newest);
    }

    @Test
    void a_row_that_is_another_online_is_found_and_named() {
        FeatureView view = view();
        FeatureGroup cards = store.featureGroup("cards");
        view.featureVector(request("c0"));
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("card", "c0");
        row.put("at", START);
        row.put("spent", 1_000.0);
        row.put("bank", 1L);
        row.put("_seq", 1_000L);
        OnlineParts online = ((EmbeddedFeatureStore) store).parts().online();
        var record = ((EmbeddedFeatureStore) store).parts().registry().group(CARDS);
        online.put(record, Frame.of(cards().schema().plus(List.of(new Field("_seq", DataType.LONG))), List.of(row)), 0);
        view.featureVector(request("c0"));

        SkewReport report = view.verifySkew(SkewSample.newest());

        assertThat(of(report, "spent").different()).isEqualTo(1);
        assertThat(of(report, "gap").different()).isEqualTo(1);
        assertThat(of(report, "rating").different()).isZero();
        assertThat(of(report, "spent").first().orElseThrow().served()).isNotEqualTo(0.0);
        assertThat(cards.checkOnline().different()).isEqualTo(1);
    }

    @Test
    void data_that_came_later_is_told_apart_from_skew() {
        FeatureView view = view();
        view.featureVectors(List.of(request("c0"), request("c1"), request("c3")));
        later(Duration.ofHours(1));
        card("c1", START.minusSeconds(1), 500.0, 2L);
        store.featureGroup("banks").insert(Frame.of(banks().schema(), List.of(Map.of("bank", 2L, "rating", "C"))));
        card("c0", START.plusSeconds(1), 600.0, 1L);

        SkewReport report = view.verifySkew(SkewSample.newest());

        assertThat(report.agrees()).isTrue();
        assertThat(report.late()).isEqualTo(2);
        assertThat(of(report, "spent").late()).isEqualTo(1);
        assertThat(of(report, "gap").late()).isEqualTo(1);
        assertThat(of(report, "rating").late()).isEqualTo(2);
        assertThat(of(report, "amount").late()).isZero();
    }

    @Test
    void a_sample_is_the_newest_of_a_share_of_a_time() {
        FeatureView view = view();
        for (int i = 0; i < 50; i++) {
            view.featureVector(request("c" + i % 6));
            later(Duration.ofSeconds(1));
        }
        assertThat(view.verifySkew(SkewSample.newest(7)).compared()).isEqualTo(7);
        TimeRange firstTen = TimeRange.upTo(START.plusSeconds(9));
        assertThat(view.verifySkew(SkewSample.all().within(firstTen)).compared())
                .isEqualTo(10);
        assertThat(view.verifySkew(SkewSample.newest(3).within(firstTen)).compared())
                .isEqualTo(3);
        long some = view.verifySkew(SkewSample.all().share(0.4)).compared();
        assertThat(some).isBetween(5L, 40L);
        assertThat(view.verifySkew(SkewSample.all().share(0.4)).compared()).isEqualTo(some);
    }

    @Test
    void the_log_outlives_the_store_and_is_checked_by_a_reader() {
        assertThatThrownBy(() -> store.featureView("fraud").verifySkew(SkewSample.newest()))
                .hasMessageContaining("No vector of the feature view 'fraud'")
                .hasMessageContaining("logged()");
        view().featureVector(request("c0"));
        store.close();
        clock.set(START.plusSeconds(90));
        try (FeatureStore reader = Shearwater.openReadOnly(
                directory.resolve("store"), StoreOptions.defaults().withClock(clock::get))) {
            FeatureView view = reader.featureView("fraud");
            assertThat(view.verifySkew(SkewSample.newest()).compared()).isEqualTo(1);
            assertThatThrownBy(view::logged).hasMessageContaining("read only");
        }
        open();
        view().featureVector(request("c0"));
        assertThat(view().verifySkew(SkewSample.newest()).compared()).isEqualTo(2);
    }

    @Test
    void versions_whose_columns_differ_share_a_log() {
        view().featureVector(request("c0"));
        store.featureView("fraud").trainingData(TrainingOptions.whole().where(Predicate.equalTo("category", "fuel")));
        FeatureView other = store.featureView("fraud").withTrainingDataset(2).logged();
        other.featureVector(request("c1"));

        SkewReport report = other.verifySkew(SkewSample.newest());

        assertThat(report.agrees()).isTrue();
        assertThat(report.compared()).isEqualTo(2);
        assertThat(of(report, "category_fuel").compared()).isEqualTo(2);
        assertThat(of(report, "category_toys").compared()).isEqualTo(1);
        store.featureView("fraud").deleteTrainingDataset(2);
        SkewReport without = other.verifySkew(SkewSample.newest());
        assertThat(without.compared()).isEqualTo(1);
        assertThat(without.skipped()).containsEntry("version 2 of the training data was deleted", 1L);
    }

    @Test
    void raw_values_are_not_logged_by_themselves() {
        assertThatThrownBy(() -> store.featureView("fraud").untransformed().logged())
                .hasMessageContaining("has both");
    }
}
