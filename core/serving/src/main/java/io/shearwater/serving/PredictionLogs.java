package io.shearwater.serving;

import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.ModelVersion;
import io.shearwater.model.Field;
import java.util.List;
import java.util.Optional;

/** Opens logs. Thread-safe. */
public interface PredictionLogs {
    /**
     * The log of a model's version, or of a view's without a model.
     *
     * @param response what an answer has, its prediction first
     * @throws io.shearwater.model.ShearwaterException READ_ONLY where the store was opened to read only
     */
    PredictionLog<Answered> open(ServedView view, Optional<ModelVersion> model, List<Field> response);

    /**
     * The log of what logic answers for a deployment.
     *
     * @throws io.shearwater.model.ShearwaterException READ_ONLY where the store was opened to read only
     */
    PredictionLog<Concluded> open(DeploymentSchema schema);
}
