package io.shearwater.api;

import io.shearwater.learning.Run;
import io.shearwater.learning.Run.DatasetInput;
import io.shearwater.learning.RunStatus;
import io.shearwater.model.StoredFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Logs what a run does. What a call logged is durable when it returns. Thread-safe. Close it: a run that has not been ended by
 * then is FAILED, since whatever was to end it did not come so far.
 */
public interface RunLog extends AutoCloseable {
    String runId();

    /** The run as it is now. */
    Run run();

    /**
     * Writes parameters, each once: the same value again is fine.
     *
     * @throws io.shearwater.model.ShearwaterException ALREADY_EXISTS for another value
     */
    void params(Map<String, ?> params);

    /** As {@link #params}, one. */
    default void param(String name, Object value) {
        params(Map.of(name, value));
    }

    /** Adds a point to each of these metrics. */
    void metrics(Map<String, Double> values, long step);

    /** As {@link #metrics}, of several steps, by step: one write to the disk for all. */
    void rounds(Map<Integer, ? extends Map<String, Double>> values);

    /** As {@link #metrics}, one. */
    default void metric(String name, double value, long step) {
        metrics(Map.of(name, value), step);
    }

    /** Writes a tag, in the place of the one of its name. */
    void tag(String name, String value);

    /** Notes that the run read data. */
    void input(DatasetInput data);

    /**
     * Keeps a file with the run, in the place of the one of its path.
     *
     * @param path within the run, as {@code plots/roc.svg}
     */
    StoredFile artifact(Path file, String path);

    /** The run's files; their paths are those of the project. */
    List<StoredFile> artifacts();

    /** Ends the run, FINISHED. */
    default void end() {
        end(RunStatus.FINISHED);
    }

    void end(RunStatus status);

    /** Ends the run, FAILED, with the reason as its tag {@code error}; a long one is cut. */
    void fail(String reason);

    @Override
    void close();
}
