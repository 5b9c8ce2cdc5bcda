package io.shearwater.server;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.TimeUnit;

/** Calls a server over gRPC, with one key after another. */
final class RpcCaller implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;

    RpcCaller(ShearwaterServer server) {
        channel = NettyChannelBuilder.forAddress("127.0.0.1", server.rpcPort())
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
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
    static ErrorInfo reason(StatusRuntimeException refused) {
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        if (status != null) {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    try {
                        return detail.unpack(ErrorInfo.class);
                    } catch (InvalidProtocolBufferException damaged) {
                        throw new AssertionError(damaged);
                    }
                }
            }
        }
        throw new AssertionError("no details", refused);
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
