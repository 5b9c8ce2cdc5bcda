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
     * @param shape for one row
     * @param features the places of its features
     */
    private record Input(String name, OnnxJavaType type, long[] shape, int[] features) {}

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
        return new Input(name, tensor.type, new long[] {1, places.length}, places);
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
        return new Input(name, tensor.type, shape.length == 2 ? new long[] {1, 1} : new long[] {1}, new int[] {place});
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

    /** Makes the tensors of one row; the caller closes them, also those made before a failure. */
    void fill(OrtEnvironment environment, Frame rows, int row, Map<String, OnnxTensor> into) throws OrtException {
        for (Input input : inputs) {
            into.put(input.name(), tensor(environment, input, rows, row));
        }
    }

    private OnnxTensor tensor(OrtEnvironment environment, Input input, Frame rows, int row) throws OrtException {
        long[] shape = input.shape();
        return switch (input.type()) {
            case FLOAT -> OnnxTensor.createTensor(environment, floats(input, rows, row), shape);
            case DOUBLE -> OnnxTensor.createTensor(environment, doubles(input, rows, row), shape);
            case INT64 -> OnnxTensor.createTensor(environment, longs(input, rows, row), shape);
            case INT32 -> OnnxTensor.createTensor(environment, ints(input, rows, row), shape);
            case BOOL -> OnnxTensor.createTensor(environment, booleans(input, rows, row), shape, OnnxJavaType.BOOL);
            default -> OnnxTensor.createTensor(environment, texts(input, rows, row), shape);
        };
    }

    private static FloatBuffer floats(Input input, Frame rows, int row) {
        FloatBuffer values = FloatBuffer.allocate(input.features().length);
        for (int place : input.features()) {
            values.put((float) FeatureRows.number(rows.column(place), row));
        }
        return values.flip();
    }

    private static DoubleBuffer doubles(Input input, Frame rows, int row) {
        DoubleBuffer values = DoubleBuffer.allocate(input.features().length);
        for (int place : input.features()) {
            values.put(FeatureRows.number(rows.column(place), row));
        }
        return values.flip();
    }

    private LongBuffer longs(Input input, Frame rows, int row) {
        LongBuffer values = LongBuffer.allocate(input.features().length);
        for (int place : input.features()) {
            values.put(whole(rows, place, row, Long.MAX_VALUE));
        }
        return values.flip();
    }

    private IntBuffer ints(Input input, Frame rows, int row) {
        IntBuffer values = IntBuffer.allocate(input.features().length);
        for (int place : input.features()) {
            values.put((int) whole(rows, place, row, Integer.MAX_VALUE));
        }
        return values.flip();
    }

    private ByteBuffer booleans(Input input, Frame rows, int row) {
        ByteBuffer values = ByteBuffer.allocateDirect(input.features().length);
        for (int place : input.features()) {
            values.put((byte) whole(rows, place, row, 1));
        }
        return values.flip();
    }

    private String[] texts(Input input, Frame rows, int row) {
        String[] values = new String[input.features().length];
        for (int i = 0; i < values.length; i++) {
            Column column = rows.column(input.features()[i]);
            if (column.isNull(row)) {
                throw noValue(input.features()[i], row, "texts");
            }
            values[i] = ((Column.Bytes) column).text(row);
        }
        return values;
    }

    private long whole(Frame rows, int place, int row, long greatest) {
        Column column = rows.column(place);
        if (column.isNull(row)) {
            throw noValue(place, row, "whole numbers");
        }
        if (column instanceof Column.Longs longs && greatest == Long.MAX_VALUE) {
            return longs.values()[row];
        }
        double value = FeatureRows.number(column, row);
        if (value != Math.rint(value) || Math.abs(value) > Math.min(greatest, 1L << 53)) {
            throw LearningError.WRONG_FEATURES.because("The feature '"
                    + signature.features().field(place).name() + "' of row " + row + " is " + value
                    + ", but the model reads whole numbers up to " + greatest + " there.");
        }
        return (long) value;
    }

    private ShearwaterException noValue(int place, int row, String what) {
        return LearningError.WRONG_FEATURES.because("The feature '"
                + signature.features().field(place).name() + "' of row " + row + " has no value, but the model reads "
                + what + " there, among which none stands for that. Impute it.");
    }
}
