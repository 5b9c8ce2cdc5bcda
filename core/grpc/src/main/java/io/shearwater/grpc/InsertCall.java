package io.shearwater.grpc;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.shearwater.grpc.v1.InsertRequest;
import io.shearwater.grpc.v1.InsertResponse;
import io.shearwater.grpc.v1.InsertTarget;
import io.shearwater.model.Commit;
import io.shearwater.model.Times;
import io.shearwater.wire.FrameStream;
import java.util.concurrent.Executor;

/**
 * One insert: messages come on the threads of the connection, and a thread of its own reads them as rows and writes. The caller is
 * asked for a message when the one before was read, so that no more than two are held.
 */
final class InsertCall implements StreamObserver<InsertRequest> {
    private final RpcServices services;
    private final Executor threads;
    private final ServerCallStreamObserver<InsertResponse> answer;
    private final Course course = Course.current();
    private final ByteStream bytes;
    private boolean started;

    InsertCall(RpcServices services, Executor threads, ServerCallStreamObserver<InsertResponse> answer) {
        this.services = services;
        this.threads = threads;
        this.answer = answer;
        this.bytes = new ByteStream(() -> answer.request(1));
        answer.disableAutoRequest();
        answer.setOnCancelHandler(bytes::breakOff);
        answer.request(1);
    }

    @Override
    public void onNext(InsertRequest message) {
        switch (message.getPartCase()) {
            case TARGET -> start(message.getTarget());
            case FRAMES -> {
                if (started) {
                    bytes.add(message.getFrames());
                } else {
                    refuse("The first message of an insert says what is written where; this one has frames.");
                }
            }
            case PART_NOT_SET -> refuse("A message of the insert is empty; each has the target or frames.");
        }
    }

    private void start(InsertTarget target) {
        if (started) {
            refuse("The insert says a second time what is written where. One target is enough.");
            return;
        }
        started = true;
        bytes.add(ByteString.EMPTY);
        threads.execute(Context.current().wrap(() -> write(target)));
    }

    private void refuse(String why) {
        bytes.breakOff();
        Answers.fail(answer, RpcError.BAD_REQUEST.because(why), course);
    }

    private void write(InsertTarget target) {
        InsertTask insert = new InsertTask(
                target.getProject(),
                target.getGroup(),
                target.getVersion(),
                target.getIdempotencyKey(),
                target.getAppend());
        course.asks(insert.task().action().text());
        try {
            Commit commit = services.gate()
                    .run(course.caller(), insert.task(), () -> insert.run(services, FrameStream.reader(bytes)));
            Answers.give(answer, answerOf(commit), course);
        } catch (RuntimeException | Error failed) {
            Answers.fail(answer, failed, course);
        } finally {
            bytes.close();
        }
    }

    private static InsertResponse answerOf(Commit commit) {
        return InsertResponse.newBuilder()
                .setCommit(commit.id())
                .setAt(Times.micros(commit.at()))
                .setSequence(commit.sequence())
                .setInserted(commit.counts().inserted())
                .setUpdated(commit.counts().updated())
                .setDuplicates(commit.counts().duplicates())
                .build();
    }

    @Override
    public void onError(Throwable gone) {
        bytes.breakOff();
    }

    @Override
    public void onCompleted() {
        if (started) {
            bytes.end();
        } else {
            refuse("The insert ended before it said what is written where.");
        }
    }
}
