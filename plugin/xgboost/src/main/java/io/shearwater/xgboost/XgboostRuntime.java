package io.shearwater.xgboost;

import io.shearwater.learning.FeatureRows;
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
import java.util.stream.Stream;

/**
 * Loads XGBoost's models, as the library of any language saves them: JSON or UBJ. They are evaluated in Java; the native library
 * is not needed. Thread-safe.
 */
public final class XgboostRuntime implements ModelRuntime {
    /** The name of the format. */
    public static final String FORMAT = "xgboost";

    static final String JSON = "model.json";
    private static final String UBJ = "model.ubj";

    @Override
    public String format() {
        return FORMAT;
    }

    /** A directory with {@code model.json} or {@code model.ubj}, or with one file that ends in {@code .ubj}. */
    @Override
    public boolean recognises(Path directory) {
        return file(directory).isPresent();
    }

    @Override
    public Predictor load(Path directory, ModelSignature signature) {
        FeatureRows.requireNumbers(signature.features());
        Path file = file(directory)
                .orElseThrow(() -> LearningError.BAD_MODEL.because(
                        "There is no '" + JSON + "' or '" + UBJ + "' among the model's files."));
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw LearningError.BAD_MODEL.because("The model file '" + file.getFileName() + "' cannot be read.", e);
        }
        return load(bytes, file.getFileName().toString(), signature);
    }

    static Predictor load(byte[] file, String name, ModelSignature signature) {
        XgboostModel model = model(read(file, name), name);
        model.requireFits(signature);
        return new XgboostPredictor(signature, model);
    }

    /** What a newer library wrote is read as far as it is as before; if it is not, that is the reason to name. */
    private static XgboostModel model(ModelValue file, String name) {
        try {
            return XgboostModel.of(file);
        } catch (ShearwaterException refused) {
            throw XgboostModel.newerLibrary(file)
                    .map(version -> LearningError.UNSUPPORTED_MODEL.because(
                            "The model file '" + name + "' was written by xgboost " + version + ". Files of 1.0 to "
                                    + XgboostModel.NEWEST + ".x are read, and this one is not as they are: "
                                    + refused.getMessage() + " Update Shearwater, or train with an older library.",
                            refused))
                    .orElse(refused);
        }
    }

    /** Which of the two forms it is, the library tells by the same characters: what comes behind the first brace. */
    static ModelValue read(byte[] file, String name) {
        int at = 0;
        if (file.length == 0 || file[at++] != '{') {
            throw LearningError.BAD_MODEL.because("The model file '" + name
                    + "' is no XGBoost model in JSON or UBJ. Models in the older binary form have to be saved again as"
                    + " model.json.");
        }
        while (at < file.length && (file[at] == ' ' || (file[at] >= '\t' && file[at] <= '\r'))) {
            at++;
        }
        return at < file.length && file[at] == 'L' ? ModelUbj.read(file, name) : ModelJson.read(file, name);
    }

    private static Optional<Path> file(Path directory) {
        for (String name : List.of(JSON, UBJ)) {
            if (Files.isRegularFile(directory.resolve(name))) {
                return Optional.of(directory.resolve(name));
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".ubj")).toList();
            return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
        } catch (IOException e) {
            throw LearningError.BAD_MODEL.because("The model's files cannot be listed.", e);
        }
    }
}
