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
        if (plan instanceof Plan.Scan scan) {
            into.add(scan);
        }
        plan.inputs().forEach(input -> collect(input, into));
    }
}
