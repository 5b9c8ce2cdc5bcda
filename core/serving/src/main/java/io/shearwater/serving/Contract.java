package io.shearwater.serving;

import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.LearningError;
import io.shearwater.model.Field;
import io.shearwater.model.ShearwaterException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What clients of a deployment rely on, and whether other models keep it. */
final class Contract {
    private final String deployment;

    Contract(String deployment) {
        this.deployment = deployment;
    }

    /**
     * What one model or view asks for and gives.
     *
     * @param name of the model or view, for messages
     * @param fallbacks features that need not be passed, since there is a substitute
     */
    record Side(String name, ServedView.RequestForm form, Set<String> fallbacks, List<Field> response) {
        private Set<String> needed() {
            Set<String> needed = new TreeSet<>(form.onlyPassed());
            needed.removeAll(fallbacks);
            needed.addAll(form.neededParameters());
            return needed;
        }
    }

    /**
     * The schema of models that stand for one another.
     *
     * @throws ShearwaterException BAD_DEFINITION naming what they differ in
     */
    DeploymentSchema of(List<Side> sides) {
        Side first = sides.getFirst();
        Map<String, Field> passed = new LinkedHashMap<>();
        Map<String, Field> parameters = new LinkedHashMap<>();
        Set<String> needed = new TreeSet<>();
        for (Side side : sides) {
            requireSame("serving keys", first.name, first.form.servingKeys(), side.name, side.form.servingKeys());
            requireSame("response", first.name, first.response, side.name, side.response);
            side.form.passedFeatures().forEach(field -> add(passed, field, side.name));
            side.form.parameters().forEach(field -> add(parameters, field, side.name));
            needed.addAll(side.needed());
        }
        parameters.keySet().removeAll(passed.keySet());
        return new DeploymentSchema(
                deployment,
                first.form.servingKeys(),
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
        requireSame("serving keys", "its clients now", before.servingKeys(), "it then", after.servingKeys());
        requireSame("response", "its clients now", before.response(), "it then", after.response());
        Set<String> more = new TreeSet<>(after.needed());
        more.removeAll(before.needed());
        if (!more.isEmpty()) {
            throw LearningError.BAD_DEFINITION.because("The deployment '" + deployment + "' cannot be changed so: its"
                    + " requests would have to name " + more + ", and they need not now. Give fallbacks for them, or"
                    + " make another deployment.");
        }
        Map<String, Field> passed = new LinkedHashMap<>();
        before.passedFeatures().forEach(field -> add(passed, field, "its clients now"));
        Map<String, Field> parameters = new LinkedHashMap<>();
        before.requestParameters().forEach(field -> add(parameters, field, "its clients now"));
        after.passedFeatures()
                .forEach(field -> add(parameters.containsKey(field.name()) ? parameters : passed, field, "it then"));
        after.requestParameters()
                .forEach(field -> add(passed.containsKey(field.name()) ? passed : parameters, field, "it then"));
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

    /** What the deployment knows and a view does not. */
    static Set<String> unknown(DeploymentSchema schema, ServedView.RequestForm form) {
        Set<String> unknown = new TreeSet<>();
        Collection<Field> all = new ArrayList<>(schema.passedFeatures());
        all.addAll(schema.requestParameters());
        all.forEach(field -> unknown.add(field.name()));
        form.servingKeys().forEach(field -> unknown.remove(field.name()));
        form.passedFeatures().forEach(field -> unknown.remove(field.name()));
        form.parameters().forEach(field -> unknown.remove(field.name()));
        return unknown;
    }
}
