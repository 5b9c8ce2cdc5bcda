package io.shearwater.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Gives the calls of Flight threads of their own, as they wait for tables; others stay on the thread of the connection. */
record FlightThreads(Executor threads) implements ServerCallExecutorSupplier {
    @Override
    public <Q, A> @Nullable Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
        return FlightService.NAME.equals(call.getMethodDescriptor().getServiceName()) ? threads : null;
    }
}
