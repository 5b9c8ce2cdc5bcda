package io.shearwater.cli;

import io.shearwater.definitions.DefinitionPlan;
import io.shearwater.definitions.PlannedChange;
import io.shearwater.definitions.PlannedChange.Action;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Shows what would become of a store: signs and colours for people, rows for programs. */
final class PlanPrinter {
    private final GlobalOptions options;
    private final Terminal terminal;

    PlanPrinter(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    void print(DefinitionPlan plan) {
        if (options.output() != OutputFormat.table) {
            options.output()
                    .printer(terminal)
                    .print(new ResultTable(
                            List.of("action", "kind", "name", "version", "details"),
                            plan.steps().stream()
                                    .map(step -> List.<Object>of(
                                            step.action().name().toLowerCase(Locale.ROOT),
                                            step.kind(),
                                            step.name(),
                                            step.version(),
                                            step.details()))
                                    .toList()));
            return;
        }
        PrintWriter out = terminal.out();
        plan.steps().forEach(step -> step.toString().lines().forEach(line -> out.println(coloured(step, line))));
        if (plan.count(Action.LEFT) > 0) {
            out.println("What only the store has (?) is left alone; --delete deletes it.");
        }
        out.println(plan.isEmpty() ? "The store is as the definitions say." : plan.summary() + ".");
        out.flush();
    }

    private String coloured(PlannedChange step, String line) {
        String text = escaped(line);
        if (!terminal.colour()) {
            return text;
        }
        IStyle style = style(step.action(), line.strip());
        return style.on() + text + style.off();
    }

    private static IStyle style(Action action, String line) {
        return switch (action) {
            case CREATE -> Style.fg_green;
            case DELETE -> Style.fg_red;
            case IMPOSSIBLE -> Style.fg_magenta;
            case LEFT, NOTE -> Style.faint;
            case CHANGE ->
                line.startsWith("+") ? Style.fg_green : line.startsWith("-") ? Style.fg_red : Style.fg_yellow;
        };
    }

    /** A description can neither break the lines nor speak to the terminal. */
    private static String escaped(String line) {
        return line.codePoints().anyMatch(Character::isISOControl)
                ? line.codePoints()
                        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : line;
    }

    /** What is said of a plan that cannot be. */
    static String refusal(DefinitionPlan plan) {
        long impossible = plan.count(Action.IMPOSSIBLE);
        return impossible + (impossible == 1 ? " of the definitions is" : " of the definitions are")
                + " not possible in this store (!); nothing was applied";
    }
}
