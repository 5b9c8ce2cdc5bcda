package io.shearwater.onnx;

import java.util.List;

/** Small models as the exporters of Python's libraries write them, by hand. What they give is computed in the tests. */
final class OnnxModels {
    private static final String ML = "ai.onnx.ml";

    private OnnxModels() {}

    /** {@code x · weights + bias}, as of {@code skl2onnx} for a LinearRegression of floats. */
    static byte[] linear(float bias, float... weights) {
        return OnnxFile.model(OnnxFile.message()
                .part(1, OnnxFile.node("MatMul", "", List.of("X", "W"), List.of("product")))
                .part(1, OnnxFile.node("Add", "", List.of("product", "B"), List.of("variable")))
                .part(5, OnnxFile.tensor("W", new long[] {weights.length, 1}, weights))
                .part(5, OnnxFile.tensor("B", new long[] {1}, bias))
                .part(11, OnnxFile.tensorInfo("X", OnnxFile.FLOAT, weights.length))
                .part(12, OnnxFile.tensorInfo("variable", OnnxFile.FLOAT, 1)));
    }

    /** Two classes, their probabilities as a tensor: LogisticRegression with {@code zipmap: False}. */
    static byte[] logisticTensor(float bias, float... weights) {
        return OnnxFile.model(logistic(bias, weights)
                .part(12, OnnxFile.tensorInfo("label", OnnxFile.INT64, 0))
                .part(12, OnnxFile.tensorInfo("probabilities", OnnxFile.FLOAT, 2)));
    }

    /** Two classes, their probabilities as maps: what the converter of LogisticRegression does by itself. */
    static byte[] logisticMaps(float bias, float... weights) {
        OnnxFile zip = OnnxFile.node("ZipMap", ML, List.of("probabilities"), List.of("output_probability"))
                .part(5, OnnxFile.numbers("classlabels_int64s", 0, 1));
        return OnnxFile.model(logistic(bias, weights)
                .part(1, zip)
                .part(12, OnnxFile.tensorInfo("label", OnnxFile.INT64, 0))
                .part(12, OnnxFile.mapsInfo("output_probability", OnnxFile.INT64)));
    }

    private static OnnxFile logistic(float bias, float... weights) {
        float[] both = new float[weights.length * 2];
        for (int i = 0; i < weights.length; i++) {
            both[i] = -weights[i];
            both[weights.length + i] = weights[i];
        }
        OnnxFile classifier = OnnxFile.node("LinearClassifier", ML, List.of("X"), List.of("label", "raw"))
                .part(5, OnnxFile.reals("coefficients", both))
                .part(5, OnnxFile.reals("intercepts", -bias, bias))
                .part(5, OnnxFile.numbers("classlabels_ints", 0, 1))
                .part(5, OnnxFile.attribute("multi_class", 0))
                .part(5, OnnxFile.attribute("post_transform", "LOGISTIC"));
        OnnxFile norm = OnnxFile.node("Normalizer", ML, List.of("raw"), List.of("probabilities"))
                .part(5, OnnxFile.attribute("norm", "L1"));
        return OnnxFile.message()
                .part(1, classifier)
                .part(1, norm)
                .part(11, OnnxFile.tensorInfo("X", OnnxFile.FLOAT, weights.length));
    }

    /**
     * Two trees of a boosted regression on two features: below 0 in the first 1, else below 0.5 in the second 2, else 3; and below
     * 0.25 in the second 10, else 20. Without a value one goes to the left in the first tree and to the right in the second.
     */
    static byte[] trees() {
        OnnxFile ensemble = OnnxFile.node("TreeEnsembleRegressor", ML, List.of("X"), List.of("variable"))
                .part(5, OnnxFile.attribute("n_targets", 1))
                .part(5, OnnxFile.numbers("nodes_treeids", 0, 0, 0, 0, 0, 1, 1, 1))
                .part(5, OnnxFile.numbers("nodes_nodeids", 0, 1, 2, 3, 4, 0, 1, 2))
                .part(5, OnnxFile.numbers("nodes_featureids", 0, 0, 1, 0, 0, 1, 0, 0))
                .part(
                        5,
                        OnnxFile.texts(
                                "nodes_modes",
                                "BRANCH_LT",
                                "LEAF",
                                "BRANCH_LT",
                                "LEAF",
                                "LEAF",
                                "BRANCH_LT",
                                "LEAF",
                                "LEAF"))
                .part(5, OnnxFile.reals("nodes_values", 0, 0, 0.5f, 0, 0, 0.25f, 0, 0))
                .part(5, OnnxFile.numbers("nodes_truenodeids", 1, 0, 3, 0, 0, 1, 0, 0))
                .part(5, OnnxFile.numbers("nodes_falsenodeids", 2, 0, 4, 0, 0, 2, 0, 0))
                .part(5, OnnxFile.numbers("nodes_missing_value_tracks_true", 1, 0, 1, 0, 0, 0, 0, 0))
                .part(5, OnnxFile.numbers("target_treeids", 0, 0, 0, 1, 1))
                .part(5, OnnxFile.numbers("target_nodeids", 1, 3, 4, 1, 2))
                .part(5, OnnxFile.numbers("target_ids", 0, 0, 0, 0, 0))
                .part(5, OnnxFile.reals("target_weights", 1, 2, 3, 10, 20));
        return OnnxFile.model(OnnxFile.message()
                .part(1, ensemble)
                .part(11, OnnxFile.tensorInfo("X", OnnxFile.FLOAT, 2))
                .part(12, OnnxFile.tensorInfo("variable", OnnxFile.FLOAT, 1)));
    }

    /**
     * An input for each feature: {@code amount + 10 count + 100 present + 1000 length}, where the length is 1 for "short" and 2 for
     * "long", and the result is a double.
     */
    static byte[] oneInputEach() {
        OnnxFile graph = OnnxFile.message();
        String[] names = {"amount", "count", "present", "length"};
        int[] types = {OnnxFile.DOUBLE, OnnxFile.INT64, OnnxFile.BOOL, OnnxFile.STRING};
        graph.part(
                1,
                OnnxFile.node("LabelEncoder", ML, List.of("length"), List.of("code"))
                        .part(5, OnnxFile.texts("keys_strings", "short", "long"))
                        .part(5, OnnxFile.reals("values_floats", 1, 2)));
        for (String from : List.of("amount", "count", "present", "code")) {
            graph.part(
                    1,
                    OnnxFile.node("Cast", "", List.of(from), List.of(from + "_f"))
                            .part(5, OnnxFile.attribute("to", OnnxFile.FLOAT)));
        }
        graph.part(
                1,
                OnnxFile.node("Concat", "", List.of("amount_f", "count_f", "present_f", "code_f"), List.of("all"))
                        .part(5, OnnxFile.attribute("axis", 1)));
        graph.part(1, OnnxFile.node("MatMul", "", List.of("all", "W"), List.of("sum")));
        graph.part(
                1,
                OnnxFile.node("Cast", "", List.of("sum"), List.of("result"))
                        .part(5, OnnxFile.attribute("to", OnnxFile.DOUBLE)));
        graph.part(5, OnnxFile.tensor("W", new long[] {4, 1}, 1, 10, 100, 1000));
        for (int i = 0; i < names.length; i++) {
            graph.part(11, OnnxFile.tensorInfo(names[i], types[i], 1));
        }
        return OnnxFile.model(graph.part(12, OnnxFile.tensorInfo("result", OnnxFile.DOUBLE, 1)));
    }

    /** What differs from the mean of all rows that are asked for at once: a row alone gives 0. */
    static byte[] centred() {
        return OnnxFile.model(OnnxFile.message()
                .part(
                        1,
                        OnnxFile.node("ReduceMean", "", List.of("X"), List.of("mean"))
                                .part(5, OnnxFile.numbers("axes", 0))
                                .part(5, OnnxFile.attribute("keepdims", 1)))
                .part(1, OnnxFile.node("Sub", "", List.of("X", "mean"), List.of("rest")))
                .part(1, OnnxFile.node("MatMul", "", List.of("rest", "W"), List.of("y")))
                .part(5, OnnxFile.tensor("W", new long[] {2, 1}, 1, 1))
                .part(11, OnnxFile.tensorInfo("X", OnnxFile.FLOAT, 2))
                .part(12, OnnxFile.tensorInfo("y", OnnxFile.FLOAT, 1)));
    }
}
