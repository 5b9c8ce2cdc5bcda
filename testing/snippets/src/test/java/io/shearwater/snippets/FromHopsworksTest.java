package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.TrainingData;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.model.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FromHopsworksTest extends CardStore {
    @Test
    void theCallsOneByOne() {
        Frame df = payments.read();
        // region: hopsworks.java
        FeatureGroup trans = store.getOrCreateFeatureGroup(FeatureGroupSpec.builder("cc_trans_fg", 1)
                .primaryKey("t_id")
                .eventTime("ts")
                .foreignKey("cards", "cc_num")
                .build());
        trans.insert(df);
        trans.appendFeatures(List.of(Feature.of("channel", DataType.STRING).withDefault("web")));

        Query query =
                trans.select("cc_num", "amount", "channel", "is_fraud").join(cards.selectFeatures(), Join.inferred());
        FeatureView view = store.getOrCreateFeatureView(FeatureViewSpec.builder("cc_fraud_fv", 1, query)
                .labels("is_fraud")
                .trainingHelpers("cc_num")
                .build());

        TrainingData split = view.trainTestSplit(0.2, 42);
        Frame batch = view.batchData(TimeRange.ofDays(LocalDate.of(2025, 3, 5), LocalDate.of(2025, 3, 5)))
                .readAll();
        FeatureVector vector =
                view.featureVector(Map.of("cc_num", "4000000000000001", "amount", 12.5, "channel", "shop"));

        Frame then = trans.read(ReadOptions.all().asOf(Instant.now()));
        // end
        assertThat(split.train().features().schema().names()).containsExactly("amount", "channel", "limit_left");
        assertThat(batch.rows()).isEqualTo(8);
        assertThat(vector.value("channel")).isEqualTo("shop");
        assertThat(then.rows()).isEqualTo(40);
    }
}
