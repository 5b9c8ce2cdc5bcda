package io.shearwater.api;

import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ViewRef;

/** One change of what is defined in a store; see {@link FeatureStore#changeDefinitions}. */
public sealed interface DefinitionChange {
    /** Makes a group with its tags. */
    record CreateGroup(GroupDefinition group) implements DefinitionChange {}

    /**
     * Gives a group another definition and these tags. Possible are another description, other descriptions of columns,
     * columns added at the end, wider types, columns left out that no view depends on, and the columns of a group that had
     * none yet. Everything else is a new version.
     */
    record ChangeGroup(GroupDefinition group) implements DefinitionChange {}

    /** Deletes a group with its data; nothing may depend on it. */
    record DeleteGroup(GroupRef group) implements DefinitionChange {}

    /** Makes a view over groups as they are after all changes. */
    record CreateView(FeatureViewSpec view) implements DefinitionChange {}

    /** Gives a view another description. */
    record DescribeView(ViewRef view, String description) implements DefinitionChange {}

    /** Deletes a view; no training dataset may depend on it. */
    record DeleteView(ViewRef view) implements DefinitionChange {}
}
