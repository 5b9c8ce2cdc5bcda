package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JoinTest extends CardStore {
    @Test
    void aSnowflakeIsJoinedAtEachPaymentsTime() {
        // region: join.view
        Query card = cards.selectFeatures()
                .join(banks.selectFeatures(), Join.inferred().withPrefix("bank_"));
        Query payment = payments.select("amount", "is_fraud").join(card, Join.inferred());
        FeatureView view = store.getOrCreateFeatureView(
                FeatureViewSpec.builder("fraud", 1, payment).labels("is_fraud").build());
        // end
        assertThat(view.featureSchema().names()).containsExactly("amount", "limit_left", "bank_rating");
        TrainingData data = view.trainingData();
        assertThat(data.parts().values().iterator().next().features().rows()).isEqualTo(40);

        // region: join.explain
        String plan = view.explain();
        // end
        assertThat(plan).contains("ASOF");
    }

    @Test
    void aJoinCanBeStricter() {
        // region: join.strict
        Query strict = payments.select("amount")
                .join(cards.select("limit_left"), Join.inferred().strictlyBefore());
        // end
        // region: join.within
        Query fresh = payments.select("amount")
                .join(cards.select("limit_left"), Join.inferred().within(Duration.ofHours(12)));
        // end
        // region: join.present
        Query found = payments.select("amount")
                .join(cards.select("limit_left"), Join.on("cc_num").requirePresent());
        // end
        assertThat(store.read(strict).rows()).isEqualTo(40);
        assertThat(store.read(found).rows()).isEqualTo(40);
        assertThat(store.read(fresh).toMaps()).anySatisfy(row -> assertThat(row).containsEntry("limit_left", null));
    }

    @Test
    void keysAndTimesMayBeOnesOwn() {
        FeatureView view = fraudView();
        // region: join.spine
        Schema schema = Schema.of(
                new Field("cc_num", DataType.STRING),
                new Field("ts", DataType.TIMESTAMP),
                new Field("amount", DataType.DOUBLE));
        Frame spine = new FrameBuilder(schema, 2)
                .append("4000000000000001", Instant.parse("2025-03-02T12:00:00Z"), 20.0)
                .append("4000000000000001", Instant.parse("2025-02-01T00:00:00Z"), 20.0)
                .build();
        Frame features = view.batchData(spine).readAll();
        // end
        assertThat(features.toMaps())
                .extracting(row -> row.get("limit_left"))
                .isEqualTo(java.util.Arrays.asList(new BigDecimal("900.00"), null));
    }
}
