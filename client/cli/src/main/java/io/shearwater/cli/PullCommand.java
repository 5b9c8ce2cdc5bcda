package io.shearwater.cli;

import io.shearwater.definitions.DefinitionPull;
import io.shearwater.definitions.DefinitionPull.Existing;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the definitions of a store into a folder. */
@Command(
        name = "pull",
        description = {
            "Write the definitions of a store into a folder, as YAML files.",
            "Files that say what the store says are left as they are. The folder also gets the schema that editors use."
        })
final class PullCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "The folder; it is made if it is not there.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private Path folder;

    @Option(
            names = "--force",
            description = "Overwrite files that say something else than the store; their comments are lost.")
    private boolean force;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    PullCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        DefinitionPull.Result result = DefinitionPull.pull(
                StoreReading.read(options, spec, store -> store.definitions()),
                folder,
                force ? Existing.OVERWRITE : Existing.REFUSE);
        if (options.output() != OutputFormat.table) {
            List<List<Object>> rows = new ArrayList<>();
            result.written().forEach(file -> rows.add(List.of("written", file)));
            result.onlyInFolder().forEach(definition -> rows.add(List.of("only in the folder", definition)));
            options.output().printer(terminal).print(new ResultTable(List.of("what", "name"), List.copyOf(rows)));
            return;
        }
        PrintWriter out = terminal.out();
        result.written().forEach(file -> out.println("wrote " + file));
        result.onlyInFolder().forEach(definition -> out.println("left: the store has no " + definition));
        out.println(
                result.written().isEmpty()
                        ? "The files are as the store says."
                        : result.written().size() + " files.");
        out.flush();
    }
}
