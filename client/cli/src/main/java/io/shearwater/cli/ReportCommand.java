package io.shearwater.cli;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingRows;
import io.shearwater.evaluation.SignalReport;
import io.shearwater.model.Names;
import io.shearwater.model.TrainingDataset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Tells what features say of a label. */
@Command(
        name = "report",
        description = {
            "Tell what each feature of a view says of the label, before a model is trained: power, mutual information,",
            "close pairs, missing values, and features that know too much. Of the training part, before transformations; of more than 500,000 rows every so-many-th."
        })
final class ReportCommand implements Runnable {
    /** Of more rows, some that are spread evenly: what features tell of a label shows in these. */
    private static final long MOST_ROWS = 500_000;

    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final ViewArgument view;

    @Option(names = "--label", paramLabel = "NAME", description = "Of which label (default: the view's first).")
    private @Nullable String label;

    @Option(
            names = "--training-dataset",
            paramLabel = "N",
            description = "Which version of the training data (default: the newest).")
    private @Nullable Integer version;

    ReportCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.view = new ViewArgument(options);
    }

    @Override
    public void run() {
        SignalReport report = view.read(this::report);
        terminal.out().println(options.output() == OutputFormat.json ? report.toJson() : report.text());
        terminal.out().flush();
    }

    private SignalReport report(FeatureView chosen) {
        List<String> labels = chosen.spec().labels();
        if (labels.isEmpty()) {
            throw new ParameterException(
                    view.command().commandLine(), "'" + view.name() + "' has no label that features could tell of");
        }
        String wanted = label == null ? labels.getFirst() : label;
        if (!labels.contains(wanted)) {
            throw new ParameterException(
                    view.command().commandLine(),
                    "'" + view.name() + "' has no label '" + wanted + "'; it has " + labels + "."
                            + Names.didYouMean(wanted, labels));
        }
        TrainingDataset dataset =
                chosen.withTrainingDataset(version(chosen)).trainingDataset().orElseThrow();
        String part = dataset.parts().containsKey("train")
                ? "train"
                : dataset.parts().keySet().iterator().next();
        long rows = Objects.requireNonNull(dataset.parts().get(part)).rows();
        return TrainingRows.every(
                        Math.toIntExact(Math.max(1, Math.ceilDiv(rows, MOST_ROWS))),
                        chosen.untransformed().trainingRows(dataset.version(), part))
                .map(train -> SignalReport.of(train.features(), train.labels(), wanted))
                .orElseThrow(() -> new ParameterException(
                        view.command().commandLine(),
                        "The part '" + part + "' of the training data " + dataset.version() + " of '" + view.name()
                                + "' has no rows"));
    }

    private int version(FeatureView chosen) {
        if (version != null) {
            return version;
        }
        return chosen.trainingDatasets().stream()
                .map(TrainingDataset::version)
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new ParameterException(
                        view.command().commandLine(),
                        "'" + view.name() + "' has no training data yet. Make some: training-data " + view.name()
                                + " --to DIR, or train"));
    }
}
