package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers of REST without a key who send requests and do not wait for answers, twice as many as there are cores. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HastyCallersTest {
    private static final int CALLERS = 2 * Runtime.getRuntime().availableProcessors();
    private static final byte[] MANY =
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(200).getBytes(StandardCharsets.US_ASCII);
    private static final long PLENTY = 5_000_000;

    private final List<Socket> callers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder taken = new LongAdder();
    private final Queue<String> bad = new ConcurrentLinkedQueue<>();
    private ServedStore served;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        ShearwaterServer server = ShearwaterServer.start(
                directory, ServerOptions.defaults().withPort(0).withRpcPort(0).withLog(line -> {
                    if (!line.contains("\"ok\"") && !line.contains("\"GONE\"")) {
                        bad.add(line);
                    }
                }));
        served = ServedStore.over(
                server, Files.readString(directory.resolve("administrator.key")).strip());
    }

    @AfterAll
    void stop() throws Exception {
        leave();
        served.close();
    }

    private void leave() throws Exception {
        for (Socket caller : callers) {
            caller.close();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void hurry() throws IOException {
        Socket caller =
                new Socket(InetAddress.getLoopbackAddress(), served.server().port());
        callers.add(caller);
        threads.add(Thread.ofPlatform()
                .start(() -> untilClosed(() -> {
                    OutputStream out = caller.getOutputStream();
                    while (true) {
                        out.write(MANY);
                    }
                })));
        threads.add(Thread.ofPlatform()
                .start(() -> untilClosed(() -> {
                    byte[] answers = new byte[1 << 16];
                    for (int count = 0;
                            count >= 0;
                            count = caller.getInputStream().read(answers)) {
                        taken.add(count);
                    }
                })));
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void untilClosed(Work work) {
        try {
            work.run();
        } catch (IOException closed) {
            // Both threads of a caller end in this way.
        }
    }

    @Test
    @Timeout(120)
    void othersAreAnsweredToo() throws Exception {
        for (int i = 0; i < CALLERS; i++) {
            hurry();
        }
        while (taken.sum() < PLENTY) {
            TimeUnit.MILLISECONDS.sleep(10);
        }

        // A single answer took ten seconds and more when nothing made the hasty ones wait.
        for (int i = 0; i < 100; i++) {
            assertThat(served.get("/api/v1/whoami").status()).isEqualTo(200);
        }

        leave();
        assertThat(served.get("/health/live").status()).isEqualTo(200);
        assertThat(bad).isEmpty();
    }
}
