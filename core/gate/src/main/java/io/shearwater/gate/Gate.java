package io.shearwater.gate;

import io.shearwater.access.Access;
import io.shearwater.access.AccessError;
import io.shearwater.access.AuditEvent;
import io.shearwater.access.AuditEvent.Outcome;
import io.shearwater.access.AuditLog;
import io.shearwater.access.Authenticated;
import io.shearwater.gate.Action.Effect;
import io.shearwater.gate.Action.Level;
import io.shearwater.model.RequestIds;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Times;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Lets requests in, whatever their protocol: finds out who asks, whether they may, gives them a place, writes down what they did
 * and how it ended, and counts it. Denies what nothing allows. Thread-safe.
 */
public final class Gate {
    private static final String AUTHENTICATE = "authenticate";
    /** Of ids that requests bring along: they are in logs, so they cannot be anything. */
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final Access access;
    private final Identification identification;
    private final AuditLog audit;
    private final Admission admission;
    private final InstantSource clock;
    private final Meters meters;
    private final Traces traces;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicLong definitions = new AtomicLong();
    private final RequestIds ids = new RequestIds();

    public Gate(
            Access access,
            Identification identification,
            AuditLog audit,
            Admission admission,
            Traces traces,
            InstantSource clock) {
        this.access = access;
        this.identification = identification;
        this.audit = audit;
        this.admission = admission;
        this.clock = clock;
        this.meters = new Meters(admission);
        this.traces = traces;
    }

    public Meters meters() {
        return meters;
    }

    public Admission admission() {
        return admission;
    }

    /**
     * Counts what may have changed definitions. As long as it stays the same, a view that was looked up still is as it was: whoever
     * keeps one asks for this before and at each use. Rows that come and go do not count.
     */
    public long definitions() {
        return definitions.get();
    }

    /**
     * What a request is known by, in the log, the audit and its answer.
     *
     * @param given what it calls itself; another id is made where it does not, or with other than 1 to 128 letters, digits, dots,
     *     underscores and hyphens
     */
    public String requestId(Optional<String> given) {
        return given.filter(id -> REQUEST_ID.matcher(id).matches())
                .orElseGet(() ->
                        ids.id(ids.reserve(Times.micros(clock.instant()), 1)).text());
    }

    /** From now on nobody is let in any more. */
    public void end() {
        ending.set(true);
    }

    public boolean isEnding() {
        return ending.get();
    }

    /**
     * Whom a header proves a request to be from.
     *
     * @param asking the request, of nobody yet
     * @param authorization {@code Bearer <API key or token>}; empty: the request does not say
     * @throws ShearwaterException UNAUTHENTICATED kinds for what proves nothing, which is in the audit then
     */
    public Caller authenticate(Caller asking, Optional<String> authorization) {
        if (authorization.isEmpty()) {
            return asking;
        }
        try {
            return asking.as(identification.of(authorization.get()));
        } catch (ShearwaterException refused) {
            audit.record(event(
                    asking, AUTHENTICATE, "", "", Outcome.denied(refused.code().name())));
            throw refused;
        }
    }

    /**
     * Does what a caller asks for, if they may. What changes something is in the audit, on the disk, before it is begun: there is no
     * change that the audit does not know of, whenever the process is killed. If it then fails, a second entry says so.
     *
     * @param work what it is; runs in the caller's name, and on a thread of its own where it is heavy
     * @throws ShearwaterException NOT_SAID, NO_PROJECT, NOT_ALLOWED, OVERLOADED, ENDING, and what the work throws
     */
    public <T> T run(Caller caller, Task task, Supplier<T> work) {
        long started = System.nanoTime();
        Outcome outcome = Outcome.failed("DEFECT");
        boolean noted = false;
        Traces.Request trace = traces.request(caller, task);
        try {
            require(caller, task);
            caller.who().ifPresent(identification::take);
            try (Admission.Place place = admission.take(task.action().load())) {
                if (task.action().effect() == Effect.CHANGES) {
                    audit.recordDurably(event(caller, task, Outcome.ALLOWED));
                    noted = true;
                }
                Supplier<T> named = () -> trace.call(() -> caller.call(work::get));
                T done = task.action().load() == Action.Load.HEAVY ? HeavyWork.call(named) : named.get();
                outcome = Outcome.ALLOWED;
                return done;
            }
        } catch (ShearwaterException failed) {
            outcome = isDenial(failed)
                    ? Outcome.denied(failed.code().name())
                    : Outcome.failed(failed.code().name());
            throw failed;
        } finally {
            String code = outcome.code().isEmpty() ? "ok" : outcome.code();
            trace.endedWith(code);
            trace.close();
            meters.request(caller, task.action(), code, System.nanoTime() - started);
            if (changesDefinitions(task.action())) {
                definitions.incrementAndGet();
            }
            if (task.action().level() != Level.PUBLIC && !(noted && outcome.equals(Outcome.ALLOWED))) {
                audit.record(event(caller, task, outcome));
            }
        }
    }

    /** A step of a prediction that the calling thread answers, which ended just now. */
    public void step(String project, String deployment, String name, Duration took) {
        meters.step(project, deployment, name, took);
        traces.step(name, took);
    }

    private static boolean changesDefinitions(Action action) {
        return action.effect() == Effect.CHANGES && action != Action.INSERT_ROWS && action != Action.DELETE_ROWS;
    }

    private static boolean isDenial(ShearwaterException failed) {
        return switch (failed.kind()) {
            case UNAUTHENTICATED, FORBIDDEN -> true;
            case NOT_FOUND -> failed.code() == AccessError.NO_PROJECT;
            default -> false;
        };
    }

    private void require(Caller caller, Task task) {
        if (ending.get()) {
            throw GateError.ENDING.because("The server ends. Ask again in a moment.");
        }
        switch (task.action().level()) {
            case PUBLIC -> {}
            case ANYBODY -> access.requireCurrent(caller.require());
            case ADMINISTRATOR -> access.requireAdministrator(caller.require());
            case GRANTED -> access.role(caller.require(), task.project());
            case MEMBER ->
                access.require(
                        caller.require(),
                        task.project(),
                        task.action().permission().orElseThrow());
        }
    }

    private AuditEvent event(Caller caller, Task task, Outcome outcome) {
        return event(caller, task.action().text(), task.project(), task.asset(), outcome);
    }

    private AuditEvent event(Caller caller, String action, String project, String asset, Outcome outcome) {
        return new AuditEvent(
                clock.instant(),
                caller.requestId(),
                caller.who().map(who -> who.principal().text()).orElse(""),
                caller.who().flatMap(Authenticated::keyId).orElse(""),
                Masked.of(project),
                action,
                Masked.of(asset),
                outcome,
                caller.remote(),
                Map.of("protocol", caller.protocol()));
    }
}
