package io.shearwater.grpc;

import io.grpc.Context;
import io.shearwater.gate.Caller;
import org.jspecify.annotations.Nullable;

/** What becomes known of a call on its way. Its fields are written by whoever answers the call, and read when it is over. */
final class Course {
    /** The course of the call that the thread works for. */
    static final Context.Key<Course> CURRENT = Context.key("shearwater.course");

    private final long started = System.nanoTime();
    private final String method;
    private volatile Caller caller;
    private volatile String action = "";
    private volatile String outcome = "ok";
    private volatile @Nullable Throwable defect;

    Course(Caller caller, String method) {
        this.caller = caller;
        this.method = method;
    }

    /** The course of the call that the thread works for. */
    static Course current() {
        Course course = CURRENT.get();
        if (course == null) {
            throw new IllegalStateException("this thread works for no call");
        }
        return course;
    }

    Caller caller() {
        return caller;
    }

    void provedBy(Caller known) {
        caller = known;
    }

    /** The full name of the method of gRPC. */
    String method() {
        return method;
    }

    String action() {
        return action;
    }

    void asks(String name) {
        action = name;
    }

    String outcome() {
        return outcome;
    }

    void endedWith(String code) {
        outcome = code;
    }

    @Nullable
    Throwable defect() {
        return defect;
    }

    void brokeBy(Throwable cause) {
        outcome = "DEFECT";
        defect = cause;
    }

    long micros() {
        return (System.nanoTime() - started) / 1000;
    }
}
