package io.shearwater.server;

import static io.shearwater.grpc.FeatureStoreMethods.WHO_AM_I;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.shearwater.grpc.v1.WhoAmIRequest;
import io.shearwater.model.ShearwaterException;
import io.shearwater.rest.TlsFiles;
import io.shearwater.testing.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.Result;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One certificate for HTTP, gRPC and Arrow Flight, for callers that trust it and others. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RpcTlsTest {
    private Path directory;
    private TestCertificate certificate;
    private ShearwaterServer server;
    private String key = "";

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        certificate = TestCertificate.make(temporary);
        server = ShearwaterServer.start(temporary.resolve("store"), options(certificate.chain(), certificate.key()));
        key = Files.readString(temporary.resolve("store/administrator.key")).strip();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static ServerOptions options(Path chain, Path key) {
        return ServerOptions.defaults().withTls(new TlsFiles(chain, key));
    }

    private NettyChannelBuilder address() {
        return NettyChannelBuilder.forAddress("127.0.0.1", server.rpcPort());
    }

    private RpcCaller trusting() throws Exception {
        return new RpcCaller(address()
                .sslContext(GrpcSslContexts.forClient()
                        .trustManager(certificate.chain().toFile())
                        .build()));
    }

    private String whoIs(RpcCaller caller) {
        return caller.ask(key, WHO_AM_I, WhoAmIRequest.getDefaultInstance()).getPrincipal();
    }

    @Test
    void whoTrustsTheCertificateIsAnsweredOverEveryProtocol() throws Exception {
        assertThat(server.url()).startsWith("https://");
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(certificate.trust()).build()) {
            assertThat(client.send(
                                    HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/whoami"))
                                            .header("Authorization", "Bearer " + key)
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
        try (RpcCaller caller = trusting();
                RootAllocator memory = new RootAllocator();
                FlightClient flights = FlightGrpcUtils.createFlightClientWithSharedChannel(memory, caller.channel())) {
            assertThat(whoIs(caller)).isEqualTo("admin");
            Iterator<Result> results = flights.doAction(new Action("health"), FlightCaller.as(key));
            assertThat(new String(results.next().getBody(), StandardCharsets.UTF_8))
                    .contains("serving");
        }
    }

    @Test
    void whoDoesNotTrustItSendsNoKey() throws Exception {
        try (RpcCaller caller = new RpcCaller(address().useTransportSecurity())) {
            StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, () -> whoIs(caller));

            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(refused).hasStackTraceContaining("unable to find valid certification path");
        }
        assertAlive();
    }

    @Test
    void whoSpeaksWithoutTlsIsNotAnswered() throws Exception {
        try (RpcCaller caller = new RpcCaller(server.rpcPort())) {
            StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, () -> whoIs(caller));

            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
        assertAlive();
    }

    private void assertAlive() throws Exception {
        try (RpcCaller caller = trusting()) {
            assertThat(whoIs(caller)).isEqualTo("admin");
        }
    }

    @Test
    void aCertificateThatCannotBeUsedIsNamedAndNothingIsStarted() throws Exception {
        Path noise = Files.writeString(directory.resolve("noise.pem"), "-----BEGIN CERTIFICATE-----\nnothing\n");
        TestCertificate other = TestCertificate.make(directory);
        Path store = directory.resolve("unusable");

        for (ServerOptions unusable : new ServerOptions[] {
            options(noise, certificate.key()),
            options(certificate.chain(), noise),
            options(certificate.key(), certificate.chain()),
            options(certificate.chain(), other.key())
        }) {
            ShearwaterException refused = catchThrowableOfType(
                    ShearwaterException.class,
                    () -> ShearwaterServer.start(store, unusable).close());
            TlsFiles files = unusable.security().tls().orElseThrow();
            assertThat(refused).as(files.toString()).isNotNull();
            assertThat(refused.code().name()).isEqualTo("BAD_CERTIFICATE");
            assertThat(refused)
                    .hasMessageContaining(files.certificate().toString())
                    .hasMessageContaining(files.key().toString())
                    .hasMessageContaining("PKCS#8");
        }
        ShearwaterServer.start(store, options(certificate.chain(), certificate.key()))
                .close();
    }
}
