package io.shearwater.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** What can be said to every command, before or after its name. Filled by picocli before a command runs. */
final class GlobalOptions {
    @Option(
            names = "--store",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:SHEARWATER_STORE}",
            description = "Directory of the feature store (default: the environment's SHEARWATER_STORE).")
    private @Nullable Path store;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            defaultValue = "table",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private OutputFormat output = OutputFormat.table;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Show where in the code a failure happened.")
    private boolean stacktrace;

    /** The directory of the store, if one was named. */
    Optional<Path> store() {
        return Optional.ofNullable(store);
    }

    /** How results are printed. */
    OutputFormat output() {
        return output;
    }

    /** Whether a failure shows its stack trace. */
    boolean stacktrace() {
        return stacktrace;
    }
}
