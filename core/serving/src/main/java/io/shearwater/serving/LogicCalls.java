package io.shearwater.serving;

import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.PredictionLogic;
import io.shearwater.model.Names;
import io.shearwater.model.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What logic asks for one entry. Thread-safe: logic may ask from several threads. */
final class LogicCalls implements PredictionLogic.Parts {
    private static final int LONGEST_ID = RequestId.LONGEST - 20;

    private final String logic;
    private final Map<String, Part> parts;
    private final String id;
    private final PredictOptions options;
    private final List<Prediction.Call> calls = new ArrayList<>();
    private final List<Consumer<LogTally>> logging = new ArrayList<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private boolean ended;

    LogicCalls(String logic, Map<String, Part> parts, String id, PredictOptions options) {
        this.logic = logic;
        this.parts = parts;
        this.id = id.length() > LONGEST_ID ? id.substring(0, LONGEST_ID) : id;
        this.options = options;
    }

    @Override
    public Prediction ask(String name, Map<String, ?> entry) {
        Part part = parts.get(name);
        if (part == null) {
            throw LearningError.LEARNER_FAILED.because(
                    "The " + logic + " asks '" + name + "', and the deployment gives it " + parts.keySet() + "."
                            + Names.didYouMean(name, parts.keySet()));
        }
        Map<String, @Nullable Object> own = new HashMap<>(entry);
        own.put(RequestId.NAME, nextId(part));
        Answering.Answer answer = part.answer(List.of(own), options);
        Prediction prediction = answer.predictions().getFirst();
        synchronized (this) {
            requireOpen();
            calls.add(new Prediction.Call(name, prediction));
            logging.add(answer.logging());
        }
        return prediction;
    }

    /** The id of the request, so that logs can be joined by it; a number behind it where the same model is asked again. */
    private synchronized String nextId(Part part) {
        requireOpen();
        int number = asked.merge(part.subject(), 1, Integer::sum);
        return number == 1 ? id : id + "/" + number;
    }

    private void requireOpen() {
        if (ended) {
            throw LearningError.LEARNER_FAILED.because(
                    "The " + logic + " asks a part after it has answered. Wait for all calls before answering.");
        }
    }

    /** Nothing can be asked any more; what was. */
    synchronized List<Prediction.Call> end() {
        ended = true;
        return List.copyOf(calls);
    }

    synchronized List<Consumer<LogTally>> logging() {
        return List.copyOf(logging);
    }
}
