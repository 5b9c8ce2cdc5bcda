package io.shearwater.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at what a server is told to listen at, before anything is opened. */
final class Listening {
    private Listening() {}

    static void check(ServerOptions options) {
        requireInRange(options.port());
        requireInRange(options.wantedRpcPort());
        InetAddress address = address(options.host());
        options.security().tls().ifPresent(files -> {
            requireReadable(files.certificate(), "certificate");
            requireReadable(files.key(), "key");
        });
        if (!address.isLoopbackAddress() && options.security().tls().isEmpty()) {
            throw ServerError.OPEN_TO_ALL.because("Other machines reach " + options.host()
                    + ", and without TLS keys and features would be sent in the open. Give a certificate and its key"
                    + " (--tls-certificate, --tls-key), or listen at 127.0.0.1 behind a proxy that ends TLS.");
        }
        requireFree(address, options.port());
        requireFree(address, options.wantedRpcPort());
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw ServerError.CANNOT_LISTEN.because(
                    "'" + host + "' is no address of this machine. Take 127.0.0.1 for this machine alone.", unknown);
        }
    }

    private static void requireInRange(int port) {
        if (port < 0 || port > ServerOptions.LAST_PORT) {
            throw ServerError.CANNOT_LISTEN.because("There is no port " + port + ". Take one from 1 to "
                    + ServerOptions.LAST_PORT + ", or 0 for any that is free.");
        }
    }

    private static void requireReadable(Path file, String what) {
        if (!Files.isReadable(file)) {
            throw ServerError.BAD_FILE.because("The " + what + " " + file + " cannot be read. Is it there?");
        }
    }

    private static void requireFree(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException taken) {
            throw ServerError.CANNOT_LISTEN.because(
                    "Nothing can listen at " + address.getHostAddress() + ":" + port + ": " + taken.getMessage()
                            + ". Take another port, or 0 for any that is free.",
                    taken);
        }
    }
}
