package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while several callers insert: what it acknowledged is there afterwards, each row once. */
@Tag("server")
class KilledServerTest {
    private static final String GROUP = "/api/v1/projects/fraud/feature-groups/cards/1";
    private static final int CALLERS = 3;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 12;
    /** Of an insert over gRPC. */
    private static final int ROWS = 2_000;

    private static final Pattern LOAD = Pattern.compile("\"load\":([0-9]+),\"n\":([0-9]+)");

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        client.close();
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

    /** Inserts over gRPC until the server is gone, each time many rows with a key of their own. */
    private void insertFramesUntilItIsGone(RpcCaller caller, String key) {
        while (true) {
            int number = numbers.incrementAndGet();
            try {
                RpcInsert.begin(caller.as(key), "cards", "load-" + number)
                        .send(RpcInsert.frames(number * ROWS, ROWS))
                        .end()
                        .answer();
                acknowledged.add(number);
            } catch (StatusRuntimeException gone) {
                assertThat(gone.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
                return;
            }
        }
    }

    private void make(SeparateServer server) throws Exception {
        assertThat(send(server.url(), server.key(), "/api/v1/projects", "{\"name\": \"fraud\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(send(server.url(), server.key(), "/api/v1/projects/fraud/feature-groups", FirstRequestsTest.CARDS)
                        .statusCode())
                .isEqualTo(201);
    }

    private void killUnder(SeparateServer server, Runnable caller) throws Exception {
        List<Thread> callers = IntStream.range(0, CALLERS)
                .mapToObj(i -> Thread.ofVirtual().start(caller))
                .toList();
        while (acknowledged.size() < ACKNOWLEDGED_BEFORE_THE_KILL) {
            assertThat(server.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        server.kill();
        for (Thread one : callers) {
            one.join();
        }
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
        try (SeparateServer first = SeparateServer.start(directory)) {
            make(first);
            String key = first.key();
            killUnder(first, () -> insertUntilItIsGone(first.url(), key));
        }
        try (SeparateServer second = SeparateServer.start(directory)) {
            String rows = send(second.url(), second.key(), GROUP + "/rows", "").body();
            for (int number : acknowledged) {
                assertThat(rows.split("\"c" + number + "\"", -1))
                        .as("row " + number)
                        .hasSize(2);
            }
            // Each row is a request of its own, and none was made that the audit does not know of.
            int made = rows.split("\"card\"", -1).length - 1;
            String audit = send(
                            second.url(),
                            second.key(),
                            "/api/v1/projects/fraud/audit?action=rows.insert&limit=1000",
                            "")
                    .body();
            assertThat(audit.split("\"outcome\":\"allowed\"", -1).length - 1).isGreaterThanOrEqualTo(made);
            assertWholeAudit(second);
        }
    }

    private void assertWholeAudit(SeparateServer server) throws Exception {
        assertThat(send(server.url(), server.key(), "/api/v1/audit/check", "").body())
                .contains("\"whole\":true");
    }

    @Test
    void whatWasAcknowledgedOverGrpcIsThereWholeAndWhatWasNotIsInsertedOnceWithItsKey() throws Exception {
        try (SeparateServer first = SeparateServer.start(directory)) {
            make(first);
            String key = first.key();
            try (RpcCaller caller = new RpcCaller(first.rpcPort())) {
                killUnder(first, () -> insertFramesUntilItIsGone(caller, key));
            }
        }
        try (SeparateServer second = SeparateServer.start(directory);
                RpcCaller caller = new RpcCaller(second.rpcPort())) {
            Map<Integer, Long> there = rowsByLoad(second);
            assertThat(there.keySet()).containsAll(acknowledged);
            assertThat(there.values()).as("each is there whole, or not at all").containsOnly((long) ROWS);
            assertThat(there).hasSizeLessThanOrEqualTo(acknowledged.size() + CALLERS);

            // Who was not told sends it again, whether or not it was done.
            for (int number = 1; number <= numbers.get(); number++) {
                RpcInsert.begin(caller.as(second.key()), "cards", "load-" + number)
                        .send(RpcInsert.frames(number * ROWS, ROWS))
                        .end()
                        .answer();
            }
            assertThat(rowsByLoad(second)).hasSize(numbers.get()).containsValue((long) ROWS);
            assertWholeAudit(second);
        }
    }

    /** How many rows there are of each insert, by its number. */
    private Map<Integer, Long> rowsByLoad(SeparateServer server) throws Exception {
        String counts = send(
                        server.url(),
                        server.key(),
                        "/api/v1/projects/fraud/sql",
                        "{\"sql\": \"select cast(floor(amount / " + ROWS + ") as bigint) as load,"
                                + " count(*) as n from cards group by 1\"}")
                .body();
        Map<Integer, Long> rows = new TreeMap<>();
        Matcher load = LOAD.matcher(counts);
        while (load.find()) {
            rows.put(Integer.valueOf(load.group(1)), Long.valueOf(load.group(2)));
        }
        return rows;
    }
}
