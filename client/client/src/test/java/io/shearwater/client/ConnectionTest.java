package io.shearwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.StoreConnector;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.ModelError;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.TransformationCall;
import io.shearwater.server.ShearwaterServer;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How a client finds a server, and what it says when there is none. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionTest {
    private static final FeatureGroupSpec NUMBERS = numbers(1);

    private Path directory;
    private ShearwaterServer server;
    private FeatureStore store;

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        server = ServedStores.start(directory, InstantSource.system());
        ServedStores.createProject(server.url(), ServedStores.key(directory));
        store = FeatureStore.connect(server.url(), ServedStores.PROJECT, ServedStores.key(directory));
        store.createFeatureGroup(NUMBERS);
    }

    @AfterAll
    void stop() {
        store.close();
        server.close();
    }

    private static FeatureGroupSpec numbers(int version) {
        return FeatureGroupSpec.builder("numbers", version)
                .feature("id", DataType.LONG)
                .feature("half", DataType.DOUBLE)
                .primaryKey("id")
                .build();
    }

    private static Frame rows(int from, int count) {
        FrameBuilder rows = new FrameBuilder(NUMBERS.schema(), count);
        for (int i = from; i < from + count; i++) {
            rows.append((long) i, i / 2.0);
        }
        return rows.build();
    }

    private static void assertFails(ClientError error, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.code()).isEqualTo(error));
    }

    @Test
    void theOnlyProjectOfAKeyNeedNotBeNamed() {
        try (FeatureStore found = FeatureStore.connect(server.url(), ServedStores.key(directory))) {
            assertThat(found.project()).isEqualTo(ServedStores.PROJECT);
        }
    }

    @Test
    void theEnvironmentSaysWhatNobodyElseDoes() {
        ClientConnector connector = new ClientConnector(Map.of(
                "SHEARWATER_HOST", server.url(),
                "SHEARWATER_PROJECT", ServedStores.PROJECT,
                "SHEARWATER_API_KEY", ServedStores.key(directory)));
        try (FeatureStore found =
                connector.connect(new StoreConnector.Server(Optional.empty(), Optional.empty(), Optional.empty()))) {
            assertThat(found.featureGroup("numbers", 1).spec().ref()).isEqualTo(NUMBERS.ref());
        }
    }

    @Test
    void whatTheServerRefusesIsToldInItsWords() {
        assertThatThrownBy(() ->
                        FeatureStore.connect(server.url(), ServedStores.PROJECT, "sw_000000000000_" + "x".repeat(43)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.kind().name()).isEqualTo("UNAUTHENTICATED"));
        assertThatThrownBy(() -> FeatureStore.connect(server.url(), "other", ServedStores.key(directory)))
                .hasMessageContaining("other");
        assertThatThrownBy(() -> store.featureGroup("numbers", 1).select("hlaf"))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ModelError.UNKNOWN_COLUMN));
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ConnectOptions nowhere =
                ConnectOptions.of("localhost:" + port, "sw_key").withRetries(1);
        assertThatThrownBy(() -> RemoteFeatureStore.connect(nowhere))
                .hasMessageContaining("localhost:" + port)
                .hasMessageContaining("cannot be reached, 2 times: nothing listens there.");
        assertFails(ClientError.UNREACHABLE, () -> RemoteFeatureStore.connect(nowhere));
    }

    @Test
    void aNameThatNobodyKnowsIsToldAsSuch() {
        ConnectOptions typo = ConnectOptions.of("shearwater.invalid", "sw_key").withRetries(0);
        assertThatThrownBy(() -> RemoteFeatureStore.connect(typo))
                .hasMessageContaining("https://shearwater.invalid:7373 cannot be reached: no machine of this name");
    }

    @Test
    void addressesAreReadAsPeopleWriteThem() {
        assertThat(Address.of("localhost", ConnectOptions.PlainHttp.REFUSED)).hasToString("http://localhost:7373");
        assertThat(Address.of("features.example.com", ConnectOptions.PlainHttp.REFUSED))
                .hasToString("https://features.example.com:7373");
        assertThat(Address.of("https://features.example.com/", ConnectOptions.PlainHttp.REFUSED))
                .hasToString("https://features.example.com:443");
        assertFails(
                ClientError.NOT_SAFE,
                () -> Address.of("http://features.example.com", ConnectOptions.PlainHttp.REFUSED));
        assertFails(ClientError.BAD_ADDRESS, () -> Address.of("ftp://a", ConnectOptions.PlainHttp.REFUSED));
        assertFails(ClientError.BAD_ADDRESS, () -> Address.of("a b", ConnectOptions.PlainHttp.REFUSED));
    }

    @Test
    void rowsAreReadAsTheyComeAndAReaderThatIsClosedEarlyLetsGo() {
        FeatureGroup group = store.createFeatureGroup(numbers(2));
        group.insert(rows(0, 300_000));

        for (int time = 0; time < 20; time++) {
            try (FrameReader reader = group.reader(ReadOptions.all())) {
                assertThat(reader.next()).isPresent();
            }
        }
        assertThat(group.read().rows()).isEqualTo(300_000);
    }

    @Test
    void whatTheCallersRowsFailWithIsWhatTheInsertFailsWith() {
        FeatureGroup group = store.featureGroup("numbers", 1);
        int before = group.commits().size();
        AtomicBoolean closed = new AtomicBoolean();
        FrameReader broken = new FrameReader() {
            private boolean began;

            @Override
            public Schema schema() {
                return NUMBERS.schema();
            }

            @Override
            public Optional<Frame> next() {
                if (began) {
                    throw new IllegalArgumentException("the source broke");
                }
                began = true;
                return Optional.of(rows(0, 10));
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };

        assertThatThrownBy(() -> group.insert(broken, WriteOptions.plain()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the source broke");
        assertThat(closed).isTrue();
        assertThat(group.commits()).hasSize(before);
    }

    @Test
    void aBadRowFarBehindIsToldAsSuch() {
        FeatureGroup group = store.createFeatureGroup(numbers(3));
        Frame bad = Frame.of(NUMBERS.schema(), List.of(row(null)));
        FrameReader rows = FrameReader.of(
                NUMBERS.schema(),
                List.of(rows(0, 60_000), bad, rows(60_000, 60_000), rows(120_000, 60_000))
                        .iterator());

        assertThatThrownBy(() -> group.insert(rows, WriteOptions.plain()))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("id");
        assertThat(group.commits()).isEmpty();
    }

    private static Map<String, @Nullable Object> row(@Nullable Long id) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", id);
        row.put("half", 1.0);
        return row;
    }

    @Test
    void codeThatTheServerLacksIsRefusedSayingHowItGetsThere() {
        FunctionRef unknown = new FunctionRef("halve", 1, "com.example.Halves#halve", "", Map.of());
        FeatureViewSpec view = FeatureViewSpec.builder(
                        "halves", 1, store.featureGroup("numbers", 1).select("half"))
                .transform(new TransformationCall(unknown, List.of("half"), List.of("quarter"), List.of()))
                .build();
        assertThatThrownBy(() -> store.createFeatureView(view))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining("com.example.Halves")
                .hasMessageContaining("class path of the server");
    }

    @Test
    void aClosedStoreSaysSo() {
        FeatureStore other = FeatureStore.connect(server.url(), ServedStores.PROJECT, ServedStores.key(directory));
        FeatureGroup group = other.featureGroup("numbers");
        other.close();
        assertFails(ClientError.CLOSED, group::commits);
    }
}
