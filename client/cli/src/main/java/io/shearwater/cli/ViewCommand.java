package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.definitions.DefinitionPlan;
import io.shearwater.definitions.Definitions;
import io.shearwater.definitions.PlannedChange;
import io.shearwater.definitions.PlannedChange.Action;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes and deletes single feature views. */
@Command(name = "view", description = "Make or delete a feature view.", synopsisSubcommandLabel = "COMMAND")
final class ViewCommand implements Runnable {
    private static final List<String> COLUMNS = List.of("view", "version", "action");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    ViewCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command: create or delete");
    }

    private void print(List<List<Object>> rows) {
        options.output().printer(terminal).print(new ResultTable(COLUMNS, List.copyOf(rows)));
    }

    @Command(
            name = "create",
            description = {
                "Make the feature views of a YAML file.",
                "A view that is there and defined so is left as it is; one that is defined otherwise is an error."
            })
    void create(@Parameters(paramLabel = "FILE", description = "A file with one view or several.") Path file) {
        Path directory = StoreReading.directory(options, spec);
        Definitions definitions = Definitions.read(file);
        if (!definitions.groups().isEmpty()) {
            throw new ParameterException(
                    spec.subcommands().get("create"),
                    "'" + file + "' defines feature groups too. Make all of it with: shearwater apply " + file);
        }
        try (FeatureStore store = Shearwater.open(directory)) {
            DefinitionPlan plan = definitions.apply(store);
            print(plan.steps().stream()
                    .filter(step -> step.action() == Action.CREATE || step.action() == Action.CHANGE)
                    .map(ViewCommand::row)
                    .toList());
        }
    }

    private static List<Object> row(PlannedChange step) {
        return List.of(step.name(), step.version(), step.action() == Action.CREATE ? "created" : "described");
    }

    @Command(name = "delete", description = "Delete a feature view that no training dataset was made with.")
    void delete(
            @Parameters(paramLabel = "VIEW", description = "Name of the view.") String name,
            @Parameters(
                            arity = "0..1",
                            paramLabel = "VERSION",
                            description = "Its version; can be left out where there is only one.")
                    @Nullable
                    Integer version) {
        try (FeatureStore store = Shearwater.open(StoreReading.directory(options, spec))) {
            int chosen = version == null ? onlyVersion(store, name) : version;
            store.deleteFeatureView(name, chosen);
            print(List.of(List.of(name, chosen, "deleted")));
        }
    }

    private int onlyVersion(FeatureStore store, String name) {
        int newest = store.featureView(name).spec().version();
        List<Integer> versions = store.definitions().views().stream()
                .filter(view -> view.spec().name().equals(name))
                .map(view -> view.spec().version())
                .toList();
        if (versions.size() > 1) {
            throw new ParameterException(
                    spec.subcommands().get("delete"),
                    "Which version of '" + name + "'? There are " + versions + ". Say: view delete " + name + " "
                            + newest);
        }
        return newest;
    }
}
