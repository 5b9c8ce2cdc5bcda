package io.shearwater.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.shearwater.learning.FeatureRows;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Frame;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which features go into which inputs of a model. */
final class OnnxInputs {
    /**
     * One input.
     *
     * @param dimensions of its tensor: rows, or rows and features
     * @param features the places of its features
     */
    private record Input(String name, OnnxJavaType type, int dimensions, int[] features) {}

    private final List<Input> inputs;
    private final ModelSignature signature;

    private OnnxInputs(ModelSignature signature, List<Input> inputs) {
        this.signature = signature;
        this.inputs = inputs;
    }

    /**
     * Finds out how a model is fed.
     *
     * @throws ShearwaterException WRONG_FEATURES where the features are not those of the model, UNSUPPORTED_MODEL for inputs of
     *     another kind
     */
    static OnnxInputs of(ModelSignature signature, Map<String, NodeInfo> infos) {
        List<String> features = signature.features().names();
        List<Input> inputs = new ArrayList<>();
        for (NodeInfo info : infos.values()) {
            if (!(info.getInfo() instanceof TensorInfo tensor) || tensor.getShape().length > 2) {
                throw unsupported(info);
            }
            long[] shape = tensor.getShape();
            if (shape.length > 0 && shape[0] > 1) {
                throw LearningError.UNSUPPORTED_MODEL.because("The model's input '" + info.getName() + "' takes "
                        + shape[0] + " rows at once, always. Export it for any number of rows.");
            }
            inputs.add(
                    infos.size() == 1 && shape.length == 2
                            ? matrix(info.getName(), tensor, features)
                            : single(info.getName(), tensor, features));
        }
        if (inputs.size() > 1 && inputs.size() != features.size()) {
            List<String> unread = new ArrayList<>(features);
            unread.removeAll(infos.keySet());
            throw LearningError.WRONG_FEATURES.because("The model does not read the features " + unread
                    + " with which it is registered; its inputs are " + infos.keySet() + ".");
        }
        OnnxInputs all = new OnnxInputs(signature, inputs);
        inputs.forEach(all::requireTypes);
        return all;
    }

    private static Input matrix(String name, TensorInfo tensor, List<String> features) {
        long width = tensor.getShape()[1];
        if (width >= 0 && width != features.size()) {
            throw LearningError.WRONG_FEATURES.because("The model's input '" + name + "' has " + width
                    + " features, it is registered with " + features.size() + ": " + features + ".");
        }
        int[] places = new int[features.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = i;
        }
        return new Input(name, tensor.type, 2, places);
    }

    private static Input single(String name, TensorInfo tensor, List<String> features) {
        int place = features.indexOf(name);
        long[] shape = tensor.getShape();
        if (place < 0) {
            throw LearningError.WRONG_FEATURES.because("The model's input '" + name
                    + "' is not among the features with which it is registered: " + features + "."
                    + Names.didYouMean(name, features));
        }
        if (shape.length == 2 && shape[1] > 1) {
            throw LearningError.WRONG_FEATURES.because(
                    "The model's input '" + name + "' has " + shape[1] + " values for a row, the feature has one.");
        }
        return new Input(name, tensor.type, shape.length == 2 ? 2 : 1, new int[] {place});
    }

    private static ShearwaterException unsupported(NodeInfo info) {
        return LearningError.UNSUPPORTED_MODEL.because("The model's input '" + info.getName() + "' is " + info.getInfo()
                + "; supported are tensors [rows, features], or [rows] for each feature.");
    }

    private void requireTypes(Input input) {
        for (int place : input.features()) {
            String name = signature.features().field(place).name();
            DataType type = signature.features().field(place).type();
            boolean fits = switch (input.type()) {
                case FLOAT, DOUBLE, INT64, INT32, BOOL -> FeatureRows.isNumber(type);
                case STRING -> type instanceof DataType.StringType;
                default ->
                    throw LearningError.UNSUPPORTED_MODEL.because("The model's input '" + input.name()
                            + "' has values of the type " + input.type() + ", which is not supported.");
            };
            if (!fits) {
                throw LearningError.WRONG_FEATURES.because(
                        "The feature '" + name + "' is " + type + ", but the model's input '" + input.name()
                                + "' has values of the type " + input.type() + ".");
            }
        }
    }

    /** Makes the tensors of some rows; the caller closes them, also those made before a failure. */
    void fill(OrtEnvironment environment, Rows rows, Map<String, OnnxTensor> into) throws OrtException {
        for (Input input : inputs) {
            into.put(input.name(), tensor(environment, input, rows));
        }
    }

    /** Some rows of a frame: from one, so many. */
    record Rows(Frame frame, int from, int count) {}

    private OnnxTensor tensor(OrtEnvironment environment, Input input, Rows rows) throws OrtException {
        int width = input.features().length;
        long[] shape = input.dimensions() == 2 ? new long[] {rows.count(), width} : new long[] {rows.count()};
        return switch (input.type()) {
            case FLOAT -> {
                FloatBuffer values = FloatBuffer.allocate(rows.count() * width);
                each(input, rows, (column, row, at) -> values.put(at, (float) FeatureRows.number(column, row)));
                yield OnnxTensor.createTensor(environment, values, shape);
            }
            case DOUBLE -> {
                DoubleBuffer values = DoubleBuffer.allocate(rows.count() * width);
                each(input, rows, (column, row, at) -> values.put(at, FeatureRows.number(column, row)));
                yield OnnxTensor.createTensor(environment, values, shape);
            }
            case INT64 -> {
                LongBuffer values = LongBuffer.allocate(rows.count() * width);
                each(input, rows, (column, row, at) -> values.put(at, whole(column, row, Long.MAX_VALUE)));
                yield OnnxTensor.createTensor(environment, values, shape);
            }
            case INT32 -> {
                IntBuffer values = IntBuffer.allocate(rows.count() * width);
                each(input, rows, (column, row, at) -> values.put(at, (int) whole(column, row, Integer.MAX_VALUE)));
                yield OnnxTensor.createTensor(environment, values, shape);
            }
            case BOOL -> {
                ByteBuffer values = ByteBuffer.allocateDirect(rows.count() * width);
                each(input, rows, (column, row, at) -> values.put(at, (byte) whole(column, row, 1)));
                yield OnnxTensor.createTensor(environment, values, shape, OnnxJavaType.BOOL);
            }
            default -> {
                String[] values = new String[rows.count() * width];
                each(input, rows, (column, row, at) -> values[at] = ((Column.Bytes) column).text(row));
                yield OnnxTensor.createTensor(environment, values, shape);
            }
        };
    }

    private interface Put {
        void put(Column column, int row, int at);
    }

    /** Goes through the values of an input, and says of which feature and row one was that cannot be put in. */
    private void each(Input input, Rows rows, Put put) {
        boolean takesNone = input.type() == OnnxJavaType.FLOAT || input.type() == OnnxJavaType.DOUBLE;
        int width = input.features().length;
        for (int i = 0; i < width; i++) {
            int place = input.features()[i];
            Column column = rows.frame().column(place);
            for (int r = 0; r < rows.count(); r++) {
                int row = rows.from() + r;
                if (!takesNone && column.isNull(row)) {
                    throw LearningError.WRONG_FEATURES.because("The feature '" + name(place) + "' of row " + row
                            + " has no value, but the model reads " + input.type()
                            + " there, of which none stands for that. Impute it.");
                }
                try {
                    put.put(column, row, r * width + i);
                } catch (ArithmeticException e) {
                    throw LearningError.WRONG_FEATURES.because(
                            "The feature '" + name(place) + "' of row " + row + " is " + e.getMessage()
                                    + ", but the model reads " + input.type() + " there.",
                            e);
                }
            }
        }
    }

    private String name(int place) {
        return signature.features().field(place).name();
    }

    /** A whole number; one that is none, or too great, is told by an ArithmeticException with its value. */
    private static long whole(Column column, int row, long greatest) {
        if (column instanceof Column.Longs longs && greatest == Long.MAX_VALUE) {
            return longs.values()[row];
        }
        double value = FeatureRows.number(column, row);
        if (value != Math.rint(value) || Math.abs(value) > Math.min(greatest, 1L << 53)) {
            throw new ArithmeticException(String.valueOf(value));
        }
        return (long) value;
    }
}
