package io.shearwater.learning;

import java.nio.file.Path;

/** Loads models of one format; found by {@link java.util.ServiceLoader}. Thread-safe. */
public interface ModelRuntime {
    /** The name of the format, as {@code xgboost} or {@code onnx}. */
    String format();

    /** Whether a directory holds a model of this format, by the names of its files. */
    boolean recognises(Path directory);

    /**
     * Loads a model whole; its files may be gone afterwards.
     *
     * @param directory the files of the model
     * @param signature what it was registered to read and predict
     * @throws io.shearwater.model.ShearwaterException BAD_MODEL for files that are cut off or altered, UNSUPPORTED_MODEL for one
     *     that needs another runtime, WRONG_FEATURES where the files say otherwise than the signature
     */
    Predictor load(Path directory, ModelSignature signature);
}
