package io.shearwater.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import io.shearwater.store.Shearwater;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * What reading a whole group with Arrow Flight takes, with the client in the same process, beside writing the same rows to a Parquet
 * file without a server: key, event time, four doubles, two longs and a string.
 *
 * <p>Arguments: rows (10,000,000), rounds (3).
 */
@SuppressWarnings("SystemOut") // a program whose output is its result
public final class FlightBenchmark {
    private static final int BLOCK = 500_000;
    private static final String ROWS = "{\"rows\": {\"project\": \"default\", \"group\": \"events\", \"version\": 1}}";

    private final Path directory;
    private final long rows;

    private FlightBenchmark(Path directory, long rows) {
        this.directory = directory;
        this.rows = rows;
    }

    /** Runs everything and prints a line for each figure. */
    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path directory = Files.createTempDirectory("flight");
        try {
            FlightBenchmark benchmark = new FlightBenchmark(directory, rows);
            benchmark.fill();
            benchmark.run(rounds);
        } finally {
            Directories.remove(directory);
        }
    }

    private Path store() {
        return directory.resolve("store");
    }

    private void fill() {
        FeatureGroupSpec spec = FeatureGroupSpec.builder("events", 1)
                .feature("k", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("a", DataType.DOUBLE)
                .feature("b", DataType.DOUBLE)
                .feature("c", DataType.DOUBLE)
                .feature("d", DataType.DOUBLE)
                .feature("m", DataType.LONG)
                .feature("n", DataType.LONG)
                .feature("city", DataType.STRING)
                .primaryKey("k")
                .eventTime("at")
                .build();
        SplittableRandom random = new SplittableRandom(5);
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        try (FeatureStore made = Shearwater.open(store())) {
            FeatureGroup group = made.createFeatureGroup(spec);
            for (long from = 0; from < rows; from += BLOCK) {
                int many = (int) Math.min(BLOCK, rows - from);
                FrameBuilder block = new FrameBuilder(spec.schema(), many);
                for (int i = 0; i < many; i++) {
                    block.append(
                            from + i,
                            begin.plusMillis(from + i),
                            random.nextDouble(),
                            random.nextDouble(),
                            random.nextDouble(),
                            random.nextDouble(),
                            random.nextLong(),
                            (long) random.nextInt(1000),
                            "city " + random.nextInt(5000));
                }
                group.insert(block.build());
            }
        }
    }

    private void run(int rounds) throws Exception {
        double[] parquet = new double[rounds];
        double[] flight = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            parquet[round] = parquet(round);
            flight[round] = flight();
        }
        double ours = median(flight);
        double reference = median(parquet);
        System.out.println(String.format(
                Locale.ROOT,
                "Flight, %,d rows %26.2f s   the same to Parquet %9.2f s   ratio %5.2f",
                rows,
                ours,
                reference,
                ours / reference));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private double parquet(int round) throws Exception {
        Path file = directory.resolve("rows-" + round + ".parquet");
        try (FeatureStore made = Shearwater.open(store())) {
            long started = System.nanoTime();
            try (FrameReader all = made.featureGroup("events", 1).reader(ReadOptions.all())) {
                made.writeFile(all, file);
            }
            return (System.nanoTime() - started) / 1e9;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private double flight() throws Exception {
        try (ShearwaterServer server = ShearwaterServer.start(store(), ServerOptions.defaults());
                BufferAllocator memory = new RootAllocator()) {
            String key = Files.readString(store().resolve("administrator.key")).strip();
            ManagedChannel channel = NettyChannelBuilder.forAddress(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.rpcPort()))
                    .usePlaintext()
                    .maxInboundMessageSize(64 << 20)
                    .build();
            try (FlightClient client = FlightGrpcUtils.createFlightClientWithSharedChannel(memory, channel)) {
                long started = System.nanoTime();
                long count = read(client, key);
                if (count != rows) {
                    throw new IllegalStateException(count + " rows came, not " + rows);
                }
                return (System.nanoTime() - started) / 1e9;
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private static long read(FlightClient client, String key) throws Exception {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert("authorization", "Bearer " + key);
        long count = 0;
        try (FlightStream stream =
                client.getStream(new Ticket(ROWS.getBytes(StandardCharsets.UTF_8)), new HeaderCallOption(headers))) {
            while (stream.next()) {
                count += stream.getRoot().getRowCount();
            }
        }
        return count;
    }
}
