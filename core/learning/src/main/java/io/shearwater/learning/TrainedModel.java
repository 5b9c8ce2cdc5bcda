package io.shearwater.learning;

import java.nio.file.Path;
import java.util.Map;

/** What a learner made. Close it when it is saved or not needed. */
public interface TrainedModel extends AutoCloseable {
    /** Predicts with it; closed with this. */
    Predictor predictor();

    /** The format of the files that {@link #save} writes, by which a runtime is chosen. */
    String format();

    /** Writes the model's files into a directory that is there; the same model writes the same bytes. */
    void save(Path directory);

    /** What was measured at the end, by name: of the best round where rounds were compared. */
    Map<String, Double> metrics();

    /** How much the model uses each feature, by name, the most used first; empty where it cannot tell. */
    Map<String, Double> importance();

    /** The libraries with which it was made, with their versions. */
    Map<String, String> libraries();

    @Override
    void close();
}
