package io.shearwater.cli;

import io.shearwater.api.FeatureView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how the training data of a view is made. */
@Command(name = "explain", description = "Show the plan and the statement that make the training data of a view.")
final class ExplainCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final ViewArgument view;

    ExplainCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.view = new ViewArgument(options);
    }

    @Override
    public void run() {
        String plan = view.read(FeatureView::explain);
        if (options.output() == OutputFormat.table) {
            terminal.out().println(plan.stripTrailing());
            terminal.out().flush();
        } else {
            options.output()
                    .printer(terminal)
                    .print(new ResultTable(List.of("view", "plan"), List.of(List.of(view.name(), plan))));
        }
    }
}
