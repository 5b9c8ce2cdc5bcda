package io.shearwater.grpc;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;

/** Ends calls with an answer or a refusal, whether or not their callers are still there. */
final class Answers {
    private Answers() {}

    static <A> void give(ServerCallStreamObserver<A> observer, A answer, Course course) {
        if (observer.isCancelled()) {
            return;
        }
        try {
            observer.onNext(answer);
            observer.onCompleted();
        } catch (StatusRuntimeException | IllegalStateException gone) {
            course.endedWith("CANCELLED");
        }
    }

    static void fail(ServerCallStreamObserver<?> observer, Throwable failed, Course course) {
        StatusRuntimeException refused = Refusals.of(failed, course);
        if (observer.isCancelled()) {
            return;
        }
        try {
            observer.onError(refused);
        } catch (StatusRuntimeException | IllegalStateException gone) {
            course.endedWith("CANCELLED");
        }
    }
}
