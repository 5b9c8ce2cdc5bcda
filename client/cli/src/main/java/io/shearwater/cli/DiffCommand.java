package io.shearwater.cli;

import io.shearwater.model.FrameReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what changed in a feature group between two commits. */
@Command(
        name = "diff",
        description = "Show the rows that were inserted, updated or deleted between two commits of a feature group.")
final class DiffCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final GroupArgument group;

    @Parameters(
            index = "1",
            paramLabel = "FROM",
            description = "A commit; what it and those before it wrote is not shown. 0 for the empty group.")
    private long from;

    @Parameters(index = "2", paramLabel = "TO", description = "A later commit; what it wrote is shown.")
    private long to;

    @Mixin
    private final RowLimit limit = new RowLimit();

    DiffCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.group = new GroupArgument(options);
    }

    @Override
    public void run() {
        ResultTable changes = group.read(chosen -> {
            FrameReader rows = chosen.changes(from, to);
            return FrameTable.first(rows, limit.most());
        });
        limit.print(changes, options, terminal);
    }
}
