package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while several callers insert: what it acknowledged is there afterwards, each row once. */
@Tag("server")
class KilledServerTest {
    private static final String GROUP = "/api/v1/projects/fraud/feature-groups/cards/1";
    private static final int CALLERS = 3;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 12;

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

    private Process start(Path address) throws IOException {
        Files.deleteIfExists(address);
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerProcess.class.getName(),
                        directory.resolve("store").toString(),
                        address.toString()))
                .redirectErrorStream(true)
                .redirectOutput(new File(directory.toFile(), "server.log"))
                .start();
    }

    private String await(Process server, Path address) throws Exception {
        while (Files.notExists(address)) {
            assertThat(server.isAlive())
                    .as(Files.readString(directory.resolve("server.log")))
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return Files.readString(address);
    }

    private HttpResponse<String> send(String url, String key, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", "Bearer " + key)
                .method(
                        body.isEmpty() ? "GET" : "POST",
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Inserts a row at a time until the server is gone. */
    private void insertUntilItIsGone(String url, String key) {
        while (true) {
            int number = numbers.incrementAndGet();
            String row =
                    "[{\"card\": \"c" + number + "\", \"at\": \"2026-01-01T00:00:00Z\", \"amount\": " + number + "}]";
            try {
                if (send(url, key, GROUP + "/rows", row).statusCode() == 200) {
                    acknowledged.add(number);
                }
            } catch (IOException gone) {
                return;
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        }
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
        Path address = directory.resolve("address");
        Process first = start(address);
        String url = await(first, address);
        String key =
                Files.readString(directory.resolve("store/administrator.key")).strip();
        assertThat(send(url, key, "/api/v1/projects", "{\"name\": \"fraud\"}").statusCode())
                .isEqualTo(201);
        assertThat(send(url, key, "/api/v1/projects/fraud/feature-groups", FirstRequestsTest.CARDS)
                        .statusCode())
                .isEqualTo(201);

        List<Thread> callers = IntStream.range(0, CALLERS)
                .mapToObj(i -> Thread.ofVirtual().start(() -> insertUntilItIsGone(url, key)))
                .toList();
        while (acknowledged.size() < ACKNOWLEDGED_BEFORE_THE_KILL) {
            assertThat(first.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        first.destroyForcibly().waitFor();
        for (Thread caller : callers) {
            caller.join();
        }

        Process second = start(address);
        try {
            String again = await(second, address);
            String rows = send(again, key, GROUP + "/rows", "").body();
            for (int number : acknowledged) {
                assertThat(rows.split("\"c" + number + "\"", -1))
                        .as("row " + number)
                        .hasSize(2);
            }
            // Each row is a request of its own, and none was made that the audit does not know of.
            int made = rows.split("\"card\"", -1).length - 1;
            String audit = send(again, key, "/api/v1/projects/fraud/audit?action=rows.insert&limit=1000", "")
                    .body();
            assertThat(audit.split("\"outcome\":\"allowed\"", -1).length - 1).isGreaterThanOrEqualTo(made);
            assertThat(send(again, key, "/api/v1/audit/check", "").body()).contains("\"whole\":true");
        } finally {
            second.destroyForcibly().waitFor();
            client.close();
        }
    }
}
