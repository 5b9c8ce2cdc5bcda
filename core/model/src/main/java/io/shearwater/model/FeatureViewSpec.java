package io.shearwater.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one model, or a family of models, reads: an ordered selection of features over joined groups.
 *
 * @param query as it is read: with joins that fill columns where transformations say so ({@link ForwardFill}), of which {@link
 *     Query#declared} is without
 * @param labels result columns that the model is to predict; absent at inference
 * @param trainingHelpers result columns that come with training data only and do not go into the model
 * @param inferenceHelpers result columns that come with inference data only and do not go into the model
 * @param transformations of features and labels, for this model alone, in the order in which they run: the last step before
 *     the model, in training, batch and online alike
 */
public record FeatureViewSpec(
        ViewRef ref,
        String description,
        Query query,
        List<String> labels,
        List<String> trainingHelpers,
        List<String> inferenceHelpers,
        List<TransformationCall> transformations) {

    public FeatureViewSpec {
        transformations = List.copyOf(transformations);
        labels = List.copyOf(labels);
        trainingHelpers = List.copyOf(trainingHelpers);
        inferenceHelpers = List.copyOf(inferenceHelpers);
        Schema schema = query.schema();
        requireColumns(ref, schema, labels, "label");
        requireColumns(ref, schema, trainingHelpers, "training helper");
        requireColumns(ref, schema, inferenceHelpers, "inference helper");
        for (String label : labels) {
            if (trainingHelpers.contains(label) || inferenceHelpers.contains(label)) {
                throw ModelError.BAD_DEFINITION.because("The feature view '" + ref.name() + "' names '" + label
                        + "' as a label and as a helper; it can be one of them.");
            }
        }
        if (labelNodes(query, labels).size() > 1) {
            throw ModelError.BAD_DEFINITION.because("The feature view '" + ref.name() + "' takes its labels " + labels
                    + " from several groups; they must come from one.");
        }
        Set<String> others = new HashSet<>(labels);
        others.addAll(trainingHelpers);
        others.addAll(inferenceHelpers);
        query = ForwardFill.read(ref, query, others, transformations);
    }

    public static Builder builder(String name, int version, Query query) {
        return new Builder(new ViewRef(name, version), query);
    }

    public String name() {
        return ref.name();
    }

    public int version() {
        return ref.version();
    }

    /** The ordered features: what goes into the model, the same in training, batch and online. */
    public List<Query.Output> features() {
        return query.outputs().stream()
                .filter(output -> !output.index())
                .filter(output -> !labels.contains(output.name()))
                .filter(output -> !trainingHelpers.contains(output.name()))
                .filter(output -> !inferenceHelpers.contains(output.name()))
                .toList();
    }

    /** This view with other transformations. */
    public FeatureViewSpec withTransformations(List<TransformationCall> next) {
        return new FeatureViewSpec(ref, description, query.declared(), labels, trainingHelpers, inferenceHelpers, next);
    }

    /** The transformations that are functions of a row, in order: all but those that say what the query reads. */
    public List<TransformationCall> steps() {
        return transformations.stream().filter(call -> !ForwardFill.is(call)).toList();
    }

    /** The features as a schema, before any transformation. */
    public Schema featureSchema() {
        return schemaOf(features());
    }

    /** These result columns, in the order of the names. */
    public List<Query.Output> outputs(List<String> names) {
        List<Query.Output> all = query.outputs();
        List<Query.Output> chosen = new ArrayList<>();
        for (String name : names) {
            all.stream().filter(output -> output.name().equals(name)).forEach(chosen::add);
        }
        return chosen;
    }

    /** The node (see {@link Query#nodes()}) that gives the labels, if there are labels. */
    public Optional<Integer> labelNode() {
        return labelNodes(query, labels).stream().findFirst();
    }

    /** What of a filter on training data holds for inference too: all conditions but those on labels, which are not known. */
    public Predicate inferenceFilter(Predicate filter) {
        Predicate result = Predicate.all();
        for (Predicate condition : filter.conjuncts()) {
            if (condition.columns().stream().noneMatch(labels::contains)) {
                result = result.and(condition);
            }
        }
        return result;
    }

    public static Schema schemaOf(List<Query.Output> outputs) {
        return Schema.of(outputs.stream()
                .map(output -> new Field(output.name(), output.type()))
                .toList());
    }

    private static List<Integer> labelNodes(Query query, List<String> labels) {
        return query.outputs().stream()
                .filter(output -> labels.contains(output.name()))
                .map(Query.Output::node)
                .distinct()
                .toList();
    }

    private static void requireColumns(ViewRef ref, Schema schema, List<String> names, String role) {
        if (new HashSet<>(names).size() < names.size()) {
            throw ModelError.BAD_DEFINITION.because(
                    "The feature view '" + ref.name() + "' names a " + role + " twice: " + names + ".");
        }
        for (String name : names) {
            if (!schema.contains(name)) {
                throw ModelError.UNKNOWN_COLUMN.because("The feature view '" + ref.name() + "' names the " + role
                        + " '" + name + "', which its query does not select; it selects " + schema.names() + "."
                        + Names.didYouMean(name, schema.names()));
            }
        }
    }

    /** Collects the parts of a view. Not thread-safe. */
    public static final class Builder {
        private final ViewRef ref;
        private final Query query;
        private String description = "";
        private List<String> labels = List.of();
        private List<String> trainingHelpers = List.of();
        private List<String> inferenceHelpers = List.of();
        private final List<TransformationCall> transformations = new ArrayList<>();

        private Builder(ViewRef ref, Query query) {
            this.ref = ref;
            this.query = query;
        }

        public Builder description(String text) {
            description = text;
            return this;
        }

        public Builder labels(String... names) {
            labels = List.of(names);
            return this;
        }

        public Builder trainingHelpers(String... names) {
            trainingHelpers = List.of(names);
            return this;
        }

        public Builder inferenceHelpers(String... names) {
            inferenceHelpers = List.of(names);
            return this;
        }

        /** Transforms features or labels for this model alone, after those given before. */
        public Builder transform(TransformationCall... calls) {
            return transform(List.of(calls));
        }

        /** As {@link #transform(TransformationCall...)}. */
        public Builder transform(List<TransformationCall> calls) {
            transformations.addAll(calls);
            return this;
        }

        public FeatureViewSpec build() {
            return new FeatureViewSpec(
                    ref, description, query, labels, trainingHelpers, inferenceHelpers, transformations);
        }
    }
}
