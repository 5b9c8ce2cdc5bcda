package io.shearwater.server;

import io.shearwater.access.RateLimit;
import io.shearwater.access.TokenOptions;
import io.shearwater.gate.Admission;
import io.shearwater.gate.TraceOptions;
import io.shearwater.grpc.RpcLimits;
import io.shearwater.rest.Limits;
import io.shearwater.rest.TlsFiles;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * How a server runs. Immutable.
 *
 * @param host the address to listen at; by itself this machine's own, which no other machine reaches
 * @param rest where REST listens, and how much it takes
 * @param rpc where gRPC and Arrow Flight listen, and how much they take
 * @param security who gets in, and how safely
 * @param admission how much is done at a time
 * @param grace how long requests that run have to end when the server does
 * @param telemetry what is told of requests
 * @param clock what time it is
 */
public record ServerOptions(
        String host,
        RestOptions rest,
        RpcOptions rpc,
        Security security,
        Admission.Limits admission,
        Duration grace,
        Telemetry telemetry,
        InstantSource clock) {
    static final int LAST_PORT = 65_535;

    /**
     * Where REST listens, and how much it takes.
     *
     * @param port the port; 0: any that is free
     * @param limits how large and how slow a request and its answer may be
     */
    public record RestOptions(int port, Limits limits) {}

    /**
     * Where gRPC and Arrow Flight listen, and how much they take.
     *
     * @param port the port; 0: any that is free; empty: the one after that of REST, or any that is free where REST takes any
     * @param limits how large and how slow a call may be
     */
    public record RpcOptions(OptionalInt port, RpcLimits limits) {}

    /**
     * Who gets in, and how safely.
     *
     * @param tls a certificate and its key; needed for any address but this machine's own, unless something in front ends TLS
     * @param tokens how tokens of an identity provider are read; empty: API keys alone are accepted
     * @param rate how often one key may ask; empty: as often as it likes
     */
    public record Security(Optional<TlsFiles> tls, Optional<TokenOptions> tokens, Optional<RateLimit> rate) {}

    /**
     * What is told of requests.
     *
     * @param log takes a line of JSON for each request
     * @param traces where spans of OpenTelemetry are sent; empty: nowhere
     */
    public record Telemetry(Consumer<String> log, Optional<TraceOptions> traces) {}

    /** This machine only, any free port, API keys, each at most 5,000 times a second, no log. */
    public static ServerOptions defaults() {
        return new ServerOptions(
                "127.0.0.1",
                new RestOptions(0, Limits.defaults()),
                new RpcOptions(OptionalInt.empty(), RpcLimits.defaults()),
                new Security(Optional.empty(), Optional.empty(), Optional.of(new RateLimit(5_000, 10_000))),
                Admission.Limits.defaults(),
                Duration.ofSeconds(30),
                new Telemetry(line -> {}, Optional.empty()),
                InstantSource.system());
    }

    public ServerOptions withHost(String address) {
        return new ServerOptions(address, rest, rpc, security, admission, grace, telemetry, clock);
    }

    public ServerOptions withPort(int number) {
        return new ServerOptions(
                host, new RestOptions(number, rest.limits), rpc, security, admission, grace, telemetry, clock);
    }

    /** The port of REST; 0: any that is free. */
    public int port() {
        return rest.port();
    }

    public ServerOptions withRestLimits(Limits limits) {
        return new ServerOptions(
                host, new RestOptions(rest.port, limits), rpc, security, admission, grace, telemetry, clock);
    }

    /** Lets gRPC and Arrow Flight listen at this port; 0: any that is free. */
    public ServerOptions withRpcPort(int number) {
        return with(new RpcOptions(OptionalInt.of(number), rpc.limits));
    }

    public ServerOptions withRpcLimits(RpcLimits limits) {
        return with(new RpcOptions(rpc.port, limits));
    }

    private ServerOptions with(RpcOptions next) {
        return new ServerOptions(host, rest, next, security, admission, grace, telemetry, clock);
    }

    /** The port that gRPC is to listen at; 0: any that is free. */
    int wantedRpcPort() {
        return rpc.port.orElse(rest.port == 0 || rest.port == LAST_PORT ? 0 : rest.port + 1);
    }

    public ServerOptions withTls(TlsFiles files) {
        return with(new Security(Optional.of(files), security.tokens, security.rate));
    }

    /** Lets in who shows a token of an identity provider, beside API keys. */
    public ServerOptions withTokens(TokenOptions tokens) {
        return with(new Security(security.tls, Optional.of(tokens), security.rate));
    }

    /** Lets each key ask this often. */
    public ServerOptions withRate(RateLimit rate) {
        return with(new Security(security.tls, security.tokens, Optional.of(rate)));
    }

    private ServerOptions with(Security next) {
        return new ServerOptions(host, rest, rpc, next, admission, grace, telemetry, clock);
    }

    public ServerOptions withAdmission(Admission.Limits limits) {
        return new ServerOptions(host, rest, rpc, security, limits, grace, telemetry, clock);
    }

    public ServerOptions withGrace(Duration time) {
        return new ServerOptions(host, rest, rpc, security, admission, time, telemetry, clock);
    }

    /** The same at another time, as for a simulation. */
    public ServerOptions withClock(InstantSource source) {
        return new ServerOptions(host, rest, rpc, security, admission, grace, telemetry, source);
    }

    public ServerOptions withLog(Consumer<String> lines) {
        return with(new Telemetry(lines, telemetry.traces));
    }

    /** Tells a collector of OpenTelemetry what requests do. */
    public ServerOptions withTraces(TraceOptions traces) {
        return with(new Telemetry(telemetry.log, Optional.of(traces)));
    }

    private ServerOptions with(Telemetry next) {
        return new ServerOptions(host, rest, rpc, security, admission, grace, next, clock);
    }
}
