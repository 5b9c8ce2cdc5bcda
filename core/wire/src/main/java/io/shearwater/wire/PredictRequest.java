package io.shearwater.wire;

import io.shearwater.api.Deployment.PredictOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries that a deployment is asked for, as {@link io.shearwater.api.Deployment#predict(List, PredictOptions)} takes them. */
public record PredictRequest(List<Map<String, @Nullable Object>> entries, PredictOptions options) {
    public PredictRequest {
        entries = List.copyOf(entries);
    }
}
