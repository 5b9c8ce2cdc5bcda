package io.shearwater.cli;

import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingOptions;
import io.shearwater.evaluation.Check;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Trains a model on a view and registers it. */
@Command(
        name = "train",
        description = {
            "Train a model on the training data of a view, test it, and register it.",
            "It learns from the part train, stops by the part validation if there is one, and is tested with the part test.",
            "The same command goes on where it was when it was killed.",
            "Example: train payments_fv --model fraud --test 0.2 --param max_depth=6 --require pr_auc>=0.5"
        })
final class TrainCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final ViewArgument view;

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "Name of the model.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String model;

    @Option(
            names = "--training-dataset",
            paramLabel = "N",
            description = "Train with this version of the training data instead of making a new one.")
    private @Nullable Integer version;

    @Mixin
    private final SplitOptions split = new SplitOptions();

    @Option(
            names = "--trainer",
            paramLabel = "NAME",
            defaultValue = "xgboost",
            description = "What learns (default: ${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String trainer;

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A parameter of the trainer by its own name, such as max_depth=6.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--label", paramLabel = "NAME", description = "What it predicts (default: the view's first label).")
    private @Nullable String label;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "binary, multiclass or regression; it follows from the label's type unless said.")
    private @Nullable String task;

    @Mixin
    private final RankingOptions ranking = new RankingOptions();

    @Option(
            names = "--positive",
            paramLabel = "VALUE",
            description = "Of two classes the one whose probability is predicted, as of true or 1 unless said.")
    private @Nullable String positive;

    @Option(
            names = "--without",
            paramLabel = "FEATURE",
            split = ",",
            description = "Features of the view that the model does not read, such as ids.")
    private List<String> without = List.of();

    @Option(
            names = "--class-weights",
            description = "Let all classes count alike, however rare; on a new version of the training data.")
    private boolean weighted;

    @Option(
            names = "--slices",
            paramLabel = "COLUMN",
            split = ",",
            description = "Test it by the values of these training helpers too.")
    private List<String> slices = List.of();

    @Option(
            names = "--require",
            paramLabel = "CHECK",
            converter = CheckConverter.class,
            description = "Register it only if this holds of the test: pr_auc>=0.5, log_loss<=0.1@region for each "
                    + "region, recall~0.1@region where regions may differ by no more.")
    private List<Check> checks = List.of();

    @Option(names = "--description", paramLabel = "TEXT", description = "What the model is for.")
    private String description = "";

    TrainCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.view = new ViewArgument(options);
    }

    @Override
    public void run() {
        if (version != null && (split.isGiven() || weighted)) {
            throw new ParameterException(
                    view.command().commandLine(),
                    "Version " + version + " has its split; leave out all that says how to divide and weight");
        }
        options.output().printer(terminal).print(StoreWriting.change(options, view.command(), store -> {
            ModelVersion made = store.models().train(training(store.featureView(view.name())));
            return ModelsCommand.versions(List.of(made), store.models().registered(made.name()));
        }));
    }

    private ModelTraining training(FeatureView chosen) {
        ModelTraining training = (version == null
                        ? ModelTraining.of(model, chosen, wanted(chosen))
                        : ModelTraining.of(model, chosen, version))
                .with(trainer)
                .parameters(parameters)
                .seed(split.seed())
                .without(without.toArray(String[]::new))
                .slices(slices.toArray(String[]::new))
                .describedAs(description);
        training = label == null ? training : training.label(label);
        training = task == null ? training : training.task(Task.parse(task));
        training = ranking.apply(training, training::ranking);
        training = positive == null ? training : training.positive(positive);
        for (Check check : checks) {
            training = training.require(check);
        }
        return training;
    }

    private TrainingOptions wanted(FeatureView chosen) {
        TrainingOptions wanted = TrainingOptions.of(split.split());
        if (!weighted) {
            return wanted;
        }
        return wanted.withClassWeights(
                label != null ? label : chosen.spec().labels().getFirst());
    }
}
