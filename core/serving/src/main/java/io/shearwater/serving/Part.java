package io.shearwater.serving;

import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.FeatureValue;
import io.shearwater.learning.Prediction.Origin;
import io.shearwater.learning.Prediction.Outcome;
import io.shearwater.learning.Prediction.Served;
import io.shearwater.learning.Predictor;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One model with its view, or a view without a model, that answers entries of a deployment. Thread-safe, without locks. */
final class Part implements Answering {
    private static final Outcome NOTHING = Outcome.of(null);

    private final Setting setting;
    private final String subject;
    private final Served served;
    private final List<ServedView.Making> makings;
    private final Set<String> mustPass;
    private final Optional<LoadedModel> model;

    /**
     * What does not come from the model.
     *
     * @param name under which logic asks it; empty without logic
     * @param unknown what the deployment knows and the view does not: left out of entries
     */
    record Setting(
            String deployment,
            Role role,
            String name,
            Fallbacks fallbacks,
            Set<String> unknown,
            PredictionLog<Answered> log) {}

    Part(Setting setting, ServedView view, Optional<LoadedModel> model) {
        this.setting = setting;
        this.model = model;
        this.subject = model.map(ready -> ready.version().ref().toString())
                .orElseGet(() -> view.spec().ref().toString());
        this.makings = view.makings();
        this.mustPass = new TreeSet<>(view.form().onlyPassed());
        mustPass.removeAll(setting.fallbacks.features());
        this.served = new Served(
                setting.deployment,
                model.map(ready -> ready.version().ref()),
                Optional.of(view.spec().ref().toString()),
                view.trainingDataset().orElse(0),
                setting.role == Role.STAND_IN,
                Optional.empty());
    }

    /** The model, or the view where there is none. */
    String subject() {
        return subject;
    }

    @Override
    public Answer answer(List<? extends Map<String, ?>> asked, PredictOptions options) {
        List<? extends Map<String, ?>> entries = known(asked);
        entries.forEach(this::check);
        long start = System.nanoTime();
        Fallbacks.Filled filled = setting.fallbacks.read(entries);
        long read = System.nanoTime();
        requireLearnt(entries, filled.vectors().refused());
        Outcome[] outcomes = outcomes(filled.vectors().vectors());
        long predicted = System.nanoTime();
        List<Optional<Prediction.Explanation>> explanations = explanations(filled, outcomes, options);
        Map<String, Duration> timings = new LinkedHashMap<>();
        timings.put(Steps.VECTOR, Duration.ofNanos(read - start));
        if (model.isPresent()) {
            timings.put(Steps.MODEL, Duration.ofNanos(predicted - read));
        }
        if (options == PredictOptions.EXPLAINED) {
            timings.put(Steps.EXPLANATION, Duration.ofNanos(System.nanoTime() - predicted));
        }
        Map<String, Duration> shared = Collections.unmodifiableMap(timings);
        List<Prediction> answers = new ArrayList<>(entries.size());
        for (int entry = 0; entry < entries.size(); entry++) {
            answers.add(new Prediction(
                    filled.ids()[entry],
                    served,
                    outcomes[entry],
                    features(entries.get(entry), filled, entry),
                    explanations.get(entry),
                    shared,
                    List.of()));
        }
        Answered answered =
                new Answered(setting.role, setting.name, entries, filled.vectors(), answers, filled.substitutes());
        return new Answer(answers, tally -> setting.log.offer(answered, tally));
    }

    // ---- requests

    private List<? extends Map<String, ?>> known(List<? extends Map<String, ?>> entries) {
        if (setting.unknown.isEmpty()) {
            return entries;
        }
        List<Map<String, ?>> known = new ArrayList<>(entries.size());
        for (Map<String, ?> entry : entries) {
            Map<String, Object> left = new HashMap<>(entry);
            left.keySet().removeAll(setting.unknown);
            known.add(left);
        }
        return known;
    }

    private void check(Map<String, ?> entry) {
        for (String name : mustPass) {
            if (!entry.containsKey(name)) {
                throw LearningError.WRONG_FEATURES.because(request() + " has no '" + name
                        + "', which is stored nowhere; it names " + entry.keySet()
                        + ". Name it, with null if nobody knows it, or give the deployment a fallback for it.");
            }
        }
        for (Map.Entry<String, ?> given : entry.entrySet()) {
            boolean isFinite = switch (given.getValue()) {
                case Double number -> Double.isFinite(number);
                case Float number -> Float.isFinite(number);
                case null, default -> true;
            };
            if (!isFinite
                    && !(Fallbacks.isMissing(given.getValue())
                            && setting.fallbacks.features().contains(given.getKey()))) {
                throw LearningError.WRONG_FEATURES.because(request() + " gives '"
                        + given.getKey() + "' the value " + given.getValue()
                        + ", which is no number. Use null for a value that nobody knows.");
            }
        }
    }

    /** A model says nothing about entities that were kept from it: a prediction from a vector of nulls would be a wrong one. */
    private void requireLearnt(List<? extends Map<String, ?>> entries, boolean[] refused) {
        if (model.isEmpty()) {
            return;
        }
        for (int i = 0; i < refused.length; i++) {
            if (refused[i]) {
                throw LearningError.WRONG_FEATURES.because(request() + " is about an entity that the filter of the"
                        + " training data refuses, so that the " + subject + " never saw one like it: "
                        + entries.get(i) + ". Ask about others, or train with another filter.");
            }
        }
    }

    private String request() {
        return setting.name.isEmpty()
                ? "The request to '" + setting.deployment + "'"
                : "What '" + setting.name + "' of the deployment '" + setting.deployment + "' is asked";
    }

    // ---- models

    private Outcome[] outcomes(List<FeatureVector> vectors) {
        Outcome[] outcomes = new Outcome[vectors.size()];
        if (model.isEmpty()) {
            Arrays.fill(outcomes, NOTHING);
            return outcomes;
        }
        LoadedModel ready = model.get();
        double[] scores = ready.predictor().predict(ready.binding().frame(vectors));
        for (int row = 0; row < outcomes.length; row++) {
            outcomes[row] = ready.outcomes().of(scores, row);
        }
        return outcomes;
    }

    private List<Optional<Prediction.Explanation>> explanations(
            Fallbacks.Filled filled, Outcome[] outcomes, PredictOptions options) {
        List<FeatureVector> vectors = filled.vectors().vectors();
        Optional<Predictor.Explainer> explainer = options == PredictOptions.EXPLAINED
                ? model.flatMap(ready -> ready.predictor().explainer())
                : Optional.empty();
        if (explainer.isEmpty()) {
            return Collections.nCopies(vectors.size(), Optional.empty());
        }
        LoadedModel ready = model.orElseThrow();
        double[] all = explainer.get().contributions(ready.binding().frame(vectors));
        int features = ready.version().signature().features().size();
        List<Optional<Prediction.Explanation>> explanations = new ArrayList<>(vectors.size());
        for (int row = 0; row < vectors.size(); row++) {
            int output = ready.outcomes().explained(outcomes[row]);
            int at = (row * ready.outcomes().width() + output) * (features + 1);
            explanations.add(Optional.of(explanation(ready, all, at)));
        }
        return explanations;
    }

    private static Prediction.Explanation explanation(LoadedModel ready, double[] all, int at) {
        List<Field> fields = ready.version().signature().features().fields();
        List<Integer> order = new ArrayList<>();
        double margin = 0;
        for (int i = 0; i < fields.size(); i++) {
            order.add(i);
            margin += all[at + i];
        }
        double bias = all[at + fields.size()];
        order.sort((left, right) -> Double.compare(Math.abs(all[at + right]), Math.abs(all[at + left])));
        Map<String, Double> contributions = new LinkedHashMap<>();
        order.forEach(i -> contributions.put(fields.get(i).name(), all[at + i]));
        return new Prediction.Explanation(margin + bias, bias, Collections.unmodifiableMap(contributions));
    }

    // ---- features

    private List<FeatureValue> features(Map<String, ?> entry, Fallbacks.Filled filled, int row) {
        FeatureVector vector = filled.vectors().vectors().get(row);
        boolean[] replaced = filled.replaced()[row];
        List<FeatureValue> values = new ArrayList<>(makings.size());
        for (int i = 0; i < makings.size(); i++) {
            ServedView.Making making = makings.get(i);
            String name = vector.schema().field(i).name();
            boolean isSubstitute = contains(making.slots(), replaced);
            FeatureStatus status = isSubstitute ? FeatureStatus.FALLBACK : vector.status(i);
            Origin origin = status == FeatureStatus.FALLBACK
                    ? Origin.FALLBACK
                    : making.kind() == ServedView.Making.Kind.TRANSFORMED
                            ? Origin.COMPUTED
                            : entry.containsKey(name)
                                    ? Origin.PASSED
                                    : making.kind() == ServedView.Making.Kind.ON_DEMAND
                                            ? Origin.COMPUTED
                                            : Origin.STORED;
            values.add(new FeatureValue(
                    name, vector.value(i), status, origin, isSubstitute ? Optional.empty() : vector.eventTime(i)));
        }
        return values;
    }

    private static boolean contains(List<Integer> slots, boolean[] replaced) {
        if (replaced.length == 0) {
            return false;
        }
        for (int slot : slots) {
            if (replaced[slot]) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void flushLog() {
        setting.log.flush();
    }

    @Override
    public void close() {
        model.ifPresent(ready -> ready.predictor().close());
    }
}
