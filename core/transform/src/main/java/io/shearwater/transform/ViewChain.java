package io.shearwater.transform;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureType;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Query;
import io.shearwater.model.TransformationCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The transformations of a feature view over the columns that it reads. They take the features in the order of the view, then
 * the extras, then, in training, the labels.
 *
 * @param extras columns that transformations read beside features and labels: helpers, keys and the event time of the root
 */
public record ViewChain(TransformationChain chain, List<String> features, List<String> extras, List<String> labels) {
    public ViewChain {
        features = List.copyOf(features);
        extras = List.copyOf(extras);
        labels = List.copyOf(labels);
    }

    /**
     * The transformations of a view, checked.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_CALL or WRONG_PLACE, naming the call
     */
    public static ViewChain of(FeatureViewSpec view, Functions functions) {
        List<String> features = view.features().stream().map(Query.Output::name).toList();
        List<Input> columns = new ArrayList<>();
        view.features().forEach(output -> columns.add(input(view, output)));
        List<String> extras = new ArrayList<>();
        for (String name : extraNames(view)) {
            extra(view, name).ifPresent(input -> {
                extras.add(name);
                columns.add(input);
            });
        }
        view.outputs(view.labels()).forEach(output -> columns.add(input(view, output)));
        TransformationChain chain = new TransformationChain(
                "the feature view '" + view.name() + "' version " + view.version(),
                columns,
                features,
                view.labels(),
                view.steps(),
                functions);
        return new ViewChain(chain, features, extras, view.labels());
    }

    /** What calls read that is neither a feature nor a label nor made by a call before. */
    private static Set<String> extraNames(FeatureViewSpec view) {
        Set<String> known = new HashSet<>(view.labels());
        view.features().forEach(output -> known.add(output.name()));
        Set<String> extras = new LinkedHashSet<>();
        for (TransformationCall call : view.steps()) {
            call.inputs().stream().filter(name -> !known.contains(name)).forEach(extras::add);
            known.addAll(call.outputs());
        }
        return extras;
    }

    private static Optional<Input> extra(FeatureViewSpec view, String name) {
        Optional<Input> selected = view.query().outputs().stream()
                .filter(output -> output.name().equals(name))
                .map(output -> input(view, output))
                .findFirst();
        FeatureGroupSpec root = view.query().group();
        return selected.or(
                () -> root.identity().contains(name) ? Optional.of(input(name, root, name)) : Optional.empty());
    }

    private static Input input(FeatureViewSpec view, Query.Output output) {
        // What is filled is read elsewhere, and declared where it was.
        FeatureGroupSpec group = view.query().nodes().get(output.node()).group();
        return input(
                output.name(), view.query().filled().contains(output.name()) ? group.stored() : group, output.column());
    }

    /** A column of a group, as the group declares it. */
    static Input input(String name, FeatureGroupSpec group, String column) {
        DataType type = group.column(column).type();
        FeatureType declared = group.features().stream()
                .filter(feature -> feature.name().equals(column))
                .map(Feature::featureType)
                .findFirst()
                .orElse(FeatureType.of(type));
        return new Input(name, type, declared);
    }

    /** The calls in order, one line each: what they are about and in which reading of the training data they learn. */
    public String explain() {
        StringBuilder text = new StringBuilder("transformations, in this order:");
        for (TransformationChain.Step step : chain.steps()) {
            text.append("\n  ")
                    .append(step.call())
                    .append(" [")
                    .append(step.role().shown());
            if (step.function().isFitted()) {
                text.append(", learns in reading ").append(step.pass() + 1).append(" of the part 'train'");
            }
            text.append(']');
        }
        return text.toString();
    }

    /** The features and extras, in order: what is given at inference. */
    public List<String> givenAtInference() {
        List<String> given = new ArrayList<>(features);
        given.addAll(extras);
        return given;
    }
}
