package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.gate.Admission;
import io.shearwater.rest.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Callers of REST that ask for much and take nothing of it, on a server that does few things at a time. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnreadAnswersTest {
    private static final String PROJECT = "/api/v1/projects/fraud";
    private static final int PLACES = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int ROWS = 300_000;

    private final List<Socket> callers = new ArrayList<>();
    private ServedStore served;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Admission.Limits few = new Admission.Limits(8, PLACES, 2, Duration.ofMillis(200), Duration.ofMinutes(30));
        Limits impatient = new Limits(16 << 20, 1L << 30, Duration.ofSeconds(2), 1024);
        ShearwaterServer server = ShearwaterServer.start(
                directory, ServerOptions.defaults().withAdmission(few).withRestLimits(impatient));
        served = ServedStore.over(
                server, Files.readString(directory.resolve("administrator.key")).strip());
        served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
    }

    @AfterAll
    void stop() throws Exception {
        for (Socket caller : callers) {
            caller.close();
        }
        served.close();
    }

    /** Asks for more than the buffers between the two hold, and leaves it there. */
    private void ask(String sql) throws IOException {
        Socket caller =
                new Socket(InetAddress.getLoopbackAddress(), served.server().port());
        callers.add(caller);
        String body = "{\"sql\": \"" + sql + "\"}";
        String request = "POST " + PROJECT + "/sql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + served.key()
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        caller.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whoTakesNothingOfItsRowsIsEndedAndItsPlaceIsFree() throws Exception {
        for (int round = 0; round < 2; round++) {
            for (int place = 0; place < PLACES; place++) {
                ask("select i, repeat('unread', 30) s from range(" + ROWS + ") r(i)");
            }
            served.awaitCounted("shearwater_requests_running{load=\"heavy\"} " + PLACES);
            served.awaitCounted("shearwater_requests_running{load=\"heavy\"} 0");
        }

        assertThat(served.post(PROJECT + "/sql", "{\"sql\": \"select 7 n\"}").body())
                .contains("\"n\":7");
    }
}
