package io.shearwater.cli;

import io.shearwater.access.RateLimit;
import io.shearwater.rest.TlsFiles;
import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import io.shearwater.store.Shearwater;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the server. */
@Command(
        name = "serve",
        description = {
            "Turn a store into a service: REST under /api/v1, gRPC and Arrow Flight at the next port, for this machine unless told otherwise. The first start makes an "
                    + "administrator and leaves its key in administrator.key of the store.",
            "Example: serve --store my-store --port 7373"
        })
final class ServeCommand implements Runnable {
    static final int USUAL_PORT = 7373;

    private final GlobalOptions options;
    private final Terminal terminal;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description =
                    "The address to listen at. Others than this machine's own need TLS. ${DEFAULT-VALUE} by itself.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private String host;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + USUAL_PORT,
            description = "The port, or 0 for any that is free. ${DEFAULT-VALUE} by itself.")
    private int port;

    @Option(
            names = "--rpc-port",
            paramLabel = "N",
            description =
                    "The port of gRPC and Arrow Flight, or 0 for any that is free. The one after --port by itself.")
    private @Nullable Integer rpcPort;

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "The certificate and its chain, in PEM.")
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The certificate's key, in PEM and without password.")
    private @Nullable Path key;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "How often a second one key may ask, with twice as many at once after a pause. 5000 by itself.")
    private @Nullable Double rate;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private TokenFlags tokens;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private TraceFlags traces;

    @Option(
            names = "--new-administrator-key",
            description = "Make another key for the administrator before the start and leave it in administrator.key.")
    private boolean newKey;

    @Option(
            names = "--encrypted-volume",
            description = "Start only if the store lies on a volume that Linux encrypts (dm-crypt, LUKS).")
    private boolean encryptedVolume;

    @Option(names = "--quiet", description = "Do not write a line of JSON for each request to the standard output.")
    private boolean quiet;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec spec;

    ServeCommand(GlobalOptions options, Terminal terminal) {
        this.options = options;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        Path directory = StoreReading.directory(options, spec);
        if (encryptedVolume) {
            Shearwater.requireEncryptedVolume(directory);
        }
        CountDownLatch ended = new CountDownLatch(1);
        Optional<Path> newKeyFile =
                newKey ? Optional.of(ShearwaterServer.newAdministratorKey(directory)) : Optional.empty();
        ShearwaterServer server = ShearwaterServer.start(directory, wanted());
        terminal.errStream().sayWhenStopped("ending. Requests that run may finish.");
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            server.close();
                            ended.countDown();
                        },
                        "end of server"));
        newKeyFile
                .or(server::administratorKey)
                .ifPresent(file -> terminal.err()
                        .println("The administrator is 'admin'. Its key is in " + file
                                + ", which only you can read; take it out of there and delete the file."));
        // Last, as scripts wait for it: what else is to be said is there by then.
        terminal.err()
                .println("Serving " + directory + " at " + server.url() + ", gRPC at port " + server.rpcPort()
                        + ". Ctrl-C ends it.");
        terminal.err().flush();
        await(ended);
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private ServerOptions wanted() {
        ServerOptions wanted =
                ServerOptions.defaults().withHost(host).withPort(port).withLog(log());
        if (rate != null) {
            wanted = wanted.withRate(new RateLimit(rate, (int) Math.max(1, Math.min(Integer.MAX_VALUE, 2 * rate))));
        }
        if (rpcPort != null) {
            wanted = wanted.withRpcPort(rpcPort);
        }
        wanted = tokens.wanted().map(wanted::withTokens).orElse(wanted);
        wanted = traces.wanted().map(wanted::withTraces).orElse(wanted);
        return tls().map(wanted::withTls).orElse(wanted);
    }

    private Consumer<String> log() {
        return quiet
                ? line -> {}
                : line -> {
                    terminal.out().println(line);
                    terminal.out().flush();
                };
    }

    private Optional<TlsFiles> tls() {
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw new ParameterException(
                    spec.commandLine(), "TLS needs both --tls-certificate and --tls-key; one of them is missing.");
        }
        return Optional.of(new TlsFiles(certificate, key));
    }
}
