package io.shearwater.cli;

import picocli.CommandLine.Option;

/** How many rows of a result are shown, and a word where there are more. */
final class RowLimit {
    private static final long STANDARD = 100;

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            description = "Most rows to show; 0 for all (default: ${DEFAULT-VALUE}).")
    private long limit = STANDARD;

    /** The most rows. */
    long most() {
        return limit <= 0 ? Integer.MAX_VALUE - 1L : limit;
    }

    /** Prints a result that may have one row more than the limit, which tells that there are more. */
    void print(ResultTable result, GlobalOptions options, Terminal terminal) {
        boolean more = result.rows().size() > most();
        ResultTable shown =
                more ? new ResultTable(result.columns(), result.rows().subList(0, (int) most())) : result;
        options.output().printer(terminal).print(shown);
        if (more) {
            terminal.err().println("(the first " + most() + " rows; --limit shows more, 0 all)");
        }
    }
}
