package io.shearwater.serving;

import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.LogicSchema;
import io.shearwater.model.Field;
import io.shearwater.model.ShearwaterException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What clients of a deployment rely on, and whether other models keep it. */
final class Contract {
    private final String deployment;

    Contract(String deployment) {
        this.deployment = deployment;
    }

    /**
     * What a model, view or logic asks for and gives.
     *
     * @param name of it, for messages
     */
    record Side(
            String name,
            List<Field> servingKeys,
            List<Field> passedFeatures,
            List<Field> requestParameters,
            Set<String> needed,
            List<Field> response) {
        /**
         * Of a model or view.
         *
         * @param fallbacks features that need not be passed, since there is a substitute
         */
        static Side of(String name, ServedView.RequestForm form, Set<String> fallbacks, List<Field> response) {
            Set<String> needed = new TreeSet<>(form.onlyPassed());
            needed.removeAll(fallbacks);
            needed.addAll(form.neededParameters());
            return new Side(name, form.servingKeys(), form.passedFeatures(), form.parameters(), needed, response);
        }

        /**
         * Of logic.
         *
         * @param forms of what it asks, which tell features from parameters
         */
        static Side of(String name, LogicSchema schema, List<ServedView.RequestForm> forms) {
            Set<Field> features = new HashSet<>();
            forms.forEach(form -> features.addAll(form.passedFeatures()));
            List<Field> all = new ArrayList<>(schema.needed());
            all.addAll(schema.optional());
            return new Side(
                    name,
                    schema.keys(),
                    all.stream().filter(features::contains).toList(),
                    all.stream().filter(field -> !features.contains(field)).toList(),
                    schema.needed().stream().map(Field::name).collect(Collectors.toCollection(TreeSet::new)),
                    schema.response());
        }

        /** What the deployment knows and this does not. */
        Set<String> unknown(DeploymentSchema schema) {
            Set<String> unknown = new TreeSet<>();
            Stream.of(schema.servingKeys(), schema.passedFeatures(), schema.requestParameters())
                    .flatMap(List::stream)
                    .forEach(field -> unknown.add(field.name()));
            Stream.of(servingKeys, passedFeatures, requestParameters)
                    .flatMap(List::stream)
                    .forEach(field -> unknown.remove(field.name()));
            return unknown;
        }
    }

    /**
     * The schema of those that stand for one another.
     *
     * @throws ShearwaterException BAD_DEFINITION naming what they differ in
     */
    DeploymentSchema of(List<Side> sides) {
        Side first = sides.getFirst();
        Map<String, Field> passed = new LinkedHashMap<>();
        Map<String, Field> parameters = new LinkedHashMap<>();
        Set<String> needed = new TreeSet<>();
        for (Side side : sides) {
            requireSame("serving keys", first.name, first.servingKeys(), side.name, side.servingKeys());
            requireSame("response", first.name, first.response, side.name, side.response);
            side.passedFeatures().forEach(field -> add(passed, field, side.name));
            side.requestParameters().forEach(field -> add(parameters, field, side.name));
            needed.addAll(side.needed());
        }
        parameters.keySet().removeAll(passed.keySet());
        return new DeploymentSchema(
                deployment,
                first.servingKeys(),
                List.copyOf(passed.values()),
                List.copyOf(parameters.values()),
                List.copyOf(needed),
                first.response);
    }

    /**
     * The schema of a deployment after a change: what clients could say before they still can.
     *
     * @throws ShearwaterException BAD_DEFINITION naming what clients would have to change
     */
    DeploymentSchema changed(DeploymentSchema before, DeploymentSchema after) {
        requireSame("serving keys", "what clients know", before.servingKeys(), "what would serve", after.servingKeys());
        requireSame("response", "what clients know", before.response(), "what would serve", after.response());
        Set<String> more = new TreeSet<>(after.needed());
        more.removeAll(before.needed());
        if (!more.isEmpty()) {
            throw LearningError.BAD_DEFINITION.because("The deployment '" + deployment + "' cannot be changed so: its"
                    + " requests would have to name " + more + ", and they need not now. Give fallbacks for them, or"
                    + " make another deployment.");
        }
        Map<String, Field> passed = new LinkedHashMap<>();
        before.passedFeatures().forEach(field -> add(passed, field, "what clients know"));
        Map<String, Field> parameters = new LinkedHashMap<>();
        before.requestParameters().forEach(field -> add(parameters, field, "what clients know"));
        after.passedFeatures()
                .forEach(field ->
                        add(parameters.containsKey(field.name()) ? parameters : passed, field, "what would serve"));
        after.requestParameters()
                .forEach(field ->
                        add(passed.containsKey(field.name()) ? passed : parameters, field, "what would serve"));
        return new DeploymentSchema(
                deployment,
                before.servingKeys(),
                List.copyOf(passed.values()),
                List.copyOf(parameters.values()),
                before.needed(),
                before.response());
    }

    private void add(Map<String, Field> fields, Field field, String side) {
        Field known = fields.putIfAbsent(field.name(), field);
        if (known != null && !known.type().equals(field.type())) {
            throw LearningError.BAD_DEFINITION.because("In the requests of the deployment '" + deployment + "' '"
                    + field.name() + "' would be " + known.type() + " and, for " + side + ", " + field.type() + ".");
        }
    }

    private void requireSame(String what, String left, List<Field> one, String right, List<Field> other) {
        if (!Set.copyOf(one).equals(Set.copyOf(other))) {
            Set<Field> less = new LinkedHashSet<>(one);
            less.removeAll(other);
            Set<Field> more = new LinkedHashSet<>(other);
            more.removeAll(one);
            throw LearningError.BAD_DEFINITION.because("The " + what + " of the deployment '" + deployment
                    + "' would not be the same: " + left + (less.isEmpty() ? "" : " has " + less)
                    + (more.isEmpty() ? "" : (less.isEmpty() ? " lacks " : " and lacks ") + more) + ", unlike " + right
                    + ". Clients rely on it: make another deployment for another " + what + ".");
        }
    }
}
