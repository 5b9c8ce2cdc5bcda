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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while several callers insert: what it acknowledged is there afterwards, each row once. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledServerTest {
    private static final String PROJECTS = "/api/v1/projects";
    private static final String GROUPS = "/feature-groups";
    private static final int CALLERS = 3;
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 12;
    /** Of an insert over gRPC. */
    private static final int ROWS = 2_000;

    private static final Pattern LOAD = Pattern.compile("\"load\":([0-9]+),\"n\":([0-9]+)");

    private Path directory;
    private SeparateServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        server = SeparateServer.start(directory);
    }

    @AfterAll
    void close() throws Exception {
        server.close();
        client.close();
    }

    private HttpResponse<String> send(String path, String body) throws Exception {
        return send(server.url(), server.key(), path, body);
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
    private void insertUntilItIsGone(SeparateServer doomed, String key, String rows) {
        while (true) {
            int number = numbers.incrementAndGet();
            String row =
                    "[{\"card\": \"c" + number + "\", \"at\": \"2026-01-01T00:00:00Z\", \"amount\": " + number + "}]";
            try {
                if (send(doomed.url(), key, rows, row).statusCode() == 200) {
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

    /** Makes a project with a group of cards. */
    private void make(String project) throws Exception {
        numbers.set(0);
        acknowledged.clear();
        assertThat(send(PROJECTS, "{\"name\": \"" + project + "\"}").statusCode())
                .isEqualTo(201);
        assertThat(send(PROJECTS + "/" + project + GROUPS, FirstRequestsTest.CARDS)
                        .statusCode())
                .isEqualTo(201);
    }

    /** Kills the server under several callers, and starts it again. */
    private void killUnder(Runnable caller) throws Exception {
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
        server = SeparateServer.start(directory);
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAKill() throws Exception {
        make("rows");
        SeparateServer doomed = server;
        String key = server.key();
        String path = PROJECTS + "/rows" + GROUPS + "/cards/1/rows";

        killUnder(() -> insertUntilItIsGone(doomed, key, path));

        String rows = send(path, "").body();
        for (int number : acknowledged) {
            assertThat(rows.split("\"c" + number + "\"", -1))
                    .as("row " + number)
                    .hasSize(2);
        }
        // Each row is a request of its own, and none was made that the audit does not know of.
        int made = rows.split("\"card\"", -1).length - 1;
        String audit =
                send(PROJECTS + "/rows/audit?action=rows.insert&limit=1000", "").body();
        assertThat(audit.split("\"outcome\":\"allowed\"", -1).length - 1).isGreaterThanOrEqualTo(made);
        assertWholeAudit();
    }

    @Test
    void whatWasAcknowledgedOverGrpcIsThereWholeAndWhatWasNotIsInsertedOnceWithItsKey() throws Exception {
        make("fraud");
        String key = server.key();

        try (RpcCaller caller = new RpcCaller(server.rpcPort())) {
            killUnder(() -> insertFramesUntilItIsGone(caller, key));
        }

        Map<Integer, Long> there = rowsByLoad();
        assertThat(there.keySet()).containsAll(acknowledged);
        assertThat(there.values()).as("each is there whole, or not at all").containsOnly((long) ROWS);
        assertThat(there).hasSizeLessThanOrEqualTo(acknowledged.size() + CALLERS);

        // Who was not told sends it again, whether or not it was done.
        try (RpcCaller caller = new RpcCaller(server.rpcPort())) {
            for (int number = 1; number <= numbers.get(); number++) {
                RpcInsert.begin(caller.as(key), "cards", "load-" + number)
                        .send(RpcInsert.frames(number * ROWS, ROWS))
                        .end()
                        .answer();
            }
        }
        assertThat(rowsByLoad()).hasSize(numbers.get()).containsValue((long) ROWS);
        assertWholeAudit();
    }

    private void assertWholeAudit() throws Exception {
        assertThat(send("/api/v1/audit/check", "").body()).contains("\"whole\":true");
    }

    /** How many rows there are of each insert, by its number. */
    private Map<Integer, Long> rowsByLoad() throws Exception {
        String counts = send(
                        PROJECTS + "/fraud/sql",
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
