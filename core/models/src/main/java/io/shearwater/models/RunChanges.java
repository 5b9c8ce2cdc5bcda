package io.shearwater.models;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.Lifecycle;
import io.shearwater.learning.Run;
import io.shearwater.learning.Run.DatasetInput;
import io.shearwater.learning.Run.Period;
import io.shearwater.learning.Run.RunData;
import io.shearwater.learning.Run.RunInfo;
import io.shearwater.learning.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs as they become. */
final class RunChanges {
    private RunChanges() {}

    static Run withStatus(Run run, RunStatus status, Period period) {
        RunInfo was = run.info();
        return withInfo(
                run,
                new RunInfo(
                        was.runId(),
                        was.runName(),
                        was.experimentId(),
                        status,
                        period,
                        was.artifactUri(),
                        was.lifecycleStage()));
    }

    /** A run whose process is gone. Nobody knows when it ended: it is killed since somebody looks. */
    static Run killed(Run run) {
        return withStatus(run, RunStatus.KILLED, run.info().period());
    }

    static Run withLifecycle(Run run, Lifecycle lifecycle) {
        RunInfo was = run.info();
        return withInfo(
                run,
                new RunInfo(
                        was.runId(),
                        was.runName(),
                        was.experimentId(),
                        was.status(),
                        was.period(),
                        was.artifactUri(),
                        lifecycle));
    }

    private static Run withInfo(Run run, RunInfo info) {
        return new Run(info, run.data(), run.inputs());
    }

    /** With more parameters, each of which is written once. */
    static Run withParams(Run run, Map<String, String> params) {
        SortedMap<String, String> next = new TreeMap<>(run.data().params());
        params.forEach((name, value) -> {
            String before = next.putIfAbsent(name, value);
            if (before != null && !before.equals(value)) {
                throw LearningError.ALREADY_EXISTS.because("The parameter '" + name + "' of the run " + run.runId()
                        + " is '" + before + "' already and cannot become '" + value
                        + "'. Begin another run, or log it under another name.");
            }
        });
        return new Run(
                run.info(), new RunData(run.data().metrics(), next, run.data().tags()), run.inputs());
    }

    static Run withTag(Run run, String name, String value) {
        SortedMap<String, String> next = new TreeMap<>(run.data().tags());
        next.put(name, value);
        return new Run(run.info(), new RunData(run.data().metrics(), run.data().params(), next), run.inputs());
    }

    static Run withInput(Run run, DatasetInput input) {
        List<DatasetInput> next = new ArrayList<>(run.inputs());
        if (!next.contains(input)) {
            next.add(input);
        }
        return new Run(run.info(), run.data(), next);
    }
}
