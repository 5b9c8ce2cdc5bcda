package io.shearwater.api;

import io.shearwater.model.Frame;
import io.shearwater.model.ModelError;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TrainingDataset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Training data in memory, by the parts of its split. Immutable. */
public final class TrainingData {
    private final TrainingDataset dataset;
    private final Map<String, Part> parts;
    private final Gathered gathered;

    /** Parts that are put together as they are. */
    public TrainingData(TrainingDataset dataset, Map<String, Part> parts) {
        this(dataset, parts, new Concatenated(List.copyOf(parts.values())));
    }

    /** Parts that are put together in another way. */
    public TrainingData(TrainingDataset dataset, Map<String, Part> parts, Gathered gathered) {
        this.dataset = dataset;
        this.parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        this.gathered = gathered;
    }

    /** Several parts as one, part after part, as a model reads them that learns from these. Thread-safe. */
    public interface Gathered {
        /**
         * All parts but one.
         *
         * @param part its place in the split, from 0
         */
        Part without(int part);

        /** All parts. */
        Part all();
    }

    /**
     * One part of the split; all frames have the same rows in the same order.
     *
     * @param features in the order of the view
     * @param labels in the order in which the view names them
     * @param helpers the view's training helpers
     * @param index the root's primary key and event time
     * @param weights the column {@code class_weight} if class weights were asked for, else no column
     */
    public record Part(Frame features, Frame labels, Frame helpers, Frame index, Frame weights) {
        /** A part without weights. */
        public Part(Frame features, Frame labels, Frame helpers, Frame index) {
            this(features, labels, helpers, index, new Frame(Schema.of(), List.of(), features.rows()));
        }
    }

    /** The version that was made or read. */
    public TrainingDataset dataset() {
        return dataset;
    }

    /** The parts by name, in order. */
    public Map<String, Part> parts() {
        return parts;
    }

    /**
     * A part by name.
     *
     * @throws io.shearwater.model.ShearwaterException UNKNOWN_COLUMN when the split has no such part
     */
    public Part part(String name) {
        Part part = parts.get(name);
        if (part == null) {
            throw ModelError.UNKNOWN_COLUMN.because("The split has no part '" + name + "'; it has " + parts.keySet()
                    + "." + Names.didYouMean(name, parts.keySet()));
        }
        return part;
    }

    /**
     * A fold of a split for cross-validation, as what is for testing, with all others as what is for training. The rows of the
     * others are copied: hold one fold at a time. Where the view's transformations learn, both are transformed with what was
     * learnt from the others alone, so that folds may have different columns.
     *
     * @param number from 1
     * @throws io.shearwater.model.ShearwaterException UNKNOWN_COLUMN when the split has no such fold
     */
    public Fold fold(int number) {
        String name = SplitSpec.foldName(number);
        return new Fold(without(name), part(name));
    }

    /**
     * What one model of a cross-validation reads.
     *
     * @param train the rows of all other folds, fold after fold
     * @param test the rows of the fold
     */
    public record Fold(Part train, Part test) {}

    /**
     * The rows of all parts but one, part after part, copied; of folds, as what a model learns from that is tested with the one.
     *
     * @throws io.shearwater.model.ShearwaterException UNKNOWN_COLUMN when the split has no such part
     */
    public Part without(String name) {
        part(name);
        return gathered.without(List.copyOf(parts.keySet()).indexOf(name));
    }

    /**
     * The rows of all parts, part after part, copied; of folds, as what the final model learns from, which
     * {@link FeatureView#withTrainingDataset} then serves.
     */
    public Part all() {
        return gathered.all();
    }

    private record Concatenated(List<Part> parts) implements Gathered {
        @Override
        public Part without(int part) {
            List<Part> others = new ArrayList<>(parts);
            others.remove(part);
            return concat(others);
        }

        @Override
        public Part all() {
            return concat(parts);
        }

        private Part concat(List<Part> chosen) {
            return new Part(
                    concat(chosen, Part::features),
                    concat(chosen, Part::labels),
                    concat(chosen, Part::helpers),
                    concat(chosen, Part::index),
                    concat(chosen, Part::weights));
        }

        private Frame concat(List<Part> chosen, Function<Part, Frame> role) {
            Schema schema = role.apply(parts.getFirst()).schema();
            return Frame.concat(schema, chosen.stream().map(role).toList());
        }
    }

    public Part train() {
        return part("train");
    }

    public Part validation() {
        return part("validation");
    }

    public Part test() {
        return part("test");
    }
}
