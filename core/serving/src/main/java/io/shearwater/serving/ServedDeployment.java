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
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A deployment in this process. Thread-safe: requests read one volatile reference and take no lock. */
final class ServedDeployment implements Deployment {
    private final String name;
    private final Keeper keeper;
    private final LogTally tally = new LogTally();
    private final Latencies latencies = new Latencies();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failed = new LongAdder();
    /** What models did that serve no more, by name and role. */
    private final Map<String, DeploymentReport.Share> retired = new ConcurrentHashMap<>();

    /** What is kept of it; null once it was removed. */
    private volatile @Nullable DeploymentRecord record;
    /** What it serves with; null while it does not. */
    private volatile @Nullable Lineup lineup;

    /** Who changes deployments. */
    interface Keeper {
        /** Lets a deployment serve that does not yet. */
        void open(ServedDeployment deployment);

        /** Lets it serve what it served before. */
        void rollback(ServedDeployment deployment);
    }

    ServedDeployment(String name, Keeper keeper) {
        this.name = name;
        this.keeper = keeper;
    }

    LogTally tally() {
        return tally;
    }

    DeploymentRecord current() {
        DeploymentRecord now = record;
        if (now == null) {
            throw LearningError.NOT_FOUND.because(
                    "The deployment '" + name + "' was removed, or its store was closed.");
        }
        return now;
    }

    /** Says what is kept of it, without serving: its definition can be read, and changed, where its models cannot. */
    void describe(DeploymentRecord known) {
        record = known;
    }

    boolean isServing() {
        return lineup != null;
    }

    /** Lets requests go to another lineup from now on; those that are under way end with theirs. */
    void serveWith(Lineup next, DeploymentRecord known) {
        record = known;
        replace(next);
    }

    /** It is no more. */
    void end() {
        record = null;
        replace(null);
    }

    private void replace(@Nullable Lineup next) {
        Lineup before = lineup;
        lineup = next;
        if (before != null) {
            before.close();
            before.lanes()
                    .all()
                    .map(Lane::share)
                    .forEach(share -> retired.merge(key(share), share, ServedDeployment::sum));
        }
    }

    private Lineup serving() {
        Lineup now = lineup;
        while (now == null) {
            current();
            keeper.open(this);
            now = lineup;
        }
        return now;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeploymentSpec spec() {
        return current().spec();
    }

    @Override
    public DeploymentSchema schema() {
        return current().schema();
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
            Lineup now = serving();
            Leases leases = now.leases();
            int place = leases.enter();
            try {
                if (now == lineup) {
                    return now.answer(entries, options);
                }
            } finally {
                leases.exit(place);
            }
        }
    }

    @Override
    public Deployment rollback() {
        keeper.rollback(this);
        return this;
    }

    @Override
    public DeploymentReport report() {
        Map<String, DeploymentReport.Share> shares = new LinkedHashMap<>();
        DeploymentRecord now = current();
        Optional.ofNullable(lineup).stream()
                .flatMap(serving -> serving.lanes().all())
                .map(Lane::share)
                .forEach(share -> shares.put(key(share), share));
        retired.forEach((key, share) -> shares.merge(key, share, ServedDeployment::sum));
        return new DeploymentReport(
                requests.sum(),
                failed.sum(),
                latencies.latency(),
                new ArrayList<>(shares.values()),
                tally.state(),
                now.spec().limits().slo());
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
        current();
        Lineup now = lineup;
        if (now != null) {
            now.awaitShadows();
            now.lanes().all().forEach(Lane::flushLog);
        }
    }

    @Override
    public String toString() {
        return "deployment " + name;
    }
}
