package io.shearwater.access;

import static io.shearwater.access.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.shearwater.access.TokenOptions.ProjectRole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
    private static final String ISSUER = "https://id.example.com";

    @TempDir
    private Path directory;

    private final World world = new World();
    private static final RSAKey KEY = rsa("one");
    private final AtomicInteger fetched = new AtomicInteger();
    private volatile String published = new JWKSet(KEY).toString();
    private HttpServer provider;
    private Tokens tokens;

    TokensTest() throws IOException {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        tokens = new Tokens(options());
    }

    @BeforeEach
    void start() {
        provider.createContext("/keys", exchange -> {
            fetched.incrementAndGet();
            byte[] body = published.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(published.isEmpty() ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
    }

    @AfterEach
    void stop() {
        provider.stop(0);
    }

    private TokenOptions options() {
        URI keys = URI.create("http://127.0.0.1:" + provider.getAddress().getPort() + "/keys");
        return TokenOptions.of(ISSUER, "shearwater", keys).withClock(world::now);
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("shearwater")
                .claim("email", "olga@example.com")
                .expirationTime(Date.from(world.now().plusSeconds(600)));
    }

    private static String signed(RSAKey with, JWTClaimsSet claims) throws JOSEException {
        return signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(with.getKeyID()).build(),
                new RSASSASigner(with),
                claims);
    }

    private static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) throws JOSEException {
        SignedJWT token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }

    @Test
    void aTokenProvesItsUserUntilItExpires() throws JOSEException {
        String token = signed(KEY, claims().build());

        Authenticated who = tokens.authenticate(token);

        assertThat(who.principal()).isEqualTo(world.olga.principal());
        world.access.require(who, "fraud", Permission.FEATURES_WRITE);
        world.access.users().disable(world.admin, "olga@example.com");
        refused(AccessError.NOT_PROVED, () -> world.access.require(who, "fraud", Permission.FEATURES_READ));
        world.access.users().enable(world.admin, "olga@example.com");
        for (int i = 0; i < 20; i++) {
            tokens.authenticate(token);
        }
        assertThat(fetched).hasValue(1);

        world.pass(Duration.ofSeconds(659));
        tokens.authenticate(token);
        world.access.require(who, "fraud", Permission.FEATURES_READ);
        world.pass(Duration.ofSeconds(2));
        refused(AccessError.EXPIRED, () -> tokens.authenticate(token));
        refused(AccessError.EXPIRED, () -> world.access.require(who, "fraud", Permission.FEATURES_READ));
    }

    @Test
    void tokensThatTheProviderDidNotSignAreRefusedInTheSameWords() throws Exception {
        String right = signed(KEY, claims().build());
        String[] parts = right.split("\\.", -1);
        RSAKey other = rsa("one");
        JWSHeader symmetric =
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build();
        String header = Base64URL.encode("{\"alg\":\"none\"}").toString();
        assertNotProved(List.of(
                "",
                "x",
                "..",
                "a.b.c.d.e",
                "x".repeat(1_000_000),
                right + "x",
                parts[0] + "." + parts[1] + ".",
                parts[0] + "."
                        + Base64URL.encode(claims().claim("email", "ada@example.com")
                                .build()
                                .toString()) + "." + parts[2],
                header + "." + parts[1] + ".",
                header + "." + parts[1] + "." + parts[2],
                new PlainJWT(claims().build()).serialize(),
                signed(other, claims().build()),
                signed(symmetric, new MACSigner(KEY.toRSAPublicKey().getEncoded()), claims().build()),
                signed(symmetric, new MACSigner(KEY.toPublicJWK().toString()), claims().build()),
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .jwk(other.toPublicJWK())
                                .build(),
                        new RSASSASigner(other),
                        claims().build()),
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("one").build(),
                        new RSASSASigner(KEY),
                        claims().build()),
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("one")
                                .type(new JOSEObjectType("logout+jwt"))
                                .build(),
                        new RSASSASigner(KEY),
                        claims().build())));
        tokens.authenticate(right);
    }

    private void assertNotProved(List<String> tokensOfStrangers) {
        Set<String> messages = new HashSet<>();
        for (String token : tokensOfStrangers) {
            messages.add(refused(AccessError.NOT_PROVED, () -> tokens.authenticate(token)));
        }
        assertThat(messages).containsExactly(ApiKeys.notProved().getMessage());
    }

    @Test
    void tokensThatAreForOthersOrSayNotWhoIsMeantAreRefusedInTheSameWords() throws Exception {
        assertNotProved(List.of(
                signed(KEY, claims().issuer("https://id.example.com.evil.org").build()),
                signed(KEY, claims().issuer(null).build()),
                signed(KEY, claims().audience("other").build()),
                signed(KEY, claims().audience((String) null).build()),
                signed(KEY, claims().expirationTime(null).build()),
                signed(
                        KEY,
                        claims().notBeforeTime(Date.from(world.now().plusSeconds(61)))
                                .build()),
                signed(KEY, claims().claim("email", null).build()),
                signed(KEY, claims().claim("email", 7).build()),
                signed(KEY, claims().claim("email", "operator").build()),
                signed(KEY, claims().claim("email", "service:fraud/nightly").build()),
                signed(KEY, claims().claim("email_verified", false).build())));
        tokens.authenticate(signed(
                KEY,
                claims().notBeforeTime(Date.from(world.now().plusSeconds(59))).build()));
    }

    @Test
    void aKeyThatTheProviderTookInLaterIsFetched() throws Exception {
        tokens.authenticate(signed(KEY, claims().build()));
        RSAKey next = rsa("two");
        String token = signed(next, claims().build());
        refused(AccessError.NOT_PROVED, () -> new Tokens(options()).authenticate(token));

        published = new JWKSet(List.of(KEY.toPublicJWK(), next.toPublicJWK())).toString();

        tokens.authenticate(token);
        tokens.authenticate(signed(KEY, claims().build()));
    }

    @Test
    void aProviderThatDoesNotAnswerIsNotTheCallersFault() throws JOSEException {
        published = "";
        String token = signed(KEY, claims().build());
        refused(AccessError.KEYS_UNAVAILABLE, () -> tokens.authenticate(token));
        published = "not keys";
        refused(AccessError.KEYS_UNAVAILABLE, () -> new Tokens(options()).authenticate(token));
    }

    @Test
    void keysMayBeInAFile() throws Exception {
        Path file = directory.resolve("keys.json");
        Files.writeString(file, new JWKSet(KEY.toPublicJWK()).toString());
        Tokens fromFile =
                new Tokens(TokenOptions.of(ISSUER, "shearwater", file.toUri()).withClock(world::now));

        fromFile.authenticate(signed(KEY, claims().build()));
        String stranger = signed(rsa("three"), claims().build());
        refused(AccessError.NOT_PROVED, () -> fromFile.authenticate(stranger));
    }

    @Test
    void groupsGiveRoles() throws JOSEException {
        Tokens grouped = new Tokens(options()
                .withUserClaim("sub")
                .withGroups(
                        "groups",
                        Map.of(
                                "everybody",
                                        List.of(
                                                new ProjectRole("fraud", Role.OBSERVER),
                                                new ProjectRole("weather", Role.OBSERVER)),
                                "science", List.of(new ProjectRole("fraud", Role.DATA_SCIENTIST)))));
        String token = signed(
                KEY,
                claims().subject("auth0|77")
                        .claim("groups", List.of("science", "everybody", "unknown"))
                        .build());

        Authenticated who = grouped.authenticate(token);

        assertThat(who.principal().text()).isEqualTo("auth0|77");
        assertThat(who.tokenRoles()).isEqualTo(Map.of("fraud", Role.DATA_SCIENTIST, "weather", Role.OBSERVER));
        assertThat(world.access.projects(who)).containsExactly("fraud", "weather");
        assertThat(grouped.authenticate(signed(
                                KEY,
                                claims().subject("x").claim("groups", "science").build()))
                        .tokenRoles())
                .isEmpty();
    }

    @Test
    void unsafeWaysToTrustAreRefused() {
        for (String address : new String[] {"http://id.example.com/keys", "ftp://id.example.com/keys", "keys.json"}) {
            refused(AccessError.BAD_REQUEST, () -> TokenOptions.of(ISSUER, "shearwater", URI.create(address)));
        }
        for (String algorithm : new String[] {"none", "HS256", "dir"}) {
            refused(
                    AccessError.BAD_REQUEST,
                    () -> new TokenOptions(
                            ISSUER,
                            Set.of("shearwater"),
                            URI.create("https://id.example.com/keys"),
                            Set.of("RS256", algorithm),
                            "email",
                            Optional.empty(),
                            Map.of(),
                            world::now));
        }
        refused(
                AccessError.BAD_REQUEST,
                () -> TokenOptions.of(" ", "shearwater", URI.create("https://id.example.com/keys")));
    }
}
