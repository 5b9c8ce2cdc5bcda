package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that nobody sends by mistake: each is refused, none is a defect, and the server answers the next one. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTest {
    private static final String PROJECT = "/api/v1/projects/fraud";
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 300);

    private ServedStore served;
    private Path directory;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        Files.writeString(temporary.resolve("outside.txt"), "not for callers");
        served = ServedStore.start(temporary.resolve("store"));
        assertThat(served.post("/api/v1/projects", "{\"name\": \"fraud\"}").status())
                .isEqualTo(201);
        assertThat(served.post(PROJECT + "/feature-groups", FirstRequestsTest.CARDS)
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    void stop() {
        served.close();
    }

    /** Sends bytes as they are and gives what comes back until the connection ends or is silent. */
    private String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), served.server().port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private String rawGet(String path) throws IOException {
        return raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + served.key()
                + "\r\n\r\n");
    }

    private void assertAlive() {
        assertThat(served.get("/health/live").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/projects/fraud/files/../../../outside.txt",
                "/api/v1/projects/fraud/files/..%2f..%2f..%2foutside.txt",
                "/api/v1/projects/fraud/files/Resources/%2e%2e/%2e%2e/%2e%2e/outside.txt",
                "/api/v1/projects/fraud/files/Resources%5c..%5c..%5coutside.txt",
                "/api/v1/projects/fraud/files//etc/passwd",
                "/api/v1/projects/fraud/files/Resources/a%00.txt",
                "/api/v1/projects/..%2fother/feature-groups",
                "/api/v1/projects/fraud/feature-groups/cards%27%3bdrop/1",
                "/api/v1/projects/fraud/feature-groups/cards/1/rows?where=1%3d1%29%20or%20%281",
                "/api/v1/projects/fraud/feature-groups/cards/99999999999999999999",
                "/api/v1/projects/fraud/feature-groups/cards/-1",
                "/api/v1/projects/%ff%fe/feature-groups",
                "/api/v1/projects/fraud/%zz"
            })
    void pathsThatLeadElsewhereLeadNowhere(String path) throws IOException {
        String answer = rawGet(path);

        assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain("not for callers", "root:");
        assertAlive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "GET /health/live HTTP/1.1\r\nbad header\r\n\r\n",
                "POST /api/v1/projects HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "POST /api/v1/projects HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            })
    void whatIsNoHttpEndsTheConnection(String request) throws IOException {
        assertThat(raw(request)).doesNotContain("HTTP/1.1 2", "HTTP/1.1 5");
        assertAlive();
    }

    @Test
    void headersThatDoNotEndAreNotRead() throws IOException {
        assertThat(raw("GET /health/live HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(100_000) + "\r\n\r\n"))
                .doesNotContain("HTTP/1.1 2", "HTTP/1.1 5");
        assertAlive();
    }

    @Test
    void bodiesThatAreTooDeepTooLongOrNotJsonAreRefused() {
        for (String body : List.of(
                "[".repeat(100_000),
                "{\"name\":\"" + "x".repeat(17 << 20) + "\"}",
                "{\"name\":1e" + "9".repeat(500) + "}",
                "{\"name\":\"a\",\"name\":\"b\"}",
                "{\"name\":\"a\"} trailing",
                "\u0000",
                "nul",
                "\"text\"")) {
            assertThat(served.post("/api/v1/projects", body).status()).isBetween(400, 499);
        }
        assertAlive();
    }

    @Test
    void mutatedRowsAreInsertedOrRefusedAndNeverADefect() {
        String rows = "[{\"card\": \"a\", \"at\": \"2026-01-01T00:00:00Z\", \"amount\": 1.5}]";
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder mutated = new StringBuilder(rows);
            for (int i = 0; i <= random.nextInt(4); i++) {
                mutated.setCharAt(random.nextInt(mutated.length()), (char) random.nextInt(1, 256));
            }
            int status = served.post(PROJECT + "/feature-groups/cards/1/rows/append", mutated.toString())
                    .status();
            assertThat(status).as(mutated.toString()).isNotEqualTo(500);
        }
        assertAlive();
    }

    @Test
    void pathsOfNothingButNoiseAreRefused() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder path = new StringBuilder("/");
            for (int i = 0; i < random.nextInt(60); i++) {
                path.append((char) random.nextInt(33, 256));
            }
            assertThat(rawGet(path.toString())).as(path.toString()).doesNotContain("HTTP/1.1 2", "HTTP/1.1 5");
        }
        assertAlive();
    }

    @Test
    void aKeyIsNeverShown() throws IOException {
        String answer = rawGet("/api/v1/projects/" + served.key());

        served.awaitLogged(line -> line.contains("/api/v1/projects/"));
        assertThat(served.log()).noneMatch(line -> line.contains(served.key().substring(16)));
        assertThat(answer).startsWith("HTTP/1.1 404");
        assertThat(Files.exists(directory.resolve("store"))).isTrue();
    }
}
