package io.shearwater.cli;

import io.shearwater.api.RunSearch;
import io.shearwater.learning.Lifecycle;
import io.shearwater.learning.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists runs. */
@Command(
        name = "runs",
        description = {
            "List the runs of an experiment with their parameters and last metrics; the newest first.",
            "Example: runs fraud --where \"metrics.pr_auc > 0.5 and params.max_depth = '6'\" --order-by \"metrics.pr_auc DESC\""
        })
final class RunsCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(
            arity = "0..1",
            paramLabel = "EXPERIMENT",
            description = "Its name, which is that of the model for what train did; all without it.")
    private @Nullable String experiment;

    @Option(
            names = "--where",
            paramLabel = "CONDITIONS",
            description = "On metrics.…, params.…, tags.… and attributes.…, joined by and.")
    private String where = "";

    @Option(names = "--order-by", paramLabel = "VALUE", description = "Such as \"metrics.pr_auc DESC\".")
    private List<String> orderBy = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    RunsCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        RunSearch search = new RunSearch(
                experiment == null ? List.of() : List.of(experiment), where, orderBy, Lifecycle.ACTIVE, limit);
        List<Run> runs =
                StoreReading.read(options, spec, store -> store.experiments().search(search));
        options.output().printer(terminal).print(table(runs));
    }

    private static ResultTable table(List<Run> runs) {
        SortedSet<String> params = names(runs, run -> run.data().params());
        SortedSet<String> metrics = names(runs, run -> run.data().metrics());
        List<String> columns = new ArrayList<>(List.of("run", "name", "status", "started", "seconds"));
        boolean wasResumed = runs.stream().anyMatch(run -> resumed(run) != null);
        if (wasResumed) {
            columns.add("resumed");
        }
        metrics.forEach(name -> columns.add("metrics." + name));
        params.forEach(name -> columns.add("params." + name));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Run run : runs) {
            List<@Nullable Object> row = new ArrayList<>(Arrays.asList(
                    run.runId(),
                    run.info().runName(),
                    run.info().status().name(),
                    run.info().startTime(),
                    seconds(run)));
            if (wasResumed) {
                row.add(resumed(run));
            }
            metrics.forEach(name -> {
                Run.MetricPoint point = run.data().metrics().get(name);
                row.add(point == null ? null : Measured.of(point.value()));
            });
            params.forEach(name -> row.add(run.data().params().get(name)));
            rows.add(row);
        }
        return new ResultTable(columns, rows);
    }

    /** How often it went on after it was killed. */
    private static @Nullable String resumed(Run run) {
        return run.data().tags().get("resumed");
    }

    private static SortedSet<String> names(List<Run> runs, Function<Run, Map<String, ?>> of) {
        SortedSet<String> names = new TreeSet<>();
        runs.forEach(run -> names.addAll(of.apply(run).keySet()));
        return names;
    }

    private static @Nullable Double seconds(Run run) {
        return run.info()
                .endTime()
                .map(end -> Duration.between(run.info().startTime(), end).toMillis() / 1e3)
                .orElse(null);
    }
}
