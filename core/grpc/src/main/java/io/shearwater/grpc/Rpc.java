package io.shearwater.grpc;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.shearwater.gate.RequestLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/** Answers gRPC and, where the process may, Arrow Flight. Thread-safe. */
public final class Rpc implements AutoCloseable {
    /** Says of each connection that callers break how it was broken, with a stack; ours stays. Held, as loggers are forgotten. */
    private static final Logger LISTENER = Logger.getLogger("io.grpc");

    private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);
    private static final Duration ANSWER_TO_KEEP_ALIVE = Duration.ofSeconds(20);
    /** Who asks whether the server is there more often than that is an abuser, whose connection ends. */
    private static final Duration OFTEN = Duration.ofSeconds(10);

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMinutes(15);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int RESETS = 2_000;
    private static final int RESET_SECONDS = 10;

    private final Server server;
    private final HealthStatusManager health;
    private final IdleStreams idle;
    private final ExecutorService threads;
    private final Optional<FlightService> flight;

    /**
     * A certificate with its chain, and its key, both in PEM.
     *
     * @param key the key, in PKCS#8 and without a password
     */
    public record Certificate(Path chain, Path key) {}

    /**
     * Where and how to listen.
     *
     * @param host the address; by itself only this machine's
     * @param port the port; 0: any that is free
     * @param tls a certificate; empty: none, for this machine only or behind what ends TLS
     * @param limits how large and how slow a call may be
     * @param log takes one line of JSON for each call
     */
    public record Options(String host, int port, Optional<Certificate> tls, RpcLimits limits, Consumer<String> log) {}

    private Rpc(
            Server server,
            HealthStatusManager health,
            IdleStreams idle,
            ExecutorService threads,
            Optional<FlightService> flight) {
        this.server = server;
        this.health = health;
        this.idle = idle;
        this.threads = threads;
        this.flight = flight;
    }

    /**
     * Starts to answer.
     *
     * @throws io.shearwater.model.ShearwaterException CANNOT_LISTEN, BAD_CERTIFICATE
     */
    public static Rpc start(RpcServices services, Options options) {
        LISTENER.setLevel(Level.SEVERE);
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("rpc-", 0).factory());
        IdleStreams idle = new IdleStreams(options.limits().silence());
        HealthStatusManager health = new HealthStatusManager();
        try {
            Optional<FlightService> flight = FlightService.isPossible()
                    ? Optional.of(new FlightService(services, threads, options.limits()))
                    : Optional.empty();
            NettyServerBuilder builder = builder(options);
            flight.ifPresent(
                    tables -> builder.addService(tables.definition()).callExecutor(new FlightThreads(threads)));
            Server server = builder.intercept(new Entrance(services.gate(), new RequestLog(options.log()), idle))
                    .addService(new FeatureStoreService(services, threads))
                    .addService(health.getHealthService())
                    .addService(ProtoReflectionServiceV1.newInstance())
                    .build()
                    .start();
            health.setStatus(FeatureStoreMethods.SERVICE, ServingStatus.SERVING);
            return new Rpc(server, health, idle, threads, flight);
        } catch (IOException taken) {
            idle.close();
            threads.close();
            throw RpcError.CANNOT_LISTEN.because(
                    "Nothing can listen at " + options.host() + ":" + options.port() + ": " + taken.getMessage()
                            + ". Take another port with rpcPort, or 0 for any that is free.",
                    taken);
        } catch (RuntimeException | Error failed) {
            idle.close();
            threads.close();
            throw failed;
        }
    }

    private static NettyServerBuilder builder(Options options) {
        RpcLimits limits = options.limits();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(options.host(), options.port()))
                .directExecutor()
                .maxInboundMessageSize(limits.message())
                .maxInboundMetadataSize(limits.metadata())
                .maxConcurrentCallsPerConnection(limits.callsPerConnection())
                .maxRstFramesPerWindow(RESETS, RESET_SECONDS)
                .handshakeTimeout(HANDSHAKE.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .keepAliveTimeout(ANSWER_TO_KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
                .permitKeepAliveTime(OFTEN.toSeconds(), TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConnectionIdle(IDLE.toSeconds(), TimeUnit.SECONDS)
                .maxConnectionAge(limits.connectionAge().toSeconds(), TimeUnit.SECONDS)
                .maxConnectionAgeGrace(limits.connectionAge().toSeconds(), TimeUnit.SECONDS);
        options.tls().ifPresent(files -> builder.sslContext(context(files)));
        return builder;
    }

    private static SslContext context(Certificate files) {
        try {
            return GrpcSslContexts.configure(
                            SslContextBuilder.forServer(
                                    files.chain().toFile(), files.key().toFile()),
                            SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw RpcError.BAD_CERTIFICATE.because(
                    "The certificate " + files.chain() + " with the key " + files.key() + " cannot be used: "
                            + unusable.getMessage() + ". Both are PEM, the key in PKCS#8 and without a password.",
                    unusable);
        }
    }

    /** Whether Flight is answered too: the process was started with {@code --add-opens=java.base/java.nio=ALL-UNNAMED}. */
    public boolean speaksFlight() {
        return flight.isPresent();
    }

    public int port() {
        return server.getPort();
    }

    /** Takes no new connections and no new calls; those that run go on. */
    public void end() {
        health.enterTerminalState();
        server.shutdown();
    }

    /** Whether all calls are over, for which it waits a moment: what was done is being answered. */
    private boolean isTerminated() throws InterruptedException {
        return server.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Breaks off what still runs. Harmless the second time. */
    @Override
    public void close() {
        end();
        try {
            if (!isTerminated()) {
                idle.endAll();
                if (!isTerminated()) {
                    server.shutdownNow().awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException stopped) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        idle.close();
        threads.shutdownNow();
        flight.ifPresent(FlightService::close);
    }
}
