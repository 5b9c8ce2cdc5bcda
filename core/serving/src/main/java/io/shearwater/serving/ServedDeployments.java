package io.shearwater.serving;

import io.shearwater.api.BatchPrediction;
import io.shearwater.api.Deployment;
import io.shearwater.api.Deployments;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.Variant;
import io.shearwater.model.Commit;
import io.shearwater.model.FrameReader;
import io.shearwater.model.ShearwaterException;
import io.shearwater.registry.Registry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The deployments of a project in this process. Each is opened when it is first asked for. Thread-safe. */
public final class ServedDeployments implements Deployments, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ServedDeployments.class.getName());

    private final DeploymentLedger ledger;
    private final Servables servables;
    private final Batches batches;
    private final Runnable requireWritable;
    private final LineupBuilder builder;
    private final Workers workers = new Workers();
    private final Map<String, ServedDeployment> opened = new ConcurrentHashMap<>();
    /** Held while deployments change, not while they answer. */
    private final ReentrantLock changing = new ReentrantLock();

    private final ServedDeployment.Keeper keeper = new ServedDeployment.Keeper() {
        @Override
        public void open(ServedDeployment deployment) {
            serve(deployment);
        }

        @Override
        public void rollback(ServedDeployment deployment) {
            rollBack(deployment);
        }
    };

    /**
     * The deployments of a project.
     *
     * @param requireWritable throws where the store was opened to read only
     */
    public ServedDeployments(
            Registry registry,
            Servables servables,
            PredictionLogs logs,
            Batches batches,
            InstantSource clock,
            Runnable requireWritable) {
        this.ledger = new DeploymentLedger(registry);
        this.builder = new LineupBuilder(servables, logs, workers, clock);
        this.servables = servables;
        this.batches = batches;
        this.requireWritable = requireWritable;
    }

    @Override
    public Deployment deploy(DeploymentSpec spec) {
        requireWritable.run();
        changing.lock();
        try {
            ServedDeployment deployment = Optional.ofNullable(opened.get(spec.name()))
                    .orElseGet(() -> new ServedDeployment(spec.name(), keeper));
            change(deployment, registered(spec), ledger.find(spec.name()), "deploy");
            opened.put(spec.name(), deployment);
            return deployment;
        } finally {
            changing.unlock();
        }
    }

    /** The code of its logic is in the store when this returns. */
    private DeploymentSpec registered(DeploymentSpec spec) {
        return spec.withRouting(spec.routing()
                .map(variant -> variant instanceof Variant.Logic logic
                        ? logic.withCode(servables.register(logic.code()))
                        : variant));
    }

    private void change(
            ServedDeployment deployment, DeploymentSpec spec, Optional<DeploymentRecord> before, String action) {
        LineupBuilder.Built built = builder.build(spec, before, deployment.tally());
        DeploymentRecord stored;
        try {
            stored = ledger.put(built.record(), action);
        } catch (RuntimeException | Error failed) {
            built.lineup().close();
            throw failed;
        }
        deployment.serveWith(built.lineup(), stored);
    }

    private void rollBack(ServedDeployment deployment) {
        requireWritable.run();
        changing.lock();
        try {
            DeploymentRecord now = deployment.current();
            DeploymentSpec previous = now.previous()
                    .orElseThrow(() -> LearningError.NOT_FOUND.because("The deployment '" + deployment.name()
                            + "' served nothing before what it serves now; there is nothing to go back to."));
            change(deployment, previous, Optional.of(now), "roll back");
        } finally {
            changing.unlock();
        }
    }

    @Override
    public Deployment deployment(String name) {
        return find(name).orElseThrow(() -> ledger.missing(name));
    }

    @Override
    public Optional<Deployment> find(String name) {
        ServedDeployment known = opened.get(name);
        return known != null ? Optional.of(known) : open(name);
    }

    private Optional<Deployment> open(String name) {
        changing.lock();
        try {
            ServedDeployment known = opened.get(name);
            if (known != null) {
                return Optional.of(known);
            }
            return ledger.find(name).map(record -> {
                ServedDeployment deployment = new ServedDeployment(name, keeper);
                deployment.describe(record);
                opened.put(name, deployment);
                prepare(deployment);
                return deployment;
            });
        } finally {
            changing.unlock();
        }
    }

    /** Loads what it serves with; where that fails, requests fail with the reason, and it can be changed nevertheless. */
    private void prepare(ServedDeployment deployment) {
        try {
            serve(deployment);
        } catch (ShearwaterException unready) {
            LOG.log(System.Logger.Level.DEBUG, "The " + deployment + " cannot serve", unready);
        }
    }

    private void serve(ServedDeployment deployment) {
        changing.lock();
        try {
            if (!deployment.isServing()) {
                DeploymentRecord record = deployment.current();
                LineupBuilder.Built built = builder.build(record.spec(), Optional.of(record), deployment.tally());
                deployment.serveWith(built.lineup(), record);
            }
        } finally {
            changing.unlock();
        }
    }

    @Override
    public List<DeploymentSpec> list() {
        return ledger.list().stream().map(DeploymentRecord::spec).toList();
    }

    @Override
    public Map<String, String> check() {
        Map<String, String> broken = new TreeMap<>();
        for (DeploymentSpec spec : list()) {
            spec.routing().variants().forEach(variant -> {
                if (variant instanceof Variant.Logic logic) {
                    servables.findBroken(logic.code()).ifPresent(reason -> broken.putIfAbsent(spec.name(), reason));
                }
            });
        }
        return broken;
    }

    @Override
    public void remove(String name) {
        requireWritable.run();
        changing.lock();
        try {
            if (ledger.find(name).isEmpty()) {
                throw ledger.missing(name);
            }
            ledger.remove(name);
            ServedDeployment deployment = opened.remove(name);
            if (deployment != null) {
                deployment.end();
            }
        } finally {
            changing.unlock();
        }
    }

    @Override
    public FrameReader predictBatch(BatchPrediction batch) {
        return batches.predict(batch);
    }

    @Override
    public Commit predictInto(BatchPrediction batch, String group) {
        requireWritable.run();
        return batches.predictInto(batch, group);
    }

    /** Ends all of them; requests that are under way end well. */
    @Override
    public void close() {
        changing.lock();
        try {
            opened.values().forEach(ServedDeployment::end);
            opened.clear();
        } finally {
            changing.unlock();
        }
        workers.close();
    }
}
