package io.shearwater.server;

import static io.shearwater.grpc.FeatureStoreMethods.WHO_AM_I;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.shearwater.access.RateLimit;
import io.shearwater.grpc.v1.WhoAmIRequest;
import io.shearwater.testing.SteppedClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Keys that expire, are revoked or come too often, while the connection that shows them stays open. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysOnConnectionsTest {
    private static final String PROJECT = "/api/v1/projects/fraud";
    private static final int BURST = 60;

    private final SteppedClock clock = new SteppedClock(Instant.now());
    private ServedStore served;
    private RpcCaller caller;
    private final RootAllocator memory = new RootAllocator();
    private FlightClient flights;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        ShearwaterServer server = ShearwaterServer.start(
                directory,
                ServerOptions.defaults().withRate(new RateLimit(5, BURST)).withClock(clock));
        served = ServedStore.over(
                server, Files.readString(directory.resolve("administrator.key")).strip());
        caller = new RpcCaller(server);
        flights = FlightGrpcUtils.createFlightClientWithSharedChannel(memory, caller.channel());
        served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
        served.post(PROJECT + "/feature-groups", FirstRequestsTest.CARDS);
        byte[] frames = RpcInsert.frames(0, 300_000);
        RpcInsert.begin(caller.as(served.key()), "cards", "").send(frames).end().answer();
    }

    @AfterAll
    void stop() throws Exception {
        flights.close();
        caller.close();
        served.close();
        memory.close();
    }

    private Optional<StatusRuntimeException> refusal(String key) {
        try {
            caller.ask(key, WHO_AM_I, WhoAmIRequest.getDefaultInstance());
            return Optional.empty();
        } catch (StatusRuntimeException refused) {
            return Optional.of(refused);
        }
    }

    private FlightStream rows(String key) {
        return flights.getStream(FlightCaller.ticket(FlightCaller.rows("")), FlightCaller.as(key));
    }

    private void assertNoneForTheNextCall(String key, String reason) throws Exception {
        StatusRuntimeException refused = refusal(key).orElseThrow();
        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(RpcCaller.reason(refused).getReason()).isEqualTo(reason);
        FlightStatusCode code = FlightStatusCode.OK;
        try (FlightStream stream = rows(key)) {
            stream.next();
        } catch (org.apache.arrow.flight.FlightRuntimeException sentAway) {
            code = sentAway.status().code();
        }
        assertThat(code).isEqualTo(FlightStatusCode.UNAUTHENTICATED);
        StatusRuntimeException insert =
                RpcInsert.begin(caller.as(key), "cards", "").end().refusal();
        assertThat(insert.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aKeyThatExpiresIsNoneForTheNextCall() throws Exception {
        String brief = served.post("/api/v1/keys", "{\"label\": \"brief\", \"life\": \"PT1H\"}")
                .body()
                .replaceAll(".*\"secret\" ?: ?\"([^\"]+)\".*", "$1");
        assertThat(refusal(brief)).isEmpty();
        clock.advance(Duration.ofHours(1));

        assertNoneForTheNextCall(brief, "EXPIRED");
    }

    @Test
    void aKeyThatIsRevokedIsNoneForTheNextCallAndWhatRunsComesToItsEnd() throws Exception {
        String ida = served.newUser("ida@example.com");
        served.put(PROJECT + "/members/ida@example.com", "{\"role\": \"data_scientist\"}");
        try (FlightStream begun = rows(ida)) {
            assertThat(begun.next()).isTrue();
            int rows = begun.getRoot().getRowCount();

            served.send(ida, "DELETE", "/api/v1/keys/" + ida.split("_")[1], "");

            assertNoneForTheNextCall(ida, "NOT_PROVED");
            while (begun.next()) {
                rows += begun.getRoot().getRowCount();
            }
            assertThat(rows).isEqualTo(300_000);
        }
    }

    @Test
    void aKeyThatComesTooOftenIsToldWhenToComeAgain() {
        String bob = served.newUser("bob@example.com");
        Optional<StatusRuntimeException> refused = Optional.empty();
        for (int call = 0; call < 100 * BURST && refused.isEmpty(); call++) {
            refused = refusal(bob);
        }

        StatusRuntimeException limited = refused.orElseThrow();
        assertThat(limited.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(RpcCaller.reason(limited).getReason()).isEqualTo("RATE");
        assertThat(RpcCaller.retryAfter(limited)).isEqualTo(Duration.ofSeconds(1));
        assertThat(limited.getStatus().getDescription()).contains("5.0 a second", "60 at once");
        assertThat(refusal(served.key())).as("others are let in").isEmpty();
    }
}
