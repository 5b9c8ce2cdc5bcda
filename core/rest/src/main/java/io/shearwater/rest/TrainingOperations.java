package io.shearwater.rest;

import static io.shearwater.rest.ViewOperations.VIEW;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingOptions;
import io.shearwater.gate.Action;
import io.shearwater.model.Schema;
import io.shearwater.model.TrainingDataset;
import io.shearwater.wire.OptionsJson;
import io.shearwater.wire.TrainingDatasetJson;
import java.util.List;

/** Training datasets of feature views: versions that never change, with their parts as rows. */
final class TrainingOperations {
    private static final String DATASETS = VIEW + "/training-datasets";
    private static final String DATASET = DATASETS + "/{dataset}";

    private TrainingOperations() {}

    static List<Operation> list() {
        return List.of(
                Page.paged(Operation.of(
                                Verb.GET,
                                DATASETS,
                                Action.READ_VIEWS,
                                "The training datasets of a view",
                                call -> Answer.json(Json.page(
                                        call,
                                        ViewOperations.view(call).trainingDatasets(),
                                        TrainingDatasetJson.DATASETS::node))))
                        .gives("Page"),
                Operation.of(
                                Verb.POST,
                                DATASETS,
                                Action.EDIT_TRAINING_DATA,
                                "Make a training dataset: correct at the time of each label, split, and fitted on its first"
                                        + " part",
                                TrainingOperations::make)
                        .takes("TrainingOptions")
                        .gives("TrainingDataset"),
                Operation.of(
                                Verb.GET,
                                DATASET,
                                Action.READ_VIEWS,
                                "A training dataset: its split, its parts and what it was made of",
                                call -> Answer.json(TrainingDatasetJson.DATASETS.node(dataset(call))))
                        .gives("TrainingDataset"),
                Operation.of(
                                Verb.GET,
                                DATASET + "/parts/{part}",
                                Action.READ_TRAINING_DATA,
                                "The rows of a part in their order: features, labels and weights",
                                TrainingOperations::rows)
                        .gives("Rows"),
                Operation.of(
                        Verb.DELETE,
                        DATASET,
                        Action.EDIT_TRAINING_DATA,
                        "Delete a training dataset that no model needs",
                        call -> {
                            ViewOperations.view(call).deleteTrainingDataset(call.number("dataset"));
                            return Answer.done();
                        }));
    }

    private static Answer make(Call call) {
        FeatureView view = ViewOperations.view(call);
        ReadableColumns.require(call, view.spec().query());
        TrainingOptions options = OptionsJson.training(
                        view.spec().query().schema(),
                        "feature view '" + view.spec().name() + "' version "
                                + view.spec().version())
                .read(call.text());
        return Answer.created(TrainingDatasetJson.DATASETS.node(view.makeTrainingData(options)));
    }

    private static TrainingDataset dataset(Call call) {
        int version = call.number("dataset");
        return ViewOperations.view(call)
                .withTrainingDataset(version)
                .trainingDataset()
                .orElseThrow();
    }

    private static Answer rows(Call call) {
        FeatureView view = ViewOperations.view(call);
        ReadableColumns.require(call, view.spec().query());
        int version = call.number("dataset");
        return new Answer.Rows(
                new PartRows(view.trainingRows(version, call.place("part")), () -> columns(view, version)));
    }

    /** The columns of a part without rows: features and labels. */
    private static Schema columns(FeatureView view, int version) {
        Schema query = view.spec().query().schema();
        return view.withTrainingDataset(version)
                .featureSchema()
                .plus(view.spec().labels().stream().map(query::field).toList());
    }
}
