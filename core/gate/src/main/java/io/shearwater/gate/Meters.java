package io.shearwater.gate;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.shearwater.gate.Action.Load;
import io.shearwater.model.Counters;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is counted and timed, in the form of Prometheus. Thread-safe. */
public final class Meters {
    /** Of the answer to a request for {@code /metrics}. */
    public static final String MEDIA_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double[] SECONDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder()
            .name("shearwater_requests_total")
            .help("Requests, by what was asked for and how it ended: ok, or the code of the error")
            .labelNames("protocol", "action", "outcome")
            .register(registry);
    private final Histogram seconds = Histogram.builder()
            .name("shearwater_request_seconds")
            .help("How long requests took, from being read to the end of the answer")
            .labelNames("protocol", "action")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    private final Histogram servings = Histogram.builder()
            .name("shearwater_serving_seconds")
            .help("How long views and deployments took to answer, without the protocol around it")
            .labelNames("project", "kind", "name")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    private final Histogram steps = Histogram.builder()
            .name("shearwater_step_seconds")
            .help("How long each step of a prediction took: the vector, the model, the explanation, logic")
            .labelNames("project", "deployment", "step")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    private final Counter rows = Counter.builder()
            .name("shearwater_rows_total")
            .help("Rows that were read, inserted, served or predicted")
            .labelNames("project", "action", "asset")
            .register(registry);
    private final Map<String, DistributionDataPoint> timers = new ConcurrentHashMap<>();

    public Meters(Admission admission) {
        JvmMetrics.builder().register(registry);
        CounterWithCallback.builder()
                .name("shearwater_user_total")
                .help("What the code of users counts")
                .labelNames("counter")
                .callback(counter -> Counters.totals().forEach((name, total) -> counter.call(total, name)))
                .register(registry);
        GaugeWithCallback.builder()
                .name("shearwater_requests_running")
                .help("Requests that are being answered")
                .labelNames("load")
                .callback(gauge -> {
                    for (Load load : Load.values()) {
                        gauge.call(admission.running(load), load.name().toLowerCase(Locale.ROOT));
                    }
                })
                .register(registry);
    }

    /** What is looked up when somebody asks for it, by the values of its labels. */
    @FunctionalInterface
    public interface Readings {
        Map<List<String>, Double> read();
    }

    /** Adds something that is looked up at each request for the metrics. */
    public void gauge(String name, String help, List<String> labels, Readings readings) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(gauge -> readings.read()
                        .forEach((values, reading) -> gauge.call(reading, values.toArray(String[]::new))))
                .register(registry);
    }

    /** A request that ended. */
    void request(Caller caller, Action action, String outcome, long nanos) {
        requests.labelValues(caller.protocol(), action.text(), outcome).inc();
        timers.computeIfAbsent(
                        caller.protocol() + '/' + action.text(),
                        key -> seconds.labelValues(caller.protocol(), action.text()))
                .observe(nanos / 1e9);
    }

    /**
     * Times what a view or a deployment served.
     *
     * @param kind {@code view} or {@code deployment}
     */
    public void served(String project, String kind, String name, long nanos) {
        timers.computeIfAbsent(project + '/' + kind + '/' + name, key -> servings.labelValues(project, kind, name))
                .observe(nanos / 1e9);
    }

    /** Times a step of a prediction, as the prediction tells it. */
    void step(String project, String deployment, String step, Duration took) {
        timers.computeIfAbsent(
                        project + '/' + deployment + "/step/" + step,
                        key -> steps.labelValues(project, deployment, step))
                .observe(took.toNanos() / 1e9);
    }

    /** Counts rows. */
    public void rows(String project, Action action, String asset, long count) {
        rows.labelValues(project, action.text(), asset).inc(count);
    }

    /** Writes everything. */
    public void write(OutputStream out) throws IOException {
        PrometheusTextFormatWriter.create().write(out, registry.scrape());
    }
}
