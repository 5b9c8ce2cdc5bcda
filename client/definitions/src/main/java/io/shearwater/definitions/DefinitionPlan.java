package io.shearwater.definitions;

import io.shearwater.api.DefinitionChange;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.definitions.PlannedChange.Action;
import java.util.List;
import java.util.stream.Collectors;

/** How a store becomes what a folder says, as planned on the store's definitions at one moment. Immutable. */
public final class DefinitionPlan {
    private final StoreDefinitions base;
    private final List<PlannedChange> steps;
    private final List<DefinitionChange> changes;

    DefinitionPlan(StoreDefinitions base, List<PlannedChange> steps, List<DefinitionChange> changes) {
        this.base = base;
        this.steps = List.copyOf(steps);
        this.changes = List.copyOf(changes);
    }

    /** Groups, then views, each by name and version; what is as it should be is not among them. */
    public List<PlannedChange> steps() {
        return steps;
    }

    /** Whether the store is as the folder says, but for what is left alone. */
    public boolean isEmpty() {
        return changes.isEmpty() && isPossible();
    }

    /** Whether nothing stands in the way. */
    public boolean isPossible() {
        return count(Action.IMPOSSIBLE) == 0;
    }

    /** How many groups and views something happens to. */
    public long count(Action action) {
        return steps.stream().filter(step -> step.action() == action).count();
    }

    /**
     * Makes all changes in one transaction; none if the store's definitions are not those that were planned on.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_POSSIBLE naming what stands in the way; CHANGED_MEANWHILE
     */
    public void apply(FeatureStore store) {
        if (!isPossible()) {
            throw DefinitionError.NOT_POSSIBLE.because("The store '" + store.project()
                    + "' cannot become what the definitions say; nothing was changed:\n"
                    + steps.stream()
                            .filter(step -> step.action() == Action.IMPOSSIBLE)
                            .map(PlannedChange::toString)
                            .collect(Collectors.joining("\n")));
        }
        if (!changes.isEmpty()) {
            store.changeDefinitions(base, changes);
        }
    }

    /**
     * Looks for what only the store can say: whether the code of transformations is at hand. Changes nothing.
     *
     * @throws io.shearwater.model.ShearwaterException MISSING_CODE, or what else is wrong with a transformation
     */
    public void check(FeatureStore store) {
        store.checkDefinitions(changes);
    }

    /** The counts, for people: {@code 2 to create, 1 to change, 0 to delete}. */
    public String summary() {
        long impossible = count(Action.IMPOSSIBLE);
        return count(Action.CREATE) + " to create, " + count(Action.CHANGE) + " to change, " + count(Action.DELETE)
                + " to delete" + (impossible == 0 ? "" : ", " + impossible + " not possible");
    }

    @Override
    public String toString() {
        return steps.stream().map(PlannedChange::toString).collect(Collectors.joining("\n"));
    }
}
