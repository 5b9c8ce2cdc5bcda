package io.shearwater.server;

import static io.shearwater.grpc.FeatureStoreMethods.GET_VECTORS;
import static io.shearwater.grpc.FeatureStoreMethods.WHO_AM_I;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.shearwater.grpc.RpcLimits;
import io.shearwater.grpc.v1.Entry;
import io.shearwater.grpc.v1.GetVectorsRequest;
import io.shearwater.grpc.v1.InsertRequest;
import io.shearwater.grpc.v1.InsertResponse;
import io.shearwater.grpc.v1.InsertTarget;
import io.shearwater.grpc.v1.Value;
import io.shearwater.grpc.v1.WhoAmIRequest;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in over gRPC, and what is not taken from anybody. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RpcRightsTest {
    private static final String PROJECT = "/api/v1/projects/fraud";
    private static final int MESSAGE = 1 << 20;

    private ServedStore served;
    private RpcCaller caller;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        ShearwaterServer server = ShearwaterServer.start(
                directory,
                ServerOptions.defaults()
                        .withRpcLimits(RpcLimits.defaults().withMessage(MESSAGE).withSilence(Duration.ofSeconds(1))));
        served = ServedStore.over(
                server, Files.readString(directory.resolve("administrator.key")).strip());
        caller = new RpcCaller(served.server());
        served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
        served.post("/api/v1/projects", "{\"name\": \"other\"}");
        served.post(PROJECT + "/feature-groups", """
                {"name": "cards", "version": 1, "primary_key": ["card"], "event_time": "at", "storage": "offline_and_online",
                 "features": [{"name": "card", "type": "string"}, {"name": "at", "type": "timestamp"},
                              {"name": "amount", "type": "double"}, {"name": "holder", "type": "string"}]}""");
        served.post(PROJECT + "/feature-groups/cards/1/rows", """
                [{"card": "a", "at": "2026-01-01T00:00:00Z", "amount": 1.5, "holder": "Ada"}]""");
        view("amounts", "amount");
        view("holders", "holder");
    }

    private void view(String name, String column) {
        served.post(
                PROJECT + "/feature-views",
                "{\"name\": \"" + name
                        + "\", \"version\": 1, \"query\": {\"group\": {\"name\": \"cards\", \"version\": 1},"
                        + " \"columns\": [\"" + column + "\"]}}");
    }

    @AfterAll
    void stop() {
        caller.close();
        served.close();
    }

    private static GetVectorsRequest vectors(String view) {
        return GetVectorsRequest.newBuilder()
                .setProject("fraud")
                .setView(view)
                .setVersion(1)
                .addEntries(Entry.newBuilder()
                        .putValues("card", Value.newBuilder().setText("a").build()))
                .build();
    }

    private Status.Code asked(String key, String view) {
        return code(() -> caller.ask(key, GET_VECTORS, vectors(view)));
    }

    private static Status.Code code(Runnable call) {
        try {
            call.run();
            return Status.Code.OK;
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode();
        }
    }

    private void assertAlive() {
        assertThat(asked(served.key(), "amounts")).isEqualTo(Status.Code.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer sw_000000000000_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "Basic YWRtaW46YWRtaW4=",
                "sw_000000000000_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void whoDoesNotProveWhoTheyAreIsSentAway(String header) {
        var as = caller.with(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), header);

        assertThat(code(() -> ClientCalls.blockingUnaryCall(
                        as, WHO_AM_I, CallOptions.DEFAULT, WhoAmIRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(asked("", "amounts")).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void aKeyThatWasRevokedIsNoneForTheNextCall() {
        String ida = served.newUser("ida@example.com");
        served.put(PROJECT + "/members/ida@example.com", "{\"role\": \"data_scientist\"}");
        assertThat(asked(ida, "amounts")).isEqualTo(Status.Code.OK);

        served.send(ida, "DELETE", "/api/v1/keys/" + ida.split("_")[1], "");

        assertThat(asked(ida, "amounts")).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void whoIsNoMemberIsToldThatThereIsNoSuchProject() {
        String bob = served.newUser("bob@example.com");

        StatusRuntimeException there = refusal(bob, vectors("amounts"));
        StatusRuntimeException notThere =
                refusal(bob, vectors("amounts").toBuilder().setProject("fraux").build());

        assertThat(there.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(RpcCaller.reason(there).getReason()).isEqualTo("NO_PROJECT");
        assertThat(there.getStatus().getDescription().replace("fraud", "fraux"))
                .isEqualTo(notThere.getStatus().getDescription());
        assertThat(RpcCaller.reason(there).getMetadataMap()).containsKey("request_id");
    }

    private StatusRuntimeException refusal(String key, GetVectorsRequest request) {
        try {
            caller.ask(key, GET_VECTORS, request);
        } catch (StatusRuntimeException refused) {
            return refused;
        }
        throw new AssertionError("it was not refused");
    }

    @Test
    void aRestrictedMemberGetsTheGrantedFeaturesUntilTheGrantIsTakenBack() {
        String eve = served.newUser("eve@example.com");
        String member = PROJECT + "/members/eve@example.com";
        served.put(member, "{\"role\": \"restricted\"}");
        assertThat(asked(eve, "amounts")).isEqualTo(Status.Code.PERMISSION_DENIED);

        served.put(member + "/grants/cards/1", "{\"features\": [\"amount\"]}");

        assertThat(asked(eve, "amounts")).isEqualTo(Status.Code.OK);
        assertThat(asked(eve, "holders")).isEqualTo(Status.Code.PERMISSION_DENIED);

        served.send(served.key(), "DELETE", member + "/grants/cards/1", "");

        assertThat(asked(eve, "amounts")).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void messagesThatAreTooLargeEndTheirCallAlone() {
        GetVectorsRequest large = vectors("amounts").toBuilder()
                .putParameters(
                        "holder",
                        Value.newBuilder().setText("x".repeat(2 * MESSAGE)).build())
                .build();

        assertThat(code(() -> caller.ask(served.key(), GET_VECTORS, large))).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertAlive();
    }

    @Test
    void tooManyEntriesAreRefused() {
        GetVectorsRequest.Builder many = vectors("amounts").toBuilder();
        for (int i = 0; i < 10_000; i++) {
            many.addEntries(Entry.getDefaultInstance());
        }

        assertThat(code(() -> caller.ask(served.key(), GET_VECTORS, many.build())))
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertAlive();
    }

    private static InsertRequest target() {
        return InsertRequest.newBuilder()
                .setTarget(InsertTarget.newBuilder()
                        .setProject("fraud")
                        .setGroup("cards")
                        .setVersion(1))
                .build();
    }

    @Test
    void aStreamThatFallsSilentIsGivenUp() {
        CompletableFuture<InsertResponse> answer = new CompletableFuture<>();
        StreamObserver<InsertRequest> request = RpcInsert.call(caller.as(served.key()), CallOptions.DEFAULT, answer);
        request.onNext(target());

        assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
                .hasMessageContaining("RESOURCE_EXHAUSTED")
                .hasMessageContaining("without such a pause");
        assertAlive();
    }

    @Test
    void noiseInThePlaceOfFramesIsRefused() {
        Random random = new Random(5);
        for (int round = 0; round < 50; round++) {
            CompletableFuture<InsertResponse> answer = new CompletableFuture<>();
            StreamObserver<InsertRequest> request =
                    RpcInsert.call(caller.as(served.key()), CallOptions.DEFAULT, answer);
            request.onNext(target());
            byte[] noise = new byte[random.nextInt(2_000)];
            random.nextBytes(noise);
            request.onNext(InsertRequest.newBuilder()
                    .setFrames(ByteString.copyFrom(noise))
                    .build());
            request.onCompleted();
            assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
                    .satisfies(failed -> assertThat(Status.fromThrowable(failed).getCode())
                            .isNotIn(Status.Code.INTERNAL, Status.Code.UNKNOWN));
        }
        assertAlive();
    }

    @Test
    void whatIsNoGrpcEndsItsConnectionAlone() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 30; round++) {
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), served.server().rpcPort())) {
                OutputStream out = socket.getOutputStream();
                out.write(
                        round % 2 == 0
                                ? "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII)
                                : "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                byte[] noise = new byte[random.nextInt(5_000)];
                random.nextBytes(noise);
                out.write(noise);
                out.flush();
            } catch (java.net.SocketException closed) {
                // The server was quicker to end it.
            }
        }
        assertAlive();
    }
}
