package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, to be killed. */
final class SeparateServer implements AutoCloseable {
    private final Process process;
    private final Path directory;
    private final List<String> address;

    private SeparateServer(Process process, Path directory, List<String> address) {
        this.process = process;
        this.directory = directory;
        this.address = address;
    }

    /** Starts one over the store {@code store} of a directory. */
    static SeparateServer start(Path directory) throws IOException, InterruptedException {
        Path address = directory.resolve("address");
        Path log = directory.resolve("server.log");
        Files.deleteIfExists(address);
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerProcess.class.getName(),
                        directory.resolve("store").toString(),
                        address.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (Files.notExists(address)) {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return new SeparateServer(process, directory, Files.readAllLines(address));
    }

    String url() {
        return address.getFirst();
    }

    int rpcPort() {
        return Integer.parseInt(address.getLast());
    }

    /** The administrator's key. */
    String key() throws IOException {
        return Files.readString(directory.resolve("store/administrator.key")).strip();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
