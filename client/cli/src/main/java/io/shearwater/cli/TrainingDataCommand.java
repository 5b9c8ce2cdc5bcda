package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.FileSource;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TrainingDataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a version of the training data of a view, or writes one again. */
@Command(
        name = "training-data",
        description = {
            "Make a new version of the training data of a view, as files, or write an old version again.",
            "Each row has the features as they were known at its label's time. A version keeps the states of the groups "
                    + "that it was made from: written again it is identical."
        })
final class TrainingDataCommand implements Runnable {
    private static final List<String> COLUMNS = List.of("version", "part", "rows", "digest");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(paramLabel = "VIEW", description = "Name of a feature view; its newest version is taken.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String view;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Where the files go, one for each part; without it the versions that were made are listed.")
    private @Nullable Path to;

    @Option(
            names = "--version",
            paramLabel = "N",
            description = "Write this version again instead of making a new one.")
    private @Nullable Integer version;

    @Option(names = "--test", paramLabel = "SHARE", description = "Share of the rows for testing, such as 0.2.")
    private double test;

    @Option(names = "--validation", paramLabel = "SHARE", description = "Share of the rows for validation.")
    private double validation;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Another number makes another split (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "Of the files: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private FileSource.Format format = FileSource.Format.PARQUET;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    TrainingDataCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path directory = to;
        List<TrainingDataset> versions;
        if (directory == null) {
            requireNoSplit("Say with --to DIR where the training data goes");
            versions = StoreReading.read(
                    options, spec, store -> store.featureView(view).trainingDatasets());
        } else if (version != null) {
            requireNoSplit("Version " + version + " has its split; leave out --test and --validation");
            int number = version;
            versions = StoreReading.read(
                    options,
                    spec,
                    store -> List.of(store.featureView(view).writeTrainingData(number, directory, format)));
        } else {
            versions = StoreWriting.change(options, spec, store -> List.of(make(store, directory)));
        }
        options.output().printer(terminal).print(table(versions));
    }

    private void requireNoSplit(String otherwise) {
        if (test != 0 || validation != 0) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private TrainingDataset make(FeatureStore store, Path directory) {
        FeatureView chosen = store.featureView(view);
        try (ProgressBars.Bar bar = new ProgressBars(terminal).start("training data", -1)) {
            long[] before = {0};
            TrainingOptions what = TrainingOptions.of(split()).withProgress(done -> {
                bar.advance(done - before[0]);
                before[0] = done;
            });
            return chosen.writeTrainingData(what, directory, format);
        }
    }

    private SplitSpec split() {
        if (validation != 0) {
            return SplitSpec.trainValidationTest(validation, test, seed);
        }
        return test == 0 ? SplitSpec.whole() : SplitSpec.trainTest(test, seed);
    }

    private static ResultTable table(List<TrainingDataset> versions) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TrainingDataset dataset : versions) {
            dataset.parts()
                    .forEach((name, part) -> rows.add(List.of(dataset.version(), name, part.rows(), part.digest())));
        }
        return new ResultTable(COLUMNS, rows);
    }
}
