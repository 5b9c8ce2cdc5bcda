package io.shearwater.wire;

import java.util.List;

/** What the Open Inference Protocol, version 2, says of a model. */
public record ModelMetadata(
        String name, List<String> versions, String platform, List<Column> inputs, List<Column> outputs) {
    public ModelMetadata {
        versions = List.copyOf(versions);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * An input or output.
     *
     * @param shape -1 for a dimension of any size
     */
    public record Column(String name, Tensor.Datatype datatype, List<Long> shape) {
        public Column {
            shape = List.copyOf(shape);
        }
    }
}
