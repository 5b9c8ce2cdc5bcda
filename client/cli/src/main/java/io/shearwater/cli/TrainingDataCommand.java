package io.shearwater.cli;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Makes a version of the training data of a view, or writes one again. */
@Command(
        name = "training-data",
        description = {
            "Make a new version of the training data of a view, as files, or write an old version again.",
            "Each row has the features as they were known at its label's time. A version keeps the states of the groups "
                    + "that it was made from: written again it is identical."
        })
final class TrainingDataCommand implements Runnable {
    private static final List<String> COLUMNS = List.of("version", "part", "rows", "split", "digest");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final ViewArgument view;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Where the files go, one for each part; without it the versions that were made are listed.")
    private @Nullable Path to;

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "Write this version again instead of making a new one; without --to list it alone.")
    private @Nullable Integer version;

    /** What the transformations of the version learnt, for people. */
    private List<String> learnt = List.of();

    @Mixin
    private final SplitOptions split = new SplitOptions();

    @Option(
            names = "--class-weights",
            paramLabel = "LABEL",
            description = "Add a column class_weight by which all values of a label count alike, however rare.")
    private @Nullable String weightLabel;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Of the files: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private TrainingFiles.Format format = TrainingFiles.Format.PARQUET;

    @Option(
            names = "--rows-per-file",
            paramLabel = "N",
            description = "Write several files of no more than so many rows, train-00000.parquet and on.")
    private @Nullable Long rowsPerFile;

    TrainingDataCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.view = new ViewArgument(options);
    }

    @Override
    public void run() {
        Path directory = to;
        List<TrainingDataset> versions;
        if (directory == null) {
            requireNoSplit("Say with --to DIR where the training data goes");
            versions = view.read(this::listed);
        } else if (version != null) {
            requireNoSplit("Version " + version + " has its split; leave out all that says how to divide and weight");
            int number = version;
            versions = view.read(chosen -> {
                learnt = learnt(chosen, number);
                return List.of(chosen.writeTrainingData(number, files(directory)));
            });
        } else {
            versions = view.change(chosen -> {
                TrainingDataset made = make(chosen, directory);
                learnt = learnt(chosen, made.version());
                return List.of(made);
            });
        }
        options.output().printer(terminal).print(table(versions));
        if (options.output() == OutputFormat.table && !learnt.isEmpty()) {
            terminal.out().println();
            terminal.out().println("learnt:");
            learnt.forEach(line -> terminal.out().println("  " + line));
        }
        if (options.output() == OutputFormat.table
                && to != null
                && versions.stream().anyMatch(made -> !made.foldsFitted().isEmpty())) {
            terminal.out().println();
            terminal.out()
                    .println("Each fold has two files, transformed by what was learnt for it: fold_1_train has the "
                            + "rows of the other folds, fold_1_test its own. all_folds is for the final model.");
        }
        terminal.out().flush();
    }

    private List<TrainingDataset> listed(FeatureView chosen) {
        if (version == null) {
            return chosen.trainingDatasets();
        }
        learnt = learnt(chosen, version);
        return chosen.withTrainingDataset(version).trainingDataset().stream().toList();
    }

    private static List<String> learnt(FeatureView chosen, int number) {
        return LearntText.of(chosen.withTrainingDataset(number).fittedTransformations());
    }

    private void requireNoSplit(String otherwise) {
        if (split.isGiven() || weightLabel != null) {
            throw new ParameterException(view.command().commandLine(), otherwise);
        }
    }

    private TrainingDataset make(FeatureView chosen, Path directory) {
        try (ProgressBars.Bar bar = new ProgressBars(terminal).start("training data", -1)) {
            long[] before = {0};
            TrainingOptions what = TrainingOptions.of(split.split()).withProgress(done -> {
                bar.advance(done - before[0]);
                before[0] = done;
            });
            return chosen.writeTrainingData(
                    weightLabel == null ? what : what.withClassWeights(weightLabel), files(directory));
        }
    }

    private TrainingFiles files(Path directory) {
        TrainingFiles files = TrainingFiles.of(directory, format);
        return rowsPerFile == null ? files : files.withRowsPerFile(rowsPerFile);
    }

    private static ResultTable table(List<TrainingDataset> versions) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TrainingDataset dataset : versions) {
            dataset.parts()
                    .forEach((name, part) -> rows.add(
                            List.of(dataset.version(), name, part.rows(), SplitText.of(dataset, name), part.digest())));
        }
        return new ResultTable(COLUMNS, rows);
    }
}
