package io.shearwater.client;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.api.ModelSearch;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingData;
import io.shearwater.model.Schema;
import io.shearwater.model.TrainingDataset;
import io.shearwater.wire.ModelSearchJson;
import io.shearwater.wire.ModelWorkJson;
import io.shearwater.wire.ViewUse;
import java.util.Map;

/** Models that are to be trained and evaluated on a server, as documents. Thread-safe. */
final class ModelWork {
    private final FeatureStore store;
    private final ModelWorkJson json = new ModelWorkJson(ModelWork::use, use -> {
        throw new IllegalStateException("nothing is read here");
    });

    ModelWork(FeatureStore store) {
        this.store = store;
    }

    private static ViewUse use(FeatureView view) {
        if (view instanceof RemoteView remote) {
            return remote.use();
        }
        throw ClientError.NOT_REMOTE.because("The view '" + view.spec().name()
                + "' is of another store; a model is trained" + " where its view is.");
    }

    String document(ModelTraining training, Attachments along) {
        return json.trainings().write(onServer(training, along));
    }

    String document(ModelSearch search, Attachments along) {
        return ModelSearchJson.over(json)
                .write(new ModelSearch(
                        search.name(),
                        onServer(search.training(), along),
                        search.space(),
                        search.strategy(),
                        search.goal(),
                        search.parallel()));
    }

    String document(ModelEvaluation evaluation, Attachments along) {
        if (evaluation.data() instanceof ModelEvaluation.Data.Rows rows) {
            rows.options().spine().ifPresent(along::add);
        }
        return json.evaluations().write(evaluation);
    }

    /** A training whose rows the server has. */
    private ModelTraining onServer(ModelTraining training, Attachments along) {
        if (training.learner().own().isPresent()) {
            throw ClientError.NOT_REMOTE.because(
                    "The learner '" + training.learner().name()
                            + "' is an object of this program, which the server does not have. Train with it here, on rows of"
                            + " trainingRows or trainingData, and register the files; or put it into a plugin of the server and name"
                            + " it.");
        }
        return switch (training.data()) {
            case ModelTraining.Data.InMemory memory ->
                new ModelTraining(
                        training.model(),
                        version(memory.data()),
                        training.learner(),
                        training.target(),
                        training.judgement(),
                        training.description());
            case ModelTraining.Data.Version version -> training;
            case ModelTraining.Data.Wanted wanted -> {
                wanted.options().spine().ifPresent(along::add);
                yield training;
            }
        };
    }

    /** The version that rows in memory were read from, which the server reads again. */
    private ModelTraining.Data.Version version(TrainingData data) {
        TrainingDataset dataset = data.dataset();
        for (Map.Entry<String, TrainingDataset.PartInfo> part : dataset.parts().entrySet()) {
            TrainingData.Part rows = data.parts().get(part.getKey());
            if (rows == null || rows.features().rows() != part.getValue().rows()) {
                throw ClientError.NOT_THE_SAME.because(
                        "The part '" + part.getKey() + "' of the training data is not that of version "
                                + dataset.version()
                                + " any more, which the server would train with. Train with the data as it was"
                                + " read.");
            }
        }
        FeatureView view =
                store.featureView(dataset.view().name(), dataset.view().version());
        Schema read = data.parts().values().iterator().next().features().schema();
        FeatureView fitted = view.withTrainingDataset(dataset.version());
        return new ModelTraining.Data.Version(
                fitted.featureSchema().equals(read) ? view : view.untransformed(), dataset.version());
    }
}
