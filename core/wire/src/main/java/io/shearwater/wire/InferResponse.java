package io.shearwater.wire;

import java.util.List;
import java.util.Optional;

/** An answer of the Open Inference Protocol, version 2. */
public record InferResponse(
        String modelName, Optional<String> modelVersion, Optional<String> id, List<Tensor> outputs) {
    public InferResponse {
        outputs = List.copyOf(outputs);
    }
}
