package io.shearwater.serving;

import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.api.DeploymentReport.Share;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Prediction;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** One of those that answer a deployment's entries, with what is known of how it does. Thread-safe, without locks. */
final class Lane implements AutoCloseable {
    /**
     * Requests that may be with workers at a time. A model that hangs keeps the thread of each request that was given up: no more than
     * these, and none of another lane.
     */
    static final int MOST_UNDER_WAY = 128;

    private final Role role;
    private final String name;
    private final Answering answering;
    private final LogTally tally;
    private final Breaker breaker;
    private final LongAdder predictions = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile String lastFailure = "";

    /**
     * A lane.
     *
     * @param name of the model, view or logic, for people
     */
    Lane(Role role, String name, Answering answering, LogTally tally, InstantSource clock) {
        this.role = role;
        this.name = name;
        this.answering = answering;
        this.tally = tally;
        this.breaker = new Breaker(clock);
    }

    Role role() {
        return role;
    }

    String name() {
        return name;
    }

    /** Whether requests may go to it now; whoever is let through says what became of it. */
    boolean letsThrough() {
        return breaker.letsThrough();
    }

    /** Whether a worker may answer a request; who is let in exits when the worker is done. */
    boolean enter() {
        if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
            underWay.decrementAndGet();
            return false;
        }
        return true;
    }

    void exit() {
        underWay.decrementAndGet();
    }

    /** Answers; whatever else than a wrong request stops it is a failure of it. */
    Answering.Answer answer(List<? extends Map<String, ?>> entries, PredictOptions options) {
        try {
            return answering.answer(entries, options);
        } catch (ShearwaterException known) {
            throw known;
        } catch (RuntimeException | LinkageError | StackOverflowError failed) {
            throw LearningError.LEARNER_FAILED.because("The " + name + " failed: " + failed, failed);
        }
    }

    /** The answer came, and goes to whoever asked. */
    List<Prediction> given(Answering.Answer answer) {
        breaker.succeeded();
        predictions.add(answer.predictions().size());
        answer.logging().accept(tally);
        return answer.predictions();
    }

    /** No answer came. What the client sent wrong is no failure. */
    void failed(ShearwaterException reason, int entries) {
        if (reason.kind() != ErrorKind.USER) {
            lastFailure = String.valueOf(reason.getMessage());
            breaker.failed();
            failures.add(entries);
        }
    }

    /** What it was last stopped by, in words. */
    String lastFailure() {
        return lastFailure;
    }

    /** It is not asked, since too many requests wait for it. */
    void leftOut(int entries) {
        failures.add(entries);
    }

    Share share() {
        return new Share(name, role.text(), predictions.sum(), failures.sum(), breaker.isOpen());
    }

    void flushLog() {
        answering.flushLog();
    }

    @Override
    public void close() {
        answering.close();
    }
}
