package io.shearwater.cli;

import io.shearwater.api.FeatureGroup;
import io.shearwater.model.Commit;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the feature groups of a store. */
@Command(name = "groups", description = "List the feature groups of a store.")
final class GroupsCommand implements Runnable {
    private static final List<String> COLUMNS =
            List.of("group", "version", "rows", "commits", "key", "event_time", "online", "description");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    GroupsCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        ResultTable groups = StoreReading.read(
                options,
                spec,
                store -> new ResultTable(
                        COLUMNS,
                        store.featureGroups().stream().map(GroupsCommand::row).toList()));
        options.output().printer(terminal).print(groups);
    }

    private static List<@Nullable Object> row(FeatureGroup group) {
        FeatureGroupSpec definition = group.spec();
        List<Commit> commits = group.commits();
        long rows = commits.stream()
                .map(Commit::counts)
                .mapToLong(counts -> counts.inserted() - counts.deleted())
                .sum();
        return Arrays.asList(
                definition.name(),
                definition.version(),
                definition.isWritten() ? rows : null,
                definition.isWritten() ? commits.size() : null,
                definition.primaryKey(),
                definition.eventTime().map(EventTime::column).orElse(null),
                definition.storage().hasOnline(),
                definition.description());
    }
}
