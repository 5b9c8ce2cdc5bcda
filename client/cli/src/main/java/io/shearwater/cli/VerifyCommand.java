package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.SkewSample;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SkewReport;
import io.shearwater.model.SkewReport.Difference;
import io.shearwater.model.SkewReport.FeatureSkew;
import io.shearwater.store.StoreError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares logged vectors with what they are computed as again. */
@Command(
        name = "verify",
        description = {
            "Check that features were served as they are computed for training: take logged vectors, compute each again from "
                    + "what was known when it was served, and compare.",
            "Late: values that data which came afterwards would change; that is no skew. Exit code 1 when a value differs."
        })
final class VerifyCommand implements Callable<Integer> {
    private static final List<String> COLUMNS =
            List.of("view", "version", "feature", "compared", "different", "late", "first_difference");

    private final GlobalOptions options;
    private final Terminal terminal;

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            description =
                    "Only this feature view, of which the newest version is taken; all that have a log unless said.")
    private @Nullable String view;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "How many of each view's logged vectors are checked, the newest; ${DEFAULT-VALUE} unless said.")
    private int sample;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    VerifyCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SkewSample wanted = SkewSample.newest(sample);
        List<SkewReport> reports = StoreReading.read(options, spec, store -> reports(store, wanted));
        if (reports.stream().allMatch(report -> report.features().isEmpty())) {
            terminal.err().println("No vectors are logged. A program logs what it serves with view.logged().");
        }
        options.output().printer(terminal).print(table(reports));
        if (options.output() == OutputFormat.table) {
            reports.forEach(this::tell);
        }
        for (SkewReport report : reports) {
            report.skipped()
                    .forEach((reason, vectors) -> terminal.err()
                            .println("Not checked: " + vectors + " vectors of " + report.view() + ", since " + reason));
        }
        return reports.stream().allMatch(SkewReport::agrees) ? 0 : 1;
    }

    /** In words what the numbers say, for who reads them for the first time. */
    private void tell(SkewReport report) {
        if (report.compared() > 0 && report.agrees()) {
            terminal.out()
                    .println("No skew: " + vectors(report.compared(), report, "was", "were")
                            + " served as training data computes them.");
        }
        if (report.late() > 0) {
            terminal.out()
                    .println(vectors(report.late(), report, "is", "are")
                            + " late: rows from before the request were written");
            terminal.out().println("only after the answer; nobody could know them then, so this is no skew.");
        }
        terminal.out().flush();
    }

    private static String vectors(long count, SkewReport report, String one, String many) {
        return count + (count == 1 ? " vector of " : " vectors of ")
                + report.view().name() + " " + (count == 1 ? one : many);
    }

    private List<SkewReport> reports(FeatureStore store, SkewSample wanted) {
        if (view != null) {
            return List.of(store.featureView(view).verifySkew(wanted));
        }
        List<SkewReport> reports = new ArrayList<>();
        store.featureViews().forEach(known -> report(known, wanted).ifPresent(reports::add));
        return reports;
    }

    private static Optional<SkewReport> report(FeatureView view, SkewSample wanted) {
        try {
            return Optional.of(view.verifySkew(wanted));
        } catch (ShearwaterException failed) {
            if (failed.code() == StoreError.NOTHING_LOGGED) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    /** People need no empty column where nothing differs, and it would leave no room for those that are full. */
    private ResultTable table(List<SkewReport> reports) {
        boolean leavesOut =
                options.output() == OutputFormat.table && reports.stream().allMatch(SkewReport::agrees);
        int width = leavesOut ? COLUMNS.size() - 1 : COLUMNS.size();
        ResultTable whole = wholeTable(reports);
        return new ResultTable(
                COLUMNS.subList(0, width),
                whole.rows().stream().map(row -> row.subList(0, width)).toList());
    }

    private static ResultTable wholeTable(List<SkewReport> reports) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (SkewReport report : reports) {
            for (FeatureSkew feature : report.features()) {
                rows.add(Arrays.asList(
                        report.view().name(),
                        report.view().version(),
                        feature.feature(),
                        feature.compared(),
                        feature.different(),
                        feature.late(),
                        feature.first().map(VerifyCommand::text).orElse(null)));
            }
        }
        return new ResultTable(COLUMNS, rows);
    }

    private static String text(Difference first) {
        Map<String, Long> commits = first.commits().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toString(), Map.Entry::getValue, Long::sum, TreeMap::new));
        return "served " + first.served() + ", computed again " + first.recomputed() + "; asked at " + first.time()
                + " with " + new TreeMap<>(first.named()) + ", request " + first.request() + ", commits " + commits;
    }
}
