package io.shearwater.server;

import static io.shearwater.grpc.FeatureStoreMethods.INSERT;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.shearwater.grpc.v1.InsertRequest;
import io.shearwater.grpc.v1.InsertResponse;
import io.shearwater.grpc.v1.InsertTarget;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.wire.FrameStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An insert over gRPC into the group of {@link FirstRequestsTest#CARDS} of the project fraud, message by message. */
final class RpcInsert {
    private static final int MESSAGE = 10_000;

    private final CompletableFuture<InsertResponse> answer = new CompletableFuture<>();
    private final StreamObserver<InsertRequest> request;

    private RpcInsert(Channel channel, CallOptions options) {
        request = call(channel, options, answer);
    }

    /** A call whose messages are yet to be sent, and which answers into a future. */
    static StreamObserver<InsertRequest> call(
            Channel channel, CallOptions options, CompletableFuture<InsertResponse> answer) {
        return ClientCalls.asyncClientStreamingCall(channel.newCall(INSERT, options), new StreamObserver<>() {
            @Override
            public void onNext(InsertResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable failed) {
                answer.completeExceptionally(failed);
            }

            @Override
            public void onCompleted() {
                // The answer was there before.
            }
        });
    }

    static RpcInsert begin(Channel channel, String group, String key) {
        return begin(channel, group, key, CallOptions.DEFAULT);
    }

    static RpcInsert begin(Channel channel, String group, String key, CallOptions options) {
        RpcInsert insert = new RpcInsert(channel, options);
        insert.request.onNext(InsertRequest.newBuilder()
                .setTarget(InsertTarget.newBuilder()
                        .setProject("fraud")
                        .setGroup(group)
                        .setVersion(1)
                        .setIdempotencyKey(key))
                .build());
        return insert;
    }

    /** Rows as they are sent: cards from a number on. */
    static byte[] frames(int from, int rows) {
        Schema schema = Schema.of(
                new Field("card", DataType.STRING),
                new Field("at", DataType.TIMESTAMP),
                new Field("amount", DataType.DOUBLE));
        ColumnBuilder card = ColumnBuilder.of("card", DataType.STRING, rows);
        ColumnBuilder at = ColumnBuilder.of("at", DataType.TIMESTAMP, rows);
        ColumnBuilder amount = ColumnBuilder.of("amount", DataType.DOUBLE, rows);
        for (int i = from; i < from + rows; i++) {
            card.append("c" + i);
            at.append(Instant.parse("2026-01-01T00:00:00Z"));
            amount.append((double) i);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameStream.write(new Frame(schema, List.of(card.build(), at.build(), amount.build()), rows).reader(), out);
        return out.toByteArray();
    }

    /** Sends a part of the bytes. */
    RpcInsert send(byte[] frames, int from, int to) {
        for (int at = from; at < to; at += MESSAGE) {
            request.onNext(InsertRequest.newBuilder()
                    .setFrames(ByteString.copyFrom(frames, at, Math.min(MESSAGE, to - at)))
                    .build());
        }
        return this;
    }

    RpcInsert send(byte[] frames) {
        return send(frames, 0, frames.length);
    }

    RpcInsert end() {
        request.onCompleted();
        return this;
    }

    boolean isAnswered() {
        return answer.isDone();
    }

    /**
     * Waits for the answer.
     *
     * @throws StatusRuntimeException the refusal
     */
    InsertResponse answer() {
        try {
            return answer.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof StatusRuntimeException refused) {
                throw refused;
            }
            throw new AssertionError(failed);
        } catch (InterruptedException | TimeoutException late) {
            throw new AssertionError(late);
        }
    }

    /** What it was refused with. */
    StatusRuntimeException refusal() {
        try {
            throw new AssertionError("it was not refused: " + answer());
        } catch (StatusRuntimeException refused) {
            return refused;
        }
    }
}
