package io.shearwater.xgboost;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.learning.Examples;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.TrainedModel;
import io.shearwater.learning.TrainingTask;
import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.Validity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XgboostTrainerTest {
    private final XgboostTrainer trainer = new XgboostTrainer();

    @Test
    void a_saved_model_predicts_as_the_trained_one(@TempDir Path directory) {
        Schema schema = Schema.of(new Field("amount", DataType.DOUBLE), new Field("age", DataType.DOUBLE));
        Random random = new Random(7);
        double[] amount = random.doubles(2000).toArray();
        double[] age = random.doubles(2000).toArray();
        double[] labels = new double[2000];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = amount[i] > 0.5 ^ age[i] > 0.5 ? 1 : 0;
        }
        Frame frame = new Frame(
                schema,
                List.of(new Column.Doubles(amount, 2000, Validity.ALL), new Column.Doubles(age, 2000, Validity.ALL)),
                2000);
        ModelSignature signature = ModelSignature.binary(schema, "fraud", "no", "yes");
        TrainingTask task = TrainingTask.of(signature, Examples.of(frame, labels))
                .withParameters(Map.of("max_depth", "4", "num_round", "30"));

        try (TrainedModel model = trainer.train(task)) {
            double[] scores = model.predictor().predict(frame);
            int right = 0;
            for (int i = 0; i < labels.length; i++) {
                right += (scores[i] > 0.5) == (labels[i] == 1) ? 1 : 0;
            }
            assertThat(right).isGreaterThan(1950);
            model.save(directory);
            try (Predictor loaded = new XgboostRuntime().load(directory, signature)) {
                assertThat(loaded.predict(frame)).isEqualTo(scores);
            }
            assertThat(model.importance()).hasSize(2);
            assertThat(model.metrics()).containsKey("train-logloss");
            assertThat(model.libraries()).isEqualTo(Map.of("xgboost", "2.1.4"));
        }
    }
}
