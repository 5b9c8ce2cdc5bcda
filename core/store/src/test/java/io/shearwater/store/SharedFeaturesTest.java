package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.SkewSample;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.TimeRange;
import io.shearwater.testing.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Groups of which some features are shared. */
class SharedFeaturesTest extends ShareFixture {
    @Test
    void of_some_features_the_others_are_not_to_be_seen() {
        bank.shares().share(CARDS, "fraud", List.of("limit", "level"));
        FeatureGroup seen = fraud.featureGroup("cards");
        assertThat(seen.spec().schema().names()).containsExactly("card", "at", "limit", "level");
        assertThat(seen.read().schema().names()).doesNotContain("secret");
        assertThat(seen.statistics().columns())
                .extracting(column -> column.name())
                .contains("limit")
                .doesNotContain("secret");
        assertThat(seen.onlineRows(Map.of("card", 3L), TimeRange.ALL, 9)
                        .schema()
                        .names())
                .contains("limit")
                .doesNotContain("secret");
        assertThat(fraud.sqlReader("select * from cards").readAll().schema().names())
                .doesNotContain("secret");
        assertThatThrownBy(() -> fraud.sqlReader("select secret from cards").readAll())
                .hasMessageContaining("secret");
        assertThatThrownBy(() -> seen.select("secret")).hasMessageContaining("'secret'");
        assertThatThrownBy(() -> seen.reader(ReadOptions.all().where(Predicate.equalTo("secret", "s1"))))
                .hasMessageContaining("'secret'");
        // With a definition that somebody else has.
        Query crafted = Query.of(cards.spec(), List.of("card", "secret"));
        Refusal.of(() -> fraud.read(crafted))
                .as("NOT_SHARED", ErrorKind.FORBIDDEN)
                .saying("[secret]");
        Refusal.of(() -> fraud.createFeatureView(
                        FeatureViewSpec.builder("secrets", 1, crafted).build()))
                .as("NOT_SHARED", ErrorKind.FORBIDDEN)
                .saying("[secret]");

        FeatureView view = view();
        assertThat(view.featureVector(Map.of("card", 3L, "amount", 1.0)).toMap())
                .containsEntry("limit", 301.0)
                .containsEntry("level", 53);
        assertThat(view.why(Map.of("card", 3L, "amount", 1.0), "limit").toString())
                .contains("301.0")
                .doesNotContain("t3");
        Refusal.of(() -> bank.shares().share(CARDS, "fraud", List.of("limit")))
                .as("STILL_NEEDED", ErrorKind.CONFLICT)
                .saying("[level]", "'risk'");
        bank.shares().share(CARDS, "fraud", List.of("limit", "level", "secret"));
        assertThat(fraud.read(crafted).rows()).isEqualTo(20);
        Refusal.of(() -> bank.shares().share(CARDS, "fraud", List.of("limits")))
                .as("BAD_SHARE", ErrorKind.USER)
                .saying("'limit'?");
        cards.appendFeatures(List.of(Feature.of("later", DataType.LONG)));
        assertThat(fraud.featureGroup("cards").spec().schema().contains("later"))
                .isFalse();
    }

    /** A view of aggregates over the cards, of which one is shared. */
    private FeatureView spending() {
        bank.createFeatureGroup(FeatureGroupSpec.builder("sums", 1)
                .primaryKey("card")
                .eventTime("at")
                .online()
                .aggregating(Aggregation.over(
                        CARDS,
                        AggregateFunction.sum("limit").over(HOUR).as("total"),
                        AggregateFunction.max("level").over(HOUR).as("highest")))
                .build());
        bank.shares().share(new GroupRef("sums", 1), "fraud", List.of("total"));
        FeatureGroup sums = fraud.featureGroup("sums");
        return fraud.createFeatureView(FeatureViewSpec.builder(
                        "spending",
                        1,
                        fraud.featureGroup("payments")
                                .select("amount", "is_fraud")
                                .join(sums.select("total"), Join.on("card")))
                .labels("is_fraud")
                .build());
    }

    @Test
    void aggregates_are_shared_without_their_events() {
        FeatureView view = spending();
        FeatureGroup sums = fraud.featureGroup("sums");
        assertThat(fraud.findFeatureGroup("cards", 1)).isEmpty();
        assertThat(sums.spec().schema().names()).contains("total").doesNotContain("highest");
        Frame features = view.trainingData().parts().values().iterator().next().features();
        for (int row = 0; row < features.rows(); row++) {
            long id = Math.round((Double) Objects.requireNonNull(features.value(row, "amount")));
            double first = 100.0 * (id % 10);
            assertThat(features.value(row, "total")).isEqualTo(id >= 100 ? 2 * first + 1 : first);
        }
        // By now no event lies within the last hour.
        assertThat(view.featureVector(Map.of("card", 3L, "amount", 1.0)).toMap())
                .containsKey("total");
        FeatureView logged = view.logged();
        logged.featureVector(Map.of("card", 3L, "amount", 1.0));
        assertThat(logged.verifySkew(SkewSample.newest(10)).agrees()).isTrue();
    }

    @Test
    void a_group_of_ones_own_may_have_the_name_of_events_of_which_aggregates_are_shared() {
        FeatureView view = spending();
        FeatureGroup sums = fraud.featureGroup("sums");
        view.trainingData();
        FeatureGroup own = fraud.createFeatureGroup(FeatureGroupSpec.builder("cards", 1)
                .feature("card", DataType.LONG)
                .feature("colour", DataType.STRING)
                .primaryKey("card")
                .online()
                .build());
        assertThat(view.trainingData(1).parts()).hasSize(1);
        assertThat(view.trainingData().dataset().version()).isEqualTo(2);
        Query both = fraud.featureGroup("payments")
                .select("amount")
                .join(sums.select("total"), Join.on("card"))
                .join(own.select("colour"), Join.on("card"));
        assertThat(fraud.read(both).rows()).isEqualTo(200);
        Refusal.of(() -> fraud.createFeatureView(
                        FeatureViewSpec.builder("both", 1, both).build()))
                .as("BAD_SHARE", ErrorKind.USER)
                .saying("'bank' and 'fraud'");
        view.deleteTrainingDataset(1);
        FeatureGroupSpec whole = bank.featureGroup("sums").spec();
        Query crafted = fraud.featureGroup("payments")
                .select("amount")
                .join(Query.of(whole, List.of("highest")), Join.on("card"));
        Refusal.of(() -> fraud.read(crafted))
                .as("NOT_SHARED", ErrorKind.FORBIDDEN)
                .saying("[highest]");
        Refusal.of(() -> sums.insert(cards.read()))
                .as("NOT_OWNED", ErrorKind.FORBIDDEN)
                .saying("'bank'");
    }
}
