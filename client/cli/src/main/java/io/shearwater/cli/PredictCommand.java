package io.shearwater.cli;

import io.shearwater.api.Deployment;
import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.learning.Prediction;
import io.shearwater.learning.Prediction.FeatureValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a deployment. */
@Command(
        name = "predict",
        description = {
            "Ask a deployment for a prediction, and show what it read to make it.",
            "Example: predict fraud_check cc_num=4473111 merchant_id=M7 amount=12.5 --explain"
        })
final class PredictCommand implements Runnable {
    private final GlobalOptions options;
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "DEPLOYMENT", description = "Its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String name;

    @Parameters(
            index = "1..*",
            paramLabel = "NAME=VALUE",
            description = "Serving keys, request parameters and features that you know better than the store.")
    private Map<String, String> entry = new LinkedHashMap<>();

    @Option(names = "--explain", description = "Show what each feature contributed, the greatest first.")
    private boolean explain;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    PredictCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Prediction prediction = StoreWriting.change(options, spec, store -> {
            Deployment deployment = store.deployments().deployment(name);
            return deployment
                    .predict(
                            List.of(new EntryValues(spec).of(deployment.schema(), entry)),
                            explain ? PredictOptions.EXPLAINED : PredictOptions.PLAIN)
                    .getFirst();
        });
        if (options.output() == OutputFormat.table) {
            summary(prediction).forEach(line -> terminal.out().println(line));
            terminal.out().println();
        }
        options.output().printer(terminal).print(features(prediction));
    }

    private static List<String> summary(Prediction prediction) {
        List<String> lines = new ArrayList<>();
        Prediction.Outcome outcome = prediction.outcome();
        Prediction.Served served = prediction.served();
        lines.add(line("prediction", CellText.of(prediction.value())));
        outcome.probabilities()
                .forEach((value, probability) -> lines.add(line("probability", people(probability) + " of " + value)));
        outcome.interval()
                .ifPresent(interval -> lines.add(line(
                        "interval",
                        people(interval.low()) + " to " + people(interval.high()) + ", "
                                + Math.round(interval.coverage() * 100) + " %")));
        served.model()
                .ifPresent(model -> lines.add(line("model", model + (served.isFallback() ? ", standing in" : ""))));
        prediction
                .explanation()
                .ifPresent(explanation -> lines.add(line(
                        "margin",
                        people(explanation.margin()) + ", of which " + people(explanation.bias())
                                + " without features")));
        outcome.outputs().forEach((name, value) -> lines.add(line(name, CellText.of(value))));
        served.logic().ifPresent(logic -> lines.add(line("logic", logic + asked(prediction))));
        lines.add(line("request", prediction.requestId()));
        lines.add(line("took", timings(prediction.timings())));
        return lines;
    }

    private static String people(double number) {
        return CellText.of(Measured.of(number));
    }

    private static String line(String name, String text) {
        return String.format(Locale.ROOT, "%-11s  %s", name, text);
    }

    private static String asked(Prediction prediction) {
        return prediction.calls().stream()
                .map(call -> call.part()
                        + call.prediction()
                                .served()
                                .model()
                                .map(model -> " " + model + ": "
                                        + CellText.of(call.prediction().value()))
                                .orElse(""))
                .collect(Collectors.joining(", ", ", asked ", ""));
    }

    private static String timings(Map<String, Duration> timings) {
        return String.join(
                ", ",
                timings.entrySet().stream()
                        .map(step -> step.getKey() + " " + DeploymentTables.millis(step.getValue()) + " ms")
                        .toList());
    }

    /** In the order of the model, or the greatest contribution first; of logic those of all that it asked. */
    private static ResultTable features(Prediction prediction) {
        List<Prediction.Call> calls =
                prediction.calls().isEmpty() ? List.of(new Prediction.Call("", prediction)) : prediction.calls();
        boolean isExplained =
                calls.stream().anyMatch(call -> call.prediction().explanation().isPresent());
        List<String> columns = new ArrayList<>(List.of("feature", "value", "status", "origin", "event_time"));
        if (!prediction.calls().isEmpty()) {
            columns.addFirst("part");
        }
        if (isExplained) {
            columns.add("contribution");
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Prediction.Call call : calls) {
            Optional<Map<String, Double>> contributions =
                    call.prediction().explanation().map(Prediction.Explanation::contributions);
            for (FeatureValue feature : ordered(call.prediction(), contributions)) {
                List<@Nullable Object> row = new ArrayList<>(Arrays.asList(
                        feature.name(),
                        feature.value(),
                        feature.status().name(),
                        feature.origin().name(),
                        feature.eventTime().orElse(null)));
                if (!prediction.calls().isEmpty()) {
                    row.addFirst(call.part());
                }
                if (isExplained) {
                    row.add(contributions
                            .map(given -> Measured.of(given.get(feature.name())))
                            .orElse(null));
                }
                rows.add(row);
            }
        }
        return new ResultTable(columns, rows);
    }

    private static List<FeatureValue> ordered(Prediction prediction, Optional<Map<String, Double>> contributions) {
        return contributions
                .map(given -> given.keySet().stream()
                        .flatMap(name -> prediction.feature(name).stream())
                        .toList())
                .orElse(prediction.features());
    }
}
