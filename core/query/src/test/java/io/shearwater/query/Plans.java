package io.shearwater.query;

import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import java.util.ArrayList;
import java.util.List;

/** Finds nodes in plans. */
final class Plans {
    private Plans() {}

    /** The nodes of a kind, the outermost first, inputs from left to right. */
    static <P extends Plan> List<P> all(Plan plan, Class<P> kind) {
        List<P> found = new ArrayList<>();
        if (kind.isInstance(plan)) {
            found.add(kind.cast(plan));
        }
        plan.inputs().forEach(input -> found.addAll(all(input, kind)));
        return found;
    }

    static <P extends Plan> P only(Plan plan, Class<P> kind) {
        List<P> found = all(plan, kind);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " nodes of " + kind.getSimpleName() + " in\n" + PlanText.of(plan));
        }
        return found.getFirst();
    }

    static Plan.Scan scan(Plan plan, String table) {
        return all(plan, Plan.Scan.class).stream()
                .filter(scan -> scan.table().equals(new TableRef("fraud", table)))
                .findFirst()
                .orElseThrow();
    }

    static Plan.AsOfJoin asOf(Plan plan, String present) {
        return all(plan, Plan.AsOfJoin.class).stream()
                .filter(join -> join.present().equals(present))
                .findFirst()
                .orElseThrow();
    }
}
