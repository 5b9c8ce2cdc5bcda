package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes rows, feature groups, feature views and versions of training data; each of its methods is a subcommand. */
@Command(name = "delete", description = "Delete rows, a feature group, a feature view or a version of training data.")
final class DeleteCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    DeleteCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Delete what? There are " + spec.subcommands().keySet());
    }

    @Command(name = "rows", description = "Delete rows of a feature group, from its history and online.")
    void rows(
            @Parameters(
                            index = "0",
                            paramLabel = "GROUP",
                            description = "A feature group; its newest version is taken.")
                    String group,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "NAME=VALUE",
                            description = "Columns and the values that the rows have in them, all of them.")
                    Map<String, String> values,
            @Mixin Confirmation confirmation) {
        StoreWriting.change(options, spec, store -> {
            FeatureGroup chosen = store.featureGroup(group);
            Predicate condition = Predicate.all();
            for (Map.Entry<String, Object> value :
                    new EntryValues(spec).of(chosen.spec().schema(), values).entrySet()) {
                condition = condition.and(Predicate.equalTo(value.getKey(), value.getValue()));
            }
            long rows = count(chosen, condition);
            if (rows > 0 && !confirmation.given(rows + " rows of '" + group + "' are about to be deleted.")) {
                return 0L;
            }
            return printed(
                    "rows",
                    rows == 0 ? 0 : chosen.deleteWhere(condition).counts().deleted());
        });
    }

    private static long count(FeatureGroup group, Predicate condition) {
        ReadOptions keys = ReadOptions.all()
                .where(condition)
                .select(group.spec().primaryKey().toArray(String[]::new));
        long rows = 0;
        try (FrameReader reader = group.reader(keys)) {
            for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                rows += frame.get().rows();
            }
        }
        return rows;
    }

    @Command(name = "group", description = "Delete a version of a feature group with all its history.")
    void group(
            @Parameters(paramLabel = "GROUP", description = "The feature group.") String group,
            @Option(names = "--version", paramLabel = "N", description = "Its version, where there are several.")
                    @Nullable
                    Integer version,
            @Mixin Confirmation confirmation) {
        StoreWriting.change(options, spec, store -> {
            List<Integer> versions = store.featureGroups().stream()
                    .map(FeatureGroup::spec)
                    .filter(known -> known.name().equals(group))
                    .map(known -> known.version())
                    .toList();
            int chosen = version(group, version, versions);
            store.featureGroup(group, chosen);
            if (!confirmation.given("The feature group '" + group + "' version " + chosen
                    + " is about to be deleted, with all its commits.")) {
                return 0L;
            }
            store.deleteFeatureGroup(group, chosen);
            return printed("feature groups", 1);
        });
    }

    @Command(name = "view", description = "Delete a version of a feature view.")
    void view(
            @Parameters(paramLabel = "VIEW", description = "The feature view.") String view,
            @Option(names = "--version", paramLabel = "N", description = "Its version, where there are several.")
                    @Nullable
                    Integer version,
            @Mixin Confirmation confirmation) {
        StoreWriting.change(options, spec, store -> {
            List<Integer> versions = store.featureViews().stream()
                    .map(FeatureView::spec)
                    .filter(known -> known.name().equals(view))
                    .map(known -> known.version())
                    .toList();
            int chosen = version(view, version, versions);
            store.featureView(view, chosen);
            if (!confirmation.given("The feature view '" + view + "' version " + chosen + " is about to be deleted.")) {
                return 0L;
            }
            store.deleteFeatureView(view, chosen);
            return printed("feature views", 1);
        });
    }

    @Command(name = "training-data", description = "Delete a version of the training data of a view.")
    void trainingData(
            @Parameters(index = "0", paramLabel = "VIEW", description = "A feature view; its newest version is taken.")
                    String view,
            @Parameters(index = "1", paramLabel = "N", description = "The version of the training data.") int number,
            @Mixin Confirmation confirmation) {
        StoreWriting.change(options, spec, store -> {
            FeatureView chosen = store.featureView(view);
            if (!confirmation.given("Version " + number + " of the training data of '" + view
                    + "' is about to be deleted; it cannot be made again once its commits expire.")) {
                return 0L;
            }
            chosen.deleteTrainingDataset(number);
            return printed("versions of training data", 1);
        });
    }

    /** The version that is meant; where none is named there must be no choice. */
    private int version(String name, @Nullable Integer version, List<Integer> versions) {
        if (version == null && versions.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "'" + name + "' has the versions " + versions + "; name one with --version N");
        }
        // One that is not there is for the store to refuse.
        return version == null ? (versions.isEmpty() ? 1 : versions.getFirst()) : version;
    }

    private long printed(String what, long deleted) {
        options.output()
                .printer(terminal)
                .print(new ResultTable(List.of("deleted", "count"), List.of(List.of(what, deleted))));
        return deleted;
    }
}
