package io.shearwater.cli;

import io.shearwater.definitions.DefinitionPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a folder of definitions would change in a store. */
@Command(
        name = "plan",
        description = {
            "Show what the definitions of a folder would change in a store; change nothing.",
            "Signs: + made, ~ changed, - deleted, ! not possible (exit code 1), ? in the store only and left alone, i to know."
        })
final class PlanCommand implements Callable<Integer> {
    /** Of {@code --exit-code}: something would change. */
    static final int CHANGES = 3;

    private final Terminal terminal;
    private final PlanPrinter printer;

    @Mixin
    private final DefinitionOptions definitions;

    @Option(names = "--exit-code", description = "End with exit code 3 if something would change.")
    private boolean exitCode;

    PlanCommand(GlobalOptions options, Terminal terminal) {
        this.terminal = terminal;
        this.printer = new PlanPrinter(options, terminal);
        this.definitions = new DefinitionOptions(options);
    }

    @Override
    public Integer call() {
        DefinitionPlan plan = definitions.plan();
        printer.print(plan);
        if (!plan.isPossible()) {
            terminal.err().println("shearwater: " + PlanPrinter.refusal(plan));
            return ExitCode.SOFTWARE;
        }
        definitions.check(plan);
        return exitCode && !plan.isEmpty() ? CHANGES : ExitCode.OK;
    }
}
