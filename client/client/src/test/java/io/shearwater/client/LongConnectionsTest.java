package io.shearwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.gate.Admission;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import io.shearwater.testing.Refusal;
import io.shearwater.testing.SteppedClock;
import io.shearwater.wire.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is used for long: by many threads, over a restart of its server, until its key is none any more or it is closed. */
@Tag("server")
class LongConnectionsTest {
    private static final int MANY = 400_000;

    @TempDir
    private Path directory;

    private final SteppedClock clock = new SteppedClock(Instant.now());
    private ShearwaterServer server;
    private FeatureStore store;
    private FeatureGroup group;

    @BeforeEach
    void start() {
        // Places for all threads, however slow the machine is: what happens without is another test.
        Admission.Limits places = new Admission.Limits(64, 64, 64, Duration.ofMinutes(2), Duration.ofMinutes(30));
        server = ShearwaterServer.start(
                directory, ServerOptions.defaults().withAdmission(places).withClock(clock));
        ServedStores.createProject(server.url(), key());
        store = FeatureStore.connect(server.url(), ServedStores.PROJECT, key());
        group = store.createFeatureGroup(FeatureGroupSpec.builder("numbers", 1)
                .feature("id", DataType.LONG)
                .feature("half", DataType.DOUBLE)
                .primaryKey("id")
                .online()
                .build());
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private String key() {
        return ServedStores.key(directory);
    }

    private static Frame rows(long from, int count) {
        Schema schema = Schema.of(
                new io.shearwater.model.Field("id", DataType.LONG),
                new io.shearwater.model.Field("half", DataType.DOUBLE));
        FrameBuilder rows = new FrameBuilder(schema, count);
        for (long i = from; i < from + count; i++) {
            rows.append(i, i / 2.0);
        }
        return rows.build();
    }

    // ---- a restart

    private void restart() {
        int port = server.port();
        server.close();
        // Not the port after it for gRPC: a connection of this process may go out from that one.
        ServerOptions options = ServerOptions.defaults().withPort(port).withRpcPort(0);
        server = ShearwaterServer.start(directory, options);
    }

    @Test
    void aServerThatIsStartedAgainIsNotNoticed() {
        group.insert(rows(0, 10));
        FeatureView view = store.createFeatureView(
                FeatureViewSpec.builder("halves", 1, group.select("half")).build());
        List<Callable<Object>> calls = List.of(
                () -> group.read().rows(),
                () -> group.insert(rows(100, 10)).counts().inserted(),
                () -> group.insert(rows(200, 50_000).reader(), WriteOptions.plain())
                        .counts()
                        .inserted(),
                () -> view.featureVector(Map.of("id", 4L)).value("half"),
                () -> store.sql("select count(*) as n from numbers").value(0, "n"),
                () -> store.createFeatureGroup(FeatureGroupSpec.builder("more", 1)
                                .feature("id", DataType.LONG)
                                .primaryKey("id")
                                .build())
                        .spec()
                        .name());
        List<Object> answers = new ArrayList<>();
        for (Callable<Object> call : calls) {
            restart();
            try {
                answers.add(call.call());
            } catch (Exception failed) {
                throw new AssertionError("call " + answers.size(), failed);
            }
        }
        assertThat(answers).containsExactly(10, 10L, 50_000L, 2.0, 50_020L, "more");
    }

    // ---- keys

    private String newKey(String more) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/keys"))
                .header("Authorization", "Bearer " + key())
                .POST(HttpRequest.BodyPublishers.ofString("{\"label\": \"test\"" + more + "}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String made =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return JsonObject.read(made).member("secret").text();
        }
    }

    private static String id(String key) {
        return key.split("_")[1];
    }

    @Test
    void aKeyThatExpiresSaysSoFromThenOn() throws Exception {
        String brief = newKey(", \"life\": \"PT1H\"");
        try (FeatureStore mine = FeatureStore.connect(server.url(), ServedStores.PROJECT, brief)) {
            FeatureGroup numbers = mine.featureGroup("numbers");
            assertThat(numbers.commits()).isEmpty();
            clock.advance(Duration.ofHours(1));

            ShearwaterException expired = catchThrowableOfType(ShearwaterException.class, numbers::commits);
            assertThat(expired.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
            assertThat(expired.code().name()).isEqualTo("EXPIRED");
            assertThat(expired).hasMessageContaining(id(brief)).hasMessageContaining("Make another");
            Refusal.of(() -> numbers.insert(rows(0, 1))).as("EXPIRED", ErrorKind.UNAUTHENTICATED);
            Refusal.of(() -> FeatureStore.connect(server.url(), ServedStores.PROJECT, brief))
                    .as("EXPIRED", ErrorKind.UNAUTHENTICATED);
        }
        assertThat(group.commits()).isEmpty();
    }

    @Test
    void aKeyThatIsRevokedIsNoneForTheNextCall() throws Exception {
        group.insert(rows(0, MANY));
        String other = newKey("");
        try (FeatureStore mine = FeatureStore.connect(server.url(), ServedStores.PROJECT, other)) {
            FeatureGroup numbers = mine.featureGroup("numbers");
            FrameReader begun = numbers.reader(ReadOptions.all());
            assertThat(begun.next()).isPresent();

            new Http(URI.create(server.url()), ConnectOptions.of(server.url(), key()))
                    .done(Ask.of("DELETE", "api", "v1", "keys", id(other)));

            Refusal.of(numbers::commits)
                    .as("NOT_PROVED", ErrorKind.UNAUTHENTICATED)
                    .without(other);
            Refusal.of(() -> numbers.insert(rows(MANY, 50_000).reader(), WriteOptions.plain()))
                    .as("NOT_PROVED", ErrorKind.UNAUTHENTICATED);
            begun.close();
        }
        assertThat(group.commits()).hasSize(1);
    }

    // ---- closing

    @Test
    void aReadThatRunsInAnotherThreadEndsWhenTheStoreIsClosed() throws Exception {
        group.insert(rows(0, MANY));
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        CompletableFuture<Integer> read = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            int rows = 0;
            try (FrameReader reader = group.reader(ReadOptions.all())) {
                for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                    rows += next.get().rows();
                    begun.complete(null);
                    closed.await();
                }
                read.complete(rows);
            } catch (Exception failed) {
                read.completeExceptionally(failed);
            }
        });
        begun.get(30, TimeUnit.SECONDS);
        store.close();
        closed.countDown();

        Refusal.of(() -> {
                    try {
                        read.get(30, TimeUnit.SECONDS);
                    } catch (java.util.concurrent.ExecutionException failed) {
                        throw failed.getCause();
                    }
                })
                .as("CLOSED", ErrorKind.CONFLICT)
                .saying("not read to their end", "read of feature group 'numbers'", "while the store is open");
    }

    @Test
    void whatWaitsForAnAnswerOrForALaterTryEndsWhenTheStoreIsClosed() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(server.url())) {
            FeatureStore mine = FeatureStore.connect(proxy.url(), ServedStores.PROJECT, key());
            FeatureGroup numbers = mine.featureGroup("numbers");
            proxy.next(
                    FaultyProxy.answering(503, "25"), new FaultyProxy.Fault.Silence(), new FaultyProxy.Fault.Silence());
            List<CompletableFuture<Throwable>> ended = new ArrayList<>();
            for (int caller = 0; caller < 3; caller++) {
                CompletableFuture<Throwable> end = new CompletableFuture<>();
                ended.add(end);
                Thread.ofVirtual().start(() -> {
                    try {
                        numbers.commits();
                        end.complete(new AssertionError("it was answered"));
                    } catch (ShearwaterException refused) {
                        end.complete(refused);
                    }
                });
            }
            proxy.awaitSeen(3);

            mine.close();

            for (CompletableFuture<Throwable> end : ended) {
                assertThat(end.get(15, TimeUnit.SECONDS))
                        .isInstanceOfSatisfying(
                                ShearwaterException.class,
                                failed -> assertThat(failed.code()).isEqualTo(ClientError.CLOSED));
            }
        }
    }

    // ---- many threads

    @Test
    void manyThreadsUseOneClient() throws Exception {
        int threads = 12;
        int times = 2;
        FeatureView view = store.createFeatureView(
                FeatureViewSpec.builder("halves", 1, group.select("half")).build());
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < threads; thread++) {
                long from = thread * 1_000L;
                done.add(executor.submit(() -> {
                    for (int time = 0; time < times; time++) {
                        long at = from + time * 20L;
                        group.insert(rows(at, 20));
                        assertThat(view.featureVector(Map.of("id", at + 7)).value("half"))
                                .isEqualTo((at + 7) / 2.0);
                        assertThat(store.sql("select count(*) as n from numbers where id >= " + from + " and id < "
                                                + (from + 1_000))
                                        .value(0, "n"))
                                .isEqualTo((time + 1) * 20L);
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get(120, TimeUnit.SECONDS);
            }
        }
        assertThat(group.read().rows()).isEqualTo(threads * times * 20);
    }
}
