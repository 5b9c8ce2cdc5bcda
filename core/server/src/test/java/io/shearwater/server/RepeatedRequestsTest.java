package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Changes that are sent more than once, as a client does that got no answer. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedRequestsTest {
    private static final String PROJECT = "/api/v1/projects/fraud";

    private final HttpClient client = HttpClient.newHttpClient();
    private ServedStore served;

    @BeforeAll
    void start(@TempDir Path directory) {
        served = ServedStore.start(directory);
        served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
    }

    @AfterAll
    void stop() {
        client.close();
        served.close();
    }

    private HttpRequest request(String as, String key, String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(served.server().url() + path))
                .header("Authorization", "Bearer " + as)
                .header("Idempotency-Key", key)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> send(String key, String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(request(served.key(), key, method, path, body), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aChangeIsMadeOnceAndAnsweredTheSame() throws IOException, InterruptedException {
        HttpResponse<String> first = send("make", "POST", PROJECT + "/feature-groups", FirstRequestsTest.CARDS);
        HttpResponse<String> again = send("make", "POST", PROJECT + "/feature-groups", FirstRequestsTest.CARDS);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(send("other", "POST", PROJECT + "/feature-groups", FirstRequestsTest.CARDS)
                        .statusCode())
                .isEqualTo(409);

        assertThat(send("drop", "DELETE", PROJECT + "/feature-groups/cards/1", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("drop", "DELETE", PROJECT + "/feature-groups/cards/1", "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(send("drop", "DELETE", PROJECT + "/feature-groups/cards/2", "")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void whatFailedIsTriedAgainAndAKeyIsItsOwners() throws IOException, InterruptedException {
        assertThat(send("views", "POST", PROJECT + "/feature-views", "{}").statusCode())
                .isEqualTo(400);
        assertThat(send("views", "POST", PROJECT + "/feature-views", "{\"name\": 1}")
                        .body())
                .contains("name");

        assertThat(send("project", "POST", "/api/v1/projects", "{\"name\": \"mine\"}")
                        .statusCode())
                .isEqualTo(201);
        HttpRequest other =
                request(served.otherAdministrator(), "project", "POST", "/api/v1/projects", "{\"name\": \"mine\"}");
        assertThat(client.send(other, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(409);
    }

    @Test
    void manyAtATimeMakeOneChange() {
        String run = "{\"name\": \"crowd\"}";
        List<CompletableFuture<HttpResponse<String>>> all = IntStream.range(0, 12)
                .mapToObj(i -> client.sendAsync(
                        request(served.key(), "crowd", "POST", "/api/v1/projects", run),
                        HttpResponse.BodyHandlers.ofString()))
                .toList();
        assertThat(all).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(201));
    }
}
