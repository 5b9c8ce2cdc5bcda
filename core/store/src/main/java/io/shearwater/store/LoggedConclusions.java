package io.shearwater.store;

import io.shearwater.learning.LogicSchema;
import io.shearwater.learning.Prediction;
import io.shearwater.model.FrameBuilder;
import io.shearwater.serving.Concluded;
import io.shearwater.serving.LogTally;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers of logic on their way into its log.
 *
 * @param droppedBefore rows that were left out before
 * @param asked that of the deployment
 */
record LoggedConclusions(LogicLogLayout layout, Concluded concluded, long droppedBefore, LogTally asked)
        implements LoggedRows {
    @Override
    public int size() {
        return concluded.entries().size();
    }

    @Override
    public void appendTo(FrameBuilder rows) {
        for (int entry = 0; entry < size(); entry++) {
            LoggedRequest.append(rows, row(entry));
        }
    }

    private Map<String, @Nullable Object> row(int entry) {
        Prediction prediction = concluded.predictions().get(entry);
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put(VectorLogLayout.REQUEST_ID, prediction.requestId());
        row.put(VectorLogLayout.REQUEST_TIME, concluded.time());
        row.put(VectorLogLayout.DROPPED, droppedBefore);
        row.put(StoredPredictionLogs.DEPLOYMENT, prediction.served().deployment());
        row.put(StoredPredictionLogs.ROLE, concluded.role().text());
        prediction.served().logic().ifPresent(logic -> {
            row.put(LogicLogLayout.LOGIC, logic.className());
            row.put(LogicLogLayout.DIGEST, logic.digest());
        });
        row.put(
                LogicLogLayout.ASKED,
                prediction.calls().stream().map(LoggedConclusions::text).collect(Collectors.joining(",")));
        Map<String, ?> named = concluded.entries().get(entry);
        layout.named().forEach((column, field) -> row.put(column, named.get(field.name())));
        layout.answered().forEach((field, column) -> row.put(column, answer(prediction.outcome(), field)));
        row.put(StoredPredictionLogs.PROBABILITY, LoggedPredictions.probability(prediction));
        return row;
    }

    private static String text(Prediction.Call call) {
        Prediction.Served served = call.prediction().served();
        return call.part() + "="
                + served.model().map(Object::toString).or(served::view).orElse("");
    }

    private static @Nullable Object answer(Prediction.Outcome outcome, String field) {
        return switch (field) {
            case LogicSchema.PREDICTION -> outcome.value();
            case "low" -> outcome.interval().map(interval -> interval.low()).orElse(null);
            case "high" -> outcome.interval().map(interval -> interval.high()).orElse(null);
            default -> outcome.outputs().get(field);
        };
    }

    @Override
    public Optional<LogTally> tally() {
        return Optional.of(asked);
    }

    @Override
    public String toString() {
        return "answers of logic";
    }
}
