package io.shearwater.definitions;

import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Query;
import io.shearwater.model.ViewRef;
import io.shearwater.transform.BuiltInFunctions;
import io.shearwater.transform.ViewChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A view whose groups are not looked up yet.
 *
 * @param at where it begins
 */
record ViewDraft(
        YamlNode at, ViewRef ref, String description, QueryDraft query, Roles roles, PlacedCalls transformations) {

    /** The columns that are not fed to the model. */
    record Roles(List<YamlNode> labels, List<YamlNode> trainingHelpers, List<YamlNode> inferenceHelpers) {}

    /** The view over the groups as they are; absent where anything is a problem. */
    Optional<FeatureViewSpec> resolve(GroupLookup groups) {
        Optional<Query> resolved = query.resolve(groups);
        return resolved.flatMap(this::over);
    }

    /** The view over this query. */
    Optional<FeatureViewSpec> over(Query resolved) {
        List<String> columns = resolved.schema().names();
        Optional<List<String>> labels = names(roles.labels(), columns);
        Optional<List<String>> trainingHelpers = names(roles.trainingHelpers(), columns);
        Optional<List<String>> inferenceHelpers = names(roles.inferenceHelpers(), columns);
        if (labels.isEmpty() || trainingHelpers.isEmpty() || inferenceHelpers.isEmpty()) {
            return Optional.empty();
        }
        return at.checked(() -> new FeatureViewSpec(
                        ref,
                        description,
                        resolved,
                        labels.get(),
                        trainingHelpers.get(),
                        inferenceHelpers.get(),
                        List.of()))
                .filter(view -> transformations.check(
                        first -> ViewChain.of(view.withTransformations(first), BuiltInFunctions::find)))
                .flatMap(view -> at.checked(() -> view.withTransformations(transformations.all())));
    }

    private static Optional<List<String>> names(List<YamlNode> nodes, List<String> columns) {
        List<String> names = new ArrayList<>();
        nodes.forEach(node -> node.text("a column of the view")
                .filter(name -> node.isOneOf("selected column", name, columns))
                .ifPresent(names::add));
        return names.size() == nodes.size() ? Optional.of(names) : Optional.empty();
    }
}
