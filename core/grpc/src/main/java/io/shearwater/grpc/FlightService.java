package io.shearwater.grpc;

import io.grpc.Context;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.FlightGrpcUtils;
import org.apache.arrow.flight.auth.ServerAuthHandler;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** Flight as a service of gRPC, and the memory that rows on their way take. */
final class FlightService implements AutoCloseable {
    static final String NAME = "arrow.flight.protocol.FlightService";

    private final BufferAllocator memory;
    private final ServerServiceDefinition definition;

    @SuppressWarnings("deprecation") // Flight has no other way to be told that there is no handshake
    FlightService(RpcServices services, ExecutorService threads, RpcLimits limits) {
        memory = new RootAllocator(limits.memory());
        FlightTables tables = new FlightTables(services, memory, threads, limits.silence());
        // Messages come in as bytes and are read within the interceptors, so that a refusal of damaged ones is like all
        // others.
        definition = ServerInterceptors.useInputStreamMessages(
                FlightGrpcUtils.createFlightService(memory, tables, ServerAuthHandler.NO_OP, new InContext(threads))
                        .bindService());
    }

    /** Whether this process lets Arrow look into {@code java.nio}. */
    static boolean isPossible() {
        return ByteBuffer.class.getModule().isOpen("java.nio", RootAllocator.class.getModule());
    }

    ServerServiceDefinition definition() {
        return definition;
    }

    @Override
    public void close() {
        try {
            memory.close();
        } catch (IllegalStateException inUse) {
            // A stream that was broken off holds its last batch until Netty has dropped it; the process ends.
        }
    }

    /** Threads that know for which call they work. */
    private static final class InContext extends AbstractExecutorService {
        private final ExecutorService threads;

        private InContext(ExecutorService threads) {
            this.threads = threads;
        }

        @Override
        public void execute(Runnable work) {
            threads.execute(Context.current().wrap(work));
        }

        @Override
        public void shutdown() {
            // The threads are the server's.
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return threads.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return threads.isTerminated();
        }

        @Override
        public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
            return threads.awaitTermination(time, unit);
        }
    }
}
