package io.shearwater.snippets;

import io.shearwater.learning.LogicSchema;
import io.shearwater.learning.Prediction.FeatureValue;
import io.shearwater.learning.Prediction.Outcome;
import io.shearwater.learning.PredictionLogic;
import io.shearwater.model.DataType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The logic of the page about models. */
// region: models.logic
public final class PaymentCheck implements PredictionLogic {
    @Override
    public LogicSchema schema() {
        return LogicSchema.answering(DataType.STRING)
                .key("cc_num", DataType.STRING)
                .needs("amount", DataType.DOUBLE)
                .gives("risk", DataType.DOUBLE);
    }

    @Override
    public Outcome predict(Map<String, @Nullable Object> entry, Parts parts) {
        double amount = (Double) Objects.requireNonNull(entry.get("amount"));
        if (amount > limitLeft(entry, parts)) {
            return Outcome.of("stop");
        }
        double risk = parts.ask("quick", entry).outcome().probability("true");
        if (risk > 0.1) {
            risk = parts.ask("thorough", entry).outcome().probability("true");
        }
        return Outcome.of(risk > 0.5 ? "ask" : "pass").withOutput("risk", risk);
    }

    private static double limitLeft(Map<String, @Nullable Object> entry, Parts parts) {
        return parts.ask("card", entry)
                .feature("limit_left")
                .map(FeatureValue::value)
                .map(limit -> ((BigDecimal) limit).doubleValue())
                .orElse(0.0);
    }
}
// end
