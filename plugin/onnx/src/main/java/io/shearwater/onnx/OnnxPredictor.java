package io.shearwater.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.shearwater.learning.FeatureRows;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model in ONNX Runtime. Nothing says that its kernels give a row the same bits alone and among others, and a score must not
 * depend on who else asks. So rows go through in blocks of one size, and one by one what is left over; and in blocks only if that
 * gave the bits of single rows when the model was loaded.
 */
final class OnnxPredictor implements Predictor {
    private static final int BLOCK = 64;

    /** In {@link #users}: no more may come. */
    private static final int CLOSED = 1 << 30;

    private final ModelSignature signature;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final OnnxInputs inputs;
    private final OnnxOutput output;
    private final int block;
    /** How many predictions are under way. The last one out of a closed model frees it. */
    private final AtomicInteger users = new AtomicInteger();

    OnnxPredictor(ModelSignature signature, OrtEnvironment environment, OrtSession session) throws OrtException {
        this.signature = signature;
        this.environment = environment;
        this.session = session;
        this.inputs = OnnxInputs.of(signature, session.getInputInfo());
        this.output = OnnxOutput.of(signature, session.getOutputInfo());
        this.block = blocksAreSafe() ? BLOCK : 1;
    }

    @Override
    public ModelSignature signature() {
        return signature;
    }

    /** How many rows go through the model at once. */
    int block() {
        return block;
    }

    @Override
    public double[] predict(Frame features) {
        FeatureRows.requireFeatures(signature, features);
        if ((users.incrementAndGet() & CLOSED) != 0) {
            leave();
            throw LearningError.LEARNER_FAILED.because(
                    "The model of '" + signature.label() + "' is closed. Load it again.");
        }
        try {
            return predict(features, block);
        } catch (OrtException e) {
            throw LearningError.LEARNER_FAILED.because(
                    "The ONNX model of '" + signature.label() + "' failed: " + said(e), e);
        } finally {
            leave();
        }
    }

    private double[] predict(Frame features, int most) throws OrtException {
        int rows = features.rows();
        double[] scores = new double[Math.multiplyExact(rows, signature.outputs())];
        for (int row = 0; row < rows; ) {
            int count = rows - row < most ? 1 : most;
            predict(new OnnxInputs.Rows(features, row, count), scores);
            row += count;
        }
        return scores;
    }

    private void predict(OnnxInputs.Rows rows, double[] scores) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            inputs.fill(environment, rows, tensors);
            try (OrtSession.Result result = session.run(tensors, Set.of(output.name()))) {
                output.read(result.get(0), rows.count(), scores, rows.from() * signature.outputs());
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /** Whether a block of random rows gets the bits that they get one by one. */
    private boolean blocksAreSafe() {
        try {
            Frame rows = random(signature.features());
            return Arrays.equals(predict(rows, BLOCK), predict(rows, 1));
        } catch (OrtException | ShearwaterException e) {
            // It may take only what these rows are not, or only one row at once.
            return false;
        }
    }

    private static Frame random(Schema features) {
        SplittableRandom random = new SplittableRandom(1);
        FrameBuilder rows = new FrameBuilder(features, BLOCK);
        for (int row = 0; row < BLOCK; row++) {
            Map<String, Object> values = new LinkedHashMap<>();
            for (int i = 0; i < features.size(); i++) {
                Field field = features.field(i);
                double value = 4 * random.nextDouble() - 2;
                values.put(
                        field.name(),
                        switch (field.type()) {
                            case DataType.StringType t -> String.valueOf((int) value);
                            case DataType.BooleanType t -> value > 0;
                            case DataType.IntType t -> (int) value;
                            case DataType.LongType t -> (long) value;
                            case DataType.FloatType t -> (float) value;
                            case DataType.DecimalType t -> BigDecimal.valueOf((long) value);
                            default -> value;
                        });
            }
            rows.append(values);
        }
        return rows.build();
    }

    private void leave() {
        if (users.decrementAndGet() == CLOSED) {
            free();
        }
    }

    @Override
    public void close() {
        int before = users.getAndUpdate(count -> count | CLOSED);
        if (before == 0) {
            free();
        }
    }

    /** Reached once: only one who is the last sees the count become nothing but the mark, which is then changed. */
    private void free() {
        if (!users.compareAndSet(CLOSED, CLOSED | CLOSED >> 1)) {
            return;
        }
        try {
            session.close();
        } catch (OrtException e) {
            throw LearningError.LEARNER_FAILED.because("The ONNX model cannot be closed: " + said(e), e);
        }
    }

    /** What the library says, in one line and without its own code, file and function. */
    static String said(OrtException e) {
        String message = String.valueOf(e.getMessage())
                .replaceAll("\\s+", " ")
                .replaceFirst("^Error code - \\S+ - message: ", "")
                .replaceFirst("^/onnxruntime_src/[^)]*\\)( const)? ", "")
                .strip();
        String cut = message.length() > 300 ? message.substring(0, 300) + " …" : message;
        return cut.endsWith(".") ? cut : cut + ".";
    }
}
