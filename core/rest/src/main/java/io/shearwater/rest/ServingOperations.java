package io.shearwater.rest;

import static io.shearwater.rest.ViewOperations.VIEW;

import io.shearwater.api.FeatureView;
import io.shearwater.gate.Action;
import io.shearwater.gate.Kept;
import io.shearwater.gate.ViewForm;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.wire.EntryParser;
import io.shearwater.wire.ProvenanceJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What feature views serve: vectors for requests, and rows for batches. */
final class ServingOperations {
    private final Kept<ViewForm, FeatureView> views;
    /** What entries for a view may name. A view that is not served has none. */
    private final Kept<ViewForm, EntryParser> parsers;

    private final VectorAnswers answers;

    ServingOperations(Services services) {
        views = new Kept<>(services.gate());
        parsers = new Kept<>(services.gate());
        answers = new VectorAnswers(services.gate());
    }

    List<Operation> list() {
        return List.of(
                serving(Operation.of(
                                Verb.POST,
                                VIEW + "/vectors",
                                Action.READ_VECTORS,
                                "Feature vectors, one for each entry and in their order",
                                this::vectors))
                        .parameter("logged", "boolean", "true: write them to the vector log of the view")
                        .takes("Entries")
                        .gives("Vectors"),
                Operation.of(
                                Verb.POST,
                                VIEW + "/inference-helpers",
                                Action.READ_VECTORS,
                                "The inference helpers of an entry",
                                this::helpers)
                        .takes("Entry")
                        .gives("Vectors"),
                Operation.of(
                                Verb.POST,
                                VIEW + "/why",
                                Action.READ_VECTORS,
                                "The rows, commits and ages behind one served value",
                                this::why)
                        .parameter("feature", "string", "Which value; required")
                        .takes("Entry")
                        .gives("Provenance"),
                serving(Operation.of(
                                Verb.GET,
                                VIEW + "/batch",
                                Action.READ_BATCH,
                                "Rows for batch inference, of what arrived in a range",
                                this::batch))
                        .parameter("from", "string", "Event times after this instant")
                        .parameter("to", "string", "Event times up to and with this instant")
                        .gives("Rows"),
                serving(Operation.of(
                                Verb.POST,
                                VIEW + "/batch",
                                Action.READ_BATCH,
                                "Rows for batch inference, for the keys and times of the body",
                                this::spine))
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
    private FeatureView readable(Call call) {
        return readable(call, ViewOperations.form(call, false));
    }

    private FeatureView readable(Call call, ViewForm form) {
        FeatureView view = views.get(form, () -> form.of(call.store()));
        call.readable().require(view.spec().query());
        return view;
    }

    private EntryParser entries(ViewForm form, FeatureView view) {
        return parsers.get(form, () -> EntryParser.of(view));
    }

    private Answer vectors(Call call) {
        ViewForm form = ViewOperations.form(call, call.flag("logged"));
        FeatureView view = readable(call, form);
        List<Map<String, @Nullable Object>> entries = Entries.many(call, () -> entries(form, view));
        long started = System.nanoTime();
        List<FeatureVector> vectors = view.featureVectors(entries);
        call.services().gate().meters().served(call.project(), "view", call.place("view"), System.nanoTime() - started);
        return answer(call, view, vectors);
    }

    private Answer answer(Call call, FeatureView view, List<FeatureVector> vectors) {
        Schema columns =
                vectors.isEmpty() ? view.featureSchema() : vectors.getFirst().schema();
        return answers.of(call, columns, vectors);
    }

    private Answer helpers(Call call) {
        FeatureView view = readable(call);
        return answer(call, view, List.of(view.inferenceHelpers(entry(call, view))));
    }

    private Map<String, @Nullable Object> entry(Call call, FeatureView view) {
        return Entries.one(call, () -> entries(ViewOperations.form(call, false), view));
    }

    private Answer why(Call call) {
        FeatureView view = readable(call);
        String feature = call.query("feature")
                .orElseThrow(() -> RestError.BAD_PARAMETER.because("Which value? Name it with 'feature'."));
        return Answer.json(ProvenanceJson.PROVENANCES.node(view.why(entry(call, view), feature)));
    }

    private Answer batch(Call call) {
        return new Answer.Rows(readable(call).batchData(Times.range(call)));
    }

    private Answer spine(Call call) {
        FeatureView view = readable(call);
        try (FrameReader rows = RowForm.of(call.bodyType()).infer(call.stream())) {
            return new Answer.Rows(view.batchData(rows.readAll()));
        }
    }
}
