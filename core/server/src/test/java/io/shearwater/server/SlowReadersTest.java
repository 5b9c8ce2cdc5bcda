package io.shearwater.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.gate.Admission;
import io.shearwater.grpc.RpcLimits;
import io.shearwater.model.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Callers of Arrow Flight that ask for rows and do not read them, on a server that reads as many tables at a time as it has cores. */
@Tag("server")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowReadersTest {
    private static final String PROJECT = "/api/v1/projects/fraud";
    private static final int PLACES = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int ROWS = 300_000;
    private static final long MEMORY = 16 << 20;

    private final BufferAllocator memory = new RootAllocator();
    private ServedStore served;
    private RpcCaller caller;
    private FlightClient flights;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Admission.Limits few = new Admission.Limits(8, PLACES, 2, Duration.ofMillis(200), Duration.ofMinutes(30));
        RpcLimits limits = new RpcLimits(64 << 20, 16 << 10, Duration.ofSeconds(2), 256, Duration.ofHours(1), MEMORY);
        ShearwaterServer server = ShearwaterServer.start(
                directory, ServerOptions.defaults().withAdmission(few).withRpcLimits(limits));
        served = ServedStore.over(
                server, Files.readString(directory.resolve("administrator.key")).strip());
        caller = new RpcCaller(server);
        flights = FlightGrpcUtils.createFlightClientWithSharedChannel(memory, caller.channel());
        served.post("/api/v1/projects", "{\"name\": \"fraud\"}");
        served.post(PROJECT + "/feature-groups", FirstRequestsTest.CARDS);
        byte[] frames = RpcInsert.frames(0, ROWS);
        RpcInsert.begin(caller.as(served.key()), "cards", "").send(frames).end().answer();
    }

    @AfterAll
    void stop() throws Exception {
        flights.close();
        caller.close();
        served.close();
        memory.close();
    }

    private FlightStream stream(FlightClient by) {
        return by.getStream(FlightCaller.ticket(FlightCaller.rows("")), FlightCaller.as(served.key()));
    }

    /** A stream on a connection of its own, which what is not read of it would stop for others. */
    private final class Unread implements AutoCloseable {
        private final RpcCaller own = new RpcCaller(served.server());
        private final FlightClient client = FlightGrpcUtils.createFlightClientWithSharedChannel(memory, own.channel());
        private final FlightStream stream = stream(client);

        /** What it ends with, when it is read at last. */
        private FlightStatusCode end() {
            try {
                while (stream.next()) {
                    assertThat(stream.getRoot().getRowCount()).isPositive();
                }
                return FlightStatusCode.OK;
            } catch (FlightRuntimeException ended) {
                return ended.status().code();
            }
        }

        @Override
        public void close() throws Exception {
            stream.close();
            client.close();
            own.close();
        }
    }

    private int read() {
        try {
            Frame rows = FlightCaller.all(stream(flights));
            return rows.rows();
        } catch (FlightRuntimeException refused) {
            if (refused.status().code() == FlightStatusCode.RESOURCE_EXHAUSTED) {
                return -1;
            }
            throw refused;
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    /** Reads everything as soon as there is a place. */
    private void assertReadAgain() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        int rows = read();
        while (rows < 0 && System.nanoTime() < end) {
            rows = read();
        }
        assertThat(rows).isEqualTo(ROWS);
    }

    @Test
    void whoDoesNotReadIsEndedAndItsPlaceAndItsMemoryAreFree() throws Exception {
        List<Unread> unread = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int place = 0; place < PLACES; place++) {
                unread.add(new Unread());
            }
            served.awaitCounted("shearwater_requests_running{load=\"heavy\"} " + PLACES);
            served.awaitCounted("shearwater_requests_running{load=\"heavy\"} 0");
        }

        assertReadAgain();

        for (Unread one : unread) {
            assertThat(one.end()).isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED);
            one.close();
        }
    }

    @Test
    void aDeadlineThatPassesEndsWhatItAskedForAndFreesThePlace() {
        String forYears = "{\"sql\": {\"project\": \"fraud\", \"statement\":"
                + " \"select sum(a.amount * b.amount * c.amount) s from cards a, cards b, cards c\"}}";
        List<FlightStream> late = new ArrayList<>();
        // As many as there are threads that carry virtual ones: each query holds one of them.
        for (int i = 0; i < PLACES; i++) {
            late.add(flights.getStream(
                    FlightCaller.ticket(forYears),
                    FlightCaller.as(served.key()),
                    CallOptions.timeout(1, TimeUnit.SECONDS)));
        }
        for (FlightStream stream : late) {
            FlightStatusCode code = FlightStatusCode.OK;
            try (stream) {
                stream.next();
            } catch (Exception ended) {
                code = FlightCaller.code(ended);
            }
            assertThat(code).isEqualTo(FlightStatusCode.TIMED_OUT);
        }
        assertReadAgain();
    }
}
