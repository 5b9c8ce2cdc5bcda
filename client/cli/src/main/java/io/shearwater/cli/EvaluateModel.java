package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.evaluation.Check;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Validation;
import io.shearwater.model.TimeRange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Evaluates a registered version and keeps what was found. */
@Command(
        name = "evaluate",
        description = {
            "Evaluate a version with data of its view, and keep what was found with it. A check that fails keeps it from the next stage.",
            "Example: models evaluate fraud/3 --days 2026-11-01.. --slices region --require recall~0.1@region --name bias"
        })
final class EvaluateModel implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            converter = ModelName.Converter.class,
            description = "A model such as fraud, fraud/3 or fraud@champion.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private ModelName model;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            converter = SplitOptions.DaysConverter.class,
            description = "With the rows whose labels are of these days (UTC), such as 2026-11-01..2026-11-20 or "
                    + "2026-11-01.., of which training data is made.")
    private @Nullable TimeRange days;

    @Option(
            names = "--training-dataset",
            paramLabel = "N",
            description = "With this version of the training data (default: that with which it was trained).")
    private @Nullable Integer version;

    @Option(names = "--part", paramLabel = "NAME", description = "With this part of it (default: test).")
    private @Nullable String part;

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            description = "With rows of this view, for a model that was trained elsewhere.")
    private @Nullable String view;

    @Option(
            names = "--slices",
            paramLabel = "COLUMN",
            split = ",",
            description = "Evaluate it by the values of these training helpers too.")
    private List<String> slices = List.of();

    @Option(
            names = "--require",
            paramLabel = "CHECK",
            converter = CheckConverter.class,
            description =
                    "What has to hold, such as pr_auc>=0.5, log_loss<=0.1@region for each region, recall~0.1@region "
                            + "where regions may differ by no more.")
    private List<Check> checks = List.of();

    @Mixin
    private final RankingOptions ranking = new RankingOptions();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What it is about, such as bias: the newest of each name counts (default: ${DEFAULT-VALUE}).")
    private String name = "validation";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    EvaluateModel(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (days != null && (version != null || part != null)) {
            throw new ParameterException(
                    spec.commandLine(), "Of --days all rows are taken; leave out --training-dataset and --part");
        }
        Found found = StoreWriting.change(options, spec, this::evaluate);
        options.output().printer(terminal).print(ValidationTable.of(List.of(found.validation)));
        if (!found.validation.scorecard().isPassed()) {
            throw LearningError.NOT_APPROVED.because(found.model.ref() + " does not pass the validation '"
                    + found.validation.name() + "', which is kept with it.\n" + found.validation.scorecard());
        }
    }

    private record Found(ModelVersion model, Validation validation) {}

    private Found evaluate(FeatureStore store) {
        ModelVersion chosen = model.find(store.models());
        ModelEvaluation evaluation =
                ModelEvaluation.of(chosen.ref()).named(name).slices(slices.toArray(String[]::new));
        if (view != null) {
            evaluation = evaluation.of(asTrained(store.featureView(view)));
        }
        if (days != null) {
            evaluation = evaluation.within(days);
        } else if (version != null || part != null) {
            evaluation = evaluation.on(version == null ? 0 : version, part == null ? "test" : part);
        }
        evaluation = ranking.apply(evaluation, evaluation::ranking);
        for (Check check : checks) {
            evaluation = evaluation.require(check);
        }
        return new Found(chosen, store.models().evaluate(evaluation));
    }

    private FeatureView asTrained(FeatureView named) {
        return version == null ? named : named.withTrainingDataset(version);
    }
}
