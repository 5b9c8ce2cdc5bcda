package io.shearwater.store;

import io.shearwater.offline.Offline;
import io.shearwater.registry.Registry;
import io.shearwater.spi.FileStore;
import io.shearwater.spi.StoreContext.Mode;
import io.shearwater.training.TrainingDatasets;
import java.util.concurrent.atomic.AtomicBoolean;

/** One project of an open directory, put together. Closing ends its deployments and writes its logs. */
final class Project implements AutoCloseable {
    private final StoreParts parts;
    private final EmbeddedLearning learning;
    private final Opened opened;

    private Project(StoreParts parts, EmbeddedLearning learning, Opened opened) {
        this.parts = parts;
        this.learning = learning;
        this.opened = opened;
    }

    /** Puts a project together; what lies in files of the store lies in a directory that has its name. */
    static Project of(HostParts host, String name) {
        Registry registry = host.registry(name);
        Offline offline = host.stores().offline();
        StoreDirectory directory = host.files().directory();
        RegisteredFunctions functions = new RegisteredFunctions(host.stores().code());
        ProjectDirectories own = new ProjectDirectories(directory, name);
        Opened opened = new Opened();
        FileStore files = opened.add(new AuditedFiles(new LocalFileStore(own.files(), host.mode()), registry));
        TrainingDatasets training = new TrainingDatasets(
                registry,
                new HeldHistory(registry, offline),
                new StoredDatasetFiles(
                        own.spines(), new ExternalFiles(host.stores().engine())),
                host.stores().engine(),
                functions,
                host.clock());
        StoreParts parts = new StoreParts(
                host,
                registry,
                training,
                functions,
                files,
                opened.add(new VectorLogs(own.logs())),
                new AtomicBoolean());
        EmbeddedLearning learning = opened.add(new EmbeddedLearning(parts, own.checkpoints()));
        return new Project(parts, learning, opened);
    }

    StoreParts parts() {
        return parts;
    }

    /** Finishes what the last process could not, in the name of the project. */
    void recover() {
        parts.registry().asProject(() -> new Recovery(parts, learning).run());
    }

    /** A handle on the project. */
    EmbeddedFeatureStore store(Runnable close) {
        return new EmbeddedFeatureStore(parts, learning, close);
    }

    /** Ends a project that is gone: whatever waits to be logged is of no group. */
    void delete() {
        parts.deleted().set(true);
        opened.close();
    }

    @Override
    public void close() {
        // Deployments before the logs of what they answer.
        opened.close();
        if (parts.mode() == Mode.READ_WRITE) {
            new OnlineAgreement(parts).noteIfHeld();
        }
    }
}
