package io.shearwater.learning;

import java.time.Instant;
import java.util.Map;

/**
 * Runs that answer one question, such as which parameters suit the fraud model. Immutable.
 *
 * @param experimentId a number as text; {@link #DEFAULT_ID} is there always
 * @param name unique within the project
 * @param artifactLocation the directory of the project under which its runs keep files
 * @param tags what users note of it
 */
public record Experiment(
        String experimentId,
        String name,
        String artifactLocation,
        Lifecycle lifecycleStage,
        Map<String, String> tags,
        Instant creationTime,
        Instant lastUpdateTime) {
    /** The experiment of runs that name none. */
    public static final String DEFAULT_ID = "0";

    /** Its name. */
    public static final String DEFAULT_NAME = "Default";

    public Experiment {
        tags = Map.copyOf(tags);
    }
}
