package io.shearwater.benchmarks;

import io.shearwater.api.Deployment;
import io.shearwater.api.DeploymentReport;
import io.shearwater.api.FeatureStore;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.ModelVersion;
import io.shearwater.store.Shearwater;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a prediction costs from end to end, in process: 30 features from 4 groups, two of them transformed, 100 trees of depth 6; with
 * the log and without, threads, and models that take over from one another under load.
 *
 * <p>Arguments: entities (100,000), calls (50,000).
 */
@SuppressWarnings("SystemOut") // a program whose output is its result
public final class DeploymentBenchmark {
    private static final int SWAPS_REQUESTS = 100_000;

    private final FeatureStore store;
    private final int entities;
    private final int calls;

    private DeploymentBenchmark(FeatureStore store, int entities, int calls) {
        this.store = store;
        this.entities = entities;
        this.calls = calls;
    }

    /** Runs everything and prints a line for each figure. */
    public static void main(String[] arguments) throws Exception {
        int entities = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int calls = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50_000;
        Path directory = Files.createTempDirectory("deployments");
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            new DeploymentBenchmark(store, entities, calls).run();
        } finally {
            Directories.remove(directory);
        }
    }

    private void run() throws InterruptedException {
        ModelVersion model = ServedModel.train(store, entities);
        Deployment silent = store.deployments()
                .deploy(DeploymentSpec.of("silent", model.ref()).withoutLog());
        Deployment logged = store.deployments().deploy(DeploymentSpec.of("logged", model.ref()));
        latency("prediction, not logged", silent);
        latency("prediction, logged", logged);
        long one = threads(silent, 1);
        threads(silent, Math.max(2, Runtime.getRuntime().availableProcessors()));
        threads(silent, 16);
        System.out.println(String.format(Locale.ROOT, "one thread: %,d predictions/s", one));
        swaps(silent, model);
        logged.flushLog();
        DeploymentReport report = logged.report();
        System.out.println("log: " + report.log());
    }

    private void latency(String what, Deployment deployment) {
        SplittableRandom random = new SplittableRandom(5);
        long[] nanos = new long[calls];
        for (int call = -calls / 2; call < calls; call++) {
            Map<String, Object> entry = ServedModel.entry(random.nextInt(entities));
            long start = System.nanoTime();
            deployment.predict(entry);
            if (call >= 0) {
                nanos[call] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        System.out.println(String.format(
                Locale.ROOT,
                "%-28s p50 %6.1f us   p99 %7.1f us",
                what,
                nanos[calls / 2] / 1e3,
                nanos[(int) (calls * 0.99)] / 1e3));
    }

    private long threads(Deployment deployment, int count) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            int seed = i;
            threads.add(Thread.ofPlatform().start(() -> {
                SplittableRandom random = new SplittableRandom(seed);
                for (int call = 0; call < calls / count; call++) {
                    deployment.predict(ServedModel.entry(random.nextInt(entities)));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long rate = Math.round(calls / ((System.nanoTime() - start) / 1e9));
        System.out.println(String.format(Locale.ROOT, "%d threads: %,d predictions/s", count, rate));
        return rate;
    }

    private void swaps(Deployment deployment, ModelVersion model) throws InterruptedException {
        AtomicLong left = new AtomicLong(SWAPS_REQUESTS);
        AtomicLong failed = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int seed = i;
            threads.add(Thread.ofPlatform().start(() -> {
                SplittableRandom random = new SplittableRandom(seed);
                while (left.getAndDecrement() > 0) {
                    try {
                        deployment.predict(ServedModel.entry(random.nextInt(entities)));
                    } catch (RuntimeException failure) {
                        failed.incrementAndGet();
                    }
                }
            }));
        }
        int swaps = 0;
        while (left.get() > 0) {
            store.deployments()
                    .deploy(DeploymentSpec.of(deployment.name(), model.ref()).withoutLog());
            swaps++;
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(String.format(
                Locale.ROOT, "%,d requests during %d swaps: %d failed", SWAPS_REQUESTS, swaps, failed.get()));
    }
}
