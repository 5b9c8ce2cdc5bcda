package io.shearwater.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a collector of OpenTelemetry is sent. */
class TracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final Task TASK = new Task(Action.ASK_DEPLOYMENT, "fraud", "deployment:cards");

    private final List<String> received = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    TracesTest() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        collector.createContext("/v1/traces", exchange -> {
            // One character for each byte.
            received.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("x-token")));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stop() {
        collector.stop(0);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    private static void ask(Traces traces, String parent, String outcome) {
        Caller caller = Caller.unknown("request-1", "127.0.0.1", "rest").within(parent);
        try (Traces.Request request = traces.request(caller, TASK)) {
            request.call(() -> {
                traces.step("model", Duration.ofMillis(3));
                return true;
            });
            request.endedWith(outcome);
        }
    }

    @Test
    void aRequestAndItsStepsArePartsOfTheCallersTrace() {
        try (Traces traces = Traces.start(new TraceOptions(address(), Map.of("x-token", "secret"), 0))) {
            ask(traces, "00-" + TRACE + "-" + SPAN + "-01", "ok");
        }
        assertThat(String.join("", received))
                .contains("deployments.predict", "model", "request-1", "fraud", "deployment:cards", "shearwater")
                .contains(bytes(TRACE), bytes(SPAN));
        assertThat(tokens).containsOnly("secret");
    }

    @Test
    void aShareOfWhatBeginsHereIsTold() {
        try (Traces none = Traces.start(TraceOptions.to(address()).withShare(0))) {
            ask(none, "", "ok");
            ask(none, "no traceparent at all", "ok");
            ask(none, "00-" + TRACE + "-" + SPAN + "-00", "ok");
        }
        assertThat(received).isEmpty();
        try (Traces all = Traces.start(TraceOptions.to(address()))) {
            ask(all, "", "QUOTA");
        }
        assertThat(String.join("", received)).contains("deployments.predict", "QUOTA");
    }

    @Test
    void aCollectorThatIsNotThereHoldsNobodyUp() {
        collector.stop(0);
        try (Traces traces = Traces.start(TraceOptions.to(address()))) {
            ask(traces, "", "ok");
        }
        try (Traces off = Traces.off()) {
            ask(off, "00-" + TRACE + "-" + SPAN + "-01", "ok");
        }
        assertThat(received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector:4318", "ftp://collector/v1/traces", "/v1/traces", "http:/v1/traces"})
    void addressesThatNothingCanBeSentToAreRefused(String address) {
        assertThatThrownBy(() -> TraceOptions.to(URI.create(address)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(address);
    }

    @Test
    void tokensAreInNoText() {
        assertThat(new TraceOptions(address(), Map.of("x-token", "secret"), 1).toString())
                .doesNotContain("secret");
    }
}
