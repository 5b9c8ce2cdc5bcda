package io.shearwater.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.transform.BuiltIns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelNodesTest extends PaymentStore {
    private FeatureView view() {
        return store.getOrCreateFeatureView(FeatureViewSpec.builder("fraud", 1, payments.select("amount"))
                .transform(BuiltIns.minMaxScaler("amount"))
                .build());
    }

    private static FeaturePipeline ownRows(int trainingDataset) {
        return FeaturePipeline.named("own")
                .source("payments", Source.group("payments").select("t_id", "amount"))
                .node("scaled", Node.ofModel("payments", "fraud", 1, trainingDataset))
                .output("scaled", "live")
                .build();
    }

    @BeforeEach
    void aGroupThatIsOnlineOnly() {
        store.createFeatureGroup(FeatureGroupSpec.builder("live", 1)
                .feature("t_id", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .primaryKey("t_id")
                .onlineOnly()
                .build());
    }

    @Test
    void rowsOfOneModelAreTransformedWithWhatItLearnt() {
        pay("a", 3, Duration.ofDays(1));
        view().trainingData();
        // What comes later does not change what was learnt.
        pay("b", 5, Duration.ofDays(1));

        ownRows(1).run(store, Run.everything());

        FeatureGroup live = store.featureGroup("live");
        List<Double> scaled = payments.read().toMaps().stream()
                .filter(row -> "b".equals(row.get("cc_num")))
                .map(row -> live.onlineRows(
                        Map.of("t_id", String.valueOf(row.get("t_id")).transform(Long::valueOf)), TimeRange.ALL, 1))
                .map(rows -> rows.select(List.of("amount")).toDoubles()[0][0])
                .sorted()
                .toList();
        assertThat(scaled).containsExactly(0.0, 0.5, 1.0, 1.5, 2.0);
        assertThat(live.tags()).containsEntry("model", "view fraud version 1, training dataset 1");
    }

    @Test
    void anotherModelNeedsAGroupOfItsOwn() {
        pay("a", 3, Duration.ofDays(1));
        view().trainingData();
        view().trainingData();
        ownRows(1).run(store, Run.everything());

        assertThatThrownBy(() -> ownRows(2).run(store, Run.everything()))
                .hasMessageContaining("which belongs to the view fraud version 1, training dataset 1");
    }

    @Test
    void transformationsThatLearnNothingAreForAll() {
        pay("a", 2, Duration.ofDays(1));
        FeaturePipeline.named("logs")
                .source("payments", Source.group("payments").select("cc_num", "ts", "t_id", "amount"))
                .node("logged", Node.transformation("payments", BuiltIns.log1p("amount")))
                .node("renamed", Node.sql("SELECT cc_num, ts AS day, t_id AS n, amount AS total FROM logged"))
                .output("renamed", "card_daily")
                .build()
                .run(store, Run.everything());
        assertThat(values("SELECT total FROM card_daily ORDER BY total"))
                .containsExactly(List.of(Math.log1p(1)), List.of(Math.log1p(2)));
    }
}
