package io.shearwater.benchmarks;

import io.shearwater.access.RateLimit;
import io.shearwater.api.FeatureStore;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What predictions over REST cost, with the client on the same machine: of 30 features from 4 groups and 100 trees, logged, beside
 * an answer of the same server that does nothing. Latencies are counted from when a request was due, so that a server that stops
 * for a moment is charged for all that should have come meanwhile.
 *
 * <p>Arguments: entities (100,000), seconds of each measurement (10), seconds of the soak at half of the peak (30).
 */
@SuppressWarnings("SystemOut") // a program whose output is its result
public final class ServerBenchmark {
    private static final String PREDICT = "/api/v1/projects/default/deployments/served/predict";
    private static final String NOTHING = "/health/live";
    private static final int CONNECTIONS = 8;
    private static final int RATE = 1000;

    private final ShearwaterServer server;
    private final String key;
    private final int entities;

    private ServerBenchmark(ShearwaterServer server, String key, int entities) {
        this.server = server;
        this.key = key;
        this.entities = entities;
    }

    /** Runs everything and prints a line for each figure. */
    public static void main(String[] arguments) throws Exception {
        int entities = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10;
        int soak = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 30;
        Path directory = Files.createTempDirectory("server");
        try {
            Path store = directory.resolve("store");
            try (FeatureStore made = Shearwater.open(store)) {
                made.deployments()
                        .deploy(DeploymentSpec.of(
                                "served", ServedModel.train(made, entities).ref()));
            }
            try (ShearwaterServer server = ShearwaterServer.start(
                    store, ServerOptions.defaults().withPort(0).withRate(new RateLimit(1e9, Integer.MAX_VALUE)))) {
                String key =
                        Files.readString(store.resolve("administrator.key")).strip();
                new ServerBenchmark(server, key, entities).run(seconds, soak);
            }
        } finally {
            Directories.remove(directory);
        }
    }

    private void run(int seconds, int soak) throws Exception {
        measure("warm-up", PREDICT, 0, 3 * seconds);
        long peak = measure("predict, as many as it can", PREDICT, 0, seconds).rate();
        for (int round = 0; round < 3; round++) {
            measure("nothing, " + RATE + "/s", NOTHING, RATE, seconds);
            measure("predict, " + RATE + "/s", PREDICT, RATE, seconds);
        }
        long before = usedBytes();
        Result soaked = measure("predict, half of the peak", PREDICT, (int) (peak / 2), soak);
        System.out.println(String.format(
                Locale.ROOT,
                "soak: %,d requests, %d failed, heap after a collection %d MB before and %d MB after",
                soaked.requests(),
                soaked.failed(),
                before >> 20,
                usedBytes() >> 20));
    }

    private static long usedBytes() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private record Result(long requests, long failed, long rate) {}

    /** @param rate requests a second; 0: as many as the connections carry, one at a time each */
    private Result measure(String what, String path, int rate, int seconds) throws InterruptedException {
        List<Asking> askings = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        AtomicLong due = new AtomicLong();
        long started = System.nanoTime();
        for (int i = 0; i < CONNECTIONS; i++) {
            Asking asking = new Asking(path, new SplittableRandom(i), started, rate, seconds, due);
            askings.add(asking);
            threads.add(Thread.ofPlatform().start(asking));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - started) / 1e9;
        long[] nanos = askings.stream()
                .flatMapToLong(one -> Arrays.stream(one.nanos, 0, one.count))
                .sorted()
                .toArray();
        long failed = askings.stream().mapToLong(one -> one.failed).sum();
        Result result = new Result(nanos.length, failed, Math.round(nanos.length / took));
        System.out.println(String.format(
                Locale.ROOT,
                "%-28s %,7d/s   p50 %6.2f ms   p99 %6.2f ms   p99.9 %6.2f ms   failed %d",
                what,
                result.rate(),
                percentile(nanos, 0.5),
                percentile(nanos, 0.99),
                percentile(nanos, 0.999),
                failed));
        return result;
    }

    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (sorted.length * share)] / 1e6;
    }

    /** One connection that asks; with a rate each takes the next request that is due. */
    private final class Asking implements Runnable {
        private final String path;
        private final SplittableRandom random;
        private final long started;
        private final int rate;
        private final int seconds;
        private final AtomicLong due;
        private long[] nanos = new long[1 << 16];
        private int count;
        private long failed;

        private Asking(String path, SplittableRandom random, long started, int rate, int seconds, AtomicLong due) {
            this.path = path;
            this.random = random;
            this.started = started;
            this.rate = rate;
            this.seconds = seconds;
            this.due = due;
        }

        @Override
        public void run() {
            long end = started + TimeUnit.SECONDS.toNanos(seconds);
            try (HttpLine line = new HttpLine(server.port(), key)) {
                for (long at = next(); at < end; at = next()) {
                    for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                    }
                    ask(line);
                    note(System.nanoTime() - at);
                }
            } catch (IOException broken) {
                failed++;
            }
        }

        private long next() {
            return rate == 0 ? System.nanoTime() : started + due.getAndIncrement() * (1_000_000_000L / rate);
        }

        private void ask(HttpLine line) throws IOException {
            int status;
            if (path.equals(NOTHING)) {
                status = line.ask("GET", path, "");
            } else {
                long entity = random.nextInt(entities);
                status = line.ask(
                        "POST",
                        path,
                        "{\"entries\": [{\"k0\": E, \"k1\": E, \"k2\": E, \"k3\": E}]}"
                                .replace("E", Long.toString(entity)));
            }
            if (status != 200) {
                failed++;
            }
        }

        private void note(long took) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = took;
        }
    }
}
