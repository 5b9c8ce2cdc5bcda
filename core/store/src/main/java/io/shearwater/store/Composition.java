package io.shearwater.store;

import io.shearwater.api.FeatureStore;
import io.shearwater.offline.Offline;
import io.shearwater.offline.OfflineContext;
import io.shearwater.offline.Spool;
import io.shearwater.registry.Registry;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.ComputeEngineProvider;
import io.shearwater.spi.FileStore;
import io.shearwater.spi.MemoryBudget;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.OfflineStoreProvider;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineStoreProvider;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryStoreProvider;
import io.shearwater.spi.StoreContext;
import io.shearwater.spi.StoreContext.Mode;
import io.shearwater.training.TrainingDatasets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** The one place where the parts of an embedded store are made and put together. */
final class Composition {
    private static final String REGISTRY = "sqlite";
    private static final String TABLES = "iceberg";
    private static final String ENGINE = "duckdb";
    private static final String ONLINE = "rocksdb";

    private final StoreDirectory directory;
    private final StoreOptions options;
    private final Mode mode;
    private final Path scratch;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private Composition(StoreDirectory directory, StoreOptions options, Mode mode) {
        this.directory = directory;
        this.options = options;
        this.mode = mode;
        this.scratch = mode == Mode.READ_WRITE ? directory.scratch() : scratchOfReader();
    }

    /** A reader leaves no trace in the store, and the writer empties the store's own scratch directory. */
    private Path scratchOfReader() {
        try {
            Path own = Files.createTempDirectory("shearwater-reader-");
            opened.push(() -> StoreDirectory.remove(own));
            return own;
        } catch (IOException failed) {
            throw StoreError.BAD_DIRECTORY.because(
                    "No temporary directory can be made to read with: " + failed.getMessage(), failed);
        }
    }

    static FeatureStore open(Path path, StoreOptions options, Mode mode) {
        StoreDirectory directory =
                mode == Mode.READ_WRITE ? StoreDirectory.openOrCreate(path) : StoreDirectory.open(path);
        Composition composition = new Composition(directory, options, mode);
        try {
            return composition.compose();
        } catch (RuntimeException | Error failed) {
            composition.closeAll();
            throw failed;
        }
    }

    private FeatureStore compose() {
        if (mode == Mode.READ_WRITE) {
            opened.push(StoreLock.acquire(directory.lockFile(), options.lockWait()));
            directory.emptyScratch();
        }
        MemoryBudget memory = options.memory().orElseGet(Composition::memoryOfMachine);
        RegistryStore registryStore =
                kept(Plugins.named(RegistryStoreProvider.class, RegistryStoreProvider::name, REGISTRY)
                        .open(context(directory.registry(), REGISTRY, memory)));
        OfflineStore tables = kept(Plugins.named(OfflineStoreProvider.class, OfflineStoreProvider::name, TABLES)
                .open(context(directory.tables(), TABLES, memory)));
        ComputeEngine engine = kept(Plugins.named(ComputeEngineProvider.class, ComputeEngineProvider::name, ENGINE)
                .open(context(directory.engine(), ENGINE, memory)));
        OnlineStore onlineStore = kept(Plugins.named(OnlineStoreProvider.class, OnlineStoreProvider::name, ONLINE)
                .open(context(directory.online(), ONLINE, memory)));
        Registry registry = new Registry(registryStore, options.project(), options.actor());
        if (mode == Mode.READ_WRITE) {
            registry.ensureProject();
        }
        OnlineParts online = new OnlineParts(onlineStore, options.clock(), scratch);
        OfflineContext offlineContext = new OfflineContext(
                options.actor(),
                registryStore,
                tables,
                engine,
                online,
                options.clock(),
                new Spool(directory.spool(), scratch));
        Offline offline = kept(new Offline(offlineContext, kept(ReaderFile.open(directory.readersFile(), mode))));
        KeptCode code = new KeptCode(directory.code());
        RegisteredFunctions functions = new RegisteredFunctions(code);
        TrainingDatasets training = new TrainingDatasets(
                registry,
                new HeldHistory(registry, offline),
                new StoredDatasetFiles(directory.spines(), new ExternalFiles(engine)),
                engine,
                functions,
                options.clock());
        FileStore files = kept(new LocalFileStore(directory.files().resolve(options.project()), mode));
        StoreParts parts = new StoreParts(
                mode,
                registry,
                offline,
                engine,
                online,
                training,
                functions,
                files,
                options.clock(),
                kept(new VectorLogs(directory.spool().resolve("logs"))),
                new AtomicBoolean());
        EmbeddedLearning learning = kept(new EmbeddedLearning(parts, code, scratch, directory.checkpoints()));
        if (mode == Mode.READ_WRITE) {
            new Recovery(parts).run();
            learning.recover();
        }
        return new EmbeddedFeatureStore(parts, learning, this::closeAll);
    }

    private StoreContext context(Path own, String plugin, MemoryBudget memory) {
        String prefix = plugin + ".";
        Map<String, String> settings = options.plugins().entrySet().stream()
                .filter(setting -> setting.getKey().startsWith(prefix))
                .collect(Collectors.toMap(setting -> setting.getKey().substring(prefix.length()), Map.Entry::getValue));
        return new StoreContext(own, scratch, mode, memory, options.clock(), settings);
    }

    private static MemoryBudget memoryOfMachine() {
        long physical =
                ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : 4L << 30;
        return MemoryBudget.ofMachine(physical, Runtime.getRuntime().maxMemory());
    }

    private <T extends AutoCloseable> T kept(T part) {
        opened.push(part);
        return part;
    }

    /** Closes in the opposite order of opening, all of it even when one fails. */
    private void closeAll() {
        RuntimeException first = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failed) {
                RuntimeException unchecked = failed instanceof RuntimeException known
                        ? known
                        : StoreError.BAD_DIRECTORY.because("Closing the store failed: " + failed.getMessage(), failed);
                if (first == null) {
                    first = unchecked;
                } else {
                    first.addSuppressed(unchecked);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
