package io.shearwater.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.rest.TlsFiles;
import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import io.shearwater.testing.Refusal;
import io.shearwater.testing.TestCertificate;
import java.net.URI;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A client of a server that speaks TLS, whose certificate it trusts or does not. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private Path directory;
    private TestCertificate certificate;
    private ShearwaterServer server;
    private String key = "";

    @BeforeAll
    void start(@TempDir Path temporary) {
        directory = temporary;
        certificate = TestCertificate.make(temporary);
        Path store = temporary.resolve("store");
        server = ShearwaterServer.start(
                store, ServerOptions.defaults().withTls(new TlsFiles(certificate.chain(), certificate.key())));
        key = ServedStores.key(store);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private ConnectOptions options() {
        return ConnectOptions.of(server.url(), key);
    }

    @Test
    void aCertificateThatIsTrustedLetsEverythingThrough() {
        ServedStores.createProject(server.url(), key, certificate.trust());
        try (FeatureStore store = RemoteFeatureStore.connect(options().withTrust(certificate.trust()))) {
            FeatureGroup group = store.createFeatureGroup(FeatureGroupSpec.builder("numbers", 1)
                    .feature("id", DataType.LONG)
                    .primaryKey("id")
                    .build());
            FrameBuilder rows = new FrameBuilder(group.spec().schema(), 50_000);
            for (long i = 0; i < 50_000; i++) {
                rows.append(i);
            }
            Frame frame = rows.build();
            group.insert(frame);
            assertThat(group.read()).isEqualTo(frame);
        }
    }

    @Test
    void theCertificatesOfThisJavaAreTrustedWhereNoOthersAreNamed() throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(certificate.trust());
        try (Http http = new Http(URI.create(server.url()), options())) {
            assertThat(http.text(Ask.get("api", "v1", "whoami"))).contains("admin");
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @Test
    void aCertificateThatIsNotTrustedIsRefusedAtOnceSayingWhatToDo() {
        Refusal.of(() -> RemoteFeatureStore.connect(options()))
                .as("NOT_TRUSTED", ErrorKind.USER)
                .saying(server.url(), "certificate", "withTrust", "javax.net.ssl.trustStore")
                .without("times", "lost", "PKIX");
    }

    @Test
    void aCertificateOfAnotherMachineIsRefused() {
        TestCertificate other = TestCertificate.make(directory, "dns:other.example.com");
        Path store = directory.resolve("other");
        try (ShearwaterServer wrong = ShearwaterServer.start(
                store, ServerOptions.defaults().withTls(new TlsFiles(other.chain(), other.key())))) {
            Refusal.of(() -> RemoteFeatureStore.connect(
                            ConnectOptions.of(wrong.url(), key).withTrust(other.trust())))
                    .as("NOT_TRUSTED", ErrorKind.USER)
                    .saying(wrong.url(), "127.0.0.1");
        }
    }

    @Test
    void whoSpeaksTheOtherOfHttpAndHttpsIsToldSo() {
        String plain = "http://127.0.0.1:" + server.port();
        Refusal.of(() -> RemoteFeatureStore.connect(ConnectOptions.of(plain, key)))
                .as("BAD_ADDRESS", ErrorKind.USER)
                .saying(plain, "https://");
        Path store = directory.resolve("plain");
        try (ShearwaterServer open = ShearwaterServer.start(store, ServerOptions.defaults())) {
            String tls = open.url().replace("http://", "https://");
            Refusal.of(() -> RemoteFeatureStore.connect(
                            ConnectOptions.of(tls, key).withRetries(0)))
                    .saying(tls, "does not speak TLS", "http://");
        }
    }
}
