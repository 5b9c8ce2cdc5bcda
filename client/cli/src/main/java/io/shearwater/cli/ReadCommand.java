package io.shearwater.cli;

import io.shearwater.api.ReadOptions;
import io.shearwater.model.Frame;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads rows of a feature group's history. */
@Command(name = "read", description = "Show rows of a feature group, in no particular order.")
final class ReadCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final GroupArgument group;

    @Option(
            names = "--columns",
            paramLabel = "NAME",
            split = ",",
            description = "Columns to show, separated by commas (default: all).")
    private List<String> columns = List.of();

    @Option(names = "--limit", paramLabel = "ROWS", description = "Most rows to show (default: ${DEFAULT-VALUE}).")
    private long limit = 10;

    ReadCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.group = new GroupArgument(options);
    }

    @Override
    public void run() {
        ReadOptions what =
                ReadOptions.all().select(columns.toArray(String[]::new)).limit(limit);
        Frame rows = group.read(chosen -> chosen.read(what));
        options.output().printer(terminal).print(FrameTable.of(rows));
    }
}
