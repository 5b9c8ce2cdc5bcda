package io.shearwater.cli;

import io.shearwater.gate.TraceOptions;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a server tells what requests do. */
final class TraceFlags {
    /** As everything that speaks OpenTelemetry names it; a token does not belong into a command. */
    private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";

    @Option(
            names = "--traces",
            paramLabel = "URL",
            description =
                    "Send traces to this collector of OpenTelemetry, such as http://127.0.0.1:4318/v1/traces. Headers, such as a "
                            + "token, are taken from " + HEADERS + " (NAME=VALUE,…).")
    private @Nullable URI collector;

    @Option(
            names = "--traces-share",
            paramLabel = "0..1",
            defaultValue = "1",
            description = "Of which share of the requests; ${DEFAULT-VALUE} by itself.")
    private double share;

    /** What is wanted; empty where nothing was said. */
    Optional<TraceOptions> wanted() {
        return Optional.ofNullable(collector)
                .map(address ->
                        new TraceOptions(address, headers(System.getenv().getOrDefault(HEADERS, "")), share));
    }

    static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                headers.put(
                        part.substring(0, equals).strip(),
                        part.substring(equals + 1).strip());
            }
        }
        return headers;
    }
}
