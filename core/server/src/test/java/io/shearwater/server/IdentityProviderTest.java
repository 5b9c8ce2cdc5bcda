package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.access.Role;
import io.shearwater.access.TokenOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Requests with tokens of an identity provider instead of API keys. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityProviderTest {
    private static final String ISSUER = "https://id.example.com";
    private static final String PROJECT = "/api/v1/projects/fraud";

    private final KeyPair provider = pair();
    private ServedStore served;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        RSAPublicKey key = (RSAPublicKey) provider.getPublic();
        Path keys = Files.writeString(
                directory.resolve("keys.json"),
                "{\"keys\": [{\"kty\": \"RSA\", \"kid\": \"one\", \"use\": \"sig\", \"n\": \""
                        + base64(key.getModulus().toByteArray())
                        + "\", \"e\": \"" + base64(key.getPublicExponent().toByteArray()) + "\"}]}");
        TokenOptions tokens = TokenOptions.of(ISSUER, "shearwater", keys.toUri())
                .withGroups(
                        "groups", Map.of("analysts", List.of(new TokenOptions.ProjectRole("fraud", Role.OBSERVER))));
        Path store = directory.resolve("store");
        ShearwaterServer server =
                ShearwaterServer.start(store, ServerOptions.defaults().withTokens(tokens));
        served = ServedStore.over(
                server, Files.readString(store.resolve("administrator.key")).strip());
        served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
        served.post("/api/v1/projects", "{\"name\": \"other\"}");
        for (String user : List.of("ada", "bob")) {
            served.put("/api/v1/users/" + user + "@example.com", "{}");
        }
        served.put(PROJECT + "/members/ada@example.com", "{\"role\": \"data_owner\"}");
    }

    @AfterAll
    void stop() {
        served.close();
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] bytes) {
        int sign = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    /** @param lives how many seconds it has left */
    private static String token(KeyPair by, String user, String more, long lives) {
        String header = "{\"alg\": \"RS256\", \"kid\": \"one\"}";
        String claims = "{\"iss\": \"" + ISSUER + "\", \"aud\": \"shearwater\", \"email\": \"" + user
                + "@example.com\", \"exp\": " + (Instant.now().getEpochSecond() + lives) + more + "}";
        String said =
                base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(by.getPrivate());
            signature.update(said.getBytes(StandardCharsets.US_ASCII));
            return said + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private int status(String token, String path) {
        return served.send(token, "GET", path, "").status();
    }

    @Test
    void aMemberWorksWithATokenAndIsNamedInTheAudit() {
        String ada = token(provider, "ada", "", 600);

        assertThat(status(ada, PROJECT + "/feature-groups")).isEqualTo(200);
        assertThat(served.send(ada, "GET", PROJECT + "/audit?action=groups.read", "")
                        .body())
                .contains("\"principal\":\"ada@example.com\"");
        assertThat(status(ada, "/api/v1/projects/other/feature-groups")).isEqualTo(404);
    }

    @Test
    void aGroupOfTheProviderGivesItsRoleAndNoMore() {
        String without = token(provider, "bob", "", 600);
        String with = token(provider, "bob", ", \"groups\": [\"analysts\"]", 600);

        assertThat(status(token(provider, "nobody", "", 600), PROJECT + "/feature-groups"))
                .isEqualTo(404);
        assertThat(status(without, PROJECT + "/feature-groups")).isEqualTo(404);
        assertThat(status(with, PROJECT + "/feature-groups")).isEqualTo(200);
        assertThat(served.send(with, "POST", PROJECT + "/feature-groups", "{}").status())
                .isEqualTo(403);
    }

    @Test
    void whatProvesNothingIsRefusedInTheSameWords() {
        String good = token(provider, "ada", "", 600);
        String none = base64("{\"alg\": \"none\"}".getBytes(StandardCharsets.UTF_8)) + "." + good.split("\\.")[1] + ".";
        for (String bad : List.of(
                token(pair(), "ada", "", 600),
                none,
                good.substring(0, good.length() - 8) + "AAAAAAAA",
                token(provider, "ada", ", \"email_verified\": false", 600),
                token(provider, "ada", ", \"nbf\": 9999999999", 600))) {
            ServedStore.Reply reply = served.send(bad, "GET", PROJECT + "/feature-groups", "");
            assertThat(reply.status()).as(reply.body()).isEqualTo(401);
            assertThat(reply.body()).contains("\"code\":\"NOT_PROVED\"").doesNotContain(bad);
        }
        assertThat(status(token(provider, "ada", "", -3600), PROJECT + "/feature-groups"))
                .isEqualTo(401);
    }
}
