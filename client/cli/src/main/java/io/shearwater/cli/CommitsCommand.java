package io.shearwater.cli;

import io.shearwater.model.Commit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what was written to a feature group, commit by commit. */
@Command(name = "commits", description = "Show what was written to a feature group, oldest first.")
final class CommitsCommand implements Runnable {
    private static final List<String> COLUMNS =
            List.of("commit", "at", "operation", "inserted", "updated", "deleted", "duplicates", "seconds");
    private static final double NANOS = 1e9;

    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(paramLabel = "GROUP", description = "Name of a feature group; its newest version is taken.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String group;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    CommitsCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        List<Commit> commits = StoreReading.read(
                options, spec, store -> store.featureGroup(group).commits());
        options.output()
                .printer(terminal)
                .print(new ResultTable(
                        COLUMNS, commits.stream().map(CommitsCommand::row).toList()));
    }

    private static List<@Nullable Object> row(Commit commit) {
        return Arrays.asList(
                commit.id(),
                commit.at(),
                commit.operation().name().toLowerCase(Locale.ROOT),
                commit.counts().inserted(),
                commit.counts().updated(),
                commit.counts().deleted(),
                commit.counts().duplicates(),
                Math.round(commit.duration().toNanos() / NANOS * 1_000) / 1_000.0);
    }
}
