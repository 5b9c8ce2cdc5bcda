package io.shearwater.gate;

import io.shearwater.access.Authenticated;
import io.shearwater.spi.Actor;
import java.util.Optional;

/**
 * Who sent a request, and which. Immutable.
 *
 * @param who whom it proved to be; empty: it did not say
 * @param requestId what the request is called in answers, logs and the audit
 * @param remote the address that it came from
 * @param protocol what it spoke: {@code rest}, {@code grpc} or {@code flight}
 * @param trace of which it is a part, as W3C's {@code traceparent}; empty: of none
 */
public record Caller(Optional<Authenticated> who, String requestId, String remote, String protocol, String trace) {
    private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

    /**
     * In whose name the calling thread changes a store: the caller whose request it answers.
     *
     * @return empty outside a request, where a project works for itself
     */
    public static Optional<Actor> actor() {
        return CURRENT.isBound()
                ? CURRENT.get().who().map(who -> new Actor(who.principal().text()))
                : Optional.empty();
    }

    /** A request of nobody yet. */
    public static Caller unknown(String requestId, String remote, String protocol) {
        return new Caller(Optional.empty(), requestId, remote, protocol, "");
    }

    /** The same request, as part of a trace of the caller. */
    public Caller within(String traceParent) {
        return new Caller(who, requestId, remote, protocol, traceParent);
    }

    /** The same request, from somebody. */
    Caller as(Authenticated proved) {
        return new Caller(Optional.of(proved), requestId, remote, protocol, trace);
    }

    /** Does something in the caller's name. */
    <T> T call(ScopedValue.CallableOp<T, RuntimeException> work) {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /**
     * Whom it proved to be.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_SAID
     */
    public Authenticated require() {
        return who.orElseThrow(() -> GateError.NOT_SAID.because(
                "This needs to know who asks. Send the header 'Authorization: Bearer <API key>'; an administrator or a data owner"
                        + " makes keys."));
    }
}
