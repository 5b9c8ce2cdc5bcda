package io.shearwater.pipeline;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.Storage;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BoundChain;
import io.shearwater.transform.ClassFunctions;
import io.shearwater.transform.ColumnBatch;
import io.shearwater.transform.FittedState;
import io.shearwater.transform.FittedStates;
import io.shearwater.transform.Input;
import io.shearwater.transform.TransformationChain;
import io.shearwater.transform.Use;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Runs transformations in nodes, and keeps those that belong to a model out of what is for all. Thread-safe. */
final class ModelNodes {
    /** The tag of a group whose rows belong to one model. */
    static final String TAG = "model";

    private static final String FOR_A_VIEW =
            "it learns from training data, so that its result is for one model and changes whenever that is trained anew, and "
                    + "a feature pipeline computes what every model can use. Declare it on the feature view; for the least "
                    + "latency, Node.ofModel(…) fills an online-only group that belongs to one model.";

    private final FeatureStore store;
    // Looked up where the program runs: later calls come from threads of the engine.
    private final ClassFunctions functions =
            new ClassFunctions(Thread.currentThread().getContextClassLoader());

    ModelNodes(FeatureStore store) {
        this.store = store;
    }

    FrameReader transformed(String what, Work.Transformed transformed, FrameReader rows) {
        List<Input> inputs = inputs(rows.schema(), field -> FeatureType.of(field.type()));
        TransformationChain chain =
                new TransformationChain(what, inputs, rows.schema().names(), List.of(), transformed.calls(), functions);
        chain.requireStateless(FOR_A_VIEW);
        return through(chain.bind(FittedStates.NONE, Use.INFERENCE), rows);
    }

    FrameReader ofModel(String what, Work.OfModel model, FrameReader rows) {
        FeatureView view =
                store.featureView(model.view(), model.version()).withTrainingDataset(model.trainingDataset());
        if (!view.spec().query().filled().isEmpty()) {
            throw PipelineError.WRONG_PLACE.because("In " + what + ", rows are to be transformed as by the "
                    + owner(model) + ", which reads "
                    + new TreeSet<>(view.spec().query().filled())
                    + " as last values from the store: the rows of a pipeline have none. Give it a view that does not fill forward, "
                    + "and fill the rows with Node.forwardFill before.");
        }
        Map<String, FeatureType> types = new LinkedHashMap<>();
        for (Query.Output output : view.spec().query().outputs()) {
            view.spec().query().nodes().get(output.node()).group().features().stream()
                    .filter(feature -> feature.name().equals(output.column()))
                    .map(Feature::featureType)
                    .forEach(type -> types.put(output.name(), type));
        }
        List<String> labels = view.spec().labels();
        List<TransformationCall> calls = view.spec().transformations().stream()
                .filter(call -> call.inputs().stream().noneMatch(labels::contains))
                .toList();
        List<Input> inputs =
                inputs(rows.schema(), field -> types.getOrDefault(field.name(), FeatureType.of(field.type())));
        TransformationChain chain =
                new TransformationChain(what, inputs, rows.schema().names(), List.of(), calls, functions);
        return through(chain.bind(states(view, calls), Use.INFERENCE), rows);
    }

    private static FittedStates states(FeatureView view, List<TransformationCall> calls) {
        Map<TransformationCall, Map<String, Frame>> learnt = view.fittedTransformations();
        TreeMap<Integer, FittedState> states = new TreeMap<>();
        for (int step = 0; step < calls.size(); step++) {
            Map<String, Frame> columns = learnt.get(calls.get(step));
            if (columns != null) {
                Map<String, io.shearwater.model.Column> values = new LinkedHashMap<>();
                columns.forEach((name, frame) -> values.put(name, frame.column(0)));
                states.put(step, new FittedState(values));
            }
        }
        return new FittedStates(states);
    }

    private static List<Input> inputs(Schema schema, Function<Field, FeatureType> type) {
        return schema.fields().stream()
                .map(field -> new Input(field.name(), field.type(), type.apply(field)))
                .toList();
    }

    private static FrameReader through(BoundChain chain, FrameReader rows) {
        return new Rows(
                rows.inPieces(chain.batchRows()),
                chain.features(),
                frame -> {
                    BoundChain.Transformed done = chain.apply(new ColumnBatch(frame.columns(), frame.rows()));
                    return new Frame(chain.features(), done.features(), done.rows());
                },
                () -> {});
    }

    /** Refuses rows of one model in a group for all, or for another. */
    static void requireRoom(String where, Optional<Work.OfModel> model, FeatureGroup group) {
        Optional<String> owner = Optional.ofNullable(group.tags().get(TAG));
        if (model.isEmpty()) {
            return;
        }
        String own = owner(model.get());
        if (group.spec().storage() != Storage.ONLINE) {
            throw PipelineError.WRONG_PLACE.because(
                    "In " + where + ", rows that are transformed for the " + own
                            + " are to go into " + group.spec().ref()
                            + ", which keeps history for all models: it would have to be written anew whenever the model is trained. "
                            + "Write them into a group that is online only (onlineOnly()), and untransformed rows into this one.");
        }
        if (owner.isPresent() && !owner.get().equals(own)) {
            throw PipelineError.WRONG_PLACE.because("In " + where + ", rows that are transformed for the " + own
                    + " are to go into " + group.spec().ref() + ", which belongs to the " + owner.get()
                    + ". Make a group of its own, or untag(\"" + TAG + "\") this one.");
        }
    }

    /** What a group is tagged with that belongs to a model. */
    static String owner(Work.OfModel model) {
        return "view " + model.view() + " version " + model.version() + ", training dataset " + model.trainingDataset();
    }
}
