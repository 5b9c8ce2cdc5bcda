package io.shearwater.learning;

import io.shearwater.model.Names;
import java.util.Arrays;
import java.util.Locale;

/** How far a model version has come. */
public enum ModelStage {
    /** Registered; nothing is known of it but what its training measured. */
    UNVALIDATED,
    /** Its checks passed. */
    VALIDATED,
    /** In use; somebody approved it. */
    PRODUCTION,
    /** No more in use. */
    ARCHIVED;

    /** The name in definitions and on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The stage of a name.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION
     */
    public static ModelStage parse(String text) {
        return Arrays.stream(values())
                .filter(stage -> stage.text().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> {
                    var names = Arrays.stream(values()).map(ModelStage::text).toList();
                    return LearningError.BAD_DEFINITION.because("There is no stage '" + text
                            + "' of a model; there are " + names + "." + Names.didYouMean(text, names));
                });
    }
}
