package io.shearwater.store;

import io.shearwater.offline.Offline;
import io.shearwater.offline.OfflineContext;
import io.shearwater.offline.Spool;
import io.shearwater.registry.Actors;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.ComputeEngineProvider;
import io.shearwater.spi.MemoryBudget;
import io.shearwater.spi.OfflineStore;
import io.shearwater.spi.OfflineStoreProvider;
import io.shearwater.spi.OnlineStore;
import io.shearwater.spi.OnlineStoreProvider;
import io.shearwater.spi.RegistryStore;
import io.shearwater.spi.RegistryStoreProvider;
import io.shearwater.spi.StoreContext;
import io.shearwater.spi.StoreContext.Mode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The one place where the parts of an embedded store are made and put together. */
final class Composition {
    private static final String REGISTRY = "sqlite";
    private static final String TABLES = "iceberg";
    private static final String ENGINE = "duckdb";
    private static final String ONLINE = "rocksdb";

    private final StoreDirectory directory;
    private final HostOptions options;
    private final Mode mode;
    private final Opened opened = new Opened();
    private final Path scratch;

    private Composition(StoreDirectory directory, HostOptions options, Mode mode) {
        this.directory = directory;
        this.options = options;
        this.mode = mode;
        this.scratch = mode == Mode.READ_WRITE ? directory.scratch() : scratchOfReader();
    }

    /** A reader leaves no trace in the store, and the writer empties the store's own scratch directory. */
    private Path scratchOfReader() {
        try {
            Path own = Files.createTempDirectory("shearwater-reader-");
            opened.add(() -> StoreDirectory.remove(own));
            return own;
        } catch (IOException failed) {
            throw StoreError.BAD_DIRECTORY.because(
                    "No temporary directory can be made to read with: " + failed.getMessage(), failed);
        }
    }

    /** Opens a directory, and does some work before it is given to anybody; what was opened is closed where that fails. */
    static <T> T open(Path path, HostOptions options, Mode mode, Function<StoreHost, T> start) {
        StoreDirectory directory =
                mode == Mode.READ_WRITE ? StoreDirectory.openOrCreate(path) : StoreDirectory.open(path);
        Composition composition = new Composition(directory, options, mode);
        try {
            return start.apply(new StoreHost(composition.compose(), composition.opened));
        } catch (RuntimeException | Error failed) {
            composition.opened.close();
            throw failed;
        }
    }

    private HostParts compose() {
        if (mode == Mode.READ_WRITE) {
            opened.add(StoreLock.acquire(directory.lockFile(), options.lockWait()));
            directory.emptyScratch();
        }
        MemoryBudget memory = options.memory().orElseGet(Composition::memoryOfMachine);
        RegistryStore registry =
                opened.add(Plugins.named(RegistryStoreProvider.class, RegistryStoreProvider::name, REGISTRY)
                        .open(context(directory.registry(), REGISTRY, memory)));
        OfflineStore tables = opened.add(Plugins.named(OfflineStoreProvider.class, OfflineStoreProvider::name, TABLES)
                .open(context(directory.tables(), TABLES, memory)));
        ComputeEngine engine =
                opened.add(Plugins.named(ComputeEngineProvider.class, ComputeEngineProvider::name, ENGINE)
                        .open(context(directory.engine(), ENGINE, memory)));
        OnlineStore onlineStore = opened.add(Plugins.named(OnlineStoreProvider.class, OnlineStoreProvider::name, ONLINE)
                .open(context(directory.online(), ONLINE, memory)));
        OnlineParts online = new OnlineParts(onlineStore, options.clock(), scratch);
        Actors actors = new Actors(options.actor());
        OfflineContext offlineContext = new OfflineContext(
                actors, registry, tables, engine, online, options.clock(), new Spool(directory.spool(), scratch));
        Offline offline =
                opened.add(new Offline(offlineContext, opened.add(ReaderFile.open(directory.readersFile(), mode))));
        return new HostParts(
                mode,
                new HostParts.Files(directory, scratch),
                registry,
                new HostParts.Stores(offline, engine, online, new KeptCode(directory.code())),
                actors,
                options.clock(),
                new AtomicLong(),
                new AtomicBoolean());
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
}
