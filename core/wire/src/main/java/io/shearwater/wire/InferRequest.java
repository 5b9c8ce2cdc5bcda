package io.shearwater.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request of the Open Inference Protocol, version 2.
 *
 * @param parameters booleans, numbers and texts by name
 * @param outputs the names of what is asked for; all if empty
 */
public record InferRequest(
        Optional<String> id, Map<String, Object> parameters, List<Tensor> inputs, List<String> outputs) {
    public InferRequest {
        parameters = Map.copyOf(parameters);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
