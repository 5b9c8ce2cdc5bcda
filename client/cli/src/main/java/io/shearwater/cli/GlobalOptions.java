package io.shearwater.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** What can be said to every command, before or after its name. Known once the command line was parsed. */
final class GlobalOptions {
    private final OptionSpec store = OptionSpec.builder("--store")
            .paramLabel("DIR")
            .type(Path.class)
            .scopeType(ScopeType.INHERIT)
            .defaultValue("${env:SHEARWATER_STORE}")
            .description("Directory of the feature store (default: the environment's SHEARWATER_STORE).")
            .build();

    private final OptionSpec output = OptionSpec.builder("--output")
            .paramLabel("FORMAT")
            .type(OutputFormat.class)
            .scopeType(ScopeType.INHERIT)
            .defaultValue(OutputFormat.table.name())
            .description("Form of the result: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
            .build();

    private final OptionSpec stacktrace = OptionSpec.builder("--stacktrace")
            .scopeType(ScopeType.INHERIT)
            .description("Show where in the code a failure happened.")
            .build();

    /** As the help lists them. */
    List<OptionSpec> specs() {
        return List.of(store, output, stacktrace);
    }

    /** The directory of the store, if one was named. */
    Optional<Path> store() {
        return Optional.ofNullable(store.getValue());
    }

    /** How results are printed. */
    OutputFormat output() {
        return Optional.<OutputFormat>ofNullable(output.getValue()).orElse(OutputFormat.table);
    }

    /** Whether a failure shows its stack trace. */
    boolean stacktrace() {
        return Boolean.TRUE.equals(stacktrace.getValue());
    }
}
