package io.shearwater.serving;

import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.LogicCode;
import io.shearwater.learning.LogicSchema;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.Outcome;
import io.shearwater.learning.Prediction.Served;
import io.shearwater.learning.PredictionLogic;
import io.shearwater.model.Field;
import io.shearwater.model.RequestId;
import io.shearwater.model.RequestIds;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Times;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Logic around several models and views, that answers entries of a deployment one by one. Thread-safe, without locks of its own. */
final class LogicAnswers implements Answering {
    private final Setting setting;
    private final PredictionLogic logic;
    private final LogicSchema schema;
    private final Map<String, Part> parts;
    private final Served served;
    private final RequestIds ids = new RequestIds();

    /** What does not come from the code. */
    record Setting(
            String deployment,
            Role role,
            LogicCode code,
            LogicRequests requests,
            PredictionLog<Concluded> log,
            InstantSource clock) {}

    LogicAnswers(Setting setting, PredictionLogic logic, LogicSchema schema, Map<String, Part> parts) {
        this.setting = setting;
        this.logic = logic;
        this.schema = schema;
        this.parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        this.served = new Served(
                setting.deployment,
                Optional.empty(),
                Optional.empty(),
                0,
                setting.role == Role.STAND_IN,
                Optional.of(setting.code));
    }

    @Override
    public Answer answer(List<? extends Map<String, ?>> entries, PredictOptions options) {
        Instant time = setting.clock.instant();
        List<Map<String, @Nullable Object>> checked =
                entries.stream().map(setting.requests::checked).toList();
        List<Prediction> predictions = new ArrayList<>(entries.size());
        List<Consumer<LogTally>> logging = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            predictions.add(answer(checked.get(i), id(entries.get(i), time), options, logging));
        }
        Concluded concluded = new Concluded(setting.role, time, checked, predictions);
        logging.add(tally -> setting.log.offer(concluded, tally));
        return new Answer(predictions, tally -> logging.forEach(log -> log.accept(tally)));
    }

    private Prediction answer(
            Map<String, @Nullable Object> entry,
            RequestId id,
            PredictOptions options,
            List<Consumer<LogTally>> logging) {
        // Others than the serving one may ask the same models for the same request: their rows are not to meet in a
        // log.
        String asked = setting.role == Role.SERVING ? id.text() : id.text() + "/" + setting.role.text();
        LogicCalls calls = new LogicCalls(served.logic().orElseThrow().className(), parts, asked, options);
        long start = System.nanoTime();
        Outcome outcome;
        List<Prediction.Call> made;
        try {
            outcome = checked(logic.predict(entry, calls));
        } finally {
            made = calls.end();
        }
        logging.addAll(calls.logging());
        return new Prediction(
                id.text(),
                served,
                outcome,
                List.of(),
                Optional.empty(),
                timings(made, System.nanoTime() - start),
                made);
    }

    private RequestId id(Map<String, ?> entry, Instant time) {
        Object stated = entry.get(RequestId.NAME);
        return stated == null ? ids.id(ids.reserve(Times.micros(time), 1)) : new RequestId.Stated(stated.toString());
    }

    /** What the steps of all calls took, and what is left. */
    private static Map<String, Duration> timings(List<Prediction.Call> calls, long nanos) {
        Map<String, Duration> timings = new LinkedHashMap<>();
        Duration rest = Duration.ofNanos(nanos);
        for (Prediction.Call call : calls) {
            for (Map.Entry<String, Duration> step : call.prediction().timings().entrySet()) {
                timings.merge(step.getKey(), step.getValue(), Duration::plus);
                rest = rest.minus(step.getValue());
            }
        }
        // Calls that were made at once took longer together.
        timings.put(Steps.LOGIC, rest.isNegative() ? Duration.ZERO : rest);
        return Collections.unmodifiableMap(timings);
    }

    // ---- outcomes

    /** An outcome that says what the schema says, in its types. */
    private Outcome checked(@Nullable Outcome given) {
        if (given == null) {
            throw wrong("answers null; Outcome.of(null) is an answer without a value");
        }
        Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
        for (Field field : schema.outputs()) {
            outputs.put(field.name(), value(field, given.outputs().get(field.name())));
        }
        for (String name : given.outputs().keySet()) {
            if (!outputs.containsKey(name)) {
                throw wrong("answers '" + name + "', which its schema does not give; it gives " + schema.response());
            }
        }
        boolean hasProbabilities = schema.response().contains(LogicSchema.PROBABILITIES);
        boolean hasInterval = schema.response().containsAll(LogicSchema.INTERVAL);
        return new Outcome(
                value(schema.response().getFirst(), given.value()),
                given.scores(),
                hasProbabilities ? given.probabilities() : Map.of(),
                hasInterval ? given.interval() : Optional.empty(),
                outputs);
    }

    private @Nullable Object value(Field field, @Nullable Object given) {
        if (given instanceof Double number && !Double.isFinite(number)) {
            throw wrong("answers '" + field.name() + "' with " + given + ", from which nothing follows");
        }
        try {
            return LogicRequests.typed(field, given);
        } catch (ShearwaterException unfit) {
            throw LearningError.LEARNER_FAILED.because(
                    "The " + setting.code.className() + " answers '" + field.name() + "' with '" + given
                            + "', which is not " + field.type() + ".",
                    unfit);
        }
    }

    private ShearwaterException wrong(String what) {
        return LearningError.LEARNER_FAILED.because("The " + setting.code.className() + " " + what + ".");
    }

    @Override
    public void flushLog() {
        parts.values().forEach(Part::flushLog);
        setting.log.flush();
    }

    @Override
    public void close() {
        parts.values().forEach(Part::close);
        logic.close();
    }
}
