package io.shearwater.fraud;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The feature pipeline of {@link FraudGroups#LABELS}: a verdict on every payment, fraud if {@code cc_fraud} has it. */
final class FraudLabels {
    private final Map<Long, Reported> fraud = new HashMap<>();

    private record Reported(long tId, String explanation, String reporter) {}

    /** Reads {@link MartTables#CC_FRAUD}. */
    FraudLabels(FrameReader ccFraud) {
        try (ccFraud) {
            for (Optional<Frame> next = ccFraud.next(); next.isPresent(); next = ccFraud.next()) {
                next.get().toRecords(Reported.class).forEach(reported -> fraud.put(reported.tId, reported));
            }
        }
    }

    /** The verdicts on payments, rows of {@link FraudGroups#TRANSACTIONS}. */
    Frame of(Frame payments) {
        FrameBuilder rows = new FrameBuilder(FraudGroups.LABELS.schema(), payments.rows());
        Column ids = payments.column("t_id");
        for (int row = 0; row < payments.rows(); row++) {
            Object id = ids.valueAt(row);
            Optional<Reported> reported = Optional.ofNullable(fraud.get(id));
            rows.append(
                    id,
                    reported.isPresent(),
                    reported.map(Reported::explanation).orElse(null),
                    reported.map(Reported::reporter).orElse(null));
        }
        return rows.build();
    }
}
