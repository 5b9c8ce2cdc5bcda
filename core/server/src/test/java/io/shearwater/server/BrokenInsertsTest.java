package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Status;
import io.shearwater.gate.Admission;
import io.shearwater.grpc.RpcLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inserts over gRPC that do not come to their end, on a server that does one at a time: none is half done, none keeps its place. */
@Tag("server")
class BrokenInsertsTest {
    private static final String PROJECT = "/api/v1/projects/fraud";
    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofSeconds(60);
    private static final int ROWS = 20_000;
    private static final byte[] FRAMES = RpcInsert.frames(0, ROWS);

    @TempDir
    private Path directory;

    private ServedStore served;
    private RpcCaller caller;

    @BeforeEach
    void start() throws IOException {
        start(SILENCE, GRACE);
    }

    private void start(Duration silence, Duration grace) throws IOException {
        Admission.Limits one = new Admission.Limits(8, 1, 1, Duration.ofMillis(200), Duration.ofMinutes(30));
        ShearwaterServer server = ShearwaterServer.start(
                directory,
                ServerOptions.defaults()
                        .withAdmission(one)
                        .withGrace(grace)
                        .withRpcLimits(RpcLimits.defaults().withSilence(silence)));
        served = ServedStore.over(
                server, Files.readString(directory.resolve("administrator.key")).strip());
        caller = new RpcCaller(server);
        served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
        served.post(PROJECT + "/feature-groups", FirstRequestsTest.CARDS);
    }

    @AfterEach
    void stop() {
        caller.close();
        served.close();
    }

    private RpcInsert begin(RpcCaller by, String key) {
        return RpcInsert.begin(by.as(served.key()), "cards", key);
    }

    private RpcInsert half(RpcCaller by, String key) {
        return begin(by, key).send(FRAMES, 0, FRAMES.length / 2);
    }

    /** Waits until an insert has its place. */
    private void awaitRunning(int many) {
        served.awaitCounted("shearwater_requests_running{load=\"heavy\"} " + many);
    }

    private void assertRows(int rows) {
        assertThat(served.get(PROJECT + "/feature-groups/cards/1/commits").body())
                .contains("\"inserted\":" + rows)
                .containsOnlyOnce("\"inserted\"");
    }

    private void assertNoRows() {
        assertThat(served.get(PROJECT + "/feature-groups/cards/1/commits").body())
                .doesNotContain("inserted");
    }

    @Test
    void aConnectionThatIsCutLeavesNothingAndTheSameKeyInsertsAll() throws IOException {
        try (Line line = new Line(served.server().rpcPort())) {
            RpcCaller far = new RpcCaller(line.port());
            RpcInsert cut = half(far, "load-1");
            awaitRunning(1);
            line.cut();
            assertThat(cut.refusal().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            far.close();
        }
        awaitRunning(0);
        assertNoRows();

        long commit = begin(caller, "load-1").send(FRAMES).end().answer().getCommit();

        assertThat(begin(caller, "load-1").send(FRAMES).end().answer().getCommit())
                .isEqualTo(commit);
        assertRows(ROWS);
    }

    @Test
    void aLineThatGoesDeadIsGivenUpSoThatTheInsertCanBeSentAgain() throws IOException {
        stop();
        start(Duration.ofSeconds(2), GRACE);
        try (Line line = new Line(served.server().rpcPort());
                RpcCaller far = new RpcCaller(line.port())) {
            half(far, "load-1");
            awaitRunning(1);
            line.die();

            awaitRunning(0);
            assertNoRows();
            assertThat(begin(caller, "load-1").send(FRAMES).end().answer().getInserted())
                    .isEqualTo(ROWS);
        }
        assertRows(ROWS);
    }

    @Test
    void aCallerThatGivesUpLeavesNothing() {
        try (RpcCaller other = new RpcCaller(served.server())) {
            RpcInsert given = half(other, "");
            awaitRunning(1);
            other.close();
            assertThat(given.refusal().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
        awaitRunning(0);
        assertNoRows();
    }

    @Test
    void whileOneRunsTheNextIsToldToComeAgain() {
        RpcInsert first = half(caller, "");
        awaitRunning(1);

        var refused = begin(caller, "").send(FRAMES).end().refusal();

        assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(RpcCaller.reason(refused).getReason()).isEqualTo("OVERLOADED");
        assertThat(RpcCaller.retryAfter(refused)).isEqualTo(Duration.ofSeconds(1));
        assertThat(first.send(FRAMES, FRAMES.length / 2, FRAMES.length)
                        .end()
                        .answer()
                        .getInserted())
                .isEqualTo(ROWS);
    }

    @Test
    void aDeadlineThatPassesFreesThePlace() {
        RpcInsert late = RpcInsert.begin(
                caller.as(served.key()), "cards", "", CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS));
        late.send(FRAMES, 0, FRAMES.length / 2);
        awaitRunning(1);

        assertThat(late.refusal().getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);

        awaitRunning(0);
        assertNoRows();
        assertThat(begin(caller, "").send(FRAMES).end().answer().getInserted()).isEqualTo(ROWS);
    }

    @Test
    void anInsertThatRunsWhenTheServerEndsComesToItsEndAndNoOtherBegins() throws Exception {
        RpcInsert running = half(caller, "load-1");
        awaitRunning(1);
        ServedStore ending = served;
        CompletableFuture<Void> ended = CompletableFuture.runAsync(ending.server()::close);
        try (RpcCaller other = new RpcCaller(ending.server())) {
            Status.Code code = Status.Code.OK;
            while (code != Status.Code.UNAVAILABLE) {
                code = RpcInsert.begin(other.as(ending.key()), "cards", "")
                        .end()
                        .refusal()
                        .getStatus()
                        .getCode();
            }
        }
        assertThat(ended).isNotDone();

        running.send(FRAMES, FRAMES.length / 2, FRAMES.length).end();

        assertThat(running.answer().getInserted()).isEqualTo(ROWS);
        ended.get(30, TimeUnit.SECONDS);
        caller.close();
        start();
        assertRows(ROWS);
    }

    @Test
    void anInsertThatDoesNotEndIsBrokenOffWhenTheServerEnds() throws Exception {
        stop();
        start(SILENCE, Duration.ofMillis(500));
        RpcInsert running = half(caller, "load-1");
        awaitRunning(1);

        served.server().close();

        assertThat(running.refusal().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        caller.close();
        start();
        assertNoRows();
        assertThat(begin(caller, "load-1").send(FRAMES).end().answer().getInserted())
                .isEqualTo(ROWS);
    }
}
