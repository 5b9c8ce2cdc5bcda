package io.shearwater.cli;

import io.shearwater.airquality.AirQualityExample;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Examples on data that the caller brings. */
@Command(name = "example", description = "Run an example on data of your own.", synopsisSubcommandLabel = "EXAMPLE")
final class ExampleCommand implements Runnable {
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

    @Command(
            name = "air-quality",
            description = "Predict the air of a day from hourly measurements of the days before.")
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
                    Path keep) {
        new ExampleRun(options, terminal, keep)
                .run(
                        "Air quality of a day, from what is known when it begins",
                        (store, story) -> AirQualityExample.run(store, data, story),
                        report -> List.of(
                                "groups",
                                "read air_quality --limit 7",
                                "vector air_quality_fv country=CN city=Beijing 'street=US Embassy'"));
    }
}
