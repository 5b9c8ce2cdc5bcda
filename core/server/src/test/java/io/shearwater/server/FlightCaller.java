package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.shearwater.arrow.ArrowFrames;
import io.shearwater.grpc.RpcLimits;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightClient.ClientStreamListener;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A server with a project of cards, and Arrow's client for it. */
final class FlightCaller implements AutoCloseable {
    static final String PROJECT = "/api/v1/projects/fraud";
    static final Schema CARDS = Schema.of(
            new Field("card", DataType.STRING),
            new Field("at", DataType.TIMESTAMP),
            new Field("amount", DataType.DOUBLE),
            new Field("holder", DataType.STRING),
            new Field("tags", DataType.array(DataType.STRING)));

    private final BufferAllocator memory = new RootAllocator();
    private final List<String> defects = new CopyOnWriteArrayList<>();
    private final ServedStore served;
    private final ManagedChannel channel;
    private final FlightClient client;

    FlightCaller(Path directory) throws Exception {
        ShearwaterServer server = ShearwaterServer.start(
                directory,
                ServerOptions.defaults()
                        .withLog(line -> {
                            if (line.contains("DEFECT")) {
                                defects.add(line);
                            }
                        })
                        .withRpcLimits(RpcLimits.defaults().withMessage(8 << 20).withSilence(Duration.ofSeconds(2))));
        served = ServedStore.over(
                server, Files.readString(directory.resolve("administrator.key")).strip());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.rpcPort())
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
        client = FlightGrpcUtils.createFlightClientWithSharedChannel(memory, channel);
        served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
        group("cards");
        put(
                "{\"insert\": {\"project\": \"fraud\", \"group\": \"cards\", \"version\": 1}}",
                cards(1_000),
                as(served.key()));
        for (String column : List.of("amount", "holder")) {
            served.post(
                    PROJECT + "/feature-views",
                    "{\"name\": \"" + column + "s\", \"version\": 1, \"query\": {\"group\": {\"name\": \"cards\","
                            + " \"version\": 1}, \"columns\": [\"" + column + "\"]}}");
        }
    }

    ServedStore served() {
        return served;
    }

    FlightClient client() {
        return client;
    }

    BufferAllocator memory() {
        return memory;
    }

    void group(String name) {
        group(
                name,
                ", {\"name\": \"holder\", \"type\": \"string\"}, {\"name\": \"tags\", \"type\": \"array<string>\"}");
    }

    void group(String name, String more) {
        ServedStore.Reply made = served.post(
                PROJECT + "/feature-groups",
                "{\"name\": \"" + name + "\", \"version\": 1, \"primary_key\": [\"card\"], \"event_time\": \"at\","
                        + " \"storage\": \"offline_and_online\", \"features\": [{\"name\": \"card\", \"type\": \"string\"},"
                        + " {\"name\": \"at\", \"type\": \"timestamp\"}, {\"name\": \"amount\", \"type\": \"double\"}"
                        + more
                        + "]}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    static Frame cards(int rows) {
        List<Map<String, Object>> maps = new ArrayList<>();
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < rows; i++) {
            maps.add(Map.of(
                    "card",
                    "c" + i,
                    "at",
                    begin.plusSeconds(i),
                    "amount",
                    i / 2.0,
                    "holder",
                    i % 3 == 0 ? "" : "Ada " + i,
                    "tags",
                    List.of("t" + i)));
        }
        return Frame.of(CARDS, maps);
    }

    static CallOption as(String key) {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert("authorization", "Bearer " + key);
        return new HeaderCallOption(headers);
    }

    static Ticket ticket(String command) {
        return new Ticket(command.getBytes(StandardCharsets.UTF_8));
    }

    static FlightDescriptor descriptor(String command) {
        return FlightDescriptor.command(command.getBytes(StandardCharsets.UTF_8));
    }

    static String rows(String more) {
        return "{\"rows\": {\"project\": \"fraud\", \"group\": \"cards\", \"version\": 1" + more + "}}";
    }

    static Frame all(FlightStream stream) throws Exception {
        List<Frame> frames = new ArrayList<>();
        try (stream) {
            Schema schema = ArrowFrames.schema(stream.getSchema());
            while (stream.next()) {
                frames.add(ArrowFrames.read(stream.getRoot()));
            }
            return Frame.concat(schema, frames);
        }
    }

    Frame read(String command, CallOption... options) throws Exception {
        return all(client.getStream(ticket(command), options));
    }

    String put(String command, Frame rows, CallOption... options) throws Exception {
        try (SyncPutListener listener = new SyncPutListener();
                VectorSchemaRoot root = ArrowFrames.write(rows, memory)) {
            ClientStreamListener stream = client.startPut(descriptor(command), root, listener, options);
            stream.putNext();
            stream.completed();
            try (PutResult result = listener.read()) {
                ArrowBuf told = result.getApplicationMetadata();
                byte[] bytes = new byte[(int) told.readableBytes()];
                told.getBytes(0, bytes);
                listener.getResult();
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }
    }

    static FlightStatusCode code(Throwable failed) {
        Throwable cause = failed;
        while (cause != null && !(cause instanceof FlightRuntimeException)) {
            cause = cause.getCause();
        }
        return cause instanceof FlightRuntimeException known
                ? known.status().code()
                : CallStatus.UNKNOWN.withCause(failed).code();
    }

    FlightStatusCode refused(String command, CallOption... options) {
        try {
            read(command, options);
        } catch (Exception failed) {
            return code(failed);
        }
        throw new AssertionError("it was not refused");
    }

    void assertAlive() throws Exception {
        assertThat(read(rows(", \"limit\": 1"), as(served.key())).rows()).isEqualTo(1);
    }

    @Override
    public void close() throws Exception {
        client.close();
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        served.close();
        memory.close();
        assertThat(defects).isEmpty();
    }
}
