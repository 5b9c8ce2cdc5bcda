package io.shearwater.cli;

import io.shearwater.definitions.DefinitionPlan;
import io.shearwater.definitions.Definitions;
import io.shearwater.definitions.PlannedChange;
import io.shearwater.definitions.PlannedChange.Action;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes single feature views. */
@Command(
        name = "view",
        description = "Make a feature view; delete view deletes one.",
        synopsisSubcommandLabel = "COMMAND")
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
        throw new ParameterException(spec.commandLine(), "Missing command: create");
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
        Definitions definitions = Definitions.read(file);
        if (!definitions.groups().isEmpty()) {
            throw new ParameterException(
                    spec.subcommands().get("create"),
                    "'" + file + "' defines feature groups too. Make all of it with: shearwater apply " + file);
        }
        DefinitionPlan plan = StoreWriting.change(options, spec, store -> {
            if (definitions.views(store.definitions()).isEmpty()) {
                throw new ParameterException(
                        spec.subcommands().get("create"), "'" + file + "' defines no feature view. Write one into it.");
            }
            return definitions.apply(store);
        });
        print(plan.steps().stream()
                .filter(step -> step.action() == Action.CREATE || step.action() == Action.CHANGE)
                .map(ViewCommand::row)
                .toList());
    }

    private static List<Object> row(PlannedChange step) {
        return List.of(step.name(), step.version(), step.action() == Action.CREATE ? "created" : "described");
    }
}
