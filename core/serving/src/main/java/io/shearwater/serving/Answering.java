package io.shearwater.serving;

import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.Prediction;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What answers entries: a model with its view, or logic around several. Thread-safe. */
interface Answering extends AutoCloseable {
    /** As {@link io.shearwater.api.Deployment#predict}. Nothing is logged yet. */
    Answer answer(List<? extends Map<String, ?>> entries, PredictOptions options);

    /** Waits until what was logged is written. */
    void flushLog();

    @Override
    void close();

    /**
     * Entries that were answered.
     *
     * @param logging hands what is to be logged to the logs, once the answer is used
     */
    record Answer(List<Prediction> predictions, Consumer<LogTally> logging) {}
}
