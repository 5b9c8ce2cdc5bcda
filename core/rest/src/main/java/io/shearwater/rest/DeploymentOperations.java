package io.shearwater.rest;

import static io.shearwater.rest.Operations.PROJECT;

import io.shearwater.access.Quota;
import io.shearwater.api.Deployment;
import io.shearwater.api.Deployment.PredictOptions;
import io.shearwater.gate.Action;
import io.shearwater.gate.Gate;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.Prediction;
import io.shearwater.wire.DeploymentJson;
import io.shearwater.wire.DeploymentSpecJson;
import io.shearwater.wire.InferRequest;
import io.shearwater.wire.InferenceAdapter;
import io.shearwater.wire.InferenceParser;
import io.shearwater.wire.PredictRequest;
import io.shearwater.wire.PredictRequestParser;
import io.shearwater.wire.PredictionParser;
import io.shearwater.wire.TypedEntries;
import java.util.List;
import java.util.function.Supplier;

/** Deployments: what they answer, in our own form and in that of the Open Inference Protocol. */
final class DeploymentOperations {
    private static final String DEPLOYMENTS = PROJECT + "/deployments";
    private static final String DEPLOYMENT = DEPLOYMENTS + "/{deployment}";
    private static final String INFERENCE = PROJECT + "/v2/models/{deployment}";

    private DeploymentOperations() {}

    static List<Operation> list() {
        return Operations.together(deploying(), changing(), asking());
    }

    private static List<Operation> deploying() {
        return List.of(
                Page.paged(Operation.of(
                                Verb.GET,
                                DEPLOYMENTS,
                                Action.READ_DEPLOYMENTS,
                                "The deployments",
                                call -> Answer.json(Json.page(
                                        call, call.store().deployments().list(), DeploymentSpecJson.SPECS::node))))
                        .givesPage("Deployment"),
                Operation.of(
                                Verb.PUT,
                                DEPLOYMENT,
                                Action.EDIT_DEPLOYMENTS,
                                "Deploy a model or a view under a name that clients call, or change what is there",
                                DeploymentOperations::deploy)
                        .takes("Deployment")
                        .gives("Deployment"),
                Operation.of(
                                Verb.GET,
                                DEPLOYMENT,
                                Action.READ_DEPLOYMENTS,
                                "What a deployment serves",
                                call -> Answer.json(DeploymentSpecJson.SPECS.node(
                                        deployment(call).spec())))
                        .gives("Deployment"),
                Operation.of(
                                Verb.GET,
                                DEPLOYMENT + "/schema",
                                Action.READ_DEPLOYMENTS,
                                "What a deployment takes and gives",
                                call -> Answer.json(DeploymentJson.SCHEMAS.node(
                                        deployment(call).schema())))
                        .gives("DeploymentSchema"),
                Operation.of(
                                Verb.GET,
                                DEPLOYMENT + "/report",
                                Action.READ_DEPLOYMENTS,
                                "How a deployment does: latencies, shares, its log",
                                call -> Answer.json(DeploymentJson.REPORTS.node(
                                        deployment(call).report())))
                        .gives("DeploymentReport"));
    }

    private static List<Operation> changing() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                DEPLOYMENT + "/rollback",
                                Action.EDIT_DEPLOYMENTS,
                                "Go back to what was deployed before",
                                call -> Answer.json(DeploymentSpecJson.SPECS.node(
                                        deployment(call).rollback().spec())))
                        .gives("Deployment"),
                Operation.of(
                        Verb.POST,
                        DEPLOYMENT + "/flush-log",
                        Action.EDIT_DEPLOYMENTS,
                        "Answer when shadows have answered and all predictions are in the log",
                        call -> {
                            deployment(call).flushLog();
                            return Answer.done();
                        }),
                Operation.of(Verb.DELETE, DEPLOYMENT, Action.EDIT_DEPLOYMENTS, "Remove a deployment", call -> {
                    call.store().deployments().remove(call.place("deployment"));
                    return Answer.done();
                }));
    }

    private static List<Operation> asking() {
        return List.of(
                Operation.of(
                                Verb.POST,
                                DEPLOYMENT + "/predict",
                                Action.ASK_DEPLOYMENT,
                                "Predictions, one for each entry and in their order",
                                DeploymentOperations::predict)
                        .parameter(
                                "explain",
                                "boolean",
                                "true: with explanations, of entries whose values carry their types")
                        .takes("PredictRequest")
                        .gives("Predictions"),
                Operation.of(
                                Verb.GET,
                                INFERENCE,
                                Action.READ_DEPLOYMENTS,
                                "What a deployment takes and gives, in the form of the Open Inference Protocol",
                                call -> raw(InferenceParser.write(
                                        new InferenceAdapter(deployment(call).schema()).metadata())))
                        .gives("ModelMetadata"),
                Operation.of(
                                Verb.GET,
                                INFERENCE + "/ready",
                                Action.READ_DEPLOYMENTS,
                                "Whether a deployment answers, in the form of the Open Inference Protocol",
                                call -> Answer.json(Json.object()
                                        .put("name", deployment(call).name())
                                        .put("ready", true)))
                        .gives("ModelReady"),
                Operation.of(
                                Verb.POST,
                                INFERENCE + "/infer",
                                Action.ASK_DEPLOYMENT,
                                "Predictions, in the form of the Open Inference Protocol",
                                DeploymentOperations::infer)
                        .takes("InferRequest")
                        .gives("InferResponse"));
    }

    private static Deployment deployment(Call call) {
        return call.store().deployments().deployment(call.place("deployment"));
    }

    private static Answer deploy(Call call) {
        DeploymentSpec spec = DeploymentSpecJson.SPECS.read(call.text());
        if (!spec.name().equals(call.place("deployment"))) {
            throw RestError.BAD_PARAMETER.because("The body deploys '" + spec.name() + "' and the path names '"
                    + Texts.shown(call.place("deployment")) + "'; they have to be the same.");
        }
        if (call.store().deployments().find(spec.name()).isEmpty()) {
            int there = call.store().deployments().list().size();
            call.services().quotas().require(call.project(), Quota.DEPLOYMENTS, there, 1);
        }
        return Answer.json(DeploymentSpecJson.SPECS.node(
                call.store().deployments().deploy(spec).spec()));
    }

    private static Answer raw(String json) {
        return new Answer.Text("application/json", json);
    }

    private static Answer predict(Call call) {
        Deployment deployment = deployment(call);
        PredictRequest request = Entries.areTyped(call)
                ? new PredictRequest(
                        TypedEntries.read(call.text()),
                        call.flag("explain") ? PredictOptions.EXPLAINED : PredictOptions.PLAIN)
                : new PredictRequestParser(deployment.schema()).read(call.text());
        List<Prediction> predictions = timed(call, () -> deployment.predict(request.entries(), request.options()));
        return raw(new PredictionParser(deployment.schema()).write(predictions));
    }

    private static Answer infer(Call call) {
        Deployment deployment = deployment(call);
        InferenceAdapter adapter = new InferenceAdapter(deployment.schema());
        InferRequest request = InferenceParser.readRequest(call.text());
        List<Prediction> predictions = timed(call, () -> deployment.predict(adapter.entries(request)));
        return raw(InferenceParser.write(adapter.response(request, predictions)));
    }

    private static List<Prediction> timed(Call call, Supplier<List<Prediction>> work) {
        Gate gate = call.services().gate();
        String deployment = call.place("deployment");
        long started = System.nanoTime();
        try {
            List<Prediction> predictions = work.get();
            // The entries of a request that were answered together share their timings.
            predictions.stream()
                    .map(Prediction::timings)
                    .distinct()
                    .forEach(timings ->
                            timings.forEach((step, took) -> gate.step(call.project(), deployment, step, took)));
            return predictions;
        } finally {
            gate.meters().served(call.project(), "deployment", deployment, System.nanoTime() - started);
        }
    }
}
