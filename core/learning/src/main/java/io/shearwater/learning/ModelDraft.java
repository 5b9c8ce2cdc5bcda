package io.shearwater.learning;

import io.shearwater.evaluation.Scorecard;
import io.shearwater.model.Names;
import io.shearwater.model.ViewRef;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model that is to be registered. Immutable.
 *
 * @param name of the model; its version is given by the registry
 * @param signature what it reads and what its scores mean
 * @param format of its files, by which a runtime is chosen; empty to recognise it by them
 * @param card sections of the model card, by title
 */
public record ModelDraft(
        String name,
        String description,
        ModelSignature signature,
        Optional<String> format,
        ModelOrigin origin,
        ModelVersion.Assessment assessment,
        SortedMap<String, String> card) {
    public ModelDraft {
        Names.check("model", name);
    }

    /** A model of which nothing is known but what it reads and predicts. */
    public static ModelDraft of(String name, ModelSignature signature) {
        return new ModelDraft(
                name,
                "",
                signature,
                Optional.empty(),
                new ModelOrigin(
                        Optional.empty(), Optional.empty(), OptionalInt.empty(), new TreeMap<>(), new TreeMap<>()),
                new ModelVersion.Assessment(new TreeMap<>(), Optional.empty()),
                new TreeMap<>());
    }

    /** The same with a description. */
    public ModelDraft describedAs(String text) {
        return new ModelDraft(name, text, signature, format, origin, assessment, card);
    }

    /** The same with the format of its files. */
    public ModelDraft inFormat(String name) {
        return new ModelDraft(this.name, description, signature, Optional.of(name), origin, assessment, card);
    }

    /** The same, trained with a version of a view's training data. */
    public ModelDraft trainedOn(ViewRef view, int trainingDataset) {
        return withOrigin(new ModelOrigin(
                origin.run(),
                Optional.of(view),
                OptionalInt.of(trainingDataset),
                origin.parameters(),
                origin.libraries()));
    }

    /** The same, made by a run. */
    public ModelDraft madeBy(String runId) {
        return withOrigin(new ModelOrigin(
                Optional.of(runId), origin.view(), origin.trainingDataset(), origin.parameters(), origin.libraries()));
    }

    /** The same with the learner's parameters and the libraries with which it was made. */
    public ModelDraft madeWith(Map<String, String> parameters, Map<String, String> libraries) {
        return withOrigin(new ModelOrigin(
                origin.run(),
                origin.view(),
                origin.trainingDataset(),
                new TreeMap<>(parameters),
                new TreeMap<>(libraries)));
    }

    /** The same with what its test measured. */
    public ModelDraft measured(Map<String, Double> metrics) {
        return new ModelDraft(
                name,
                description,
                signature,
                format,
                origin,
                new ModelVersion.Assessment(new TreeMap<>(metrics), assessment.scorecard()),
                card);
    }

    /** The same with what its checks found. */
    public ModelDraft judged(Scorecard scorecard) {
        return new ModelDraft(
                name,
                description,
                signature,
                format,
                origin,
                new ModelVersion.Assessment(assessment.metrics(), Optional.of(scorecard)),
                card);
    }

    /** The same with a section of its card. */
    public ModelDraft withCard(String title, String text) {
        SortedMap<String, String> next = new TreeMap<>(card);
        next.put(title, text);
        return new ModelDraft(name, description, signature, format, origin, assessment, next);
    }

    private ModelDraft withOrigin(ModelOrigin next) {
        return new ModelDraft(name, description, signature, format, next, assessment, card);
    }
}
