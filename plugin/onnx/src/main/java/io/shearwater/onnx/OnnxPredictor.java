package io.shearwater.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.shearwater.learning.FeatureRows;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.model.Frame;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model in ONNX Runtime. Rows go through it one by one: nothing says that its kernels give a row the same bits alone and among
 * others, and a score must not depend on who else asks.
 */
final class OnnxPredictor implements Predictor {
    /** In {@link #users}: no more may come. */
    private static final int CLOSED = 1 << 30;

    private final ModelSignature signature;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final OnnxInputs inputs;
    private final OnnxOutput output;
    /** How many predictions are under way. The last one out of a closed model frees it. */
    private final AtomicInteger users = new AtomicInteger();

    OnnxPredictor(ModelSignature signature, OrtEnvironment environment, OrtSession session) throws OrtException {
        this.signature = signature;
        this.environment = environment;
        this.session = session;
        this.inputs = OnnxInputs.of(signature, session.getInputInfo());
        this.output = OnnxOutput.of(signature, session.getOutputInfo());
    }

    @Override
    public ModelSignature signature() {
        return signature;
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
            double[] scores = new double[Math.multiplyExact(features.rows(), signature.outputs())];
            for (int row = 0; row < features.rows(); row++) {
                predict(features, row, scores);
            }
            return scores;
        } catch (OrtException e) {
            throw LearningError.LEARNER_FAILED.because(
                    "The ONNX model of '" + signature.label() + "' failed: " + said(e), e);
        } finally {
            leave();
        }
    }

    private void predict(Frame features, int row, double[] scores) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            inputs.fill(environment, features, row, tensors);
            try (OrtSession.Result result = session.run(tensors, Set.of(output.name()))) {
                output.read(result.get(0), scores, row * signature.outputs());
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
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
