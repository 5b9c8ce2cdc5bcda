package io.shearwater.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.shearwater.gate.Caller;
import io.shearwater.gate.Masked;
import io.shearwater.gate.RequestLog;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A call that tells its request id, is written to the log when it is over, and knows how long its caller has been silent. */
final class WatchedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Course course;
    private final RequestLog log;
    private final AtomicBoolean over = new AtomicBoolean();
    /** Messages that the server asked for and that did not come yet. */
    private final AtomicInteger awaited = new AtomicInteger();

    private volatile long heard = System.nanoTime();
    private volatile ServerCall.@Nullable Listener<Q> listener;

    WatchedCall(ServerCall<Q, A> call, Course course, RequestLog log) {
        super(call);
        this.course = course;
        this.log = log;
    }

    @Override
    public void sendHeaders(Metadata headers) {
        headers.put(Entrance.REQUEST_ID, course.caller().requestId());
        super.sendHeaders(headers);
    }

    @Override
    public void request(int count) {
        if (awaited.getAndAdd(count) == 0) {
            heard = System.nanoTime();
        }
        super.request(count);
    }

    @Override
    public void close(Status status, Metadata trailers) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        super.close(status, trailers);
        write(status);
    }

    boolean isOver() {
        return over.get();
    }

    /** How long the caller owes a message; 0 where it owes none. */
    long silentNanos() {
        return awaited.get() > 0 ? System.nanoTime() - heard : 0;
    }

    /** Ends a call with a refusal, and whatever works for it. */
    void end(RuntimeException why) {
        StatusRuntimeException refused = Refusals.of(why, course);
        Metadata trailers = refused.getTrailers();
        close(refused.getStatus(), trailers == null ? new Metadata() : trailers);
        ServerCall.Listener<Q> known = listener;
        if (known != null) {
            known.onCancel();
        }
    }

    /** What is no message of the method is refused as other mistakes of callers are. */
    private void refuse(RuntimeException damaged) {
        end(RpcError.BAD_REQUEST.because(
                "A message of the stream cannot be read: it is no message of " + course.method() + ".", damaged));
    }

    /** The listener, beside which this one listens. */
    ServerCall.Listener<Q> listening(ServerCall.Listener<Q> inner) {
        listener = inner;
        return new SimpleForwardingServerCallListener<>(inner) {
            @Override
            public void onMessage(Q message) {
                awaited.decrementAndGet();
                heard = System.nanoTime();
                try {
                    super.onMessage(message);
                } catch (RuntimeException damaged) {
                    refuse(damaged);
                }
            }

            @Override
            public void onHalfClose() {
                awaited.set(Integer.MIN_VALUE / 2);
                super.onHalfClose();
            }

            @Override
            public void onCancel() {
                if (over.compareAndSet(false, true)) {
                    course.endedWith("CANCELLED");
                    write(Status.CANCELLED);
                }
                super.onCancel();
            }
        };
    }

    private void write(Status status) {
        Caller caller = course.caller();
        log.write(
                Instant.now(),
                new RequestLog.Entry(
                        caller.requestId(),
                        caller.remote(),
                        caller.protocol(),
                        Masked.of(course.method()),
                        course.action(),
                        caller.who().map(who -> who.principal().text()).orElse(""),
                        status.getCode().value(),
                        status.isOk() ? "ok" : course.outcome(),
                        course.micros()),
                course.defect());
    }
}
