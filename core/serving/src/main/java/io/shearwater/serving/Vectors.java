package io.shearwater.serving;

import io.shearwater.model.FeatureVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request was given. The arrays are owned.
 *
 * @param vectors one for each entry
 * @param values for each entry what was known before the view's transformations, as {@link ServedView#slots} lists it
 * @param refused for each entry whether the filter of the training data refused it: its vector has no values then
 * @param reading how they were read, for the log
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Vectors(List<FeatureVector> vectors, @Nullable Object[][] values, boolean[] refused, Reading reading) {
    /** How vectors were read: known to those who read and to those who log, and handed on between them. */
    public interface Reading {}
}
