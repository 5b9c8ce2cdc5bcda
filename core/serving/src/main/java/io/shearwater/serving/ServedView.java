package io.shearwater.serving;

import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import io.shearwater.model.Statistics;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A view as deployments read it, with the transformations that were fitted to one version of its training data. Thread-safe. */
public interface ServedView {
    FeatureViewSpec spec();

    OptionalInt trainingDataset();

    /** Names and types of the features as a model reads them, in order. */
    Schema features();

    /** What is known of an entity before the view's transformations: features, helpers, and what others are computed from. */
    List<Field> slots();

    /** Of what each feature is made, in the order of {@link #features}. */
    List<Making> makings();

    /** What a request may name and has to name. */
    RequestForm form();

    /**
     * Reads and computes: a vector for each entry, in order.
     *
     * @throws io.shearwater.model.ShearwaterException for an entry that names something unknown, lacks something or has a value
     *     of another type; of the kind UNAVAILABLE or INTERNAL where the store cannot be read
     */
    Vectors read(List<? extends Map<String, ?>> entries);

    /** As {@link #read}, from what the entries name alone; what is stored is null. */
    Vectors compute(List<? extends Map<String, ?>> entries);

    /**
     * Statistics of the part of the training data that was learnt from, before the view's transformations.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND where no version was chosen
     */
    Statistics trainingStatistics(List<String> features);

    /**
     * Of what a feature is made.
     *
     * @param slots places among {@link #slots} of all that its value depends on
     */
    record Making(Kind kind, List<Integer> slots) {
        public Making {
            slots = List.copyOf(slots);
        }

        /** How. */
        public enum Kind {
            /** It is what was read or passed. */
            AS_IS,
            /** It was computed on demand. */
            ON_DEMAND,
            /** A transformation of the view made it. */
            TRANSFORMED
        }
    }

    /**
     * What requests look like.
     *
     * @param passedFeatures that an entry may name in the place of stored values
     * @param parameters what an entry may name besides
     * @param neededParameters those without which a request is refused
     * @param onlyPassed features that nothing but a request gives
     * @param stored features whose values cannot be had without reading the store
     */
    record RequestForm(
            List<Field> servingKeys,
            List<Field> passedFeatures,
            List<Field> parameters,
            Set<String> neededParameters,
            Set<String> onlyPassed,
            Set<String> stored) {
        public RequestForm {
            servingKeys = List.copyOf(servingKeys);
            passedFeatures = List.copyOf(passedFeatures);
            parameters = List.copyOf(parameters);
            neededParameters = Set.copyOf(neededParameters);
            onlyPassed = Set.copyOf(onlyPassed);
            stored = Set.copyOf(stored);
        }

        /** All that an entry may name. */
        Set<String> names() {
            return Stream.of(servingKeys, passedFeatures, parameters)
                    .flatMap(List::stream)
                    .map(Field::name)
                    .collect(Collectors.toSet());
        }
    }
}
