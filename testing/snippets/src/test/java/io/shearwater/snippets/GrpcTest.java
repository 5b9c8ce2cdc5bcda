package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.shearwater.grpc.FeatureStoreMethods;
import io.shearwater.grpc.v1.Entry;
import io.shearwater.grpc.v1.GetVectorsRequest;
import io.shearwater.grpc.v1.GetVectorsResponse;
import io.shearwater.grpc.v1.Value;
import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GrpcTest extends CardStore {
    // region: grpc.connect
    static Channel connect(ManagedChannel channel, String key) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + key);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }
    // end

    // region: grpc.vectors
    static GetVectorsResponse vectors(Channel channel, String view, String card) {
        GetVectorsRequest request = GetVectorsRequest.newBuilder()
                .setProject("default")
                .setView(view)
                .setVersion(1)
                .addEntries(Entry.newBuilder()
                        .putValues("cc_num", Value.newBuilder().setText(card).build())
                        .putValues("amount", Value.newBuilder().setNumber(99.5).build()))
                .build();
        return ClientCalls.blockingUnaryCall(
                channel,
                FeatureStoreMethods.GET_VECTORS,
                CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS),
                request);
    }
    // end

    @Test
    void vectorsAreAskedFor() throws Exception {
        fraudView();
        store.close();
        try (ShearwaterServer server = ShearwaterServer.start(directory.resolve("store"), ServerOptions.defaults())) {
            String key = Files.readString(directory.resolve("store/administrator.key"))
                    .strip();
            ManagedChannel plain = NettyChannelBuilder.forAddress("127.0.0.1", server.rpcPort())
                    .usePlaintext()
                    .build();
            try {
                Channel channel = connect(plain, key);
                GetVectorsResponse answer = vectors(channel, "fraud", FIRST_CARD);
                assertThat(answer.getDoubles(0)).isEqualTo(99.5);
                assertThat(answer.getStatuses().byteAt(0)).isZero();
                assertThatThrownBy(() -> vectors(channel, "fruad", FIRST_CARD)).satisfies(failed -> {
                    // region: grpc.refused
                    StatusRuntimeException refused = (StatusRuntimeException) failed;
                    for (Any detail : StatusProto.fromThrowable(refused).getDetailsList()) {
                        if (detail.is(ErrorInfo.class)) {
                            assertThat(detail.unpack(ErrorInfo.class).getReason())
                                    .isEqualTo("NOT_FOUND");
                        }
                    }
                    // end
                });
            } finally {
                plain.shutdownNow();
            }
        }
    }
}
