package io.shearwater.models;

import io.shearwater.api.Experiments;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.api.ModelLineage;
import io.shearwater.api.ModelSearch;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.Models;
import io.shearwater.evaluation.Scorecard;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelCard;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelFiles;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.ModelVersion.Assessment;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.RegisteredModel;
import io.shearwater.learning.Trainer;
import io.shearwater.learning.Validation;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Times;
import io.shearwater.model.TrainingDataset;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The models of a project, in its registry and its files. Thread-safe. */
public final class ProjectModels implements Models {
    private final ModelLedger ledger;
    private final ModelFolder folder;
    private final Stages stages;
    private final Experiments experiments;
    private final ModelParts parts;

    public ProjectModels(ModelParts parts, Experiments experiments) {
        this.parts = parts;
        this.ledger = new ModelLedger(parts.registry());
        this.folder = new ModelFolder(parts.files());
        this.stages = new Stages(() -> parts.registry().actor().name(), parts.clock());
        this.experiments = experiments;
    }

    /** Removes what a registration left behind that did not end. */
    public void recover() {
        for (ModelRef ref : ledger.pending()) {
            folder.delete(ref);
            ledger.abandon(ref);
        }
    }

    private Trainer trainer(ModelTraining training) {
        return training.learner()
                .own()
                .orElseGet(() -> parts.runtimes().trainer(training.learner().name()));
    }

    @Override
    public ModelSearch.Result search(ModelSearch search) {
        return new SearchRun(
                        search,
                        trainer(search.training()),
                        experiments,
                        parts.registry().actors())
                .run();
    }

    @Override
    public ModelVersion train(ModelTraining training) {
        return new TrackedTraining(training, trainer(training), parts, experiments).run(this::register);
    }

    @Override
    public Validation evaluate(ModelEvaluation evaluation) {
        ModelVersion model = ledger.get(evaluation.model());
        ValidationRun work =
                new ValidationRun(evaluation, model, evaluation.view().orElseGet(() -> featureView(model.ref())));
        try (Predictor predictor = load(model.ref())) {
            return experiments.track(
                    model.name(),
                    evaluation.name() + " of version " + model.version(),
                    run -> parts.scratch()
                            .with(directory -> work.run(
                                    run, directory, predictor, found -> keep(evaluation, run.runId(), found))));
        }
    }

    private Validation keep(ModelEvaluation evaluation, String run, ValidationRun.Found found) {
        return ledger.change(evaluation.model(), "evaluate", stored -> {
                    Validation next = new Validation(
                            stored.validations().size() + 1,
                            evaluation.name(),
                            Times.truncated(parts.clock().instant()),
                            parts.registry().actor().name(),
                            run,
                            found.data(),
                            found.findings());
                    return stored.withAssessment(stored.assessment().with(next));
                })
                .validations()
                .getLast();
    }

    @Override
    public ModelVersion register(ModelDraft draft, Path directory) {
        String format = draft.format()
                .orElseGet(() -> parts.runtimes().recognise(directory).format());
        requireLoads(draft, format, directory);
        draft.origin().view().ifPresent(view -> {
            FeatureView found = parts.views().view(view);
            draft.origin().trainingDataset().ifPresent(found::withTrainingDataset);
        });
        ModelRef ref = ledger.begin(draft.name());
        ModelVersion model;
        try {
            model = new ModelVersion(
                    ref,
                    Times.truncated(parts.clock().instant()),
                    draft.signature(),
                    new ModelFiles(format, folder.store(ref, directory)),
                    draft.origin(),
                    draft.assessment(),
                    Stages.first(draft));
        } catch (RuntimeException | Error failed) {
            folder.delete(ref);
            ledger.abandon(ref);
            throw failed;
        }
        ledger.complete(model);
        return model;
    }

    /** A model of a format that nothing here runs is kept as it is. */
    private void requireLoads(ModelDraft draft, String format, Path directory) {
        if (draft.format().isEmpty() || parts.runtimes().find(format).isPresent()) {
            ModelRuntime runtime = parts.runtimes().runtime(format);
            runtime.load(directory, draft.signature()).close();
        }
    }

    @Override
    public List<RegisteredModel> list() {
        return ledger.list();
    }

    @Override
    public RegisteredModel registered(String name) {
        return ledger.registered(name);
    }

    @Override
    public List<ModelVersion> versions(String name) {
        ledger.registered(name);
        return ledger.versions(name);
    }

    @Override
    public ModelVersion model(String name, int version) {
        return ledger.get(new ModelRef(name, version));
    }

    @Override
    public ModelVersion model(String name) {
        return model(name, ledger.registered(name).versions().getLast());
    }

    @Override
    public ModelVersion aliased(String name, String alias) {
        RegisteredModel model = ledger.registered(name);
        Integer version = model.aliases().get(alias);
        if (version == null) {
            throw noAlias(model, alias);
        }
        return model(name, version);
    }

    private static RuntimeException noAlias(RegisteredModel model, String alias) {
        Set<String> known = model.aliases().keySet();
        return LearningError.NOT_FOUND.because("The model '" + model.name() + "' has no alias '" + alias + "'; it has "
                + known + "." + Names.didYouMean(alias, known));
    }

    @Override
    public Optional<ModelVersion> find(String name, int version) {
        return ledger.find(new ModelRef(name, version));
    }

    @Override
    public ModelVersion best(String name, String metric, Direction direction) {
        List<ModelVersion> versions = versions(name);
        Comparator<ModelVersion> byValue =
                Comparator.comparingDouble(version -> version.metrics().get(metric));
        Comparator<ModelVersion> better = direction == Direction.MAXIMIZE ? byValue : byValue.reversed();
        return versions.stream()
                .filter(version -> version.stage() != ModelStage.ARCHIVED)
                .filter(version -> !Double.isNaN(version.metrics().getOrDefault(metric, Double.NaN)))
                .max(better.thenComparingInt(ModelVersion::version))
                .orElseThrow(() -> noMetric(name, metric, versions));
    }

    private static RuntimeException noMetric(String name, String metric, List<ModelVersion> versions) {
        Set<String> known = new TreeSet<>();
        versions.forEach(version -> known.addAll(version.metrics().keySet()));
        return LearningError.NOT_FOUND.because(
                "No version of the model '" + name + "' that is not archived has the metric '" + metric
                        + "'; there are " + known + "." + Names.didYouMean(metric, known));
    }

    @Override
    public RegisteredModel alias(ModelRef model, String alias) {
        ledger.get(model);
        Stages.requireAlias(alias);
        return ledger.changeAliases(model.name(), "alias " + alias, aliases -> {
            aliases.put(alias, model.version());
            return aliases;
        });
    }

    @Override
    public RegisteredModel unalias(String name, String alias) {
        aliased(name, alias);
        return ledger.changeAliases(name, "remove alias " + alias, aliases -> {
            aliases.remove(alias);
            return aliases;
        });
    }

    @Override
    public ModelVersion moveTo(ModelRef model, ModelStage stage, String comment) {
        return ledger.change(model, "move to " + stage.text(), stored -> stages.moved(stored, stage, comment));
    }

    @Override
    public ModelVersion judge(ModelRef model, Scorecard scorecard) {
        return ledger.change(
                model,
                "judge",
                stored -> stored.withAssessment(
                        new Assessment(stored.metrics(), Optional.of(scorecard), stored.validations())));
    }

    @Override
    public ModelVersion describe(ModelRef model, String description) {
        return ledger.change(model, "describe", stored -> Stages.described(stored, description));
    }

    @Override
    public ModelVersion writeCard(ModelRef model, String title, String text) {
        CardWriter.requireTitle(title);
        return ledger.change(model, "write the card of", stored -> Stages.withCard(stored, title, text));
    }

    @Override
    public ModelCard card(ModelRef model) {
        return new CardWriter(lineage(model)).card(ledger.get(model), trainingDataset(ledger.get(model)));
    }

    private Optional<TrainingDataset> trainingDataset(ModelVersion model) {
        return model.origin()
                .view()
                .flatMap(view -> parts.views().view(view).trainingDatasets().stream()
                        .filter(dataset -> dataset.version()
                                == model.origin().trainingDataset().orElse(0))
                        .findFirst());
    }

    @Override
    public ModelLineage lineage(ModelRef model) {
        ModelVersion version = ledger.get(model);
        return new ModelLineage(
                model,
                version.origin().view(),
                version.origin().trainingDataset(),
                version.origin().view().map(parts.views()::groups).orElse(List.of()),
                version.origin().run(),
                ledger.deployments(model));
    }

    @Override
    public List<ModelRef> trainedOnGroup(String group, int version) {
        GroupRef wanted = new GroupRef(group, version);
        return ledger.list().stream()
                .flatMap(model -> ledger.versions(model.name()).stream())
                .filter(model -> model.origin()
                        .view()
                        .map(parts.views()::groups)
                        .orElse(List.of())
                        .contains(wanted))
                .map(ModelVersion::ref)
                .toList();
    }

    @Override
    public FeatureView featureView(ModelRef model) {
        ModelVersion version = ledger.get(model);
        FeatureView view = version.origin()
                .view()
                .map(parts.views()::view)
                .orElseThrow(() -> LearningError.NOT_FOUND.because(
                        "It is not known on which view " + model + " was trained. Say so when you register it."));
        return version.origin().trainingDataset().isPresent()
                ? view.withTrainingDataset(version.origin().trainingDataset().getAsInt())
                : view;
    }

    @Override
    public Predictor load(ModelRef model) {
        ModelVersion version = ledger.get(model);
        ModelRuntime runtime = parts.runtimes().runtime(version.files().format());
        return parts.scratch().with(directory -> {
            folder.copy(model, version.files().files(), directory);
            return runtime.load(directory, version.signature());
        });
    }

    @Override
    public Path download(ModelRef model, Path directory) {
        ModelVersion version = ledger.get(model);
        Scratch.requireEmpty(directory);
        folder.copy(model, version.files().files(), directory);
        return directory;
    }

    @Override
    public Map<ModelRef, String> check() {
        Map<ModelRef, String> wrong = new LinkedHashMap<>();
        for (RegisteredModel model : ledger.list()) {
            for (ModelVersion version : ledger.versions(model.name())) {
                try {
                    folder.check(version.ref(), version.files().files());
                } catch (ShearwaterException found) {
                    wrong.put(version.ref(), String.valueOf(found.getMessage()));
                }
            }
        }
        return wrong;
    }

    @Override
    public void delete(ModelRef model) {
        ledger.get(model);
        ledger.remove(model);
        folder.delete(model);
    }
}
