package io.shearwater.server;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Calls a server over gRPC, with one key after another. */
final class RpcCaller implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;

    RpcCaller(ShearwaterServer server) {
        this(server.rpcPort());
    }

    RpcCaller(int port) {
        this(NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext());
    }

    RpcCaller(NettyChannelBuilder connecting) {
        channel = connecting.maxInboundMessageSize(64 << 20).build();
    }

    ManagedChannel channel() {
        return channel;
    }

    /** @param key empty: none */
    Channel as(String key) {
        return key.isEmpty() ? channel : with(AUTHORIZATION, "Bearer " + key);
    }

    Channel with(Metadata.Key<String> name, String value) {
        Metadata metadata = new Metadata();
        metadata.put(name, value);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    <Q, A> A ask(String key, MethodDescriptor<Q, A> method, Q request) {
        return ClientCalls.blockingUnaryCall(
                as(key), method, CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS), request);
    }

    /** Why a call was refused. */
    static ErrorInfo reason(Throwable refused) {
        return detail(refused, ErrorInfo.class);
    }

    /** When a call that was refused may be made again. */
    static Duration retryAfter(Throwable refused) {
        RetryInfo retry = detail(refused, RetryInfo.class);
        return Duration.ofSeconds(
                retry.getRetryDelay().getSeconds(), retry.getRetryDelay().getNanos());
    }

    private static <D extends Message> D detail(Throwable refused, Class<D> type) {
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        if (status != null) {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(type)) {
                    try {
                        return detail.unpack(type);
                    } catch (InvalidProtocolBufferException damaged) {
                        throw new AssertionError(damaged);
                    }
                }
            }
        }
        throw new AssertionError("no " + type.getSimpleName(), refused);
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
