package io.shearwater.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate of this machine that nobody but itself vouches for, made for a test by the JDK's keytool.
 *
 * @param chain the certificate, in PEM
 * @param key its key, in PEM (PKCS#8)
 * @param store both, in PKCS#12 with the password {@value #PASSWORD}
 */
public record TestCertificate(Path chain, Path key, Path store) {
    /** Of the store. */
    public static final String PASSWORD = "changeit";

    private static final String ALIAS = "server";

    /** Makes one for localhost and 127.0.0.1 in a directory. */
    public static TestCertificate make(Path directory) {
        return make(directory, "dns:localhost,ip:127.0.0.1");
    }

    /**
     * Makes one in a directory.
     *
     * @param names whom it is for, as keytool writes them: {@code dns:example.com}
     */
    public static TestCertificate make(Path directory, String names) {
        try {
            Path made = Files.createTempDirectory(directory, "certificate-");
            Path store = made.resolve("store.p12");
            run(
                    made.resolve("keytool.log"),
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            ALIAS,
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=Shearwater test",
                            "-ext",
                            "san=" + names,
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            PASSWORD));
            KeyStore keys = load(store);
            Path chain = pem(
                    made.resolve("chain.pem"),
                    "CERTIFICATE",
                    keys.getCertificate(ALIAS).getEncoded());
            Path key = pem(
                    made.resolve("key.pem"),
                    "PRIVATE KEY",
                    keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
            return new TestCertificate(chain, key, store);
        } catch (IOException | GeneralSecurityException failed) {
            throw new AssertionError("no certificate could be made", failed);
        }
    }

    private static void run(Path log, List<String> command) throws IOException {
        try {
            int code = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("keytool failed: " + Files.readString(log));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static Path pem(Path file, String what, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
    }

    /** What a client that trusts it, and nothing else, connects with. */
    public SSLContext trust() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, load(store).getCertificate(ALIAS));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failed) {
            throw new AssertionError("the certificate cannot be read", failed);
        }
    }
}
