package io.shearwater.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.shearwater.grpc.v1.FeatureStoreProto;
import io.shearwater.grpc.v1.GetVectorsRequest;
import io.shearwater.grpc.v1.GetVectorsResponse;
import io.shearwater.grpc.v1.InsertRequest;
import io.shearwater.grpc.v1.InsertResponse;
import io.shearwater.grpc.v1.PredictRequest;
import io.shearwater.grpc.v1.PredictResponse;
import io.shearwater.grpc.v1.WhoAmIRequest;
import io.shearwater.grpc.v1.WhoAmIResponse;

/** The methods of {@code shearwater.v1.FeatureStore}, for those who answer them and those who call them. */
public final class FeatureStoreMethods {
    /** What the service is called. */
    public static final String SERVICE = "shearwater.v1.FeatureStore";

    public static final MethodDescriptor<GetVectorsRequest, GetVectorsResponse> GET_VECTORS = method(
            MethodType.UNARY,
            "GetVectors",
            GetVectorsRequest.getDefaultInstance(),
            GetVectorsResponse.getDefaultInstance());
    public static final MethodDescriptor<PredictRequest, PredictResponse> PREDICT = method(
            MethodType.UNARY, "Predict", PredictRequest.getDefaultInstance(), PredictResponse.getDefaultInstance());
    public static final MethodDescriptor<InsertRequest, InsertResponse> INSERT = method(
            MethodType.CLIENT_STREAMING,
            "Insert",
            InsertRequest.getDefaultInstance(),
            InsertResponse.getDefaultInstance());
    public static final MethodDescriptor<WhoAmIRequest, WhoAmIResponse> WHO_AM_I =
            method(MethodType.UNARY, "WhoAmI", WhoAmIRequest.getDefaultInstance(), WhoAmIResponse.getDefaultInstance());

    /** {@link #GET_VECTORS} for those who answer: they write the bytes themselves. */
    static final MethodDescriptor<GetVectorsRequest, EncodedMessage> ANSWER_VECTORS = GET_VECTORS.toBuilder(
                    GET_VECTORS.getRequestMarshaller(), EncodedMessage.MARSHALLER)
            .build();

    static final ServiceDescriptor DESCRIPTOR = ServiceDescriptor.newBuilder(SERVICE)
            .setSchemaDescriptor(new Schema())
            .addMethod(ANSWER_VECTORS)
            .addMethod(PREDICT)
            .addMethod(INSERT)
            .addMethod(WHO_AM_I)
            .build();

    private FeatureStoreMethods() {}

    /** What the reflection of servers tells of the service. */
    private static final class Schema implements ProtoFileDescriptorSupplier {
        @Override
        public FileDescriptor getFileDescriptor() {
            return FeatureStoreProto.getDescriptor();
        }
    }

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
            MethodType type, String name, Q request, A answer) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
    }
}
