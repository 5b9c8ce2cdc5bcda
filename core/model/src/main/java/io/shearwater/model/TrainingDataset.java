package io.shearwater.model;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A version of a view's training data: everything that is needed to read it again, value for value.
 *
 * @param version counts up from 1 within the view
 * @param filter a condition on result columns beside the view's own; applied to batch data and vectors of this version too
 * @param range the stretch of the labels' event time that was read
 * @param pins for each group, in the order of the query's nodes, the commit whose state is read
 * @param hasSpine whether the rows are those of keys and times that the caller brought instead of the root group's
 * @param outcome what came out of it
 */
public record TrainingDataset(
        ViewRef view,
        int version,
        Instant created,
        SplitSpec split,
        Predicate filter,
        TimeRange range,
        List<Pin> pins,
        boolean hasSpine,
        Outcome outcome) {
    public TrainingDataset {
        pins = List.copyOf(pins);
    }

    /** What came out, by the names of the split, in its order. */
    public Map<String, PartInfo> parts() {
        return outcome.parts();
    }

    /** Label rows that were left out because a required group had no row for them. */
    public long droppedRows() {
        return outcome.droppedRows();
    }

    /** The SHA-256 in hexadecimal of what the view's transformations learnt, as {@link Outcome#fitted}. */
    public Optional<String> fitted() {
        return outcome.fitted();
    }

    /** The same of what they learnt for each fold from all others. */
    public List<String> foldsFitted() {
        return outcome.foldsFitted();
    }

    /** The weights of rows, if they were asked for. */
    public Optional<ClassWeights> classWeights() {
        return outcome.classWeights();
    }

    /** Whether it was read once, so that it is known what it holds. */
    public boolean isComplete() {
        return !parts().isEmpty();
    }

    /** The same with other pins. */
    public TrainingDataset withPins(List<Pin> next) {
        return new TrainingDataset(view, version, created, split, filter, range, next, hasSpine, outcome);
    }

    /** The same with what came out of it. */
    public TrainingDataset withOutcome(Outcome next) {
        return new TrainingDataset(view, version, created, split, filter, range, pins, hasSpine, next);
    }

    /**
     * What came out of a version.
     *
     * @param parts by the names of the split, in its order; none of a version that is not, or no more, complete
     * @param droppedRows label rows that were left out because a required group had no row for them
     * @param fitted the SHA-256 in hexadecimal of what the view's transformations learnt from the training part,
     *     of folds from all of them, if they learn
     * @param foldsFitted the same of what they learnt for each fold from all others
     * @param classWeights the weights of rows, if they were asked for
     */
    public record Outcome(
            Map<String, PartInfo> parts,
            long droppedRows,
            Optional<String> fitted,
            List<String> foldsFitted,
            Optional<ClassWeights> classWeights) {
        /** Nothing yet. */
        public static final Outcome NONE = new Outcome(Map.of(), 0, Optional.empty(), List.of(), Optional.empty());

        public Outcome {
            foldsFitted = List.copyOf(foldsFitted);
            parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        }

        /** The same with other parts, and so many rows left out. */
        public Outcome withParts(Map<String, PartInfo> next, long dropped) {
            return new Outcome(next, dropped, fitted, foldsFitted, classWeights);
        }

        /** The same, with transformations that learnt this, from all that the final model is trained with and for each fold. */
        public Outcome withFitted(String digest, List<String> folds) {
            return new Outcome(parts, droppedRows, Optional.of(digest), folds, classWeights);
        }

        /** The same with weights of its rows. */
        public Outcome withClassWeights(Optional<ClassWeights> next) {
            return new Outcome(parts, droppedRows, fitted, foldsFitted, next);
        }
    }

    /** A group as it was right after a commit; commit 0 is the group before its first. */
    public record Pin(GroupRef group, long commit) {}

    /**
     * One part of the split.
     *
     * @param digest SHA-256 in hexadecimal over the typed values in row order
     */
    public record PartInfo(long rows, String digest) {}
}
