package io.shearwater.gate;

import io.shearwater.access.Access;
import io.shearwater.access.Authenticated;
import io.shearwater.access.RateLimit;
import io.shearwater.access.RateLimits;
import io.shearwater.access.Tokens;
import java.util.Optional;

/** Finds out whom a header proves a request to be from, and keeps each of them to its rate. Thread-safe. */
public final class Identification {
    private static final String SCHEME = "bearer ";
    private static final String KEY = "sw_";

    private final Access access;
    private final Optional<Tokens> tokens;
    private final Optional<RateLimit> rate;
    private final RateLimits rates = new RateLimits();

    /**
     * Who may come in, and how often.
     *
     * @param tokens reads tokens of an identity provider; empty: API keys alone are accepted
     * @param rate how often one key, or one user with tokens, may ask; empty: as often as it likes
     */
    public Identification(Access access, Optional<Tokens> tokens, Optional<RateLimit> rate) {
        this.access = access;
        this.tokens = tokens;
        this.rate = rate;
    }

    /**
     * Whom a header proves a request to be from.
     *
     * @param header {@code Bearer <API key or token>}
     * @throws io.shearwater.model.ShearwaterException NOT_SAID, NOT_PROVED, EXPIRED
     */
    Authenticated of(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw GateError.NOT_SAID.because(
                    "The header 'Authorization' is not of the form 'Bearer <API key>'. What it says is not shown here.");
        }
        String proof = header.substring(SCHEME.length()).strip();
        return tokens.isEmpty() || proof.startsWith(KEY)
                ? access.authenticate(proof)
                : tokens.get().authenticate(proof);
    }

    /**
     * Counts a request.
     *
     * @throws io.shearwater.model.ShearwaterException RATE, with the time after which to ask again
     */
    void take(Authenticated who) {
        rate.ifPresent(
                limit -> rates.take(who.keyId().orElseGet(() -> who.principal().text()), limit, 1));
    }
}
