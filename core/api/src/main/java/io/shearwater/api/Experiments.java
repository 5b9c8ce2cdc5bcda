package io.shearwater.api;

import io.shearwater.learning.Experiment;
import io.shearwater.learning.Run;
import io.shearwater.learning.Run.MetricPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What programs that train and evaluate tried, with which parameters, and what came out: experiments, their runs, and what
 * these log. Thread-safe.
 */
public interface Experiments {
    /** The experiment of this name, made if it is not there. A deleted one has to be restored first. */
    Experiment getOrCreate(String name);

    /**
     * Makes an experiment.
     *
     * @throws io.shearwater.model.ShearwaterException ALREADY_EXISTS, also for the name of a deleted one
     */
    Experiment create(String name, Map<String, String> tags);

    /**
     * The experiment of an id.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND
     */
    Experiment experiment(String experimentId);

    Optional<Experiment> find(String name);

    /** All of them, deleted ones too, by id. */
    List<Experiment> list();

    Experiment rename(String experimentId, String name);

    /** Writes a tag, in the place of the one of its name. */
    Experiment tag(String experimentId, String name, String value);

    /** Hides an experiment with its runs. */
    Experiment delete(String experimentId);

    Experiment restore(String experimentId);

    /**
     * Begins a run.
     *
     * @param experiment its name; made if it is not there
     * @param runName for people; a name is made where it is empty
     */
    RunLog start(String experiment, String runName);

    /** Goes on with a run, which is then running again. */
    RunLog resume(String runId);

    /**
     * Does work as a run: it is FINISHED when the work returns, and FAILED, as {@link RunLog#fail} says, when it throws.
     *
     * @param experiment its name; made if it is not there
     */
    default <T> T track(String experiment, String runName, Function<RunLog, T> work) {
        try (RunLog run = start(experiment, runName)) {
            try {
                T result = work.apply(run);
                run.end();
                return result;
            } catch (RuntimeException failed) {
                run.fail(String.valueOf(failed.getMessage()));
                throw failed;
            }
        }
    }

    /**
     * A run as it is now.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND
     */
    Run run(String runId);

    /**
     * Runs that meet conditions, in the order that is asked for.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION saying where a condition cannot be read
     */
    List<Run> search(RunSearch search);

    /**
     * The points of a metric by step, then time.
     *
     * @param from how many to leave out at the beginning
     */
    List<MetricPoint> history(String runId, String metric, long from, int most);

    /** Hides a run. */
    Run deleteRun(String runId);

    Run restoreRun(String runId);
}
