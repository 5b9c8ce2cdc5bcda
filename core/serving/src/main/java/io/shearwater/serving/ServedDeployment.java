package io.shearwater.serving;

import io.shearwater.api.Deployment;
import io.shearwater.api.DeploymentReport;
import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Prediction;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.ShearwaterException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A deployment in this process. Thread-safe: requests read one volatile reference and take no lock. */
final class ServedDeployment implements Deployment {
    private final String name;
    private final Consumer<ServedDeployment> rollback;
    private final LogTally tally = new LogTally();
    private final Latencies latencies = new Latencies();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failed = new LongAdder();
    /** What models did that serve no more, by name and role. */
    private final Map<String, DeploymentReport.Share> retired = new ConcurrentHashMap<>();

    private volatile @Nullable State state;

    /** What it serves with, and what is kept of it. */
    record State(Lineup lineup, DeploymentRecord record) {}

    ServedDeployment(String name, Consumer<ServedDeployment> rollback) {
        this.name = name;
        this.rollback = rollback;
    }

    LogTally tally() {
        return tally;
    }

    private State state() {
        State now = state;
        if (now == null) {
            throw LearningError.NOT_FOUND.because(
                    "The deployment '" + name + "' was removed, or its store was closed.");
        }
        return now;
    }

    /** Lets requests go to another lineup from now on; those that are under way end with theirs. */
    void serveWith(@Nullable State next) {
        State before = state;
        state = next;
        if (before != null) {
            before.lineup.close();
            before.lineup
                    .lanes()
                    .all()
                    .map(Lane::share)
                    .forEach(share -> retired.merge(key(share), share, ServedDeployment::sum));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeploymentSpec spec() {
        return state().record.spec();
    }

    @Override
    public DeploymentSchema schema() {
        return state().record.schema();
    }

    DeploymentRecord current() {
        return state().record;
    }

    @Override
    public List<Prediction> predict(List<? extends Map<String, ?>> entries, PredictOptions options) {
        if (entries.isEmpty()) {
            return List.of();
        }
        long start = System.nanoTime();
        try {
            List<Prediction> predictions = answer(entries, options);
            latencies.add(System.nanoTime() - start, entries.size());
            requests.add(entries.size());
            return predictions;
        } catch (ShearwaterException refused) {
            // A wrong request says nothing about the deployment.
            if (refused.kind() != ErrorKind.USER) {
                countFailed(entries.size());
            }
            throw refused;
        } catch (RuntimeException | Error broken) {
            countFailed(entries.size());
            throw broken;
        }
    }

    private void countFailed(int entries) {
        requests.add(entries);
        failed.add(entries);
    }

    @SuppressWarnings("ReferenceEquality") // the very one that was entered, not an equal one
    private List<Prediction> answer(List<? extends Map<String, ?>> entries, PredictOptions options) {
        while (true) {
            State now = state();
            Leases leases = now.lineup.leases();
            int place = leases.enter();
            try {
                if (now == state) {
                    return now.lineup.answer(entries, options);
                }
            } finally {
                leases.exit(place);
            }
        }
    }

    @Override
    public Deployment rollback() {
        rollback.accept(this);
        return this;
    }

    @Override
    public DeploymentReport report() {
        Map<String, DeploymentReport.Share> shares = new LinkedHashMap<>();
        state().lineup.lanes().all().map(Lane::share).forEach(share -> shares.put(key(share), share));
        retired.forEach((key, share) -> shares.merge(key, share, ServedDeployment::sum));
        return new DeploymentReport(
                requests.sum(),
                failed.sum(),
                latencies.latency(),
                new ArrayList<>(shares.values()),
                tally.state(),
                spec().limits().slo());
    }

    private static String key(DeploymentReport.Share share) {
        return share.model() + " " + share.role();
    }

    private static DeploymentReport.Share sum(DeploymentReport.Share now, DeploymentReport.Share before) {
        return new DeploymentReport.Share(
                now.model(),
                now.role(),
                now.predictions() + before.predictions(),
                now.failed() + before.failed(),
                now.isSwitchedOff());
    }

    @Override
    public void flushLog() {
        Lineup lineup = state().lineup;
        lineup.awaitShadows();
        lineup.lanes().all().forEach(Lane::flushLog);
    }

    @Override
    public String toString() {
        return "deployment " + name;
    }
}
