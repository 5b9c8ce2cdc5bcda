package io.shearwater.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Loads models of the ONNX format. A model reads either one tensor [rows, features] or one input for each feature, known by its
 * name; tensors of floats, doubles, whole numbers, truth values and texts. Of a classifier as scikit-learn's converter writes
 * it, the probabilities are taken, be they a tensor or maps. Files are of at most 2 GB, with the weights inside. Thread-safe.
 */
public final class OnnxRuntime implements ModelRuntime {
    /** The name of the format. */
    public static final String FORMAT = "onnx";

    private static final String FILE = "model.onnx";
    /** What the library says of a model that is right, but not for it. */
    private static final Pattern NEWER = Pattern.compile(
            "(?i)unsupported model ir version|under development|is not a registered|not implemented|No opset import|"
                    + "only \\*guarantees\\* support|could not find an implementation");

    @Override
    public String format() {
        return FORMAT;
    }

    /** A directory with {@code model.onnx}, or with one file that ends in {@code .onnx}. */
    @Override
    public boolean recognises(Path directory) {
        return file(directory).isPresent();
    }

    @Override
    public Predictor load(Path directory, ModelSignature signature) {
        Path file = file(directory)
                .orElseThrow(
                        () -> LearningError.BAD_MODEL.because("There is no '" + FILE + "' among the model's files."));
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw LearningError.BAD_MODEL.because("The model file '" + file.getFileName() + "' cannot be read.", e);
        }
        if (bytes.length == 0) {
            throw LearningError.BAD_MODEL.because("The model file '" + file.getFileName() + "' is empty.");
        }
        return load(bytes, file.getFileName().toString(), signature);
    }

    private static Predictor load(byte[] bytes, String name, ModelSignature signature) {
        OrtEnvironment environment = environment();
        OrtSession session;
        try (SessionOptions options = options()) {
            session = environment.createSession(bytes, options);
        } catch (OrtException e) {
            throw notLoaded(name, e);
        }
        try {
            return new OnnxPredictor(signature, environment, session);
        } catch (OrtException e) {
            throw closing(session, notLoaded(name, e));
        } catch (ShearwaterException e) {
            throw closing(session, e);
        }
    }

    private static ShearwaterException closing(OrtSession session, ShearwaterException failure) {
        try {
            session.close();
        } catch (OrtException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** One thread for a prediction: those that ask are many, and sums come out in the same order. */
    private static SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(OptLevel.ALL_OPT);
        options.setDeterministicCompute(true);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        return options;
    }

    private static OrtEnvironment environment() {
        try {
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "shearwater");
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw LearningError.LEARNER_FAILED.because(
                    "ONNX Runtime cannot be loaded on this machine: " + e.getMessage()
                            + ". It has libraries for Linux with glibc (x64, aarch64), macOS (aarch64) and Windows (x64).",
                    e);
        }
    }

    private static ShearwaterException notLoaded(String name, OrtException e) {
        String said = OnnxPredictor.said(e);
        return NEWER.matcher(said).find()
                ? LearningError.UNSUPPORTED_MODEL.because(
                        "The model file '" + name + "' needs what ONNX Runtime 1.28 does not have: " + said
                                + " Export it for an earlier opset.",
                        e)
                : LearningError.BAD_MODEL.because(
                        "The model file '" + name + "' is not whole, was altered or is not of ONNX: " + said, e);
    }

    private static Optional<Path> file(Path directory) {
        Path usual = directory.resolve(FILE);
        if (Files.isRegularFile(usual)) {
            return Optional.of(usual);
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".onnx")).toList();
            return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
        } catch (IOException e) {
            throw LearningError.BAD_MODEL.because("The model's files cannot be listed.", e);
        }
    }
}
