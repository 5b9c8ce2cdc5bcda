package io.shearwater.rest;

import static io.shearwater.rest.ViewOperations.VIEW;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.api.TrainingRows;
import io.shearwater.gate.Action;
import io.shearwater.model.TrainingDataset;
import io.shearwater.wire.FittedJson;
import io.shearwater.wire.OptionsJson;
import io.shearwater.wire.PartRows;
import io.shearwater.wire.TrainingDatasetJson;
import java.util.List;

/** Training datasets of feature views: versions that never change, with their parts as rows. */
final class TrainingOperations {
    private static final String DATASETS = VIEW + "/training-datasets";
    private static final String DATASET = DATASETS + "/{dataset}";

    private TrainingOperations() {}

    static List<Operation> list() {
        return Operations.together(versions(), contents());
    }

    private static List<Operation> versions() {
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
                        .givesPage("TrainingDataset"),
                Operation.of(
                                Verb.POST,
                                DATASETS,
                                Action.EDIT_TRAINING_DATA,
                                "Make a training dataset: correct at the time of each label, split, and fitted on its first"
                                        + " part",
                                TrainingOperations::make)
                        .parameter(
                                "training_dataset", "integer", "The version whose learnt transformations are applied")
                        .takes("TrainingOptions")
                        .creates("TrainingDataset"),
                Operation.of(
                                Verb.GET,
                                DATASET,
                                Action.READ_VIEWS,
                                "A training dataset: its split, its parts and what it was made of",
                                call -> Answer.json(TrainingDatasetJson.DATASETS.node(dataset(call))))
                        .gives("TrainingDataset"));
    }

    private static List<Operation> contents() {
        return List.of(
                Operation.of(
                                Verb.GET,
                                DATASET + "/parts/{part}",
                                Action.READ_TRAINING_DATA,
                                "The rows of a part in their order: features, labels and weights",
                                TrainingOperations::rows)
                        .parameter("roles", "boolean", "true: all columns, each with its role before its name")
                        .parameter(
                                "training_dataset", "integer", "The version whose learnt transformations are applied")
                        .parameter("untransformed", "boolean", "true: without the transformations of the view")
                        .gives("Rows"),
                Operation.of(
                                Verb.GET,
                                DATASET + "/gathered",
                                Action.READ_TRAINING_DATA,
                                "The rows of all parts, part after part, each column with its role before its name",
                                TrainingOperations::gathered)
                        .parameter("without", "string", "But for this part, and transformed by what the others taught")
                        .parameter("untransformed", "boolean", "true: without the transformations of the view")
                        .gives("Rows"),
                Operation.of(
                                Verb.GET,
                                VIEW + "/fitted",
                                Action.READ_TRAINING_DATA,
                                "What the transformations learnt, call by call",
                                TrainingOperations::fitted)
                        .parameter("training_dataset", "integer", "From which version")
                        .gives("FittedTransformations"),
                Operation.of(
                                Verb.GET,
                                DATASET + "/files",
                                Action.READ_TRAINING_DATA,
                                "Its parts as files, in one zip file",
                                TrainingFilesArchive::answer)
                        .parameter("format", "string", "parquet, csv, json_lines, tfrecord or npy; required")
                        .parameter("rows_per_file", "integer", "The most rows of a file; all in one by itself")
                        .parameter("untransformed", "boolean", "true: without the transformations of the view")
                        .gives("TrainingDataFiles"),
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
        FeatureView view = ViewOperations.fitted(call);
        call.readable().require(view.spec().query());
        try (Posted posted = Posted.of(call)) {
            TrainingOptions options = OptionsJson.training(
                            view.spec().query().schema(),
                            "feature view '" + view.spec().name() + "' version "
                                    + view.spec().version())
                    .read(posted.text());
            if (posted.hasRows()) {
                options = options.withSpine(posted.rows(0).readAll());
            }
            return Answer.created(TrainingDatasetJson.DATASETS.node(view.makeTrainingData(options)));
        }
    }

    private static TrainingDataset dataset(Call call) {
        int version = call.number("dataset");
        return ViewOperations.view(call)
                .withTrainingDataset(version)
                .trainingDataset()
                .orElseThrow();
    }

    private static Answer rows(Call call) {
        FeatureView view = ViewOperations.fitted(call);
        call.readable().require(view.spec().query());
        int version = call.number("dataset");
        String part = call.place("part");
        TrainingRows rows = view.trainingRows(version, part);
        return new Answer.Rows(
                call.flag("roles")
                        ? RoleRows.of(rows, () -> view.trainingData(version).part(part))
                        : PartRows.of(view, version, rows));
    }

    private static Answer gathered(Call call) {
        FeatureView view = ViewOperations.fitted(call);
        call.readable().require(view.spec().query());
        TrainingData data = view.trainingData(call.number("dataset"));
        return new Answer.Rows(
                RoleRows.of(call.query("without").map(data::without).orElseGet(data::all)));
    }

    private static Answer fitted(Call call) {
        FeatureView view = ViewOperations.fitted(call);
        call.readable().require(view.spec().query());
        return Answer.json(FittedJson.write(view.fittedTransformations()));
    }
}
