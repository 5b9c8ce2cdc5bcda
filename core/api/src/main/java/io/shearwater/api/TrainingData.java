package io.shearwater.api;

import io.shearwater.model.Frame;
import io.shearwater.model.ModelError;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TrainingDataset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Training data in memory, by the parts of its split. Immutable. */
public final class TrainingData {
    private final TrainingDataset dataset;
    private final Map<String, Part> parts;

    public TrainingData(TrainingDataset dataset, Map<String, Part> parts) {
        this.dataset = dataset;
        this.parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
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
     * others are copied: hold one fold at a time.
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
     * The rows of all parts but one, part after part, copied.
     *
     * @throws io.shearwater.model.ShearwaterException UNKNOWN_COLUMN when the split has no such part
     */
    public Part without(String name) {
        Part left = part(name);
        Map<String, Part> rest = new LinkedHashMap<>(parts);
        rest.remove(name);
        List<Part> others = List.copyOf(rest.values());
        return new Part(
                concat(left, others, Part::features),
                concat(left, others, Part::labels),
                concat(left, others, Part::helpers),
                concat(left, others, Part::index),
                concat(left, others, Part::weights));
    }

    private static Frame concat(Part like, List<Part> parts, Function<Part, Frame> role) {
        return Frame.concat(role.apply(like).schema(), parts.stream().map(role).toList());
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
