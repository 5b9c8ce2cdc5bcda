package io.shearwater.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how the training data of a view is made. */
@Command(name = "explain", description = "Show the plan and the statement that make the training data of a view.")
final class ExplainCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(paramLabel = "VIEW", description = "Name of a feature view; its newest version is taken.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String view;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    ExplainCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        String plan = StoreReading.read(
                options, spec, store -> store.featureView(view).explain());
        if (options.output() == OutputFormat.table) {
            terminal.out().println(plan.stripTrailing());
            terminal.out().flush();
        } else {
            options.output()
                    .printer(terminal)
                    .print(new ResultTable(List.of("view", "plan"), List.of(List.of(view, plan))));
        }
    }
}
