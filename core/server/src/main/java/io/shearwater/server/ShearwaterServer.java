package io.shearwater.server;

import io.shearwater.access.Access;
import io.shearwater.access.AccessOptions;
import io.shearwater.access.AuditLog;
import io.shearwater.access.AuditOptions;
import io.shearwater.access.MasterKeys;
import io.shearwater.access.Quotas;
import io.shearwater.access.Secrets;
import io.shearwater.access.Tokens;
import io.shearwater.gate.Admission;
import io.shearwater.gate.Caller;
import io.shearwater.gate.Gate;
import io.shearwater.gate.Identification;
import io.shearwater.gate.Traces;
import io.shearwater.grpc.Rpc;
import io.shearwater.grpc.RpcServices;
import io.shearwater.rest.Rest;
import io.shearwater.rest.RouteSummary;
import io.shearwater.rest.Services;
import io.shearwater.spi.Actor;
import io.shearwater.store.HostOptions;
import io.shearwater.store.Shearwater;
import io.shearwater.store.StoreHost;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A store as a service. It owns the store's directory as long as it runs. Thread-safe.
 *
 * <pre>{@code
 * try (ShearwaterServer server = ShearwaterServer.start(Path.of("my-store"), ServerOptions.defaults().withPort(7373))) {
 *     …
 * }
 * }</pre>
 */
public final class ShearwaterServer implements AutoCloseable {
    private final Opened opened;
    private final Gate gate;
    private final Rest rest;
    private final Rpc rpc;
    private final Optional<Path> administratorKey;
    private final ServerOptions options;

    private ShearwaterServer(
            Opened opened, Gate gate, Rest rest, Rpc rpc, Optional<Path> administratorKey, ServerOptions options) {
        this.opened = opened;
        this.gate = gate;
        this.rest = rest;
        this.rpc = rpc;
        this.administratorKey = administratorKey;
        this.options = options;
    }

    /**
     * Opens a store, or makes one, and starts to answer. The first start of a store makes the administrator {@code admin}, who
     * owns the projects that belonged to nobody, and leaves the key in {@code administrator.key} of the store's directory.
     *
     * @throws io.shearwater.model.ShearwaterException LOCKED if another process has the store open; CANNOT_LISTEN; OPEN_TO_ALL
     *     for an address that other machines reach, without TLS
     */
    public static ShearwaterServer start(Path directory, ServerOptions options) {
        Listening.check(options);
        Opened opened = new Opened();
        try {
            InstantSource clock = options.clock();
            HostOptions hosting = HostOptions.defaults()
                    .withActor(() -> Caller.actor().orElseGet(Actor::local))
                    .withClock(clock);
            StoreHost host = opened.add(Shearwater.host(directory, hosting));
            Access access =
                    new Access(host.registryStore(), AccessOptions.defaults().withClock(clock));
            AuditLog audit = opened.add(AuditLog.open(
                    directory.resolve("audit"),
                    host.registryStore(),
                    AuditOptions.defaults().withClock(clock)));
            Optional<Path> key = new FirstStart(host, access).run(directory);
            Identification identification = new Identification(
                    access,
                    options.security().tokens().map(Tokens::new),
                    options.security().rate());
            Traces traces =
                    opened.add(options.telemetry().traces().map(Traces::start).orElseGet(Traces::off));
            Gate gate = new Gate(access, identification, audit, new Admission(options.admission()), traces, clock);
            StoreMeters.register(gate.meters(), host, directory);
            Quotas quotas = new Quotas(host.registryStore(), access, clock);
            Secrets secrets =
                    new Secrets(host.registryStore(), access, MasterKeys.file(directory.resolve("master.key")), clock);
            Services services =
                    new Services(gate, access, audit, secrets, quotas, new HostedProjects(host, access, quotas));
            // HTTP says whether the server is ready, so it comes last.
            Rpc rpc = opened.add(rpc(services, options));
            Rest rest = opened.add(rest(services, options));
            return new ShearwaterServer(opened, gate, rest, rpc, key, options);
        } catch (RuntimeException | Error failed) {
            opened.close();
            throw failed;
        }
    }

    private static Rest rest(Services services, ServerOptions options) {
        return Rest.start(
                services,
                new Rest.Options(
                        options.host(),
                        options.port(),
                        options.security().tls(),
                        options.rest().limits(),
                        options.telemetry().log()));
    }

    private static Rpc rpc(Services services, ServerOptions options) {
        return Rpc.start(
                new RpcServices(services.gate(), services.access(), services.quotas(), services.projects()::store),
                new Rpc.Options(
                        options.host(),
                        options.wantedRpcPort(),
                        options.security().tls().map(files -> new Rpc.Certificate(files.certificate(), files.key())),
                        options.rpc().limits(),
                        options.telemetry().log()));
    }

    /**
     * Makes another key for the administrator of a store that no process has open, for who lost the first one.
     *
     * @return the file with the key, {@code administrator.key} of the store's directory
     */
    public static Path newAdministratorKey(Path directory) {
        try (StoreHost host = Shearwater.host(directory, HostOptions.defaults())) {
            return new FirstStart(host, new Access(host.registryStore(), AccessOptions.defaults())).make(directory);
        }
    }

    /** The port that REST listens at. */
    public int port() {
        return rest.port();
    }

    /** The port that gRPC and Arrow Flight listen at. */
    public int rpcPort() {
        return rpc.port();
    }

    /** Where a client finds it. */
    public String url() {
        return (options.security().tls().isPresent() ? "https://" : "http://") + options.host() + ":" + port();
    }

    /** Every route of REST, with what it needs. */
    public List<RouteSummary> routes() {
        return rest.routes();
    }

    /** The file with the administrator's key, if this was the first start. */
    public Optional<Path> administratorKey() {
        return administratorKey;
    }

    /**
     * Lets nobody in any more, waits until the requests that run have ended, but no longer than their grace, and closes the
     * store with everything that waits to be written. Harmless the second time.
     */
    @Override
    public void close() {
        gate.end();
        rpc.end();
        gate.admission().await(options.grace());
        opened.close();
    }
}
