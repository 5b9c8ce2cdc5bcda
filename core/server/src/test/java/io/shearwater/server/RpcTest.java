package io.shearwater.server;

import static io.shearwater.grpc.FeatureStoreMethods.GET_VECTORS;
import static io.shearwater.grpc.FeatureStoreMethods.PREDICT;
import static io.shearwater.grpc.FeatureStoreMethods.WHO_AM_I;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import io.shearwater.grpc.v1.Entry;
import io.shearwater.grpc.v1.Feature;
import io.shearwater.grpc.v1.GetVectorsRequest;
import io.shearwater.grpc.v1.GetVectorsResponse;
import io.shearwater.grpc.v1.InsertRequest;
import io.shearwater.grpc.v1.InsertResponse;
import io.shearwater.grpc.v1.InsertTarget;
import io.shearwater.grpc.v1.Kind;
import io.shearwater.grpc.v1.PredictRequest;
import io.shearwater.grpc.v1.Prediction;
import io.shearwater.grpc.v1.Value;
import io.shearwater.grpc.v1.WhoAmIRequest;
import io.shearwater.grpc.v1.WhoAmIResponse;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.wire.FrameStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Vectors, predictions and inserts over gRPC. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RpcTest {
    private static final String PROJECT = "/api/v1/projects/fraud";

    private ServedStore served;
    private RpcCaller caller;

    @BeforeAll
    void start(@TempDir Path directory) {
        served = ServedStore.start(directory);
        caller = new RpcCaller(served.server());
        created(served.post("/api/v1/projects", "{\"name\": \"fraud\"}"));
        created(served.post(PROJECT + "/feature-groups", """
                {"name": "cards", "version": 1, "primary_key": ["card"], "event_time": "at", "storage": "offline_and_online",
                 "features": [{"name": "card", "type": "string"}, {"name": "at", "type": "timestamp"},
                              {"name": "amount", "type": "double"}, {"name": "ratio", "type": "float"},
                              {"name": "count", "type": "int"}, {"name": "total", "type": "long"},
                              {"name": "foreign", "type": "boolean"}, {"name": "seen", "type": "timestamp"},
                              {"name": "born", "type": "date"}, {"name": "price", "type": "decimal(10,2)"},
                              {"name": "note", "type": "string"}, {"name": "raw", "type": "binary"},
                              {"name": "tags", "type": "array<string>"}, {"name": "near", "type": "embedding(2)"}]}"""));
        assertThat(served.post(PROJECT + "/feature-groups/cards/1/rows", """
                [{"card": "a", "at": "2026-01-01T00:00:00Z", "amount": 1.5, "ratio": 0.25, "count": -7, "total": 9007199254740993,
                  "foreign": true, "seen": "1969-12-31T23:59:59.999999Z", "born": "1969-12-31", "price": "12.30",
                  "note": "räv 🦊", "raw": "AAEC", "tags": ["x", null], "near": [0.5, -1.0]},
                 {"card": "b", "at": "2026-01-02T00:00:00Z", "note": ""}]""").status())
                .isEqualTo(200);
        created(served.post(PROJECT + "/feature-views", """
                {"name": "risk", "version": 1, "query": {"group": {"name": "cards", "version": 1}, "columns":
                 ["amount", "ratio", "count", "total", "foreign", "seen", "born", "price", "note", "raw", "tags", "near"]}}"""));
    }

    private static void created(ServedStore.Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    }

    @AfterAll
    void stop() {
        caller.close();
        served.close();
    }

    private static Entry card(String card) {
        return Entry.newBuilder()
                .putValues("card", Value.newBuilder().setText(card).build())
                .build();
    }

    private static GetVectorsRequest.Builder risk(String... cards) {
        GetVectorsRequest.Builder request = GetVectorsRequest.newBuilder()
                .setProject("fraud")
                .setView("risk")
                .setVersion(1);
        List.of(cards).forEach(card -> request.addEntries(card(card)));
        return request;
    }

    private GetVectorsResponse vectors(GetVectorsRequest.Builder request) {
        return caller.ask(served.key(), GET_VECTORS, request.build());
    }

    private StatusRuntimeException refused(GetVectorsRequest.Builder request) {
        return refused(() -> vectors(request));
    }

    private static StatusRuntimeException refused(Runnable call) {
        try {
            call.run();
        } catch (StatusRuntimeException refused) {
            return refused;
        }
        throw new AssertionError("it was not refused");
    }

    @Test
    void valuesLieInTheArraysOfTheirKinds() {
        GetVectorsResponse answer = vectors(risk("a", "b", "z"));

        assertThat(answer.getCount()).isEqualTo(3);
        assertThat(answer.getSchema().getFeaturesList())
                .extracting(Feature::getName)
                .containsExactly(
                        "amount", "ratio", "count", "total", "foreign", "seen", "born", "price", "note", "raw", "tags",
                        "near");
        assertThat(answer.getSchema().getFeatures(7))
                .isEqualTo(Feature.newBuilder()
                        .setName("price")
                        .setType("decimal(10,2)")
                        .setKind(Kind.KIND_TEXT)
                        .build());
        assertThat(answer.getDoublesList()).containsExactly(1.5, 0.25, 0.0, 0.0, 0.0, 0.0);
        assertThat(answer.getIntegersList().subList(0, 5)).containsExactly(-7L, 9007199254740993L, 1L, -1L, -1L);
        assertThat(answer.getTextsList()).containsExactly("12.30", "räv 🦊", "[\"x\",null]", "", "", "", "", "", "");
        assertThat(answer.getBinaries(0)).isEqualTo(ByteString.copyFrom(new byte[] {0, 1, 2}));
        assertThat(answer.getBinaries(1)).isEqualTo(ByteString.fromHex("0000003f000080bf"));
        ByteString statuses = answer.getStatuses();
        assertThat(statuses.size()).isEqualTo(36);
        assertThat(statuses.substring(0, 12)).isEqualTo(ByteString.copyFrom(new byte[12]));
        assertThat(statuses.byteAt(12)).as("null").isEqualTo((byte) (128 + 1));
        assertThat(statuses.byteAt(12 + 8)).as("the empty text").isEqualTo((byte) 0);
        assertThat(statuses.byteAt(24)).as("not found").isEqualTo((byte) (128 + 2));
        assertThat(answer.getEventTimesCount()).isZero();
    }

    @Test
    void whatHasNoNumbersHasNoArrayOfThem() {
        created(served.post(PROJECT + "/feature-views", """
                {"name": "words", "version": 1, "query": {"group": {"name": "cards", "version": 1}, "columns": ["note"]}}"""));

        GetVectorsResponse answer = vectors(risk("a", "z").setView("words"));

        assertThat(answer.getTextsList()).containsExactly("räv 🦊", "");
        assertThat(answer.getDoublesCount() + answer.getIntegersCount()).isZero();
        assertThat(answer.getUnknownFields().asMap()).isEmpty();
        assertThat(vectors(risk()).getCount()).isZero();
    }

    @Test
    void aSchemaThatTheCallerKnowsIsNotSentAgain() {
        GetVectorsResponse first = vectors(risk("a"));

        GetVectorsResponse again = vectors(risk("a").setKnownSchema(first.getSchemaId()));

        assertThat(first.getSchema().getId()).isEqualTo(first.getSchemaId());
        assertThat(again.hasSchema()).isFalse();
        assertThat(again.getDoublesList()).isEqualTo(first.getDoublesList());
    }

    @Test
    void timesAndSequencesComeWhenAskedFor() {
        GetVectorsResponse answer =
                vectors(risk("a", "z").setWithEventTimes(true).setWithSequences(true));

        long at = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000;
        assertThat(answer.getEventTimesList().subList(0, 12)).containsOnly(at);
        assertThat(answer.getEventTimesList().subList(12, 24)).containsOnly(Long.MIN_VALUE);
        assertThat(answer.getSequences(0)).isPositive();
        assertThat(answer.getSequences(12)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void whatARequestNamesWinsOverWhatIsStored() {
        GetVectorsRequest.Builder request = risk("a")
                .putParameters("amount", Value.newBuilder().setInteger(3).build())
                .addEntries(card("a").toBuilder()
                        .putValues("amount", Value.newBuilder().setNumber(4.5).build())
                        .putValues("price", Value.newBuilder().setText("7.10").build())
                        .putValues(
                                "born", Value.newBuilder().setText("2001-02-03").build())
                        .putValues("tags", Value.newBuilder().setJson("[\"y\"]").build())
                        .putValues(
                                "request_id", Value.newBuilder().setText("mine").build()));

        GetVectorsResponse answer = vectors(request);

        assertThat(answer.getDoublesList()).containsExactly(3.0, 0.25, 4.5, 0.25);
        assertThat(answer.getTexts(3)).isEqualTo("7.10");
        assertThat(answer.getTexts(5)).isEqualTo("[\"y\"]");
        assertThat(answer.getRequestIds(1)).isEqualTo("mine");
    }

    @Test
    void manyEntriesAnswerInTheirOrder() {
        GetVectorsRequest.Builder request = GetVectorsRequest.newBuilder()
                .setProject("fraud")
                .setView("risk")
                .setVersion(1);
        for (int i = 0; i < 1_000; i++) {
            request.addEntries(card(i % 2 == 0 ? "a" : "z"));
        }

        GetVectorsResponse answer = vectors(request);

        assertThat(answer.getCount()).isEqualTo(1_000);
        assertThat(answer.getDoubles(2 * 998)).isEqualTo(1.5);
        assertThat(answer.getStatuses().byteAt(12 * 999)).isEqualTo((byte) (128 + 2));
    }

    @Test
    void whatIsWrongSaysWhereAndIsAnInvalidArgument() {
        StatusRuntimeException unknown = refused(risk("a")
                .addEntries(Entry.newBuilder()
                        .putValues("crad", Value.newBuilder().setText("a").build())));
        StatusRuntimeException wrong = refused(GetVectorsRequest.newBuilder(risk().build())
                .addEntries(Entry.newBuilder()
                        .putValues("card", Value.newBuilder().setInteger(1).build())));

        assertThat(unknown.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(unknown.getMessage()).contains("Entry 2", "'crad'", "card");
        ErrorInfo reason = RpcCaller.reason(wrong);
        assertThat(reason.getReason()).isEqualTo("BAD_REQUEST");
        assertThat(reason.getDomain()).isEqualTo("shearwater");
        assertThat(reason.getMetadataMap()).containsEntry("kind", "user").containsEntry("module", "grpc");
        assertThat(refused(risk("a").setView("riks")).getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void aViewThatIsDeletedIsGoneForTheNextCall() {
        created(served.post(PROJECT + "/feature-views", """
                {"name": "brief", "version": 1, "query": {"group": {"name": "cards", "version": 1}, "columns": ["amount"]}}"""));
        GetVectorsRequest.Builder request = risk("a").setView("brief");
        assertThat(vectors(request).getDoubles(0)).isEqualTo(1.5);
        assertThat(vectors(request).getDoubles(0)).isEqualTo(1.5);

        assertThat(served.send(served.key(), "DELETE", PROJECT + "/feature-views/brief/1", "")
                        .status())
                .isBetween(200, 204);

        assertThat(refused(request).getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void aDeploymentAnswers() {
        ServedStore.Reply deployed = served.put(PROJECT + "/deployments/cards", """
                {"name": "cards", "routing": {"arms": [{"variant": {"view": {"name": "risk", "version": 1}}, "share": 1}]}}""");
        assertThat(deployed.status()).as(deployed.body()).isEqualTo(200);
        PredictRequest request = PredictRequest.newBuilder()
                .setProject("fraud")
                .setDeployment("cards")
                .addEntries(card("a"))
                .setWithFeatures(true)
                .build();

        Prediction prediction = caller.ask(served.key(), PREDICT, request).getPredictions(0);

        assertThat(prediction.getFeatureView()).contains("risk");
        assertThat(prediction.getFeatures(0).getName()).isEqualTo("amount");
        assertThat(prediction.getFeatures(0).getValue().getNumber()).isEqualTo(1.5);
        assertThat(refused(() -> caller.ask(
                                served.key(),
                                PREDICT,
                                request.toBuilder().setDeployment("none").build()))
                        .getStatus()
                        .getCode())
                .isEqualTo(Status.Code.NOT_FOUND);
    }

    @Test
    void theAnswerToWhoAmIIsTheKeysOwner() {
        WhoAmIResponse answer = caller.ask(served.key(), WHO_AM_I, WhoAmIRequest.getDefaultInstance());

        assertThat(answer.getPrincipal()).isEqualTo("admin");
        assertThat(answer.getRolesMap()).containsEntry("fraud", "data_owner");
        assertThat(served.key()).contains(answer.getKey());
    }

    private static byte[] frames(int rows) {
        Schema schema = Schema.of(
                new Field("card", DataType.STRING),
                new Field("at", DataType.TIMESTAMP),
                new Field("amount", DataType.DOUBLE));
        ColumnBuilder card = ColumnBuilder.of("card", DataType.STRING, rows);
        ColumnBuilder at = ColumnBuilder.of("at", DataType.TIMESTAMP, rows);
        ColumnBuilder amount = ColumnBuilder.of("amount", DataType.DOUBLE, rows);
        for (int i = 0; i < rows; i++) {
            card.append("c" + i);
            at.append(Instant.parse("2026-01-01T00:00:00Z"));
            amount.append((double) i);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameStream.write(new Frame(schema, List.of(card.build(), at.build(), amount.build()), rows).reader(), out);
        return out.toByteArray();
    }

    private InsertResponse insert(String group, String key, byte[] frames) throws Exception {
        CompletableFuture<InsertResponse> answer = new CompletableFuture<>();
        StreamObserver<InsertRequest> request = RpcInsert.call(caller.as(served.key()), CallOptions.DEFAULT, answer);
        request.onNext(InsertRequest.newBuilder()
                .setTarget(InsertTarget.newBuilder()
                        .setProject("fraud")
                        .setGroup(group)
                        .setVersion(1)
                        .setIdempotencyKey(key))
                .build());
        int step = 10_000;
        for (int at = 0; at < frames.length; at += step) {
            request.onNext(InsertRequest.newBuilder()
                    .setFrames(ByteString.copyFrom(frames, at, Math.min(step, frames.length - at)))
                    .build());
        }
        request.onCompleted();
        return answer.get(60, TimeUnit.SECONDS);
    }

    @Test
    void framesAreInsertedOnceHoweverOftenTheyAreSent() throws Exception {
        created(served.post(PROJECT + "/feature-groups", FirstRequestsTest.CARDS.replace("cards", "payments")));
        byte[] frames = frames(5_000);

        InsertResponse first = insert("payments", "first", frames);
        InsertResponse again = insert("payments", "first", frames);

        assertThat(first.getInserted()).isEqualTo(5_000);
        assertThat(again.getCommit()).isEqualTo(first.getCommit());
        assertThat(served.post(PROJECT + "/sql", "{\"sql\": \"select count(*) as n from payments\"}")
                        .body())
                .contains("5000");
    }

    @Test
    void framesThatBreakOffAreNotInserted() throws Exception {
        created(served.post(PROJECT + "/feature-groups", FirstRequestsTest.CARDS.replace("cards", "cut")));
        byte[] frames = frames(100);

        assertThatThrownBy(() -> insert("cut", "", java.util.Arrays.copyOf(frames, frames.length - 20)))
                .hasCauseInstanceOf(StatusRuntimeException.class);

        assertThat(served.post(PROJECT + "/sql", "{\"sql\": \"select count(*) as n from cut\"}")
                        .body())
                .contains("\"n\":0");
    }

    @Test
    void anyoneMayAskWhetherTheServerIsWell() {
        assertThat(HealthGrpc.newBlockingStub(caller.as(""))
                        .check(HealthCheckRequest.newBuilder()
                                .setService("shearwater.v1.FeatureStore")
                                .build())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    private List<String> reflected(String key) throws Exception {
        CompletableFuture<List<String>> names = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asking = ServerReflectionGrpc.newStub(caller.as(key))
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        names.complete(response.getListServicesResponse().getServiceList().stream()
                                .map(service -> service.getName())
                                .toList());
                    }

                    @Override
                    public void onError(Throwable failed) {
                        names.completeExceptionally(failed);
                    }

                    @Override
                    public void onCompleted() {
                        // What was wanted came before.
                    }
                });
        asking.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        asking.onCompleted();
        return names.get(60, TimeUnit.SECONDS);
    }

    @Test
    void onlyWhoProvesWhoTheyAreSeesTheServices() throws Exception {
        assertThat(reflected(served.key())).contains("shearwater.v1.FeatureStore");
        assertThatThrownBy(() -> reflected("")).hasMessageContaining("UNAUTHENTICATED");
    }

    @Test
    void callsAreInTheLogTheAuditAndTheMetrics() {
        vectors(risk("a"));

        served.awaitLogged(line -> line.contains("\"method\":\"grpc\"")
                && line.contains("FeatureStore/GetVectors")
                && line.contains("\"action\":\"vectors.read\"")
                && line.contains("\"who\":\"admin\""));
        assertThat(served.get(PROJECT + "/audit?action=vectors.*").body())
                .contains("feature_view:risk/1", "\"protocol\":\"grpc\"");
        served.awaitCounted("action=\"vectors.read\",outcome=\"ok\",protocol=\"grpc\"");
    }
}
