package io.shearwater.access;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which tokens of an identity provider are accepted, and what they say. Immutable.
 *
 * @param issuer the {@code iss} that a token has to have
 * @param audiences of which a token has to have one in {@code aud}
 * @param keys where the provider's public keys are as a JWK set: an https address, one of this machine, or a file
 * @param algorithms of signatures that are accepted, by asymmetric keys only
 * @param userClaim the claim that has the name of the user
 * @param groupsClaim the claim that has the groups of the user
 * @param groups which role in which project a group gives; of several roles in a project the one with most rights
 * @param clock what tells the time
 */
public record TokenOptions(
        String issuer,
        Set<String> audiences,
        URI keys,
        Set<String> algorithms,
        String userClaim,
        Optional<String> groupsClaim,
        Map<String, List<ProjectRole>> groups,
        InstantSource clock) {
    /** What is accepted: signatures that need a private key, of which the verifier has the public one only. */
    private static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    /** A role in a project. */
    public record ProjectRole(String project, Role role) {}

    public TokenOptions {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        groups = Map.copyOf(groups);
        if (issuer.isBlank() || audiences.isEmpty() || userClaim.isBlank()) {
            throw AccessError.BAD_REQUEST.because(
                    "Tokens need an issuer, an audience and a claim with the user's name; got '" + issuer + "', "
                            + audiences + " and '" + userClaim + "'.");
        }
        if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
            throw AccessError.BAD_REQUEST.because("Tokens cannot be signed with " + algorithms + "; possible are "
                    + ASYMMETRIC.stream().sorted().toList() + ".");
        }
        requireSafe(keys);
    }

    /** RS256 and ES256, the e-mail address as the user's name, no groups. */
    public static TokenOptions of(String issuer, String audience, URI keys) {
        return new TokenOptions(
                issuer,
                Set.of(audience),
                keys,
                Set.of("RS256", "ES256"),
                "email",
                Optional.empty(),
                Map.of(),
                InstantSource.system());
    }

    public TokenOptions withUserClaim(String claim) {
        return new TokenOptions(issuer, audiences, keys, algorithms, claim, groupsClaim, groups, clock);
    }

    /** Groups in a claim, and what each gives. */
    public TokenOptions withGroups(String claim, Map<String, List<ProjectRole>> roles) {
        return new TokenOptions(issuer, audiences, keys, algorithms, userClaim, Optional.of(claim), roles, clock);
    }

    public TokenOptions withClock(InstantSource next) {
        return new TokenOptions(issuer, audiences, keys, algorithms, userClaim, groupsClaim, groups, next);
    }

    private static void requireSafe(URI keys) {
        String scheme = String.valueOf(keys.getScheme()).toLowerCase(Locale.ROOT);
        boolean safe = switch (scheme) {
            case "https", "file" -> true;
            case "http" -> isThisMachine(keys);
            default -> false;
        };
        if (!safe) {
            throw AccessError.BAD_REQUEST.because("Keys of an identity provider cannot be taken from " + keys
                    + ": whoever is on the way could put in others. Take an https address, or a file.");
        }
    }

    private static boolean isThisMachine(URI keys) {
        try {
            return keys.getHost() != null
                    && InetAddress.getByName(keys.getHost()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
