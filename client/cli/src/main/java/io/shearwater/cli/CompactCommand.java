package io.shearwater.cli;

import io.shearwater.model.Commit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Merges the files of feature groups, and gives up old states. */
@Command(
        name = "compact",
        description = {
            "Merge small files of feature groups and drop what was deleted from them.",
            "Old states stay readable until --expire gives them up; only then is their disk space free."
        })
final class CompactCommand implements Runnable {
    private static final List<String> COLUMNS = List.of("group", "version", "commit", "seconds", "expired");
    private static final double MILLIS = 1000;

    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(
            arity = "0..*",
            paramLabel = "GROUP",
            description = "Feature groups; all of the store when none is named.")
    private List<String> groups = List.of();

    @Option(
            names = "--expire",
            paramLabel = "DAYS",
            description =
                    "Also give up states that are older than so many days, unless training data is made from them.")
    private @Nullable Integer days;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    CompactCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (days != null && days < 0) {
            throw new ParameterException(spec.commandLine(), "--expire is a number of days, 0 or more, not " + days);
        }
        ResultTable done = StoreWriting.change(options, spec, store -> {
            groups.forEach(store::featureGroup);
            List<List<@Nullable Object>> rows = new ArrayList<>();
            store.featureGroups().stream()
                    .filter(group ->
                            groups.isEmpty() || groups.contains(group.spec().name()))
                    .filter(group ->
                            group.spec().storage().hasOffline() && !group.spec().schemaIsOpen())
                    .forEach(group -> {
                        Commit commit = group.compact();
                        Object expired = days == null ? null : group.expireCommits(olderThan(days));
                        rows.add(Arrays.asList(
                                group.spec().name(),
                                group.spec().version(),
                                commit.id(),
                                commit.duration().toMillis() / MILLIS,
                                expired));
                    });
            return new ResultTable(COLUMNS, rows);
        });
        options.output().printer(terminal).print(done);
    }

    private static Instant olderThan(int days) {
        return InstantSource.system().instant().minus(Duration.ofDays(days));
    }
}
