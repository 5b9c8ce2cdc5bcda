package io.shearwater.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.shearwater.gate.Caller;
import io.shearwater.gate.Gate;
import io.shearwater.gate.RequestLog;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Where every call comes in, before a message of it is read: finds out who asks, and sends away who does not say, but for the one
 * question of whether the server is well. Thread-safe.
 */
final class Entrance implements ServerInterceptor {
    static final Metadata.Key<String> REQUEST_ID = Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> TRACE = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
    private static final Set<String> OPEN = Set.of("grpc.health.v1.Health/Check");

    private final Gate gate;
    private final RequestLog log;
    private final IdleStreams idle;

    Entrance(Gate gate, RequestLog log, IdleStreams idle) {
        this.gate = gate;
        this.log = log;
        this.idle = idle;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        Caller unknown = Caller.unknown(
                        gate.requestId(Optional.ofNullable(headers.get(REQUEST_ID))), remote(call), protocol(method))
                .within(Objects.requireNonNullElse(headers.get(TRACE), ""));
        Course course = new Course(unknown, method);
        WatchedCall<Q, A> watched = new WatchedCall<>(call, course, log);
        try {
            if (!OPEN.contains(method)) {
                course.provedBy(gate.authenticate(unknown, Optional.ofNullable(headers.get(AUTHORIZATION))));
                course.caller().require();
            }
        } catch (RuntimeException refused) {
            StatusRuntimeException status = Refusals.of(refused, course);
            Metadata trailers = status.getTrailers();
            watched.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
        }
        ServerCall.Listener<Q> listener = watched.listening(
                Contexts.interceptCall(Context.current().withValue(Course.CURRENT, course), watched, headers, next));
        if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
            idle.watch(watched);
        }
        return listener;
    }

    private static String remote(ServerCall<?, ?> call) {
        return call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress address
                ? address.getHostString()
                : "";
    }

    private static String protocol(String method) {
        return method.startsWith("arrow.flight.") ? "flight" : "grpc";
    }
}
