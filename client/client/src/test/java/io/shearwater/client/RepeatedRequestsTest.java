package io.shearwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shearwater.access.RateLimit;
import io.shearwater.api.DefinitionChange;
import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.WriteOptions;
import io.shearwater.client.FaultyProxy.Fault;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.ShearwaterException;
import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a client asks again, when, how often, and what it says when it gives up: something between it and its server fails. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedRequestsTest {
    private static final int RETRIES = 3;
    private static final String READ = "/api/v1/projects/default/feature-groups/numbers/1/rows/read";

    private ShearwaterServer server;
    private FaultyProxy proxy;
    private FeatureStore store;
    private FeatureGroup group;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = ServedStores.start(directory, InstantSource.system());
        String key = ServedStores.key(directory);
        ServedStores.createProject(server.url(), key);
        proxy = new FaultyProxy(server.url());
        store = RemoteFeatureStore.connect(ConnectOptions.of(proxy.url(), key).withRetries(RETRIES));
        group = store.createFeatureGroup(numbers("numbers"));
        group.insert(rows(0, 3));
    }

    @AfterAll
    void stop() {
        store.close();
        proxy.close();
        server.close();
    }

    private static FeatureGroupSpec numbers(String name) {
        return FeatureGroupSpec.builder(name, 1)
                .feature("id", DataType.LONG)
                .primaryKey("id")
                .build();
    }

    private static Frame rows(int from, int count) {
        FrameBuilder rows = new FrameBuilder(numbers("numbers").schema(), count);
        for (int i = from; i < from + count; i++) {
            rows.append((long) i);
        }
        return rows.build();
    }

    private static ShearwaterException refused(ThrowingCallable work) {
        ShearwaterException refused = catchThrowableOfType(ShearwaterException.class, work);
        assertThat(refused).as("it is refused").isNotNull();
        return refused;
    }

    @Test
    void aReadIsAskedAgainWhileTheServerIsBusy() {
        proxy.next(
                FaultyProxy.answering(503),
                FaultyProxy.answering(429, "1"),
                new Fault.Answer(502, Map.of("Content-Type", "text/html"), "<h1>Bad gateway</h1>"));

        assertThat(group.read().rows()).isEqualTo(3);

        assertThat(proxy.seen()).extracting(FaultyProxy.Seen::path).containsExactly(READ, READ, READ, READ);
    }

    @Test
    void itIsNotAskedBeforeTheTimeThatTheServerSays() {
        proxy.next(FaultyProxy.answering(429, "1"));

        assertThat(group.read().rows()).isEqualTo(3);

        List<FaultyProxy.Seen> seen = proxy.seen();
        assertThat(seen.getLast().nanoTime() - seen.getFirst().nanoTime())
                .isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aServerThatIsAwayForLongerThanAClientWaitsIsGivenUpAtOnce() {
        proxy.next(FaultyProxy.answering(503, "3600"));

        ShearwaterException refused = refused(group::read);

        assertThat(proxy.seen()).hasSize(1);
        assertThat(refused.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(refused).hasMessageContaining("503").hasMessageContaining("3600 s");
    }

    @Test
    void aLimitThatSaysNothingOfLaterStays() {
        proxy.next(FaultyProxy.answering(429));

        assertThat(refused(group::read).kind()).isEqualTo(ErrorKind.LIMITED);

        assertThat(proxy.seen()).hasSize(1);
    }

    @Test
    void afterTheLastTryTheRefusalIsWhatTheServerSaid() {
        Fault busy = new Fault.Answer(
                429,
                Map.of("Content-Type", "application/problem+json"),
                "{\"type\": \"urn:shearwater:error:gate:OVERLOADED\", \"kind\": \"limited\", \"retry_after\": 0,"
                        + " \"detail\": \"The server is busy with 8 heavy requests.\"}");
        proxy.next(busy, busy, busy, busy, busy, busy);

        ShearwaterException refused = refused(group::read);

        assertThat(proxy.seen()).hasSize(RETRIES + 1);
        assertThat(refused.code().name()).isEqualTo("OVERLOADED");
        assertThat(refused).hasMessage("The server is busy with 8 heavy requests.");
    }

    @Test
    void aPageOfSomethingBetweenIsShownWithItsStatus() {
        proxy.next(new Fault.Answer(404, Map.of("Content-Type", "text/html"), "<h1>No such site</h1>"));

        assertThat(refused(group::read)).hasMessageContaining("404").hasMessageContaining("No such site");
    }

    @Test
    void anAnswerThatIsNotOfAServerOfOursIsCalledSo() {
        proxy.next(new Fault.Answer(200, Map.of("Content-Type", "text/html"), "<h1>Log in</h1>"));
        assertThat(refused(() -> store.featureGroup("numbers", 1)).code()).isEqualTo(ClientError.BAD_ANSWER);

        proxy.next(new Fault.Answer(200, Map.of("Content-Type", "text/html"), "<h1>Log in</h1> or go away"));
        assertThat(refused(group::read)).hasMessageContaining("no stream of frames");

        proxy.next(new Fault.Answer(302, Map.of("Location", "https://login.example.com/"), ""));
        assertThat(refused(() -> store.featureGroup("numbers", 1)))
                .hasMessageContaining("302")
                .hasMessageContaining("https://login.example.com/");
    }

    @Test
    void aReadWhoseConnectionBreaksIsAskedAgain() {
        proxy.next(new Fault.LoseRequest(), new Fault.LoseAnswer());

        assertThat(group.read().rows()).isEqualTo(3);

        assertThat(proxy.seen()).hasSize(3);
    }

    @Test
    void anInsertWhoseAnswerIsLostIsSentAgainWithItsKeyAndWrittenOnce() {
        FeatureGroup once = store.createFeatureGroup(numbers("once"));
        proxy.next(new Fault.LoseAnswer(), FaultyProxy.answering(503, "1"));

        assertThat(once.insert(rows(0, 10)).counts().inserted()).isEqualTo(10);

        List<FaultyProxy.Seen> seen = proxy.seen();
        assertThat(seen).hasSize(3);
        assertThat(seen)
                .extracting(FaultyProxy.Seen::idempotencyKey)
                .containsOnly(seen.getFirst().idempotencyKey())
                .doesNotContain("");
        assertThat(once.commits()).hasSize(1);
        assertThat(once.read().rows()).isEqualTo(10);
    }

    @Test
    void rowsThatCanBeReadOnceAreNotSentASecondTimeAndTheErrorSaysHowToDoItAgain() {
        FeatureGroup stream = store.createFeatureGroup(numbers("stream"));
        proxy.next(new Fault.LoseAnswer());

        ShearwaterException lost = refused(
                () -> stream.insert(rows(0, 10).reader(), WriteOptions.plain().withKey("load-7")));

        assertThat(proxy.seen()).hasSize(1);
        assertThat(lost.code()).isEqualTo(ClientError.CONNECTION_LOST);
        assertThat(lost)
                .hasMessageContaining("insert into feature group 'stream' version 1")
                .hasMessageContaining("idempotency key 'load-7'");
        assertThat(stream.insert(rows(0, 10).reader(), WriteOptions.plain().withKey("load-7"))
                        .counts()
                        .inserted())
                .isEqualTo(10);
        assertThat(stream.commits()).hasSize(1);
    }

    @Test
    void whatWouldBeDoneTwiceIsAskedOnce() {
        FeatureGroupSpec spec = numbers("twice");
        proxy.next(FaultyProxy.answering(503, "1"), FaultyProxy.answering(503, "1"));
        assertThat(refused(() -> store.createFeatureGroup(spec)).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(proxy.seen()).hasSize(1);

        proxy.next(new Fault.LoseAnswer());
        ShearwaterException lost = refused(() -> store.createFeatureGroup(spec));
        assertThat(proxy.seen()).hasSize(1);
        assertThat(lost.code()).isEqualTo(ClientError.CONNECTION_LOST);
        assertThat(lost)
                .hasMessageContaining("make feature group 'twice' version 1")
                .hasMessageContaining("look before you do it again");
        assertThat(store.findFeatureGroup("twice", 1)).isPresent();

        List<DefinitionChange> change =
                List.of(new DefinitionChange.CreateGroup(new GroupDefinition(numbers("more"), Map.of())));
        var base = store.definitions();
        proxy.next(FaultyProxy.answering(503, "1"));
        assertThat(refused(() -> store.changeDefinitions(base, change)).kind()).isEqualTo(ErrorKind.UNAVAILABLE);
        assertThat(proxy.seen()).hasSize(1);
    }

    @Test
    void getOrCreateIsAskedAgainAsItMakesNoSecondOne() {
        proxy.next(new Fault.LoseAnswer(), FaultyProxy.answering(503, "1"));

        FeatureGroup there = store.getOrCreateFeatureGroup(numbers("there"));

        assertThat(proxy.seen()).hasSize(3);
        assertThat(there.commits()).isEmpty();
    }

    @Test
    void rowsWaitUntilAServerThatLetsAKeyInSeldomWantsThem(@TempDir Path directory) {
        ServerOptions seldom = ServerOptions.defaults().withRate(new RateLimit(4, 3));
        try (ShearwaterServer slow = ShearwaterServer.start(directory, seldom)) {
            ServedStores.createProject(slow.url(), ServedStores.key(directory));
            try (FeatureStore limited = FeatureStore.connect(slow.url(), ServedStores.key(directory))) {
                FeatureGroup numbers = limited.getOrCreateFeatureGroup(numbers("numbers"));
                for (int time = 0; time < 6; time++) {
                    numbers.insert(rows(time * 10, 10).reader(), WriteOptions.plain());
                }
                assertThat(numbers.read().rows()).isEqualTo(60);
            }
        }
    }
}
