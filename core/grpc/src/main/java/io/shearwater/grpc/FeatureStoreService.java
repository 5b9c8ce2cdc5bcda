package io.shearwater.grpc;

import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.shearwater.access.Authenticated;
import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.gate.Action;
import io.shearwater.gate.Task;
import io.shearwater.gate.ViewForm;
import io.shearwater.grpc.v1.GetVectorsRequest;
import io.shearwater.grpc.v1.InsertRequest;
import io.shearwater.grpc.v1.InsertResponse;
import io.shearwater.grpc.v1.PredictRequest;
import io.shearwater.grpc.v1.PredictResponse;
import io.shearwater.grpc.v1.WhoAmIRequest;
import io.shearwater.grpc.v1.WhoAmIResponse;
import io.shearwater.learning.Prediction;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Times;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code shearwater.v1.FeatureStore}. A few vectors of a view that is at hand are read on the thread of the connection, as
 * waking another takes longer than reading them; everything else has a virtual thread. Thread-safe.
 */
final class FeatureStoreService implements BindableService {
    /** So many vectors delay the other calls of a connection's thread by less than a millisecond. */
    private static final int FEW = 8;

    private final RpcServices services;
    private final Executor threads;
    private final ServedViews views;

    FeatureStoreService(RpcServices services, Executor threads) {
        this.services = services;
        this.threads = threads;
        this.views = new ServedViews(services);
    }

    @Override
    public ServerServiceDefinition bindService() {
        return ServerServiceDefinition.builder(FeatureStoreMethods.DESCRIPTOR)
                .addMethod(FeatureStoreMethods.ANSWER_VECTORS, ServerCalls.asyncUnaryCall(this::getVectors))
                .addMethod(FeatureStoreMethods.PREDICT, ServerCalls.asyncUnaryCall(this::predict))
                .addMethod(FeatureStoreMethods.INSERT, ServerCalls.asyncClientStreamingCall(this::insert))
                .addMethod(FeatureStoreMethods.WHO_AM_I, ServerCalls.asyncUnaryCall(this::whoAmI))
                .build();
    }

    private void getVectors(GetVectorsRequest request, StreamObserver<EncodedMessage> observer) {
        ViewForm form = ServedViews.form(request);
        Task task = new Task(
                Action.READ_VECTORS,
                request.getProject(),
                "feature_view:" + request.getView() + "/" + request.getVersion());
        boolean isQuick = request.getEntriesCount() <= FEW
                && views.has(form)
                && services.gate().admission().hasPlace(task.action().load());
        answer(task, () -> vectors(request, form), observer, isQuick ? Runnable::run : threads);
    }

    private EncodedMessage vectors(GetVectorsRequest request, ViewForm form) {
        ServedViews.View served = views.view(form);
        services.readable(Course.current(), request.getProject())
                .require(served.view().spec().query());
        List<Map<String, @Nullable Object>> entries =
                EntryValues.all(served.entries(), request.getEntriesList(), request.getParametersMap());
        if (entries.isEmpty()) {
            return served.layout().write(List.of(), request);
        }
        long started = System.nanoTime();
        List<FeatureVector> vectors = served.view().featureVectors(entries);
        services.gate().meters().served(request.getProject(), "view", request.getView(), System.nanoTime() - started);
        return served.layout(vectors.getFirst().schema()).write(vectors, request);
    }

    private void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
        Task task = new Task(Action.ASK_DEPLOYMENT, request.getProject(), "deployment:" + request.getDeployment());
        answer(task, () -> predictions(request), observer, threads);
    }

    private PredictResponse predictions(PredictRequest request) {
        ServedViews.Answering asked = views.deployment(request.getProject(), request.getDeployment());
        List<Map<String, @Nullable Object>> entries =
                EntryValues.all(asked.entries(), request.getEntriesList(), Map.of());
        long started = System.nanoTime();
        List<Prediction> predictions = asked.deployment()
                .predict(entries, request.getExplain() ? PredictOptions.EXPLAINED : PredictOptions.PLAIN);
        services.gate()
                .meters()
                .served(request.getProject(), "deployment", request.getDeployment(), System.nanoTime() - started);
        // The entries of a request that were answered together share their timings.
        predictions.stream()
                .map(Prediction::timings)
                .distinct()
                .forEach(timings -> timings.forEach((step, took) ->
                        services.gate().step(request.getProject(), request.getDeployment(), step, took)));
        PredictResponse.Builder answer = PredictResponse.newBuilder();
        predictions.forEach(prediction -> answer.addPredictions(PredictionMessages.of(prediction, request)));
        return answer.build();
    }

    private StreamObserver<InsertRequest> insert(StreamObserver<InsertResponse> observer) {
        return new InsertCall(services, threads, (ServerCallStreamObserver<InsertResponse>) observer);
    }

    private void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> observer) {
        answer(Task.of(Action.WHO_AM_I), this::whoAmI, observer, threads);
    }

    private WhoAmIResponse whoAmI() {
        Authenticated who = Course.current().caller().require();
        WhoAmIResponse.Builder answer =
                WhoAmIResponse.newBuilder().setPrincipal(who.principal().text());
        who.keyId().ifPresent(answer::setKey);
        who.expires().ifPresent(at -> answer.setExpires(Times.micros(at)));
        services.access()
                .projects(who)
                .forEach(project -> answer.putRoles(
                        project, services.access().role(who, project).name().toLowerCase(Locale.ROOT)));
        return answer.build();
    }

    /** Answers through the gate, on a thread of the executor. */
    private <A> void answer(Task task, Supplier<A> work, StreamObserver<A> observer, Executor executor) {
        var known = (ServerCallStreamObserver<A>) observer;
        Course course = Course.current();
        course.asks(task.action().text());
        executor.execute(Context.current().wrap(() -> {
            try {
                Answers.give(known, services.gate().run(course.caller(), task, work), course);
            } catch (RuntimeException | Error failed) {
                Answers.fail(known, failed, course);
            }
        }));
    }
}
