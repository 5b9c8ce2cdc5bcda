package io.shearwater.serving;

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
    PredictionLog open(ServedView view, Optional<ModelVersion> model, List<Field> response);
}
