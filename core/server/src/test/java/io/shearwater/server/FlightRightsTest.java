package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.arrow.ArrowFrames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient.ClientStreamListener;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reads and writes tables over Arrow Flight, and what is not taken from anybody. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FlightRightsTest {
    private FlightCaller flights;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        flights = new FlightCaller(directory);
    }

    @AfterAll
    void stop() throws Exception {
        flights.close();
    }

    // ---- rights

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer sw_000000000000_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "Bearer", "Basic eDp5"})
    void whoDoesNotProveWhoTheyAreIsSentAway(String header) {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert("authorization", header);

        assertThat(flights.refused(FlightCaller.rows(""), new HeaderCallOption(headers)))
                .isEqualTo(FlightStatusCode.UNAUTHENTICATED);
        assertThat(flights.refused(FlightCaller.rows(""))).isEqualTo(FlightStatusCode.UNAUTHENTICATED);
        assertThatThrownBy(() -> flights.put(
                        "{\"insert\": {\"project\": \"fraud\", \"group\": \"cards\"}}", FlightCaller.cards(1)))
                .satisfies(failed -> assertThat(FlightCaller.code(failed)).isEqualTo(FlightStatusCode.UNAUTHENTICATED));
    }

    @Test
    void whoIsNoMemberIsToldThatThereIsNoSuchProject() {
        String bob = flights.served().newUser("bob@example.com");

        assertThat(flights.refused(FlightCaller.rows(""), FlightCaller.as(bob))).isEqualTo(FlightStatusCode.NOT_FOUND);
    }

    @Test
    void aRestrictedMemberReadsWhatWasGranted() throws Exception {
        String eve = flights.served().newUser("eve@example.com");
        String member = FlightCaller.PROJECT + "/members/eve@example.com";
        flights.served().put(member, "{\"role\": \"restricted\"}");
        assertThat(flights.refused(FlightCaller.rows(""), FlightCaller.as(eve)))
                .isEqualTo(FlightStatusCode.UNAUTHORIZED);

        flights.served().put(member + "/grants/cards/1", "{\"features\": [\"amount\"]}");

        assertThat(flights.read(FlightCaller.rows(", \"limit\": 1"), FlightCaller.as(eve))
                        .schema()
                        .names())
                .containsExactly("card", "at", "amount");
        for (String command : List.of(
                FlightCaller.rows(", \"columns\": [\"holder\"]"),
                "{\"sql\": {\"project\": \"fraud\", \"statement\": \"select holder from cards\"}}",
                "{\"batch\": {\"project\": \"fraud\", \"view\": \"holders\", \"version\": 1}}",
                "{\"latest\": {\"project\": \"fraud\", \"view\": \"holders\", \"version\": 1}}")) {
            assertThat(flights.refused(command, FlightCaller.as(eve)))
                    .as(command)
                    .isEqualTo(FlightStatusCode.UNAUTHORIZED);
        }
        assertThat(flights.refused(FlightCaller.rows(", \"where\": \"holder = 'Ada 1'\""), FlightCaller.as(eve)))
                .isEqualTo(FlightStatusCode.INVALID_ARGUMENT);
        assertThatThrownBy(() -> flights.put(
                        "{\"insert\": {\"project\": \"fraud\", \"group\": \"cards\", \"version\": 1}}",
                        FlightCaller.cards(1),
                        FlightCaller.as(eve)))
                .satisfies(failed -> assertThat(FlightCaller.code(failed)).isEqualTo(FlightStatusCode.UNAUTHORIZED));
    }

    // ---- hostile

    @Test
    void buffersThatDoNotHoldWhatTheyPromiseAreRefused() throws Exception {
        flights.group("hostile");
        String command = "{\"insert\": {\"project\": \"fraud\", \"group\": \"hostile\", \"version\": 1}}";
        Random random = new Random(3);
        int refused = 0;
        for (int round = 0; round < 40; round++) {
            try (SyncPutListener listener = new SyncPutListener();
                    VectorSchemaRoot root = ArrowFrames.write(FlightCaller.cards(20), flights.memory())) {
                for (int i = 0; i <= random.nextInt(4); i++) {
                    damage(root.getVector(random.nextInt(root.getFieldVectors().size())), random);
                }
                ClientStreamListener stream = flights.client()
                        .startPut(
                                FlightCaller.descriptor(command),
                                root,
                                listener,
                                FlightCaller.as(flights.served().key()));
                stream.putNext();
                stream.completed();
                listener.getResult();
            } catch (FlightRuntimeException failed) {
                refused++;
                assertThat(failed.status().code())
                        .as(failed.getMessage())
                        .isNotIn(FlightStatusCode.INTERNAL, FlightStatusCode.UNKNOWN);
            }
        }
        assertThat(refused).isPositive();
        flights.assertAlive();
    }

    /** Writes noise somewhere into the buffers of a vector: validity, offsets or values. */
    private static void damage(FieldVector vector, Random random) {
        List<ArrowBuf> buffers = new ArrayList<>(vector.getFieldBuffers());
        for (FieldVector child : vector.getChildrenFromFields()) {
            buffers.addAll(child.getFieldBuffers());
        }
        ArrowBuf buffer = buffers.get(random.nextInt(buffers.size()));
        long bytes = Math.min(buffer.capacity(), Math.max(1, buffer.readableBytes()));
        if (bytes >= Integer.BYTES) {
            buffer.setInt(random.nextLong(bytes - 3) / 4 * 4, random.nextInt());
        }
    }

    @Test
    void noiseInThePlaceOfFlightsMessagesIsRefused() throws Exception {
        Random random = new Random(9);
        var method = io.grpc.MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
                .setFullMethodName("arrow.flight.protocol.FlightService/DoPut")
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        try (RpcCaller caller = new RpcCaller(flights.served().server())) {
            for (int round = 0; round < 60; round++) {
                byte[] noise = new byte[random.nextInt(600)];
                random.nextBytes(noise);
                Iterator<byte[]> answers = io.grpc.stub.ClientCalls.blockingServerStreamingCall(
                        caller.as(flights.served().key()), method, io.grpc.CallOptions.DEFAULT, noise);
                assertThatThrownBy(answers::hasNext)
                        .satisfies(failed -> assertThat(
                                        io.grpc.Status.fromThrowable(failed).getCode())
                                .as(failed.toString())
                                .isNotIn(
                                        io.grpc.Status.Code.INTERNAL,
                                        io.grpc.Status.Code.UNKNOWN,
                                        io.grpc.Status.Code.OK));
            }
        }
        flights.assertAlive();
    }

    /** Bytes as they are. */
    private static final class Bytes implements io.grpc.MethodDescriptor.Marshaller<byte[]> {
        @Override
        public java.io.InputStream stream(byte[] value) {
            return new java.io.ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(java.io.InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (java.io.IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }
    }

    @Test
    void aWriterThatFallsSilentIsGivenUp() throws Exception {
        try (SyncPutListener listener = new SyncPutListener();
                VectorSchemaRoot root = ArrowFrames.write(FlightCaller.cards(1), flights.memory())) {
            flights.client()
                    .startPut(
                            FlightCaller.descriptor(
                                    "{\"insert\": {\"project\": \"fraud\", \"group\": \"cards\", \"version\": 1}}"),
                            root,
                            listener,
                            FlightCaller.as(flights.served().key()));

            assertThatThrownBy(listener::getResult)
                    .satisfies(failed ->
                            assertThat(FlightCaller.code(failed)).isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED));
        }
        flights.assertAlive();
    }

    @Test
    void aReaderThatGoesAwayLeavesNothingBehind() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (FlightStream stream = flights.client()
                    .getStream(
                            FlightCaller.ticket(FlightCaller.rows("")),
                            FlightCaller.as(flights.served().key()))) {
                assertThat(stream.next()).isTrue();
                stream.cancel("enough", null);
            }
        }
        flights.assertAlive();
    }

    @Test
    void theServerSaysThatItIsWell() {
        Iterator<Result> results = flights.client()
                .doAction(new Action("health"), FlightCaller.as(flights.served().key()));

        assertThat(new String(results.next().getBody(), StandardCharsets.UTF_8)).contains("serving");
    }
}
