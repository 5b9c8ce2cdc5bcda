package io.shearwater.rest;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.gate.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Everything that can be asked for, in the order in which the description shows it. */
final class Operations {
    /** Where everything but health and metrics lies. */
    static final String ROOT = "/api/v1";

    /** Where everything of a project lies. */
    static final String PROJECT = ROOT + "/projects/{project}";

    private Operations() {}

    static List<Operation> all(Services services) {
        List<Operation> all = new ArrayList<>();
        all.addAll(new ServerOperations(services).list());
        all.addAll(ProjectOperations.list());
        all.addAll(MemberOperations.list());
        all.addAll(KeyOperations.list());
        all.addAll(QuotaOperations.list());
        all.addAll(SecretOperations.list());
        all.addAll(AuditOperations.list());
        all.addAll(GroupOperations.list());
        all.addAll(ShareOperations.list());
        all.addAll(RowOperations.list());
        all.addAll(RowRequestOperations.list());
        all.addAll(ViewOperations.list());
        all.addAll(new ServingOperations(services).list());
        all.addAll(VectorLogOperations.list());
        all.addAll(TrainingOperations.list());
        all.addAll(QueryOperations.list());
        all.addAll(SqlOperations.list());
        all.addAll(StoreOperations.list());
        all.addAll(ModelOperations.list());
        all.addAll(ModelFileOperations.list());
        all.addAll(ModelWorkOperations.list());
        all.addAll(ExperimentOperations.list());
        all.addAll(DeploymentOperations.list());
        all.addAll(BatchPredictionOperations.list());
        all.addAll(FileOperations.list());
        all.addAll(Tags.operations(GroupOperations.GROUP, Action.EDIT_GROUPS, Operations::group));
        all.addAll(Tags.operations(ViewOperations.VIEW, Action.EDIT_VIEWS, Operations::view));
        all.addAll(new DescriptionOperations(all).list());
        return List.copyOf(all);
    }

    private static Tags.Tagged group(Call call) {
        FeatureGroup group = GroupOperations.group(call);
        return new Tags.Tagged(group.tags(), group::tag, group::untag);
    }

    private static Tags.Tagged view(Call call) {
        FeatureView view = ViewOperations.view(call);
        return new Tags.Tagged(view.tags(), view::tag, view::untag);
    }

    /** Several lists as one. */
    @SafeVarargs
    static List<Operation> together(List<Operation>... lists) {
        return Stream.of(lists).flatMap(List::stream).toList();
    }
}
