package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.ModelLineage;
import io.shearwater.api.Models;
import io.shearwater.api.Models.Direction;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.RegisteredModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The models of a project. */
@Command(
        name = "models",
        description = {
            "Look at registered models, judge them, and take them along.",
            "A model is named fraud for its newest version, fraud/3 for a version, fraud@champion for an alias."
        })
final class ModelsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    private ModelsCommand() {}

    static CommandLine of(GlobalOptions options, Terminal terminal) {
        return new CommandLine(new ModelsCommand())
                .addSubcommand(new ListModels(options, terminal))
                .addSubcommand(new Show(options, terminal))
                .addSubcommand(new Card(options, terminal))
                .addSubcommand(new Best(options, terminal))
                .addSubcommand(new EvaluateModel(options, terminal))
                .addSubcommand(new Validations(options, terminal))
                .addSubcommand(new Stage(options, terminal))
                .addSubcommand(new Alias(options, terminal))
                .addSubcommand(new Get(options, terminal))
                .addSubcommand(new Delete(options, terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do with models: list, show, card, best, evaluate, validations, stage, alias, get or "
                        + "delete");
    }

    private static final class Chosen {
        @Parameters(
                index = "0",
                paramLabel = "MODEL",
                description = "A model such as fraud, fraud/3 or fraud@champion.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private ModelName model;

        ModelVersion in(Models models) {
            return model.find(models);
        }
    }

    /** A line for each fact of one thing. */
    private static ResultTable facts(Map<String, ?> facts) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        facts.forEach((name, value) -> rows.add(Arrays.asList(name, value)));
        return new ResultTable(List.of("property", "value"), rows);
    }

    static ResultTable versions(List<ModelVersion> versions, RegisteredModel model) {
        TreeSet<String> metrics = new TreeSet<>();
        versions.forEach(version -> metrics.addAll(version.metrics().keySet()));
        List<String> columns =
                new ArrayList<>(List.of("model", "version", "stage", "aliases", "created", "trained_on"));
        columns.addAll(metrics);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ModelVersion version : versions) {
            List<@Nullable Object> row = new ArrayList<>(Arrays.asList(
                    version.name(),
                    version.version(),
                    version.stage().text(),
                    aliases(model, version.version()),
                    version.created(),
                    trainedOn(version)));
            metrics.forEach(metric -> row.add(Measured.of(version.metrics().get(metric))));
            rows.add(row);
        }
        return new ResultTable(columns, rows);
    }

    private static String aliases(RegisteredModel model, int version) {
        return model.aliases().entrySet().stream()
                .filter(alias -> alias.getValue() == version)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String trainedOn(ModelVersion version) {
        return version.origin()
                .view()
                .map(view -> view + ", training data "
                        + version.origin().trainingDataset().orElse(0))
                .orElse(null);
    }

    @Command(name = "list", description = "List the models, or the versions of one with what their tests measured.")
    static final class ListModels extends PartOfStore<Models> {
        @Parameters(arity = "0..1", paramLabel = "NAME", description = "A model; all without it.")
        private @Nullable String name;

        ListModels(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::models);
        }

        @Override
        ResultTable table() {
            String wanted = name;
            return wanted == null
                    ? read(ListModels::all)
                    : read(models -> versions(models.versions(wanted), models.registered(wanted)));
        }

        private static ResultTable all(Models models) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (RegisteredModel model : models.list()) {
                ModelVersion newest = models.model(model.name());
                rows.add(Arrays.asList(
                        model.name(),
                        model.versions().size(),
                        newest.version(),
                        newest.stage().text(),
                        newest.files().format(),
                        model.aliases().isEmpty() ? null : model.aliases().toString(),
                        newest.dossier().description().isEmpty()
                                ? null
                                : newest.dossier().description()));
            }
            return new ResultTable(
                    List.of("model", "versions", "newest", "stage", "format", "aliases", "description"), rows);
        }
    }

    @Command(
            name = "show",
            description = "Show what is known of a version: features, metrics, parameters, files, lineage.")
    static final class Show extends PartOfStore<Models> {
        @Mixin
        private final Chosen chosen = new Chosen();

        Show(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::models);
        }

        @Override
        ResultTable table() {
            return read(models -> {
                ModelVersion model = chosen.in(models);
                return facts(ModelFacts.of(model, models.lineage(model.ref())));
            });
        }
    }

    /** What is known of a version, by name. */
    private static final class ModelFacts {
        private ModelFacts() {}

        static Map<String, Object> of(ModelVersion model, ModelLineage lineage) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("model", model.name());
            facts.put("version", model.version());
            facts.put("stage", model.stage().text());
            facts.put("created", model.created());
            facts.put("description", model.dossier().description());
            facts.put(
                    "predicts",
                    model.signature().label() + ", " + model.signature().task().text()
                            + (model.signature().classes().isEmpty()
                                    ? ""
                                    : " of " + model.signature().classes()));
            facts.put("features", model.signature().features().fields().toString());
            facts.put("trained on", String.valueOf(trainedOn(model)));
            facts.put("groups", lineage.groups().toString());
            facts.put("run", lineage.run().orElse(""));
            facts.put("deployments", lineage.deployments().toString());
            facts.put("format", model.files().format());
            model.files().files().forEach(file -> facts.put("file " + file.path(), file.bytes() + " bytes"));
            model.metrics().forEach((name, value) -> facts.put("metric " + name, Measured.of(value)));
            model.origin().parameters().forEach((name, value) -> facts.put("parameter " + name, value));
            model.validations()
                    .forEach(found -> facts.put(
                            "validation " + found.number() + " '" + found.name() + "' at " + found.at(),
                            (found.isRequired() ? found.scorecard().isPassed() ? "passed, " : "FAILED, " : "")
                                    + found.data()));
            model.origin().libraries().forEach((name, value) -> facts.put("library " + name, value));
            model.dossier()
                    .changes()
                    .forEach(change -> facts.put(
                            "moved to " + change.to().text() + " at " + change.at(),
                            "by " + change.by() + (change.comment().isEmpty() ? "" : ": " + change.comment())));
            return facts;
        }
    }

    @Command(name = "card", description = "Show the model card, with what is known by itself filled in.")
    static final class Card extends PartOfStore<Models> {
        @Mixin
        private final Chosen chosen = new Chosen();

        @Option(
                names = "--write",
                paramLabel = "SECTION=TEXT",
                description = "Write a section, such as --write \"Monitoring=Drift of each feature, daily\".")
        private Map<String, String> write = Map.of();

        Card(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::models);
        }

        @Override
        ResultTable table() {
            return write.isEmpty() ? read(this::card) : change(this::written);
        }

        private ResultTable written(Models models) {
            ModelRef model = chosen.in(models).ref();
            write.forEach((title, text) -> models.writeCard(model, title, text));
            return card(models);
        }

        private ResultTable card(Models models) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            models.card(chosen.in(models).ref())
                    .sections()
                    .forEach(section -> rows.add(Arrays.asList(
                            section.title(),
                            section.isFilled() ? section.isAutomatic() ? "known" : "written" : "missing",
                            section.text())));
            return new ResultTable(List.of("section", "is", "text"), rows);
        }
    }

    @Command(name = "validations", description = "List what evaluations found of a version since it was registered.")
    static final class Validations extends PartOfStore<Models> {
        @Mixin
        private final Chosen chosen = new Chosen();

        Validations(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::models);
        }

        @Override
        ResultTable table() {
            return read(models -> ValidationTable.of(chosen.in(models).validations()));
        }
    }

    @Command(name = "best", description = "Show the version with the best value of a metric.")
    static final class Best extends PartOfStore<Models> {
        @Parameters(index = "0", paramLabel = "NAME", description = "A model.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private String name;

        @Parameters(index = "1", paramLabel = "METRIC", description = "Such as pr_auc.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private String metric;

        @Option(names = "--least", description = "The least value is the best, as of log_loss.")
        private boolean least;

        Best(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::models);
        }

        @Override
        ResultTable table() {
            return read(models -> versions(
                    List.of(models.best(name, metric, least ? Direction.MINIMIZE : Direction.MAXIMIZE)),
                    models.registered(name)));
        }
    }

    @Command(
            name = "stage",
            description = "Move a version to another stage: validated, production (which needs a comment) or archived.")
    static final class Stage extends PartOfStore<Models> {
        @Mixin
        private final Chosen chosen = new Chosen();

        @Parameters(index = "1", paramLabel = "STAGE", description = "unvalidated, validated, production or archived.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private String stage;

        @Option(names = "--comment", paramLabel = "TEXT", description = "Why.")
        private String comment = "";

        Stage(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::models);
        }

        @Override
        ResultTable table() {
            return change(models -> {
                ModelVersion moved = models.moveTo(chosen.in(models).ref(), ModelStage.parse(stage), comment);
                return versions(List.of(moved), models.registered(moved.name()));
            });
        }
    }

    @Command(name = "alias", description = "Let an alias stand for a version, and for none else.")
    static final class Alias extends PartOfStore<Models> {
        @Mixin
        private final Chosen chosen = new Chosen();

        @Parameters(index = "1", paramLabel = "ALIAS", description = "Such as champion.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private String alias;

        Alias(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::models);
        }

        @Override
        ResultTable table() {
            return change(models -> {
                ModelVersion model = chosen.in(models);
                return versions(List.of(model), models.alias(model.ref(), alias));
            });
        }
    }

    @Command(name = "get", description = "Copy the files of a version to a directory that is empty or not there.")
    static final class Get extends PartOfStore<Models> {
        @Mixin
        private final Chosen chosen = new Chosen();

        @Parameters(index = "1", paramLabel = "DIR", description = "Where they go.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private Path directory;

        Get(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::models);
        }

        @Override
        ResultTable table() {
            return read(models -> {
                ModelVersion model = chosen.in(models);
                Path to = models.download(model.ref(), directory);
                List<List<@Nullable Object>> rows = new ArrayList<>();
                model.files()
                        .files()
                        .forEach(file ->
                                rows.add(Arrays.asList(to.resolve(file.path()).toString(), file.bytes())));
                return new ResultTable(List.of("file", "bytes"), rows);
            });
        }
    }

    @Command(name = "delete", description = "Delete a version with its files; its number is not used again.")
    static final class Delete extends PartOfStore<Models> {
        @Parameters(index = "0", paramLabel = "NAME", description = "A model.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before run
        private String name;

        @Parameters(index = "1", paramLabel = "VERSION", description = "Its version.")
        private int version;

        Delete(GlobalOptions options, Terminal terminal) {
            super(options, terminal, FeatureStore::models);
        }

        @Override
        ResultTable table() {
            return change(models -> {
                models.delete(new ModelRef(name, version));
                return new ResultTable(List.of("deleted", "version"), List.of(Arrays.asList(name, version)));
            });
        }
    }
}
