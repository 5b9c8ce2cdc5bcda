package io.shearwater.cli;

import io.shearwater.fraud.FraudQuickstart;
import io.shearwater.fraud.MartSpec;
import io.shearwater.fraud.QuickstartOptions;
import io.shearwater.fraud.QuickstartReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fills a store with made-up card payments and shows what it is good for. */
@Command(
        name = "quickstart",
        description = "Make a feature store for card fraud: fill it, train from it, serve from it, and prove it right.")
final class QuickstartCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Where to keep the store (default: what --store says, else ./shearwater-quickstart).")
    private @Nullable Path keep;

    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            description = "Size of the data: at 1, five million payments (default: 0.03).")
    private double scale = QuickstartOptions.STANDARD_SCALE;

    @Option(
            names = "--seed",
            paramLabel = "NUMBER",
            description = "Another number gives other data (default: ${DEFAULT-VALUE}).")
    private long seed = QuickstartOptions.STANDARD_SEED;

    QuickstartCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        QuickstartOptions what = QuickstartOptions.of(MartSpec.scaled(scale, seed));
        new ExampleRun(options, terminal, keep)
                .run(
                        "A feature store for credit-card fraud",
                        (store, story) -> FraudQuickstart.run(store, what, story),
                        QuickstartCommand::next);
    }

    private static List<String> next(QuickstartReport report) {
        String request = report.vectors().lastRequest().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
        List<String> next = new ArrayList<>(List.of(
                "groups",
                "read merchant_fg --limit 5",
                "vector cc_fraud_fv --untransformed " + request,
                "verify --sample 100"));
        if (report.model().isPresent()) {
            next.add("models list card_fraud");
            next.add("predict fraud_check --explain " + request);
        }
        return next;
    }
}
