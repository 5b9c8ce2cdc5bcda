package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.gate.Admission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More long queries than there are cores; what is light is answered all the same. */
@Tag("server")
class HeavyRequestsTest {
    private static final String PROJECT = "/api/v1/projects/fraud";
    private static final int QUERIES = Runtime.getRuntime().availableProcessors() + 2;
    /** Years of work. */
    private static final String LONG =
            "{\"sql\": \"select sum(a.amount * b.amount * c.amount * d.amount) s from cards a, cards b, cards c, cards d\"}";

    @Test
    void aVectorDoesNotWaitForThem(@TempDir Path directory) throws Exception {
        Admission.Limits limits = new Admission.Limits(8, QUERIES, 1, Duration.ofSeconds(2), Duration.ofSeconds(15));
        ShearwaterServer server = ShearwaterServer.start(
                directory, ServerOptions.defaults().withAdmission(limits).withGrace(Duration.ofMillis(100)));
        // The server is closed before the threads are waited for: that ends the queries.
        try (ExecutorService threads = Executors.newFixedThreadPool(QUERIES);
                ServedStore served = served(server, directory)) {
            List<CompletableFuture<ServedStore.Reply>> queries = IntStream.range(0, QUERIES)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> served.post(PROJECT + "/sql", LONG), threads))
                    .toList();
            served.awaitCounted("shearwater_requests_running{load=\"heavy\"} " + QUERIES + ".0");

            ServedStore.Reply vector = CompletableFuture.supplyAsync(() -> served.post(
                            PROJECT + "/feature-views/risk/1/vectors", "{\"entries\": [{\"card\": \"7\"}]}"))
                    .get(10, TimeUnit.SECONDS);

            assertThat(vector.body()).contains("[7.0]");
            assertThat(queries).noneMatch(CompletableFuture::isDone);
        }
    }

    private static ServedStore served(ShearwaterServer server, Path directory) throws IOException {
        ServedStore served = ServedStore.over(
                server, Files.readString(directory.resolve("administrator.key")).strip());
        served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
        served.post(PROJECT + "/feature-groups", FirstRequestsTest.CARDS);
        String rows = IntStream.range(0, 3_000)
                .mapToObj(i -> "{\"card\": \"" + i + "\", \"at\": \"2026-01-01T00:00:00Z\", \"amount\": " + i + "}")
                .collect(Collectors.joining(",", "[", "]"));
        served.post(PROJECT + "/feature-groups/cards/1/rows", rows);
        served.post(
                PROJECT + "/feature-views",
                "{\"name\": \"risk\", \"version\": 1, \"query\": {\"group\": {\"name\": \"cards\", \"version\": 1},"
                        + " \"columns\": [\"amount\"]}}");
        return served;
    }
}
