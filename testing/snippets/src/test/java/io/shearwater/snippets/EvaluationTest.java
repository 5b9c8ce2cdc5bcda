package io.shearwater.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.evaluation.BinaryPredictions;
import io.shearwater.evaluation.Check;
import io.shearwater.evaluation.Curve;
import io.shearwater.evaluation.Evaluation;
import io.shearwater.evaluation.Metric;
import io.shearwater.evaluation.Scorecard;
import io.shearwater.evaluation.SignalReport;
import io.shearwater.evaluation.Slices;
import io.shearwater.model.Column;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationTest extends CardStore {
    @Test
    void whatFeaturesTellIsReportedBeforeTraining() {
        FeatureView view = store.createFeatureView(
                FeatureViewSpec.builder("signals", 1, payments.select("amount", "cc_num", "is_fraud"))
                        .labels("is_fraud")
                        .build());
        // region: evaluation.signals
        TrainingData.Part train = view.untransformed().trainingData().train();
        SignalReport report = SignalReport.of(train.features(), train.labels(), "is_fraud");
        String text = report.text();
        // end
        assertThat(report.features()).hasSize(2);
        assertThat(text).contains("What 2 features tell of 'is_fraud', over 40 rows");
    }

    @Test
    void predictionsAreEvaluatedSlicedAndChecked() {
        Frame test = payments.read();
        boolean[] happened = new boolean[test.rows()];
        double[] probabilities = new double[test.rows()];
        for (int row = 0; row < test.rows(); row++) {
            happened[row] = Boolean.TRUE.equals(test.value(row, "is_fraud"));
            probabilities[row] = happened[row] ? 0.9 : row % 10 == 0 ? 0.6 : 0.1;
        }
        // region: evaluation.metrics
        BinaryPredictions predictions = BinaryPredictions.of(happened, probabilities);
        Evaluation evaluation = predictions.evaluate();
        double f1 = evaluation.find(Metric.F1).orElseThrow();
        Curve roc = predictions.roc();
        // end
        assertThat(f1).isBetween(0.1, 0.99);
        assertThat(roc.area()).isEqualTo(1);

        // region: evaluation.slices
        Column cards = test.column("cc_num");
        Slices slices = Slices.of(predictions, Map.of("cc_num", cards));
        Evaluation ofOne = slices.slice("cc_num", "4000000000000001");

        Scorecard scorecard = Scorecard.of(
                slices,
                List.of(
                        Check.atLeast(Metric.ROC_AUC, 0.9),
                        Check.atLeast(Metric.ACCURACY, 0.8).ofEach("cc_num"),
                        Check.within(Metric.ACCURACY, 0.1, "cc_num")));
        boolean isPassed = scorecard.isPassed();
        // end
        assertThat(ofOne.rows()).isLessThan(test.rows());
        assertThat(scorecard.toString()).contains("roc_auc at least 0.9 (all rows: 1.00000)");
        assertThat(isPassed).isEqualTo(scorecard.failed().isEmpty());
    }
}
