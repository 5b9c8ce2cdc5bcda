package io.shearwater.offline;

import io.shearwater.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/** The table scans of a plan. */
final class Scans {
    private Scans() {}

    static List<Plan.Scan> of(Plan plan) {
        List<Plan.Scan> scans = new ArrayList<>();
        collect(plan, scans);
        return scans;
    }

    private static void collect(Plan plan, List<Plan.Scan> into) {
        switch (plan) {
            case Plan.Scan scan -> into.add(scan);
            case Plan.Rows rows -> {}
            case Plan.Files files -> {}
            case Plan.Filter filter -> collect(filter.input(), into);
            case Plan.Project project -> collect(project.input(), into);
            case Plan.Constant constant -> collect(constant.input(), into);
            case Plan.Numbered numbered -> collect(numbered.input(), into);
            case Plan.Latest latest -> collect(latest.input(), into);
            case Plan.Sort sort -> collect(sort.input(), into);
            case Plan.Limit limit -> collect(limit.input(), into);
            case Plan.Union union -> union.inputs().forEach(input -> collect(input, into));
            case Plan.AsOfJoin join -> {
                collect(join.labels(), into);
                collect(join.features(), into);
            }
            case Plan.KeyJoin join -> {
                collect(join.left(), into);
                collect(join.right(), into);
            }
            case Plan.SemiJoin join -> {
                collect(join.left(), into);
                collect(join.right(), into);
            }
        }
    }
}
