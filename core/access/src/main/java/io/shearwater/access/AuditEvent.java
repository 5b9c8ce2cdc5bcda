package io.shearwater.access;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody did, or was not let do. Values of features do not belong into it, and secrets never. Immutable.
 *
 * @param at when
 * @param request the id of the request; empty text where there was none
 * @param principal the text of the principal; empty where nobody was proved
 * @param key the id of the API key; empty where there was none
 * @param project empty for the store as a whole
 * @param action what, as the server names it: {@code features.read}
 * @param asset to what, as {@link Asset#text}; empty where it is the project or the store
 * @param outcome how it went
 * @param remote the address that asked; empty for the process itself
 * @param details more about it, by name
 */
public record AuditEvent(
        Instant at,
        String request,
        String principal,
        String key,
        String project,
        String action,
        String asset,
        Outcome outcome,
        String remote,
        Map<String, String> details) {
    /** The longest text of an event, in characters; what is longer is cut. */
    static final int LONGEST = 1_000;

    /** The most details of an event; of more some are left out, and a detail {@code …} says how many. */
    static final int MOST_DETAILS = 32;

    /**
     * How it went.
     *
     * @param code of the error; empty if there was none
     */
    public record Outcome(Kind kind, String code) {
        /** What it can be. */
        public enum Kind {
            ALLOWED,
            /** It was not allowed. */
            DENIED,
            /** It was allowed and went wrong. */
            FAILED
        }

        public static final Outcome ALLOWED = new Outcome(Kind.ALLOWED, "");

        public static Outcome denied(String code) {
            return new Outcome(Kind.DENIED, code);
        }

        public static Outcome failed(String code) {
            return new Outcome(Kind.FAILED, code);
        }
    }

    public AuditEvent {
        request = cut(request);
        principal = cut(principal);
        key = cut(key);
        project = cut(project);
        action = cut(action);
        asset = cut(asset);
        remote = cut(remote);
        outcome = new Outcome(outcome.kind(), cut(outcome.code()));
        TreeMap<String, String> copy = new TreeMap<>();
        boolean fit = details.size() <= MOST_DETAILS;
        details.entrySet().stream()
                .limit(fit ? MOST_DETAILS : MOST_DETAILS - 1)
                .forEach(detail -> copy.put(cut(detail.getKey()), cut(detail.getValue())));
        if (!fit) {
            copy.put("…", Integer.toString(details.size() - MOST_DETAILS + 1));
        }
        details = Collections.unmodifiableMap(copy);
    }

    /** Halves of surrogate pairs become question marks, as they have no UTF-8. */
    private static String cut(String text) {
        String shorter = text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text;
        for (int i = 0; i < shorter.length(); i++) {
            if (Character.isSurrogate(shorter.charAt(i))) {
                return new String(shorter.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return shorter;
    }

    /** Something that went as it should. */
    public static AuditEvent of(Instant at, Authenticated who, String project, String action, Asset asset) {
        return new AuditEvent(
                at,
                "",
                who.principal().text(),
                who.keyId().orElse(""),
                project,
                action,
                asset.kind() == Asset.Kind.PROJECT ? "" : asset.text(),
                Outcome.ALLOWED,
                "",
                Map.of());
    }

    public AuditEvent with(Outcome next) {
        return new AuditEvent(at, request, principal, key, project, action, asset, next, remote, details);
    }

    /** The same, by this request from this address. */
    public AuditEvent from(String requestId, String address) {
        return new AuditEvent(at, requestId, principal, key, project, action, asset, outcome, address, details);
    }

    public AuditEvent with(Map<String, String> more) {
        return new AuditEvent(at, request, principal, key, project, action, asset, outcome, remote, more);
    }
}
