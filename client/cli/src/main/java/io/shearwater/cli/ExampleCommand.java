package io.shearwater.cli;

import io.shearwater.airquality.AirQualityExample;
import io.shearwater.api.FeatureStore;
import io.shearwater.story.Story;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Examples on data that the caller brings. */
@Command(name = "example", description = "Run an example on data of your own.", synopsisSubcommandLabel = "EXAMPLE")
final class ExampleCommand implements Runnable {
    private static final List<String> TO_LOOK_AT_DAYS = List.of("groups", "read air_quality --limit 7");
    private static final String TO_ASK = "vector air_quality_fv country=CN city=Beijing 'street=US Embassy'";

    private final GlobalOptions options;
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    ExampleCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing the name of an example: air-quality");
    }

    @Command(name = "air-quality", description = "Forecast the air of the next seven days from hourly measurements.")
    void airQuality(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "FILE.csv",
                            description = "The hourly file \"Beijing PM2.5\" of the UCI repository, or one like it.")
                    Path data,
            @Option(
                            names = "--keep",
                            paramLabel = "DIR",
                            description =
                                    "Where to keep the store (default: what --store says, else ./shearwater-quickstart).")
                    @Nullable
                    Path keep,
            @Option(
                            names = "--from",
                            paramLabel = "DAY",
                            description =
                                    "Write only the days from this one on, 2014-12-31, and forecast from each; trains nothing; for a daily job.")
                    @Nullable
                    LocalDate from,
            @Option(names = "--to", paramLabel = "DAY", description = "Write only the days up to this one.") @Nullable
                    LocalDate to,
            @Option(
                            names = "--charts",
                            paramLabel = "DIR",
                            description = "Also draw the days, the latest forecast and how good forecasts were.")
                    @Nullable
                    Path charts) {
        ExampleRun run = new ExampleRun(options, terminal, keep);
        if (from == null && to == null) {
            run.run(
                    "Air quality of the next days, from what is known when they begin",
                    (store, story) -> drawn(AirQualityExample.run(store, data, story), store, story, charts),
                    report -> Stream.concat(TO_LOOK_AT_DAYS.stream(), Stream.of(TO_ASK))
                            .toList());
        } else {
            LocalDate first = from == null ? LocalDate.MIN : from;
            LocalDate last = to == null ? LocalDate.MAX : to;
            run.run(
                    "Air quality, more days",
                    (store, story) ->
                            drawn(AirQualityExample.daily(store, data, first, last, story), store, story, charts),
                    report -> TO_LOOK_AT_DAYS);
        }
    }

    private static <R> R drawn(R report, FeatureStore store, Story story, @Nullable Path charts) {
        if (charts != null) {
            AirQualityExample.charts(store, charts, story);
        }
        return report;
    }
}
