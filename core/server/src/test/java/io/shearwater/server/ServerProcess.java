package io.shearwater.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A server in a process of its own, so that it can be killed. Arguments: the store, and a file for its address and the port of gRPC. */
final class ServerProcess {
    private ServerProcess() {}

    public static void main(String[] arguments) throws Exception {
        ShearwaterServer server = ShearwaterServer.start(Path.of(arguments[0]), ServerOptions.defaults());
        Path file = Path.of(arguments[1]);
        Path draft = file.resolveSibling("draft");
        Files.writeString(draft, server.url() + "\n" + server.rpcPort());
        Files.move(draft, file);
        new CountDownLatch(1).await();
    }
}
