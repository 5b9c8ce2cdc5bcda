package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes rows, feature groups, feature views and versions of training data. */
@Command(name = "delete", description = "Delete rows, a feature group, a feature view or a version of training data.")
final class DeleteCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    private DeleteCommand() {}

    static CommandLine of(GlobalOptions options, Terminal terminal, Question question) {
        return new CommandLine(new DeleteCommand())
                .addSubcommand(new Rows(options, terminal, question))
                .addSubcommand(new Group(options, terminal, question))
                .addSubcommand(new TrainingDataVersion(options, terminal, question))
                .addSubcommand(new View(options, terminal, question));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Delete what? There are " + spec.subcommands().keySet());
    }

    @Command(name = "rows", description = "Delete rows of a feature group, from its history and online.")
    static final class Rows extends Deletion {
        @Parameters(index = "0", paramLabel = "GROUP", description = "A feature group; its newest version is taken.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before call
        private String group;

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "NAME=VALUE",
                description = "Columns and the values that the rows have in them, all of them.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before call
        private Map<String, String> values;

        Rows(GlobalOptions options, Terminal terminal, Question question) {
            super(options, terminal, question);
        }

        @Override
        Planned look(FeatureStore store) {
            FeatureGroup chosen = store.featureGroup(group);
            FeatureGroupSpec definition = chosen.spec();
            Predicate condition = Predicate.all();
            for (Map.Entry<String, Object> value :
                    new EntryValues(spec()).of(definition.schema(), values).entrySet()) {
                condition = condition.and(Predicate.equalTo(value.getKey(), value.getValue()));
            }
            Predicate rows = condition;
            long found = count(chosen, rows);
            String what = found == 1 ? "1 row of '%s' is" : "%2$d rows of '%1$s' are";
            return new Planned(
                    "rows",
                    Optional.of(what.formatted(group, found) + " about to be deleted.")
                            .filter(text -> found > 0),
                    now -> now.featureGroup(group, definition.version())
                            .deleteWhere(rows)
                            .counts()
                            .deleted());
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
    }

    @Command(name = "group", description = "Delete a version of a feature group with all its history.")
    static final class Group extends Deletion {
        @Parameters(paramLabel = "GROUP", description = "The feature group.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before call
        private String group;

        @Mixin
        private final VersionOption version = new VersionOption();

        Group(GlobalOptions options, Terminal terminal, Question question) {
            super(options, terminal, question);
        }

        @Override
        Planned look(FeatureStore store) {
            int chosen = version.among(
                    store.featureGroups(),
                    group,
                    known -> known.spec().name(),
                    known -> known.spec().version());
            store.featureGroup(group, chosen);
            return Planned.one(
                    "feature groups",
                    "The feature group '" + group + "' version " + chosen
                            + " is about to be deleted, with all its commits.",
                    now -> now.deleteFeatureGroup(group, chosen));
        }
    }

    @Command(name = "view", description = "Delete a version of a feature view.")
    static final class View extends Deletion {
        @Parameters(paramLabel = "VIEW", description = "The feature view.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before call
        private String view;

        @Mixin
        private final VersionOption version = new VersionOption();

        View(GlobalOptions options, Terminal terminal, Question question) {
            super(options, terminal, question);
        }

        @Override
        Planned look(FeatureStore store) {
            int chosen = version.among(
                    store.featureViews(),
                    view,
                    known -> known.spec().name(),
                    known -> known.spec().version());
            store.featureView(view, chosen);
            return Planned.one(
                    "feature views",
                    "The feature view '" + view + "' version " + chosen + " is about to be deleted.",
                    now -> now.deleteFeatureView(view, chosen));
        }
    }

    @Command(name = "training-data", description = "Delete a version of the training data of a view.")
    static final class TrainingDataVersion extends Deletion {
        @Parameters(index = "0", paramLabel = "VIEW", description = "A feature view; its newest version is taken.")
        @SuppressWarnings("NullAway.Init") // picocli sets it before call
        private String view;

        @Parameters(index = "1", paramLabel = "N", description = "The version of the training data.")
        private int number;

        TrainingDataVersion(GlobalOptions options, Terminal terminal, Question question) {
            super(options, terminal, question);
        }

        @Override
        Planned look(FeatureStore store) {
            int version = store.featureView(view).spec().version();
            return Planned.one(
                    "versions of training data",
                    "Version " + number + " of the training data of '" + view
                            + "' is about to be deleted; it cannot be made again once its commits expire.",
                    now -> now.featureView(view, version).deleteTrainingDataset(number));
        }
    }
}
