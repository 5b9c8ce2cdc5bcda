package io.shearwater.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.shearwater.model.ShearwaterException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of an identity provider (OpenID Connect): signed by it, for us, and not yet expired, give or take a minute between
 * clocks. The provider's keys are fetched when they are needed, kept for five minutes, and fetched again for a key that is not
 * known, but not more than a few times in half a minute. A user need not be registered; one who is disabled is refused when it
 * asks for something. Thread-safe.
 */
public final class Tokens {
    /** The longest token that is looked at, in characters. */
    private static final int LONGEST = 16_384;

    private static final int SKEW_SECONDS = 60;
    private static final int TIMEOUT_MILLIS = 3_000;
    private static final int MOST_BYTES = 1 << 18;

    private final TokenOptions options;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /**
     * Fetches nothing yet.
     *
     * @throws ShearwaterException BAD_REQUEST for keys at an address that is none
     */
    public Tokens(TokenOptions options) {
        this.options = options;
        Set<JWSAlgorithm> algorithms =
                options.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys(options.keys())));
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWTClaimsSetVerifier(new Claims(options));
    }

    /** What a token has to say, by our clock. */
    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final TokenOptions options;

        Claims(TokenOptions options) {
            super(
                    options.audiences(),
                    new JWTClaimsSet.Builder().issuer(options.issuer()).build(),
                    Set.of("exp", options.userClaim()),
                    Set.of());
            this.options = options;
            setMaxClockSkew(SKEW_SECONDS);
        }

        @Override
        protected Date currentTime() {
            return Date.from(options.clock().instant());
        }
    }

    private static JWKSource<SecurityContext> keys(URI address) {
        try {
            ResourceRetriever retriever = "file".equalsIgnoreCase(address.getScheme())
                    ? url -> new Resource(Files.readString(Path.of(address)), "application/json")
                    : new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES);
            return JWKSourceBuilder.create(address.toURL(), retriever)
                    .retrying(true)
                    .build();
        } catch (MalformedURLException | IllegalArgumentException wrong) {
            throw AccessError.BAD_REQUEST.because(
                    "Keys of an identity provider cannot be taken from " + address + ": " + wrong.getMessage(), wrong);
        }
    }

    /**
     * Who shows this token.
     *
     * @param token as it came, without {@code Bearer}
     * @throws ShearwaterException NOT_PROVED, in the same words whatever is wrong with it; EXPIRED for a token that is right but for
     *     its age; KEYS_UNAVAILABLE if the provider's keys cannot be fetched
     */
    public Authenticated authenticate(String token) {
        if (token.length() > LONGEST) {
            throw ApiKeys.notProved();
        }
        try {
            return authenticated(processor.process(token, null));
        } catch (ExpiredJWTException expired) {
            throw AccessError.EXPIRED.because(
                    "The token expired. Get a new one from " + options.issuer() + ".", expired);
        } catch (RateLimitReachedException manyUnknown) {
            throw ApiKeys.notProved(manyUnknown);
        } catch (KeySourceException unavailable) {
            throw AccessError.KEYS_UNAVAILABLE.because(
                    "The keys of the identity provider at " + options.keys() + " cannot be fetched: "
                            + unavailable.getMessage() + ". Try again later, or use an API key.",
                    unavailable);
        } catch (ParseException | BadJOSEException | JOSEException wrong) {
            throw ApiKeys.notProved(wrong);
        }
    }

    private Authenticated authenticated(JWTClaimsSet claims) throws ParseException, BadJOSEException {
        String name = claims.getStringClaim(options.userClaim());
        if (options.userClaim().equals("email") && !isVerified(claims.getClaim("email_verified"))) {
            throw new BadJOSEException("the address was not verified");
        }
        Instant expires = claims.getExpirationTime().toInstant().plusSeconds(SKEW_SECONDS);
        return new Authenticated(
                user(name),
                new Authenticated.Credential.Token(options.issuer()),
                Scope.ALL,
                Optional.of(expires),
                roles(claims));
    }

    private static Principal.User user(String name) throws BadJOSEException {
        try {
            return new Principal.User(name);
        } catch (ShearwaterException impossible) {
            throw new BadJOSEException("no name of a user", impossible);
        }
    }

    /** An address that somebody merely claims could be anybody's; providers that verify all of them say nothing. */
    private static boolean isVerified(@Nullable Object claim) {
        return claim == null || Boolean.TRUE.equals(claim) || "true".equals(claim);
    }

    private Map<String, Role> roles(JWTClaimsSet claims) {
        Map<String, Role> roles = new HashMap<>();
        if (options.groupsClaim().isPresent()
                && claims.getClaim(options.groupsClaim().get()) instanceof List<?> groups) {
            for (Object group : groups) {
                for (TokenOptions.ProjectRole given : options.groups().getOrDefault(String.valueOf(group), List.of())) {
                    roles.merge(given.project(), given.role(), Tokens::stronger);
                }
            }
        }
        return roles;
    }

    /** Roles are declared from the one with most rights to the one with fewest. */
    private static Role stronger(Role one, Role other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
