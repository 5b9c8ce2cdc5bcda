package io.shearwater.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Task;
import io.shearwater.model.ShearwaterException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Which output of a model has the scores, and how they are read. */
final class OnnxOutput {
    private static final Set<String> PROBABILITIES =
            Set.of("probabilities", "output_probability", "probability", "scores", "predictions");

    private final ModelSignature signature;
    private final String name;

    private OnnxOutput(ModelSignature signature, String name) {
        this.signature = signature;
        this.name = name;
    }

    String name() {
        return name;
    }

    /**
     * Chooses the output: of a classifier the probabilities, not the label.
     *
     * @throws ShearwaterException UNSUPPORTED_MODEL if there is none or several, WRONG_FEATURES if it is of another width
     */
    static OnnxOutput of(ModelSignature signature, Map<String, NodeInfo> infos) {
        List<NodeInfo> possible = new ArrayList<>();
        for (NodeInfo info : infos.values()) {
            if (canBeScores(signature, info, infos.size())) {
                possible.add(info);
            }
        }
        if (possible.size() > 1) {
            possible.removeIf(info -> !PROBABILITIES.contains(info.getName()));
        }
        if (possible.size() != 1) {
            throw LearningError.UNSUPPORTED_MODEL.because("Of the model's outputs " + infos.keySet() + ", "
                    + (possible.isEmpty() ? "none" : "no single one") + " can be told to be the scores of the task '"
                    + signature.task().text() + "'. Export it with one, or name it 'probabilities' or 'scores'.");
        }
        NodeInfo chosen = possible.getFirst();
        if (chosen.getInfo() instanceof TensorInfo tensor && tensor.getShape().length == 2) {
            long width = tensor.getShape()[1];
            if (width >= 0 && !fits(signature, width)) {
                throw wrongWidth(signature, chosen.getName(), width);
            }
        }
        return new OnnxOutput(signature, chosen.getName());
    }

    /** A whole number is a score only where nothing else is: beside others it is the label of a classifier. */
    private static boolean canBeScores(ModelSignature signature, NodeInfo info, int outputs) {
        return switch (info.getInfo()) {
            case TensorInfo tensor ->
                tensor.getShape().length <= 2
                        && (tensor.type == OnnxJavaType.FLOAT
                                || tensor.type == OnnxJavaType.DOUBLE
                                || (tensor.type == OnnxJavaType.INT64
                                        && outputs == 1
                                        && !signature.task().isClassification()));
            case SequenceInfo sequence ->
                sequence.isSequenceOfMaps() && signature.task().isClassification();
            default -> false;
        };
    }

    /** A model of two classes may give the probabilities of both. */
    private static boolean fits(ModelSignature signature, long width) {
        return width == signature.outputs() || (signature.task() == Task.BINARY && width == 2);
    }

    private static ShearwaterException wrongWidth(ModelSignature signature, String name, long width) {
        return LearningError.WRONG_FEATURES.because("The model's output '" + name + "' has " + width
                + " scores for a row, '" + signature.label() + "' of the task '"
                + signature.task().text() + "' needs " + signature.outputs() + ".");
    }

    /** The scores of some rows. */
    void read(OnnxValue value, int rows, double[] into, int at) throws OrtException {
        double[] found = switch (value) {
            case OnnxTensor tensor -> numbers(tensor);
            case OnnxSequence sequence -> ofMaps(sequence, rows);
            default -> new double[0];
        };
        int width = found.length / rows;
        if (found.length != width * rows || !fits(signature, width)) {
            throw wrongWidth(signature, name, width);
        }
        int outputs = signature.outputs();
        for (int row = 0; row < rows; row++) {
            // Of two probabilities where one is asked for, the second.
            System.arraycopy(found, (row + 1) * width - outputs, into, at + row * outputs, outputs);
        }
    }

    private static double[] numbers(OnnxTensor tensor) {
        return switch (tensor.getInfo().type) {
            case FLOAT -> {
                FloatBuffer floats = tensor.getFloatBuffer();
                yield IntStream.range(0, floats.remaining())
                        .mapToDouble(floats::get)
                        .toArray();
            }
            case DOUBLE -> {
                double[] numbers = new double[tensor.getDoubleBuffer().remaining()];
                tensor.getDoubleBuffer().get(numbers);
                yield numbers;
            }
            default -> {
                LongBuffer longs = tensor.getLongBuffer();
                yield IntStream.range(0, longs.remaining())
                        .mapToDouble(longs::get)
                        .toArray();
            }
        };
    }

    /** Probabilities by class: by its name, or its place as a number. */
    private double[] ofMaps(OnnxSequence sequence, int rows) throws OrtException {
        List<? extends OnnxValue> maps = sequence.getValue();
        try {
            int classes = signature.classes().size();
            double[] scores = new double[maps.size() == rows ? rows * classes : 0];
            for (int row = 0; row * classes < scores.length; row++) {
                Map<String, Double> byClass = new HashMap<>();
                ((OnnxMap) maps.get(row))
                        .getValue()
                        .forEach((key, value) -> byClass.put(String.valueOf(key), ((Number) value).doubleValue()));
                if (byClass.size() != classes) {
                    throw wrongClasses(byClass.keySet());
                }
                for (int i = 0; i < classes; i++) {
                    Double named = byClass.get(signature.classes().get(i));
                    Double score = named != null ? named : byClass.get(String.valueOf(i));
                    if (score == null) {
                        throw wrongClasses(byClass.keySet());
                    }
                    scores[row * classes + i] = score;
                }
            }
            return scores;
        } finally {
            maps.forEach(OnnxValue::close);
        }
    }

    private ShearwaterException wrongClasses(Set<String> given) {
        return LearningError.WRONG_FEATURES.because("The model tells the classes " + given + " apart, '"
                + signature.label() + "' is registered with " + signature.classes() + ".");
    }
}
