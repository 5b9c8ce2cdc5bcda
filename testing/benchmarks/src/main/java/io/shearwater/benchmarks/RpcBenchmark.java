package io.shearwater.benchmarks;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.shearwater.access.RateLimit;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.grpc.FeatureStoreMethods;
import io.shearwater.grpc.v1.Entry;
import io.shearwater.grpc.v1.GetVectorsRequest;
import io.shearwater.grpc.v1.GetVectorsResponse;
import io.shearwater.grpc.v1.Value;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.model.Query;
import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import io.shearwater.store.Shearwater;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What vectors over gRPC cost with the client on the same machine, beside an echo: a gRPC server of the same process that answers as
 * many bytes to as many, and does nothing for it. Many connections are asked by threads that wait for each answer, and by callbacks,
 * which leave more of the cores to the server. Then what vectors cost with the Java client, which speaks REST.
 *
 * <p>Arguments: entities (50,000), seconds of each measurement (5).
 */
@SuppressWarnings("SystemOut") // a program whose output is its result
public final class RpcBenchmark {
    private static final int GROUPS = 25;
    private static final int WIDTH = 10;
    private static final int FEW_GROUPS = 4;
    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 3;

    private final int entities;
    private final int seconds;
    private final int port;
    private final String key;

    private RpcBenchmark(int entities, int seconds, int port, String key) {
        this.entities = entities;
        this.seconds = seconds;
        this.port = port;
        this.key = key;
    }

    /** Runs everything and prints a line for each figure. */
    public static void main(String[] arguments) throws Exception {
        int entities = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        Path directory = Files.createTempDirectory("rpc");
        try {
            Path store = directory.resolve("store");
            try (FeatureStore made = Shearwater.open(store)) {
                fill(made, entities);
            }
            try (ShearwaterServer server = ShearwaterServer.start(
                    store, ServerOptions.defaults().withRate(new RateLimit(1e9, Integer.MAX_VALUE)))) {
                String key =
                        Files.readString(store.resolve("administrator.key")).strip();
                new RpcBenchmark(entities, seconds, server.rpcPort(), key).run(server.url());
            }
        } finally {
            Directories.remove(directory);
        }
    }

    private static void fill(FeatureStore store, int entities) {
        SplittableRandom random = new SplittableRandom(3);
        List<FeatureGroupSpec> groups = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            FeatureGroupSpec.Builder builder =
                    FeatureGroupSpec.builder("g" + group, 1).feature("k", DataType.LONG);
            for (int i = 0; i < WIDTH; i++) {
                builder.feature("g" + group + "_f" + i, DataType.DOUBLE);
            }
            FeatureGroupSpec spec = builder.primaryKey("k").online().build();
            FrameBuilder rows = new FrameBuilder(spec.schema(), entities);
            for (long entity = 0; entity < entities; entity++) {
                Object[] row = new Object[1 + WIDTH];
                Arrays.setAll(row, i -> random.nextDouble());
                row[0] = entity;
                rows.append(row);
            }
            store.createFeatureGroup(spec).insert(rows.build());
            groups.add(spec);
        }
        view(store, "wide", groups);
        view(store, "narrow", groups.subList(0, FEW_GROUPS));
    }

    private static void view(FeatureStore store, String name, List<FeatureGroupSpec> groups) {
        Query query = Query.featuresOf(groups.getFirst());
        for (FeatureGroupSpec group : groups.subList(1, groups.size())) {
            query = query.join(Query.featuresOf(group), Join.on("k"));
        }
        store.createFeatureView(FeatureViewSpec.builder(name, 1, query).build());
    }

    private void run(String address) throws Exception {
        beside("1 x " + GROUPS * WIDTH, "wide", 1, 1);
        beside("100 x " + GROUPS * WIDTH, "wide", 100, 1);
        try (FeatureStore store = FeatureStore.connect(address, key)) {
            FeatureView wide = store.featureView("wide", 1);
            overRest(wide, 1);
            overRest(wide, 100);
        }
        beside("1 x " + FEW_GROUPS * WIDTH + ", " + CONNECTIONS + " connections", "narrow", 1, CONNECTIONS);
    }

    /** Measures vectors and an echo of the same sizes in turns. */
    private void beside(String what, String view, int entries, int connections) throws Exception {
        GetVectorsRequest sample = request(view, entries, new SplittableRandom(1), 0);
        long schema;
        int size;
        ManagedChannel probe = channel(port);
        try {
            GetVectorsResponse answer = ClientCalls.blockingUnaryCall(
                    with(probe), FeatureStoreMethods.GET_VECTORS, CallOptions.DEFAULT, sample);
            schema = answer.getSchemaId();
            size = answer.getSerializedSize() - answer.getSchema().getSerializedSize();
        } finally {
            probe.shutdownNow();
        }
        byte[] question = new byte[sample.getSerializedSize()];
        try (Echo echo = new Echo(new byte[size])) {
            Call<?, ?> vectors =
                    new Call<>(FeatureStoreMethods.GET_VECTORS, random -> request(view, entries, random, schema));
            Call<?, ?> nothing = new Call<>(Echo.METHOD, random -> question);
            measure("warm-up", vectors, port, connections);
            measure("warm-up", nothing, echo.port(), connections);
            for (int round = 0; round < ROUNDS; round++) {
                measure("echo of " + size + " bytes", nothing, echo.port(), connections);
                measure("vectors " + what, vectors, port, connections);
                if (connections > 1) {
                    measureCallbacks("echo, callbacks", nothing, echo.port(), connections);
                    measureCallbacks("vectors " + what + ", callbacks", vectors, port, connections);
                }
            }
        }
    }

    /** Measures vectors as the Java client asks for them. */
    private void overRest(FeatureView view, int count) throws Exception {
        Ask vectors =
                (channel, random) -> view.featureVectors(Stream.generate(() -> Map.of("k", random.nextLong(entities)))
                        .limit(count)
                        .toList());
        measure("warm-up", vectors, port, 1);
        for (int round = 0; round < ROUNDS; round++) {
            measure("client over REST " + count + " x " + GROUPS * WIDTH, vectors, port, 1);
        }
    }

    private GetVectorsRequest request(String view, int entries, SplittableRandom random, long schema) {
        GetVectorsRequest.Builder request = GetVectorsRequest.newBuilder()
                .setProject("default")
                .setView(view)
                .setVersion(1)
                .setKnownSchema(schema);
        for (int i = 0; i < entries; i++) {
            request.addEntries(Entry.newBuilder()
                    .putValues(
                            "k",
                            Value.newBuilder()
                                    .setInteger(random.nextInt(entities))
                                    .build()));
        }
        return request.build();
    }

    private static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .directExecutor()
                .build();
    }

    private Channel with(ManagedChannel channel) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    /** One question, answered when it returns. */
    private interface Ask {
        Object ask(Channel channel, SplittableRandom random);
    }

    /** Calls of one method, each with a message of its own. */
    private record Call<Q, A>(MethodDescriptor<Q, A> method, Function<SplittableRandom, Q> message) implements Ask {
        @Override
        public Object ask(Channel channel, SplittableRandom random) {
            return ClientCalls.blockingUnaryCall(channel, method, CallOptions.DEFAULT, message.apply(random));
        }

        /** Asks, and asks again when it is answered, until it is time. */
        void repeat(Channel channel, SplittableRandom random, long end, LongAdder answers, CompletableFuture<?> over) {
            ClientCalls.asyncUnaryCall(
                    channel.newCall(method, CallOptions.DEFAULT), message.apply(random), new StreamObserver<>() {
                        @Override
                        public void onNext(A answer) {
                            answers.increment();
                        }

                        @Override
                        public void onError(Throwable failed) {
                            over.completeExceptionally(failed);
                        }

                        @Override
                        public void onCompleted() {
                            if (System.nanoTime() < end) {
                                repeat(channel, random, end, answers, over);
                            } else {
                                over.complete(null);
                            }
                        }
                    });
        }
    }

    private void measureCallbacks(String what, Call<?, ?> call, int at, int connections) {
        List<ManagedChannel> channels =
                Stream.generate(() -> channel(at)).limit(connections).toList();
        LongAdder answers = new LongAdder();
        long started = System.nanoTime();
        long end = started + TimeUnit.SECONDS.toNanos(seconds);
        try {
            List<CompletableFuture<?>> loops = new ArrayList<>();
            for (ManagedChannel channel : channels) {
                CompletableFuture<?> over = new CompletableFuture<>();
                call.repeat(with(channel), new SplittableRandom(loops.size()), end, answers, over);
                loops.add(over);
            }
            loops.forEach(CompletableFuture::join);
            double took = (System.nanoTime() - started) / 1e9;
            System.out.println(String.format(Locale.ROOT, "%-40s %,8.0f/s", what, answers.sum() / took));
        } finally {
            channels.forEach(ManagedChannel::shutdownNow);
        }
    }

    private void measure(String what, Ask ask, int at, int connections) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        List<long[]> all = new ArrayList<>();
        long started = System.nanoTime();
        long end = started + TimeUnit.SECONDS.toNanos(seconds);
        for (int i = 0; i < connections; i++) {
            int seed = i;
            threads.add(Thread.ofPlatform().start(() -> {
                long[] nanos = asked(ask, at, new SplittableRandom(seed), end);
                synchronized (all) {
                    all.add(nanos);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - started) / 1e9;
        long[] nanos = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        if (!what.equals("warm-up")) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "%-40s %,8.0f/s   p50 %7.3f ms   p99 %7.3f ms",
                    what,
                    nanos.length / took,
                    nanos[nanos.length / 2] / 1e6,
                    nanos[(int) (nanos.length * 0.99)] / 1e6));
        }
    }

    private long[] asked(Ask ask, int at, SplittableRandom random, long end) {
        ManagedChannel plain = channel(at);
        try {
            Channel channel = with(plain);
            long[] nanos = new long[1 << 16];
            int count = 0;
            for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                ask.ask(channel, random);
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * count);
                }
                nanos[count++] = System.nanoTime() - start;
            }
            return Arrays.copyOf(nanos, count);
        } finally {
            plain.shutdownNow();
        }
    }

    /** A server that answers the same bytes to whatever it is asked. */
    private static final class Echo implements AutoCloseable {
        private static final MethodDescriptor<byte[], byte[]> METHOD = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("benchmark/Echo")
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();

        private final Server server;

        private Echo(byte[] answer) throws IOException {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .directExecutor()
                    .addService(ServerServiceDefinition.builder("benchmark")
                            .addMethod(METHOD, ServerCalls.asyncUnaryCall((question, observer) -> {
                                observer.onNext(answer);
                                observer.onCompleted();
                            }))
                            .build())
                    .build()
                    .start();
        }

        private int port() {
            return server.getPort();
        }

        @Override
        public void close() {
            server.shutdownNow();
        }

        /** Bytes as they are. */
        private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
            @Override
            public InputStream stream(byte[] value) {
                return new ByteArrayInputStream(value);
            }

            @Override
            public byte[] parse(InputStream stream) {
                try {
                    return stream.readAllBytes();
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            }
        }
    }
}
