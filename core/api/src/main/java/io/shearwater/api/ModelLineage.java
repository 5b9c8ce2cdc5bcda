package io.shearwater.api;

import io.shearwater.learning.ModelRef;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ViewRef;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a model version comes from, and what depends on it. Immutable.
 *
 * @param groups whose features and labels it learnt from, with the groups that these are computed from
 * @param run that trained it
 * @param deployments that serve it, by name
 */
public record ModelLineage(
        ModelRef model,
        Optional<ViewRef> view,
        OptionalInt trainingDataset,
        List<GroupRef> groups,
        Optional<String> run,
        List<String> deployments) {
    public ModelLineage {
        groups = List.copyOf(groups);
        deployments = List.copyOf(deployments);
    }
}
