package io.shearwater.store;

import io.shearwater.learning.LogicSchema;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.Outcome;
import io.shearwater.learning.PredictionLogic;
import io.shearwater.model.DataType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets payments pass that a cheap model finds harmless, asks a better one about the others, and looks at the card's rating. */
public final class CascadeLogic implements PredictionLogic {
    @Override
    public LogicSchema schema() {
        return LogicSchema.answering(DataType.STRING)
                .key("card", DataType.STRING)
                .needs("amount", DataType.DOUBLE)
                .needs("category", DataType.STRING)
                .takes("patience", DataType.INT)
                .gives("risk", DataType.DOUBLE)
                .gives("rating", DataType.STRING);
    }

    @Override
    public Outcome predict(Map<String, @Nullable Object> entry, Parts parts) {
        double risk = parts.ask("cheap", entry).outcome().probability("true");
        if (risk > 0.5) {
            risk = parts.ask("strong", entry).outcome().probability("true");
        }
        Object rating = parts.ask("card", entry)
                .feature("rating")
                .map(Prediction.FeatureValue::value)
                .orElse(null);
        Object patience = entry.get("patience");
        String decision = risk < 0.5 ? "pass" : "C".equals(rating) || patience == null ? "stop" : "ask";
        return Outcome.of(decision).withOutput("risk", risk).withOutput("rating", rating);
    }
}
