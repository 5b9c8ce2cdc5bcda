package io.shearwater.grpc;

import io.grpc.Context;
import io.shearwater.arrow.ArrowFrames;
import io.shearwater.gate.Task;
import io.shearwater.model.Commit;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.wire.CommitJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;

/** Answers Arrow Flight: tables in bulk, read and written. Thread-safe. */
final class FlightTables implements FlightProducer {
    private static final String HEALTH = "health";

    private final RpcServices services;
    private final TableRequests requests;
    private final BufferAllocator memory;
    private final Executor threads;
    private final Duration patience;

    /** @param patience how long a caller may leave off reading what it asked for */
    FlightTables(RpcServices services, BufferAllocator memory, Executor threads, Duration patience) {
        this.services = services;
        this.requests = new TableRequests(services);
        this.memory = memory;
        this.threads = threads;
        this.patience = patience;
    }

    /** Does something through the gate, in the name of the caller of a call. */
    private <T> T through(Course course, Task task, Supplier<T> work) {
        course.asks(task.action().text());
        Context call = Context.current();
        return services.gate().run(course.caller(), task, () -> {
            Context before = call.attach();
            try {
                return work.get();
            } finally {
                call.detach(before);
            }
        });
    }

    // ---- reading

    @Override
    public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
        Course course = Course.current();
        try {
            byte[] command = command(descriptor);
            TableRequests.Reading reading = requests.reading(command);
            Schema schema = through(course, reading.task(), () -> {
                try (FrameReader rows = reading.rows().apply(course)) {
                    return rows.schema();
                }
            });
            return new FlightInfo(
                    ArrowFrames.arrowSchema(schema),
                    descriptor,
                    List.of(new FlightEndpoint(new Ticket(command))),
                    -1,
                    -1);
        } catch (RuntimeException failed) {
            throw Refusals.of(failed, course);
        }
    }

    static byte[] command(FlightDescriptor descriptor) {
        if (!descriptor.isCommand()) {
            throw RpcError.BAD_REQUEST.because(
                    "The descriptor is a path; what is wanted is said by a command, an object of JSON"
                            + " such as {\"rows\": {\"project\": \"fraud\", \"group\": \"cards\", \"version\": 1}}.");
        }
        return descriptor.getCommand();
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        Course course = Course.current();
        RowStream stream = new RowStream(listener, memory, patience);
        // On a thread of its own, as this one is who tells when the caller reads on.
        threads.execute(Context.current().wrap(() -> {
            try {
                TableRequests.Reading reading = requests.reading(ticket.getBytes());
                through(course, reading.task(), () -> {
                    stream.send(new CallersRows(
                            services.gate().admission().bound(reading.rows().apply(course))));
                    return Boolean.TRUE;
                });
                listener.completed();
            } catch (RuntimeException | Error failed) {
                listener.error(Refusals.of(failed, course));
            }
        }));
    }

    @Override
    public void doExchange(CallContext context, FlightStream incoming, ServerStreamListener listener) {
        Course course = Course.current();
        RowStream stream = new RowStream(listener, memory, patience);
        try (FlightRows rows = FlightRows.of(incoming)) {
            TableRequests.Spine spine = requests.spine(rows.command());
            through(course, spine.task(), () -> {
                stream.send(new CallersRows(
                        services.gate().admission().bound(spine.rows().of(course, rows.readAll()))));
                return Boolean.TRUE;
            });
            listener.completed();
        } catch (RuntimeException | Error failed) {
            listener.error(Refusals.of(failed, course));
        }
    }

    @Override
    public void listFlights(CallContext context, Criteria criteria, StreamListener<FlightInfo> listener) {
        // What there is to read is told over HTTP and by SQL; a listing here would have to open all of it.
        listener.onCompleted();
    }

    // ---- writing

    @Override
    public Runnable acceptPut(CallContext context, FlightStream incoming, StreamListener<PutResult> answer) {
        Course course = Course.current();
        return () -> {
            try (FlightRows rows = FlightRows.of(incoming)) {
                InsertTask insert = requests.target(rows.command());
                Commit commit = through(course, insert.task(), () -> insert.run(services, rows));
                try (PutResult result = PutResult.metadata(
                        buffer(CommitJson.COMMITS.node(commit).toString()))) {
                    answer.onNext(result);
                }
                answer.onCompleted();
            } catch (RuntimeException | Error failed) {
                answer.onError(Refusals.of(failed, course));
            }
        };
    }

    private ArrowBuf buffer(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ArrowBuf buffer = memory.buffer(bytes.length);
        buffer.writeBytes(bytes);
        return buffer;
    }

    // ---- actions

    @Override
    public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
        Course course = Course.current();
        try {
            if (!action.getType().equals(HEALTH)) {
                throw RpcError.BAD_REQUEST.because(
                        "There is no action '" + action.getType() + "'; there is '" + HEALTH + "'.");
            }
            String status = through(course, Task.of(io.shearwater.gate.Action.OPEN), () -> "{\"status\":\"serving\"}");
            listener.onNext(new Result(status.getBytes(StandardCharsets.UTF_8)));
            listener.onCompleted();
        } catch (RuntimeException failed) {
            listener.onError(Refusals.of(failed, course));
        }
    }

    @Override
    public void listActions(CallContext context, StreamListener<ActionType> listener) {
        listener.onNext(new ActionType(HEALTH, "Whether the server answers, as JSON"));
        listener.onCompleted();
    }
}
