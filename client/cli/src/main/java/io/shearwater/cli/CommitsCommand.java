package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.model.Commit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what was written to a feature group, commit by commit. */
@Command(name = "commits", description = "Show what was written to a feature group, oldest first.")
final class CommitsCommand implements Runnable {
    private static final List<String> COLUMNS =
            List.of("commit", "at", "operation", "inserted", "updated", "deleted", "duplicates", "seconds");
    private static final double NANOS = 1e9;

    private final GlobalOptions options;
    private final Terminal terminal;

    @Mixin
    private final GroupArgument group;

    CommitsCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
        this.group = new GroupArgument(options);
    }

    @Override
    public void run() {
        List<Commit> commits = group.read(FeatureGroup::commits);
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
