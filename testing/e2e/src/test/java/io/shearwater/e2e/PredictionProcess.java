package io.shearwater.e2e;

import io.shearwater.api.Deployment;
import io.shearwater.api.DeploymentReport.LogState;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ModelTraining;
import io.shearwater.api.TrainingOptions;
import io.shearwater.learning.DeploymentSpec;
import io.shearwater.learning.ModelVersion;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.SplitSpec;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Answers requests to a deployment that logs, and never asks for the log to be written, until it is killed. */
final class PredictionProcess {
    static final String LOG = "risk_1_predictions";

    private static final int ROWS = 400;
    /** Fewer than the log takes before it drops any. */
    private static final int MOST_WAITING = 8_000;

    private PredictionProcess() {}

    /**
     * Arguments: the store; the journal, which gets a line with how many predictions the deployment says are logged, every 50
     * requests; what the ids of its requests begin with.
     */
    public static void main(String[] arguments) throws IOException {
        Path journal = Path.of(arguments[1]);
        try (FeatureStore store = Shearwater.open(Path.of(arguments[0]))) {
            if (store.deployments().list().isEmpty()) {
                deploy(store);
            }
            Deployment deployment = store.deployments().deployment("risk");
            for (int i = 0; ; i++) {
                deployment.predict(Map.of("amount", amount(i), "request_id", arguments[2] + i));
                if (i % 50 == 0) {
                    LogState log = deployment.report().log();
                    Files.writeString(
                            journal, log.written() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    while (log.waiting() > MOST_WAITING) {
                        LockSupport.parkNanos(1_000_000);
                        log = deployment.report().log();
                    }
                }
            }
        }
    }

    private static void deploy(FeatureStore store) {
        FeatureGroupSpec payments = FeatureGroupSpec.builder("payments", 1)
                .feature("id", DataType.LONG)
                .feature("amount", DataType.DOUBLE)
                .feature("is_fraud", DataType.BOOLEAN)
                .primaryKey("id")
                .build();
        FrameBuilder rows = new FrameBuilder(payments.schema(), ROWS);
        for (long id = 0; id < ROWS; id++) {
            rows.append(id, (double) id, id % 7 == 0 || id > ROWS / 2);
        }
        store.createFeatureGroup(payments).insert(rows.build());
        FeatureView view = store.createFeatureView(FeatureViewSpec.builder(
                        "risk", 1, store.featureGroup("payments").select("amount", "is_fraud"))
                .labels("is_fraud")
                .build());
        ModelVersion model = store.models()
                .train(ModelTraining.of("risk", view.trainingData(TrainingOptions.of(SplitSpec.trainTest(0.2, 1))))
                        .parameters(Map.of("num_round", 5)));
        store.deployments().deploy(DeploymentSpec.of("risk", model.ref()));
    }

    static double amount(int request) {
        return request % ROWS;
    }
}
