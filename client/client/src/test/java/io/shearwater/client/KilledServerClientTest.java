package io.shearwater.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.WriteOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed in the middle of what a client does: what was acknowledged is there, and the client says what happened. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledServerClientTest {
    private static final Schema NUMBERS = Schema.of(new Field("id", DataType.LONG), new Field("half", DataType.DOUBLE));
    private static final int PIECE = 50_000;

    private Path directory;
    private Process server;
    private String url = "";
    private FeatureStore store;

    @BeforeAll
    void begin(@TempDir Path temporary) throws Exception {
        directory = temporary;
        start(0);
        String key = ServedStores.key(directory.resolve("store"));
        ServedStores.createProject(url, key);
        store = connect(key);
    }

    private FeatureGroup group(String name) {
        return store.createFeatureGroup(FeatureGroupSpec.builder(name, 1)
                .feature("id", DataType.LONG)
                .feature("half", DataType.DOUBLE)
                .primaryKey("id")
                .build());
    }

    private FeatureStore connect(String key) {
        return RemoteFeatureStore.connect(ConnectOptions.of(url, key)
                .withProject(ServedStores.PROJECT)
                .withRetries(2)
                .withTimeouts(Timeouts.defaults().withSilence(Duration.ofSeconds(30))));
    }

    @AfterAll
    void end() throws Exception {
        store.close();
        server.destroyForcibly().waitFor();
    }

    private void start(int port) throws IOException, InterruptedException {
        Path address = directory.resolve("address");
        Files.deleteIfExists(address);
        server = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerProgram.class.getName(),
                        directory.resolve("store").toString(),
                        address.toString(),
                        Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(new File(directory.toFile(), "server.log"))
                .start();
        while (Files.notExists(address)) {
            assertThat(server.isAlive())
                    .as(Files.readString(directory.resolve("server.log")))
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        url = Files.readString(address);
    }

    private void startAgain() throws IOException, InterruptedException {
        start(Integer.parseInt(url.substring(url.lastIndexOf(':') + 1)));
    }

    private void kill() {
        try {
            server.destroyForcibly().waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private static Frame rows(int from) {
        FrameBuilder rows = new FrameBuilder(NUMBERS, PIECE);
        for (int i = from; i < from + PIECE; i++) {
            rows.append((long) i, i / 2.0);
        }
        return rows.build();
    }

    /** Gives pieces, and kills the server before one of them. */
    private final class Killing implements FrameReader {
        private int pieces;

        @Override
        public Schema schema() {
            return NUMBERS;
        }

        @Override
        public Optional<Frame> next() {
            pieces++;
            if (pieces == 4) {
                kill();
            }
            return pieces > 40 ? Optional.empty() : Optional.of(rows(pieces * PIECE));
        }

        @Override
        public void close() {}
    }

    @Test
    void anInsertThatIsCutSaysSoAndIsDoneAgainWithItsKey() throws Exception {
        FeatureGroup group = group("inserted");
        group.insert(rows(0));

        ShearwaterException cut = catchThrowableOfType(
                ShearwaterException.class,
                () -> group.insert(new Killing(), WriteOptions.plain().withKey("load-1")));
        assertThat(cut.code()).isIn(ClientError.CONNECTION_LOST, ClientError.UNREACHABLE);
        assertThat(cut).hasMessageContaining("insert into feature group 'inserted' version 1");
        startAgain();

        assertThat(group.read().rows())
                .as("what was acknowledged, and nothing of what was cut")
                .isEqualTo(PIECE);
        assertThat(group.insert(rows(PIECE).reader(), WriteOptions.plain().withKey("load-1"))
                        .counts()
                        .inserted())
                .isEqualTo(PIECE);
    }

    @Test
    void aReadThatIsCutSaysHowFarItCame() throws Exception {
        FeatureGroup group = group("read");
        Iterator<Frame> pieces =
                IntStream.range(0, 20).mapToObj(piece -> rows(piece * PIECE)).iterator();
        group.insert(FrameReader.of(NUMBERS, pieces), WriteOptions.plain());

        try (FrameReader reader = group.reader(ReadOptions.all())) {
            assertThat(reader.next()).isPresent();
            kill();
            assertThatThrownBy(() -> {
                        while (reader.next().isPresent()) {
                            assertThat(server.isAlive()).isFalse();
                        }
                    })
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ClientError.CONNECTION_LOST))
                    .hasMessageContaining("rows of this: read of feature group 'read'");
        }
        startAgain();
        assertThat(group.read().rows()).isEqualTo(20 * PIECE);
    }

    @Test
    void aReadOutlivesAServerThatIsStartedAgain() throws Exception {
        FeatureGroup group = group("left");
        group.insert(rows(0));
        kill();
        assertThatThrownBy(() -> group.insert(rows(PIECE)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failed -> assertThat(failed.code()).isIn(ClientError.UNREACHABLE, ClientError.CONNECTION_LOST));
        startAgain();
        assertThat(group.insert(rows(PIECE)).counts().inserted()).isEqualTo(PIECE);
        assertThat(group.read().rows()).isEqualTo(2 * PIECE);
    }
}
