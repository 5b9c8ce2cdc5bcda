package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.definitions.DefinitionPlan;
import io.shearwater.store.Shearwater;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Makes a store what a folder of definitions says. */
@Command(
        name = "apply",
        description = {
            "Make a store what the definitions of a folder say: show the plan, ask, and change all of it or nothing.",
            "A store that is not there is made. What only the store has is left alone unless --delete is said."
        })
final class ApplyCommand implements Callable<Integer> {
    private final GlobalOptions options;
    private final Terminal terminal;
    private final PlanPrinter printer;

    @Mixin
    private final DefinitionOptions definitions;

    @Mixin
    private final Confirmation confirmation;

    ApplyCommand(GlobalOptions options, Terminal terminal, Question question) {
        this.options = options;
        this.terminal = terminal;
        this.printer = new PlanPrinter(options, terminal);
        this.definitions = new DefinitionOptions(options);
        this.confirmation = new Confirmation(question);
    }

    @Override
    public Integer call() {
        // The store is not held while somebody thinks: what it became meanwhile is found when the plan is applied.
        DefinitionPlan plan = definitions.plan();
        printer.print(plan);
        if (!plan.isPossible()) {
            terminal.err().println("shearwater: " + PlanPrinter.refusal(plan));
            return ExitCode.SOFTWARE;
        }
        if (plan.isEmpty()) {
            return ExitCode.OK;
        }
        if (!confirmation.given("The plan is about to be applied.")) {
            terminal.err().println("shearwater: nothing was changed");
            return ExitCode.SOFTWARE;
        }
        try (FeatureStore store = Shearwater.open(definitions.directory())) {
            plan.apply(store);
        }
        if (options.output() == OutputFormat.table) {
            terminal.out().println("Applied.");
            terminal.out().flush();
        }
        return ExitCode.OK;
    }
}
