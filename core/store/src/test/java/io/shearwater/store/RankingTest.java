package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelEvaluation;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingData.Part;
import io.shearwater.api.TrainingOptions;
import io.shearwater.evaluation.Check;
import io.shearwater.evaluation.Check.Rule;
import io.shearwater.evaluation.RankedPredictions;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.Task;
import io.shearwater.learning.Validation;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.SplitSpec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that ranks what was found for queries, from the view to the validation. */
class RankingTest {
    private static final int QUERIES = 120;
    private static final int FOUND = 12;

    /** What is better than the others of its query is relevant; how good they all are differs from query to query. */
    private static FeatureView view(FeatureStore store) {
        FeatureGroupSpec results = FeatureGroupSpec.builder("results", 1)
                .feature("id", DataType.LONG)
                .feature("query", DataType.STRING)
                .feature("quality", DataType.DOUBLE)
                .feature("price", DataType.DOUBLE)
                .feature("relevance", DataType.INT)
                .primaryKey("id")
                .build();
        Random random = new Random(2);
        FrameBuilder rows = new FrameBuilder(results.schema(), QUERIES * FOUND);
        // Rows of a query are not side by side.
        for (int item = 0; item < FOUND; item++) {
            for (int query = 0; query < QUERIES; query++) {
                double quality = random.nextDouble();
                int relevance = quality > 0.85 ? 2 : quality > 0.7 ? 1 : 0;
                rows.append((long) item * QUERIES + query, "q" + query, quality, random.nextDouble(), relevance);
            }
        }
        store.createFeatureGroup(results).insert(rows.build());
        return store.createFeatureView(FeatureViewSpec.builder(
                        "found", 1, store.featureGroup("results").select("quality", "price", "query", "relevance"))
                .labels("relevance")
                .trainingHelpers("query")
                .build());
    }

    @Test
    void isTrainedByQueriesAndMeasuredPerQuery(@TempDir Path directory) {
        try (FeatureStore store = Shearwater.open(directory.resolve("store"))) {
            FeatureView view = view(store);
            TrainingOptions whole =
                    TrainingOptions.of(SplitSpec.trainTest(0.3, 1).groupedBy("query"));
            ModelTraining training = ModelTraining.of("ranker", view, whole)
                    .parameters(Map.of("num_round", 30, "max_depth", 3, "nthread", 1, "eval_metric", "ndcg@5"));
            assertThatThrownBy(() -> store.models().train(training.task(Task.RANKING)))
                    .hasMessageContaining("say which column");
            assertThatThrownBy(() -> store.models().train(training.ranking("quer", 5)))
                    .hasMessageContaining("Did you mean 'query'?");

            ModelVersion model = store.models()
                    .train(training.ranking("query", 5)
                            .require(new Check("ndcg@5", Rule.AT_LEAST, 0.95, Optional.empty())));

            assertThat(model.signature().task()).isEqualTo(Task.RANKING);
            assertThat(model.metrics()).containsKeys("ndcg@5", "mrr", "map@5", "train-ndcg@5");
            TrainingData data =
                    view.trainingData(model.origin().trainingDataset().orElseThrow());
            assertThat(model.metrics()).containsAllEntriesOf(measured(store, model, data.test()));
            Validation found = store.models()
                    .evaluate(ModelEvaluation.of(model.ref())
                            .on(model.origin().trainingDataset().orElseThrow(), "train")
                            .ranking("query", 5));
            assertThat(found.metrics()).containsAllEntriesOf(measured(store, model, data.train()));
            assertThatThrownBy(() -> store.models().evaluate(ModelEvaluation.of(model.ref())))
                    .hasMessageContaining("ranks the rows of a query");
        }
    }

    private static Map<String, Double> measured(FeatureStore store, ModelVersion model, Part part) {
        int rows = part.features().rows();
        long[] queries = new long[rows];
        double[] relevances = new double[rows];
        for (int row = 0; row < rows; row++) {
            queries[row] = Long.parseLong(
                    Objects.toString(part.helpers().value(row, "query")).substring(1));
            relevances[row] = part.labels().value(row, "relevance") instanceof Integer relevance ? relevance : -1;
        }
        try (Predictor predictor = store.models().load(model.ref())) {
            return RankedPredictions.of(queries, relevances, predictor.predict(part.features()), 5)
                    .evaluate()
                    .metrics();
        }
    }
}
