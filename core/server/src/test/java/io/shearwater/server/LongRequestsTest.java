package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.gate.Admission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that would run for years on a server that gives them a second. */
@Tag("server")
class LongRequestsTest {
    private static final String PROJECT = "/api/v1/projects/fraud";

    @Test
    void theyAreEndedAndTheirPlacesAreFree(@TempDir Path directory) throws IOException {
        // As many as there are threads that carry virtual ones: each query holds one of them.
        int places = Runtime.getRuntime().availableProcessors();
        Admission.Limits few = new Admission.Limits(8, places, 1, Duration.ofMillis(100), Duration.ofSeconds(1));
        ShearwaterServer server =
                ShearwaterServer.start(directory, ServerOptions.defaults().withAdmission(few));
        try (ServedStore served = ServedStore.over(
                server, Files.readString(directory.resolve("administrator.key")).strip())) {
            served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
            served.post(PROJECT + "/feature-groups", FirstRequestsTest.CARDS);
            String rows = IntStream.range(0, 3_000)
                    .mapToObj(i -> "{\"card\": \"" + i + "\", \"at\": \"2026-01-01T00:00:00Z\", \"amount\": " + i + "}")
                    .collect(Collectors.joining(",", "[", "]"));
            assertThat(served.post(PROJECT + "/feature-groups/cards/1/rows", rows)
                            .status())
                    .isEqualTo(200);

            List<CompletableFuture<ServedStore.Reply>> asked = IntStream.range(0, places)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> served.post(
                                    PROJECT + "/sql",
                                    "{\"sql\": \"select sum(a.amount * b.amount * c.amount * d.amount) s from cards a, cards b,"
                                            + " cards c, cards d\"}"),
                            task -> Thread.ofPlatform().start(task)))
                    .toList();

            for (CompletableFuture<ServedStore.Reply> one : asked) {
                ServedStore.Reply ended = one.join();
                assertThat(ended.status()).as(ended.body()).isEqualTo(429);
                assertThat(ended.body()).contains("\"code\":\"TOO_LONG\"");
            }
            assertThat(served.post(PROJECT + "/sql", "{\"sql\": \"select count(*) n from cards\"}")
                            .body())
                    .contains("\"n\":3000");
        }
    }
}
