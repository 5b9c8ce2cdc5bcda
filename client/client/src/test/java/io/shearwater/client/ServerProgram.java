package io.shearwater.client;

import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A server in a process of its own, so that it can be killed. Arguments: the store, a file for its address, its port. */
final class ServerProgram {
    private ServerProgram() {}

    public static void main(String[] arguments) throws Exception {
        ShearwaterServer server = ShearwaterServer.start(
                Path.of(arguments[0]),
                ServerOptions.defaults()
                        .withPort(Integer.parseInt(arguments[2]))
                        .withRpcPort(0));
        Path file = Path.of(arguments[1]);
        Path draft = file.resolveSibling("draft");
        Files.writeString(draft, server.url());
        Files.move(draft, file);
        new CountDownLatch(1).await();
    }
}
