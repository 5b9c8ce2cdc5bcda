package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureView;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import org.junit.jupiter.api.Test;

class FeatureViewsTest extends CardStore {
    @Test
    void aViewIsASelectionOverJoins() {
        // region: feature-views.view
        Query card = cards.selectFeatures()
                .join(banks.selectFeatures(), Join.inferred().withPrefix("bank_"));
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "fraud",
                        1,
                        payments.select("cc_num", "amount", "is_fraud")
                                .join(card, Join.inferred().strictlyBefore()))
                .labels("is_fraud")
                .trainingHelpers("cc_num")
                .build());
        // end
        assertThat(view.featureSchema().names()).containsExactly("amount", "limit_left", "bank_rating");
        assertThat(view.trainingData().parts()).hasSize(1);
    }
}
