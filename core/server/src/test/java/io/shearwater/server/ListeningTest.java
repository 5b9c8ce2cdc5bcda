package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot listen as it is told says so before it touches a store. */
@Tag("server")
class ListeningTest {
    @TempDir
    private Path directory;

    private void assertRefused(ServerOptions options, ServerError code, String... words) {
        Path store = directory.resolve("store");

        assertThatThrownBy(() -> ShearwaterServer.start(store, options).close())
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageContainingAll(words);
        assertThat(store).doesNotExist();
    }

    @Test
    void otherMachinesAreNotLetInWithoutTls() {
        assertRefused(
                ServerOptions.defaults().withHost("0.0.0.0"), ServerError.OPEN_TO_ALL, "0.0.0.0", "--tls-certificate");
    }

    @Test
    void aPortThatThereIsNotIsNamed() {
        assertRefused(ServerOptions.defaults().withPort(99_999), ServerError.CANNOT_LISTEN, "99999", "65535");
        assertRefused(ServerOptions.defaults().withPort(-1), ServerError.CANNOT_LISTEN, "port -1");
        assertRefused(ServerOptions.defaults().withRpcPort(65_536), ServerError.CANNOT_LISTEN, "65536");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertRefused(
                    ServerOptions.defaults().withPort(port), ServerError.CANNOT_LISTEN, ":" + port, "another port");
            assertRefused(
                    ServerOptions.defaults().withPort(0).withRpcPort(port), ServerError.CANNOT_LISTEN, ":" + port);
        }
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() {
        assertRefused(
                ServerOptions.defaults().withHost("no.such.host.invalid"),
                ServerError.CANNOT_LISTEN,
                "no.such.host.invalid");
    }
}
