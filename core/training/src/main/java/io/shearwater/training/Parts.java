package io.shearwater.training;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.SplitSpec;
import io.shearwater.plan.Plan;
import io.shearwater.query.PlannedTraining;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Divides the rows of a plan into the parts of a split, one frame at a time, and leaves out the rows that lack a required
 * group. Not thread-safe.
 */
final class Parts {
    private final PartRule rule;
    private final Optional<ClassWeigher> weigher;
    private final Schema schema;
    private final List<String> required;
    private final List<String> columns;
    private final long[] dropped;
    private int[] assigned = new int[0];

    /**
     * The parts of a plan's rows.
     *
     * @param weigher adds the weight of each row as one more column
     */
    Parts(PlannedTraining plan, SplitSpec split, Cuts cuts, Optional<ClassWeigher> weigher) {
        this.rule = PartRule.of(split, plan, cuts);
        this.required = plan.required();
        Set<String> read = new LinkedHashSet<>();
        Stream.of(plan.index(), plan.features(), plan.labels(), plan.helpers(), plan.carried())
                .flatMap(List::stream)
                .map(Plan.Rename::from)
                .forEach(read::add);
        read.addAll(plan.identity());
        this.columns = List.copyOf(read);
        this.weigher = weigher;
        Schema selected = plan.plan().schema().select(columns);
        this.schema = weigher.isEmpty() ? selected : ClassWeigher.weighted(selected);
        this.dropped = new long[split.names().size()];
    }

    /** The columns that rows of a part have, which are some of the plan's, and the weights if they were asked for. */
    Schema schema() {
        return schema;
    }

    /** The rows of each part, in their order. */
    List<Frame> divide(Frame rows) {
        assign(rows);
        Frame read = rows.select(columns);
        Frame[] frames = new Frame[dropped.length];
        for (int number = 0; number < frames.length; number++) {
            int part = number;
            frames[part] = picked(read, other -> other == part);
        }
        return List.of(frames);
    }

    /** The rows of some parts, in their order. */
    Frame pick(Frame rows, IntPredicate parts) {
        assign(rows);
        return picked(rows.select(columns), parts);
    }

    /** How many rows of a part were left out so far because a required group has no row for them. */
    long dropped(int part) {
        return dropped[part];
    }

    private void assign(Frame rows) {
        if (assigned.length < rows.rows()) {
            assigned = new int[rows.rows()];
        }
        rule.assign(rows, assigned);
        for (String presence : required) {
            drop((Column.Booleans) rows.column(presence), rows.rows());
        }
    }

    private void drop(Column.Booleans present, int rows) {
        for (int row = 0; row < rows; row++) {
            if (assigned[row] != PartRule.NONE && !present.values()[row]) {
                dropped[assigned[row]]++;
                assigned[row] = PartRule.NONE;
            }
        }
    }

    private Frame picked(Frame read, IntPredicate parts) {
        Frame rows = ofParts(read, parts);
        return weigher.map(each -> each.weigh(rows)).orElse(rows);
    }

    private Frame ofParts(Frame read, IntPredicate parts) {
        int count = 0;
        for (int row = 0; row < read.rows(); row++) {
            count += isIn(row, parts) ? 1 : 0;
        }
        if (count == read.rows()) {
            return read;
        }
        FrameBuilder builder = new FrameBuilder(read.schema(), count);
        for (int row = 0; row < read.rows(); row++) {
            if (isIn(row, parts)) {
                builder.appendRow(read, row);
            }
        }
        return builder.build();
    }

    private boolean isIn(int row, IntPredicate parts) {
        return assigned[row] != PartRule.NONE && parts.test(assigned[row]);
    }
}
