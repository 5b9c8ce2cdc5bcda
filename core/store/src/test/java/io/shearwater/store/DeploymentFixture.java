package io.shearwater.store;

import io.shearwater.api.Deployment;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.LogicCode;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelFiles;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.PredictionLogic;
import io.shearwater.learning.Predictor;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.ViewRef;
import io.shearwater.serving.Servable;
import io.shearwater.serving.Servables;
import io.shearwater.serving.ServedDeployments;
import io.shearwater.serving.ServedView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Deployments of models that are made in memory, over the payments and cards of the skew tests. */
abstract class DeploymentFixture extends SkewFixture {
    static final ViewRef FRAUD = new ViewRef("fraud", 1);

    final Map<ModelRef, Predictor> predictors = new ConcurrentHashMap<>();
    final Map<ModelRef, ViewRef> views = new ConcurrentHashMap<>();
    ServedDeployments deployments;

    @BeforeEach
    void openDeployments() {
        StoreParts parts = ((EmbeddedFeatureStore) store).parts();
        deployments = new ServedDeployments(
                parts.registry(),
                new InMemory(parts),
                new StoredPredictionLogs(parts),
                new StoredBatches(parts, new InMemory(parts)),
                parts.clock(),
                () -> parts.requireWritable("deploy"));
    }

    @AfterEach
    void closeDeployments() {
        deployments.close();
    }

    ModelRef model(int version, Predictor predictor) {
        ModelRef ref = new ModelRef("risk", version);
        predictors.put(ref, predictor);
        return ref;
    }

    /** A model that looks at what was spent and the gap since, with this bias. */
    LinearPredictor risk(double bias) {
        Schema all = store.featureView("fraud").withTrainingDataset(1).featureSchema();
        Schema features = all.select(
                all.names().stream().filter(name -> !name.equals("rating")).toList());
        double[] weights = new double[features.size()];
        weights[features.index("amount")] = 0.5;
        weights[features.index("spent")] = 1.5;
        weights[features.index("gap")] = 0.00001;
        weights[features.index("category_fuel")] = -0.25;
        return new LinearPredictor(ModelSignature.binary(features, "fraud", "false", "true"), bias, weights);
    }

    Frame log(Deployment deployment) {
        deployment.flushLog();
        return store.featureGroup("risk_1_predictions").read();
    }

    private final class InMemory implements Servables {
        private final StoreParts parts;
        private final StoredLogic logic;

        InMemory(StoreParts parts) {
            this.parts = parts;
            this.logic = new StoredLogic(new KeptCode(directory.resolve("kept")));
        }

        @Override
        public Servable load(ModelRef model) {
            Predictor predictor = predictors.get(model);
            if (predictor == null) {
                throw LearningError.NOT_FOUND.because("There is no " + model + ".");
            }
            ViewRef view = views.getOrDefault(model, FRAUD);
            ModelDraft draft =
                    ModelDraft.of(model.name(), predictor.signature()).trainedOn(view, 1);
            ModelVersion version = new ModelVersion(
                    model,
                    START,
                    predictor.signature(),
                    new ModelFiles("memory", List.of()),
                    draft.origin(),
                    draft.assessment(),
                    new ModelVersion.Dossier(ModelStage.UNVALIDATED, "", new TreeMap<>(), List.of()));
            return new Servable(version, predictor, view(view, OptionalInt.of(1)));
        }

        @Override
        public ServedView view(ViewRef view, OptionalInt trainingDataset) {
            EmbeddedFeatureView opened =
                    new EmbeddedFeatureView(parts, parts.registry().view(view));
            return new DeployedView(
                    parts,
                    Optional.of(trainingDataset)
                            .filter(OptionalInt::isPresent)
                            .map(version -> opened.withTrainingDataset(version.getAsInt()))
                            .orElse(opened));
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
}
