package io.shearwater.store;

import io.shearwater.learning.Prediction;
import io.shearwater.model.FrameBuilder;
import io.shearwater.online.VectorAssembler;
import io.shearwater.serving.Answered;
import io.shearwater.serving.LogTally;
import io.shearwater.serving.Vectors;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers on their way into a log.
 *
 * @param named for each entry names and values, by turns: entries belong to who asked, and may change
 * @param droppedBefore rows that were left out before
 * @param asked that of the deployment
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LoggedPredictions(
        LoggedRequest.Form form,
        Answered answered,
        @Nullable Object[][] named,
        long droppedBefore,
        LogTally asked) implements LoggedRows {
    @Override
    public int size() {
        return named.length;
    }

    @Override
    public void appendTo(FrameBuilder rows) {
        Vectors vectors = answered.vectors();
        DeployedView.Reading reading = (DeployedView.Reading) vectors.reading();
        LoggedRequest request = new LoggedRequest(
                form,
                named,
                new VectorAssembler.Served(reading.time(), vectors.vectors(), vectors.values(), vectors.refused()),
                reading.marks(),
                reading.until(),
                reading.nanos(),
                droppedBefore);
        for (int entry = 0; entry < size(); entry++) {
            Map<String, @Nullable Object> row = request.row(entry);
            put(row, entry);
            LoggedRequest.append(rows, row);
        }
    }

    private void put(Map<String, @Nullable Object> row, int entry) {
        Prediction prediction = answered.predictions().get(entry);
        // Where a vector was read again with substitutes, it has an id of its own, which nobody was given.
        row.put(VectorLogLayout.REQUEST_ID, prediction.requestId());
        row.put(StoredPredictionLogs.DEPLOYMENT, prediction.served().deployment());
        row.put(StoredPredictionLogs.ROLE, answered.role().text());
        row.put(StoredPredictionLogs.VIEW, prediction.served().view().orElse(null));
        row.put(StoredPredictionLogs.PART, answered.part().isEmpty() ? null : answered.part());
        row.put(
                StoredPredictionLogs.FALLBACKS,
                answered.substitutes().get(entry).entrySet().stream()
                        .map(put -> put.getKey() + "=" + put.getValue())
                        .collect(Collectors.joining(",")));
        prediction.served().model().ifPresent(model -> {
            row.put(StoredPredictionLogs.MODEL, model.name());
            row.put(StoredPredictionLogs.MODEL_VERSION, model.version());
            row.put(StoredPredictionLogs.PREDICTION, prediction.value());
            row.put(StoredPredictionLogs.PROBABILITY, probability(prediction));
            row.put(StoredPredictionLogs.SCORES, prediction.outcome().scores());
        });
    }

    /** Of the class that was predicted, which is the most probable one. */
    static @Nullable Double probability(Prediction prediction) {
        return prediction.outcome().probabilities().values().stream()
                .max(Double::compare)
                .orElse(null);
    }

    @Override
    public Optional<LogTally> tally() {
        return Optional.of(asked);
    }

    @Override
    public String toString() {
        return "answers of " + answered.role().text();
    }
}
