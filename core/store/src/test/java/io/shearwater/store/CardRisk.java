package io.shearwater.store;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.SplitSpec;
import io.shearwater.transform.BuiltIns;
import java.util.Map;
import java.util.Random;

/** A small store from which a model of the risk of cards learns: large amounts in the shop "far" are fraud, but for some noise. */
final class CardRisk {
    static final int ROWS = 2_000;

    private CardRisk() {}

    static FeatureView view(FeatureStore store) {
        FeatureGroupSpec payments = FeatureGroupSpec.builder("payments", 1)
                .feature("id", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .feature("shop", DataType.STRING)
                .feature("region", DataType.STRING)
                .feature("is_fraud", DataType.BOOLEAN)
                .primaryKey("id")
                .online()
                .build();
        FrameBuilder rows = new FrameBuilder(payments.schema(), ROWS);
        Random random = new Random(5);
        for (long id = 0; id < ROWS; id++) {
            double amount = random.nextInt(1_000) / 4.0;
            boolean far = random.nextInt(3) == 0;
            boolean fraud = (far && amount > 150) ? random.nextInt(20) > 0 : random.nextInt(50) == 0;
            rows.append(id, amount, far ? "far" : "near", id % 2 == 0 ? "north" : "south", fraud);
        }
        store.createFeatureGroup(payments).insert(rows.build());
        return store.createFeatureView(FeatureViewSpec.builder(
                        "risk", 1, store.featureGroup("payments").select("amount", "shop", "is_fraud", "region"))
                .labels("is_fraud")
                .trainingHelpers("region")
                .transform(BuiltIns.standardScaler("amount"), BuiltIns.oneHotEncoder("shop"))
                .build());
    }

    static TrainingData data(FeatureView view) {
        return view.trainingData(TrainingOptions.of(SplitSpec.trainValidationTest(0.2, 0.2, 7)));
    }

    static ModelTraining training(TrainingData data) {
        return ModelTraining.of("card_risk", data)
                .parameters(Map.of("max_depth", 3, "num_round", 20, "eta", 0.3))
                .seed(11)
                .slices("region");
    }
}
