package io.shearwater.learning;

import io.shearwater.evaluation.Scorecard;
import io.shearwater.model.ViewRef;
import java.time.Instant;
import java.util.SortedMap;

/**
 * What an evaluation found of a version after it was registered. Immutable, and kept with the version.
 *
 * @param number counts up from 1 within the version
 * @param name what it is about, as {@code bias}; of those of one name with checks the newest says whether the version may go on
 * @param by who asked for it
 * @param run that keeps its report: slices and plots
 */
public record Validation(int number, String name, Instant at, String by, String run, Data data, Findings findings) {
    /** Of all its rows, by name. */
    public SortedMap<String, Double> metrics() {
        return findings.metrics();
    }

    /** What its checks found; without checks it has no findings. */
    public Scorecard scorecard() {
        return findings.scorecard();
    }

    /** Whether it decides if the version may go on: it has checks. */
    public boolean isRequired() {
        return !scorecard().findings().isEmpty();
    }

    /**
     * What was found.
     *
     * @param metrics by name, of all rows
     * @param scorecard what the checks found
     */
    public record Findings(SortedMap<String, Double> metrics, Scorecard scorecard) {}

    /**
     * Which rows it is of.
     *
     * @param trainingDataset the version of the view's training data, which is kept as long as the model
     * @param part of its split
     * @param rows that were evaluated
     * @param unlabelled rows that were left out since their label was not known
     */
    public record Data(ViewRef view, int trainingDataset, String part, long rows, long unlabelled) {
        @Override
        public String toString() {
            return view + ", training data " + trainingDataset + ", part " + part;
        }
    }
}
