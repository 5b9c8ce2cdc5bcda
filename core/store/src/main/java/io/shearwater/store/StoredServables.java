package io.shearwater.store;

import io.shearwater.api.Models;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.LogicCode;
import io.shearwater.learning.ModelOrigin;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.PredictionLogic;
import io.shearwater.model.ViewRef;
import io.shearwater.serving.Servable;
import io.shearwater.serving.Servables;
import io.shearwater.serving.ServedView;
import java.util.Optional;
import java.util.OptionalInt;

/** Models and views of an embedded store for its deployments. Thread-safe. */
record StoredServables(StoreParts parts, Models models, StoredLogic logic) implements Servables {
    @Override
    public Servable load(ModelRef model) {
        ModelVersion version = models.model(model.name(), model.version());
        ModelOrigin origin = version.origin();
        ViewRef view = origin.view()
                .orElseThrow(() -> LearningError.BAD_DEFINITION.because("The " + model
                        + " was registered without the feature view that it reads, so that a deployment does not know"
                        + " where its features come from. Register it with trainedOn(view, version)."));
        ServedView opened = view(view, origin.trainingDataset());
        return new Servable(version, models.load(model), opened);
    }

    @Override
    public ServedView view(ViewRef view, OptionalInt trainingDataset) {
        EmbeddedFeatureView opened =
                new EmbeddedFeatureView(parts, parts.registry().view(view));
        return new DeployedView(
                parts, trainingDataset.isPresent() ? opened.withTrainingDataset(trainingDataset.getAsInt()) : opened);
    }

    @Override
    public LogicCode register(LogicCode code) {
        return logic.register(code);
    }

    @Override
    public PredictionLogic logic(LogicCode code) {
        return logic.make(code);
    }

    @Override
    public Optional<String> findBroken(LogicCode code) {
        return logic.findBroken(code);
    }
}
