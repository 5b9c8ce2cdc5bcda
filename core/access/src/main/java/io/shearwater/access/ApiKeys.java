package io.shearwater.access;

import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.DefinitionKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * API keys: {@code sw_<id>_<secret>}, of which the secret is 256 random bits and only the SHA-256 of the whole is kept. A slow
 * hash, as for passwords, would buy nothing: there is nothing to guess that is likelier than anything else, and it would cost
 * every request milliseconds. Keys of users are made by themselves, those of service accounts by who edits members; an
 * administrator makes one for a user who has none, such as the first. Only an unlimited key or token makes keys. Thread-safe.
 */
public final class ApiKeys {
    /** Enough of 62 letters and digits for 256 bits. */
    private static final int SECRET = 43;

    private static final int ID = 12;
    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int ID_LETTERS = 36;
    private static final Pattern KEY = Pattern.compile("sw_([0-9a-z]{12})_[0-9A-Za-z]{43}");
    private static final String NOT_PROVED = "The API key or token is not valid. Look whether it is whole"
            + " (sw_<id>_<secret>), and ask who gave it to you whether it still is.";
    private static final Duration KEPT = Duration.ofDays(90);
    private static final byte[] NOTHING = new byte[32];

    private final AccessState state;
    private final Access access;
    private final AccessOptions options;
    private final SecureRandom random = new SecureRandom();

    ApiKeys(AccessState state, Access access, AccessOptions options) {
        this.state = state;
        this.access = access;
        this.options = options;
    }

    Authenticated authenticate(String text) {
        Matcher parts = KEY.matcher(text);
        if (!parts.matches()) {
            throw notProved();
        }
        String id = parts.group(1);
        Instant now = state.now();
        Optional<KeyRecord> stored = state.key(id);
        byte[] presented = sha256(text);
        // A key that is not there takes as long as one that is.
        boolean right = stored.map(record -> record.matches(presented, now))
                .orElseGet(() -> MessageDigest.isEqual(NOTHING, presented));
        if (!right || stored.isEmpty()) {
            throw notProved();
        }
        ApiKey key = stored.get().key();
        Authenticated who = new Authenticated(
                key.principal(),
                new Authenticated.Credential.Key(id),
                key.scope(),
                Optional.of(key.expires()),
                Map.of());
        if (key.revoked().isPresent() || !state.isEnabled(who)) {
            throw notProved();
        }
        if (!now.isBefore(key.expires())) {
            throw AccessError.EXPIRED.because(
                    "The API key '" + id + "' expired at " + key.expires() + ". Make another, or ask for one.");
        }
        return who;
    }

    /** What everybody is told whose key is not accepted, whatever is wrong with it. */
    static ShearwaterException notProved() {
        return AccessError.NOT_PROVED.because(NOT_PROVED);
    }

    static ShearwaterException notProved(Throwable cause) {
        return AccessError.NOT_PROVED.because(NOT_PROVED, cause);
    }

    // ---- their lives

    /**
     * Makes a key. Its secret is in the answer and nowhere else.
     *
     * @throws ShearwaterException NOT_ALLOWED, NOT_FOUND, TOO_MANY; BAD_REQUEST for a life that is too long
     */
    public IssuedKey create(Authenticated by, KeyRequest request) {
        access.requireCurrent(by);
        requireUnlimited(by);
        Duration life = request.life().orElse(options.keyLife());
        if (!life.isPositive() || life.compareTo(options.longestKeyLife()) > 0) {
            throw AccessError.BAD_REQUEST.because("A key cannot live for " + life
                    + ": it has to be more than nothing and at" + " most " + options.longestKeyLife() + ".");
        }
        return state.change(by, draft -> {
            requireMaker(by, request.principal());
            tidy(draft, request.principal());
            String id = letters(ID, ID_LETTERS);
            Instant now = state.now();
            ApiKey key = new ApiKey(
                    id,
                    request.principal(),
                    request.label(),
                    request.scope(),
                    by.principal().text(),
                    now,
                    now.plus(life),
                    Optional.empty(),
                    Optional.empty());
            return issue(draft, key, new byte[0], "create key");
        });
    }

    /**
     * Gives a key a new secret and as long a life as it had; the one before is valid for a grace period, but no longer than it
     * would have been. By who may make it, or with the key itself.
     *
     * @throws ShearwaterException BAD_REQUEST for a grace that is too long, or a key that is not valid any more; NOT_FOUND
     */
    public IssuedKey rotate(Authenticated by, String id, Duration grace) {
        access.requireCurrent(by);
        if (grace.isNegative() || grace.compareTo(options.longestGrace()) > 0) {
            throw AccessError.BAD_REQUEST.because("An old secret cannot stay valid for " + grace
                    + ": it has to be 0 or more and at most " + options.longestGrace() + ".");
        }
        return state.change(by, draft -> {
            KeyRecord stored = changeable(by, id, candidate -> mayRotate(by, candidate));
            ApiKey key = stored.key();
            Instant now = state.now();
            if (!key.isValid(now)) {
                throw AccessError.BAD_REQUEST.because(
                        "The key '" + id + "' is not valid any more and cannot be rotated. Make another.");
            }
            Instant until = now.plus(grace);
            ApiKey next = new ApiKey(
                    id,
                    key.principal(),
                    key.label(),
                    key.scope(),
                    key.createdBy(),
                    now,
                    now.plus(Duration.between(key.issued(), key.expires())),
                    Optional.of(until.isBefore(key.expires()) ? until : key.expires()),
                    Optional.empty());
            return issue(draft, next, stored.hash(), "rotate key");
        });
    }

    /** Refuses a key from now on, with both its secrets. By who may make it, by an administrator, or with the key itself. */
    public ApiKey revoke(Authenticated by, String id) {
        access.requireCurrent(by);
        return state.change(by, draft -> {
            KeyRecord stored = changeable(by, id, key -> mayRotate(by, key) || access.administers(by));
            KeyRecord next = stored.key().revoked().isPresent() ? stored : stored.revoked(state.now());
            draft.put(AccessJson.apiKey(id), AccessJson.write(next));
            draft.audit(project(next.key()), "revoke key", id);
            return next.key();
        });
    }

    /** The keys of somebody, oldest first: of oneself, of a service account for who edits members, of anybody for administrators. */
    public List<ApiKey> list(Authenticated by, Principal principal) {
        access.requireCurrent(by);
        if (!by.principal().equals(principal) && !mayEdit(by, principal) && !access.administers(by)) {
            throw notYours(by, principal);
        }
        return of(principal);
    }

    private List<ApiKey> of(Principal principal) {
        return state.keys().values().stream()
                .map(KeyRecord::key)
                .filter(key -> key.principal().equals(principal))
                .sorted(Comparator.comparing(ApiKey::issued).thenComparing(ApiKey::id))
                .toList();
    }

    private IssuedKey issue(AccessState.Draft draft, ApiKey key, byte[] former, String action) {
        String text = "sw_" + key.id() + "_" + letters(SECRET, LETTERS.length());
        KeyRecord record = new KeyRecord(key, sha256(text), former.length == 0 ? null : former);
        draft.put(AccessJson.apiKey(key.id()), AccessJson.write(record));
        draft.audit(project(key), action, key.id() + " of " + key.principal().text());
        return new IssuedKey(key, text);
    }

    private static String project(ApiKey key) {
        return key.principal() instanceof Principal.ServiceAccount account ? account.project() : DefinitionKey.STORE;
    }

    // ---- who may

    private void requireMaker(Authenticated by, Principal principal) {
        switch (principal) {
            case Principal.User user -> {
                User known = access.users().user(user.name());
                boolean first =
                        access.administers(by) && of(principal).stream().noneMatch(key -> key.isValid(state.now()));
                if (!by.principal().equals(known.principal()) && !first) {
                    throw notYours(by, principal);
                }
            }
            case Principal.ServiceAccount account -> {
                access.require(by, account.project(), Permission.MEMBERS_EDIT);
                access.serviceAccounts().account(account);
            }
            case Principal.Operator operator ->
                throw AccessError.BAD_REQUEST.because("The operator is the process itself and has no keys.");
        }
        requireFew(principal);
    }

    private void requireFew(Principal principal) {
        long valid =
                of(principal).stream().filter(key -> key.isValid(state.now())).count();
        if (valid >= options.mostKeys()) {
            throw AccessError.TOO_MANY.because("The " + principal + " has " + valid
                    + " keys that are valid, which is as many as one may have. Revoke one that is not needed.");
        }
    }

    /** Takes out keys that stopped being valid long ago. */
    private void tidy(AccessState.Draft draft, Principal principal) {
        Instant before = state.now().minus(KEPT);
        of(principal).stream()
                .filter(key -> key.revoked().orElse(key.expires()).isBefore(before))
                .forEach(key -> draft.remove(AccessJson.apiKey(key.id())));
    }

    /** Not for administrators, who would learn somebody's new secret. */
    private boolean mayRotate(Authenticated by, ApiKey key) {
        boolean itself = by.keyId().equals(Optional.of(key.id()));
        boolean own = by.principal().equals(key.principal()) || mayEdit(by, key.principal());
        return itself || (own && by.scope().isUnlimited());
    }

    private KeyRecord changeable(Authenticated by, String id, Predicate<ApiKey> may) {
        return state.key(id)
                .filter(stored -> may.test(stored.key()))
                .orElseThrow(() -> AccessError.NOT_FOUND.because("There is no key '" + Words.shown(id) + "' that the "
                        + by.principal() + " may change, or not with the key that it shows."));
    }

    private boolean mayEdit(Authenticated by, Principal principal) {
        return principal instanceof Principal.ServiceAccount account
                && access.allows(by, account.project(), Permission.MEMBERS_EDIT);
    }

    private static void requireUnlimited(Authenticated by) {
        if (!by.scope().isUnlimited()) {
            throw AccessError.NOT_ALLOWED.because("The key or token that the " + by.principal()
                    + " shows is limited, and only one without limits makes keys. Use such a one.");
        }
    }

    private static ShearwaterException notYours(Authenticated by, Principal principal) {
        return AccessError.NOT_ALLOWED.because("The " + by.principal() + " may not make or see keys of the " + principal
                + ": users make their own, data owners those of their project's service accounts, and administrators one for"
                + " a user who has none.");
    }

    // ---- secrets

    private String letters(int count, int of) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(of)));
        }
        return text.toString();
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
