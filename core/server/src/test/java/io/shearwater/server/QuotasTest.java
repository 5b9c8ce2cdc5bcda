package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A project that may have a megabyte of files. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuotasTest {
    private static final String PROJECT = "/api/v1/projects/fraud";
    private static final int MOST = 1_000_000;

    private ServedStore served;

    @BeforeAll
    void start(@TempDir Path directory) {
        served = ServedStore.start(directory);
        served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
        ServedStore.Reply set = served.put("/api/v1/quotas/fraud/file_bytes", "{\"most\": " + MOST + "}");
        assertThat(set.status()).as(set.body()).isBetween(200, 204);
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private HttpResponse<String> put(String name, BodyPublisher body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(served.server().url() + PROJECT + "/files/Resources/" + name))
                            .header("Authorization", "Bearer " + served.key())
                            .PUT(body)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static BodyPublisher ofUnknownLength(int bytes) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[bytes]));
    }

    @Test
    void whatComesInChunksCountsAsItComes() throws IOException, InterruptedException {
        HttpResponse<String> refused = put("large.bin", ofUnknownLength(3 * MOST));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(refused.body()).contains("\"code\":\"QUOTA\"");
        assertThat(put("told.bin", BodyPublishers.ofByteArray(new byte[MOST + 1]))
                        .statusCode())
                .isEqualTo(429);
        assertThat(served.get(PROJECT + "/files").body()).doesNotContain("large.bin", "told.bin");

        assertThat(put("small.bin", ofUnknownLength(MOST - 10)).statusCode()).isEqualTo(201);
        assertThat(put("more.bin", ofUnknownLength(11)).statusCode()).isEqualTo(429);
        assertThat(put("last.bin", ofUnknownLength(10)).statusCode()).isEqualTo(201);
    }
}
