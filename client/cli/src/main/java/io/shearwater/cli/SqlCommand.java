package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a SELECT over the feature groups. */
@Command(
        name = "sql",
        description = {
            "Run one SELECT over the feature groups.",
            "A table is a feature group (g), one version of it (g__2) or its state after a commit (g@17). "
                    + "Window functions and ASOF joins work; files cannot be read and nothing can be changed."
        })
final class SqlCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private Statement statement;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Write all rows into this file (.csv, .parquet, .jsonl) instead of showing them.")
    private @Nullable Path to;

    @Mixin
    private final RowLimit limit = new RowLimit();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    /** Where the statement stands. */
    private static final class Statement {
        @Parameters(paramLabel = "STATEMENT", description = "The statement, in DuckDB's SQL.")
        private @Nullable String text;

        @Option(names = "--file", paramLabel = "FILE", description = "A file that holds it; - for the standard input.")
        private @Nullable Path file;
    }

    SqlCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        String text = text();
        StoreReading.read(options, spec, store -> {
            if (to == null) {
                limit.print(FrameTable.first(store.sqlReader(text), limit.most()), options, terminal);
            } else {
                write(store, text, to);
            }
            return text;
        });
    }

    private void write(FeatureStore store, String text, Path file) {
        long rows = store.writeFile(store.sqlReader(text), file);
        options.output()
                .printer(terminal)
                .print(new ResultTable(List.of("file", "rows"), List.of(List.of(file.toString(), rows))));
    }

    private String text() {
        if (statement.text != null) {
            return statement.text;
        }
        Path file = String.valueOf(statement.file).equals("-") ? null : statement.file;
        try {
            return file == null ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : Files.readString(file);
        } catch (IOException failed) {
            throw new ParameterException(
                    spec.commandLine(), "The file '" + file + "' cannot be read: " + failed, failed);
        }
    }
}
