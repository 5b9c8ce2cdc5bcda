package io.shearwater.rest;

import static io.shearwater.rest.ViewOperations.VIEW;

import io.shearwater.api.FeatureView;
import io.shearwater.gate.Action;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.wire.FeatureVectorJson;
import io.shearwater.wire.ProvenanceJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What feature views serve: vectors for requests, and rows for batches. */
final class ServingOperations {
    private ServingOperations() {}

    static List<Operation> list() {
        return List.of(
                serving(Operation.of(
                                Verb.POST,
                                VIEW + "/vectors",
                                Action.READ_VECTORS,
                                "Feature vectors, one for each entry and in their order",
                                ServingOperations::vectors))
                        .parameter("logged", "boolean", "true: write them to the vector log of the view")
                        .takes("Entries")
                        .gives("Vectors"),
                Operation.of(
                                Verb.POST,
                                VIEW + "/inference-helpers",
                                Action.READ_VECTORS,
                                "The inference helpers of an entry",
                                ServingOperations::helpers)
                        .takes("Entry")
                        .gives("Vectors"),
                Operation.of(
                                Verb.POST,
                                VIEW + "/why",
                                Action.READ_VECTORS,
                                "The rows, commits and ages behind one served value",
                                ServingOperations::why)
                        .parameter("feature", "string", "Which value; required")
                        .takes("Entry")
                        .gives("Provenance"),
                serving(Operation.of(
                                Verb.GET,
                                VIEW + "/batch",
                                Action.READ_BATCH,
                                "Rows for batch inference, of what arrived in a range",
                                ServingOperations::batch))
                        .parameter("from", "string", "Event times after this instant")
                        .parameter("to", "string", "Event times up to and with this instant")
                        .gives("Rows"),
                serving(Operation.of(
                                Verb.POST,
                                VIEW + "/batch",
                                Action.READ_BATCH,
                                "Rows for batch inference, for the keys and times of the body",
                                ServingOperations::spine))
                        .takes("NewRows")
                        .gives("Rows"),
                serving(Operation.of(
                                Verb.GET,
                                VIEW + "/latest",
                                Action.READ_BATCH,
                                "The latest row of each entity",
                                call -> new Answer.Rows(readable(call).latest())))
                        .gives("Rows"));
    }

    private static Operation serving(Operation operation) {
        return operation
                .parameter("training_dataset", "integer", "The version whose learnt transformations are applied")
                .parameter("untransformed", "boolean", "true: without the transformations of the view");
    }

    /** The view of a call, if the caller may read all that it reads. */
    private static FeatureView readable(Call call) {
        FeatureView view = ViewOperations.fitted(call);
        call.readable().require(view.spec().query());
        return view;
    }

    private static Answer vectors(Call call) {
        FeatureView view = readable(call);
        List<Map<String, @Nullable Object>> entries = Entries.many(call, () -> Entries.fields(view));
        long started = System.nanoTime();
        List<FeatureVector> vectors = (call.flag("logged") ? view.logged() : view).featureVectors(entries);
        call.services().gate().meters().served(call.project(), "view", call.place("view"), System.nanoTime() - started);
        return vectors(view, vectors);
    }

    private static Answer vectors(FeatureView view, List<FeatureVector> vectors) {
        Schema columns =
                vectors.isEmpty() ? view.featureSchema() : vectors.getFirst().schema();
        return new Answer.Text("application/json", FeatureVectorJson.write(columns, vectors));
    }

    private static Answer helpers(Call call) {
        FeatureView view = readable(call);
        return vectors(view, List.of(view.inferenceHelpers(Entries.one(call, () -> Entries.fields(view)))));
    }

    private static Answer why(Call call) {
        FeatureView view = readable(call);
        String feature = call.query("feature")
                .orElseThrow(() -> RestError.BAD_PARAMETER.because("Which value? Name it with 'feature'."));
        return Answer.json(
                ProvenanceJson.PROVENANCES.node(view.why(Entries.one(call, () -> Entries.fields(view)), feature)));
    }

    private static Answer batch(Call call) {
        return new Answer.Rows(readable(call).batchData(Times.range(call)));
    }

    private static Answer spine(Call call) {
        FeatureView view = readable(call);
        try (FrameReader rows = RowForm.of(call.bodyType()).infer(call.stream())) {
            return new Answer.Rows(view.batchData(rows.readAll()));
        }
    }
}
