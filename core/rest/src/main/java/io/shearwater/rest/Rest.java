package io.shearwater.rest;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.shearwater.gate.RequestLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers HTTP. Thread-safe.
 *
 * <p>Each request runs on a virtual thread of its own; what runs at a time is bounded by the gate.
 */
public final class Rest implements AutoCloseable {
    /** Says at each start what it consists of, which nobody asked; what goes wrong it still says. Held, as loggers are forgotten. */
    private static final Logger LISTENER = Logger.getLogger("io.helidon");

    private final WebServer server;
    private final List<Operation> operations;
    private final UnreadAnswers unread;

    /**
     * Where and how to listen.
     *
     * @param host the address; by itself only this machine's
     * @param port the port; 0: any that is free
     * @param tls a certificate and its key; empty: none, for this machine only or behind what ends TLS
     * @param limits how large and how slow a request may be
     * @param log takes one line of JSON for each request
     */
    public record Options(String host, int port, Optional<TlsFiles> tls, Limits limits, Consumer<String> log) {}

    private Rest(WebServer server, List<Operation> operations, UnreadAnswers unread) {
        this.server = server;
        this.operations = operations;
        this.unread = unread;
    }

    /**
     * Starts to answer.
     *
     * @throws io.shearwater.model.ShearwaterException CANNOT_LISTEN, BAD_CERTIFICATE
     */
    public static Rest start(Services services, Options options) {
        LISTENER.setLevel(Level.WARNING);
        UnreadAnswers unread = new UnreadAnswers(options.limits().idle());
        try {
            List<Operation> operations = Operations.all(services);
            Front front = new Front(
                    new RouteTable(operations), services, options.limits(), new RequestLog(options.log()), unread);
            return new Rest(listening(options, front).start(), operations, unread);
        } catch (RuntimeException failure) {
            unread.close();
            throw failure;
        }
    }

    private static WebServer listening(Options options, Front front) {
        var builder = WebServer.builder()
                .host(options.host())
                .port(options.port())
                .shutdownHook(false)
                .connectionOptions(socket ->
                        socket.tcpNoDelay(true).readTimeout(options.limits().idle()))
                .maxTcpConnections(4096)
                .maxPayloadSize(options.limits().stream())
                .addProtocol(Http1Config.builder()
                        .maxHeadersSize(16 << 10)
                        .maxPrologueLength(8 << 10)
                        .build())
                .directHandlers(plain())
                .routing(routing -> routing.any(front));
        options.tls().ifPresent(files -> builder.tls(files.load()));
        return builder.build();
    }

    /** What was no request at all is answered in the same form as everything else. */
    private static DirectHandlers plain() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
            handlers.addHandler(event, (request, type, status, headers, message) -> refused(status, headers));
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse refused(Status status, ServerResponseHeaders headers) {
        Problems.Shown problem = Problems.ofTransport(status.code());
        headers.set(HeaderNames.CONTENT_TYPE, problem.mediaType());
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .entity(problem.body().getBytes(StandardCharsets.UTF_8))
                .keepAlive(false)
                .build();
    }

    public int port() {
        return server.port();
    }

    /** Everything that it answers. */
    public List<RouteSummary> routes() {
        return operations.stream()
                .map(operation ->
                        new RouteSummary(operation.verb(), operation.path().toString(), operation.action()))
                .toList();
    }

    /** Stops to listen, after the requests that run have ended or their grace has. */
    @Override
    public void close() {
        server.stop();
        unread.close();
    }
}
