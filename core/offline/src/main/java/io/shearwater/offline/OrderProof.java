package io.shearwater.offline;

import io.shearwater.model.Column;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Proves while rows pass by that no identity is among them twice, if they come in order of their event time or of the first
 * column of their key, as most do: equal rows then stand in one run of equal values, and runs are short. What comes in
 * another order, or repeats an identity, is left undecided. Not thread-safe.
 */
final class OrderProof {
    /** A run of more rows is not worth its memory. */
    private static final int LONGEST_RUN = 100_000;

    private final List<Order> orders = new ArrayList<>();

    OrderProof(FeatureGroupSpec group) {
        group.eventTime().ifPresent(time -> orders.add(new Order(time.column(), group.identity())));
        orders.add(new Order(group.primaryKey().getFirst(), group.identity()));
    }

    void add(Frame rows) {
        orders.removeIf(order -> !order.holds(rows));
    }

    /** Whether all rows so far are known to differ in their identity. */
    boolean isUnique() {
        return !orders.isEmpty();
    }

    /** Rows in the order of one column: the last of them, and the identities of the run of equal values that it ends. */
    private static final class Order {
        private final String lead;
        private final List<String> rest;
        private final Set<List<Object>> run = new HashSet<>();
        private @Nullable Frame last;
        private int lastRow;

        Order(String lead, List<String> identity) {
            this.lead = lead;
            this.rest = identity.stream().filter(column -> !column.equals(lead)).toList();
        }

        boolean holds(Frame rows) {
            Column values = rows.column(lead);
            for (int row = 0; row < rows.rows(); row++) {
                Frame before = last;
                int step = before == null ? 1 : compare(values, row, before.column(lead), lastRow);
                if (step < 0 || (step == 0 && !isNew(rows, row))) {
                    last = null;
                    return false;
                }
                if (step > 0) {
                    run.clear();
                }
                last = rows;
                lastRow = row;
            }
            return true;
        }

        /** Whether a row with the value of the last one differs from all of the run. */
        private boolean isNew(Frame rows, int row) {
            Frame before = last;
            if (run.isEmpty() && before != null) {
                run.add(key(before, lastRow));
            }
            return run.size() < LONGEST_RUN && run.add(key(rows, row));
        }

        private List<Object> key(Frame rows, int row) {
            return IncomingRows.key(rest.stream().map(rows::column).toList(), row);
        }

        /** Negative as well for values that have no order here. */
        private static int compare(Column column, int row, Column before, int rowBefore) {
            return switch (column) {
                case Column.Longs longs ->
                    Long.compare(longs.values()[row], ((Column.Longs) before).values()[rowBefore]);
                case Column.Ints ints ->
                    Integer.compare(ints.values()[row], ((Column.Ints) before).values()[rowBefore]);
                case Column.Bytes texts -> compareBytes(texts, row, (Column.Bytes) before, rowBefore);
                default -> -1;
            };
        }

        private static int compareBytes(Column.Bytes column, int row, Column.Bytes before, int rowBefore) {
            return Arrays.compareUnsigned(
                    column.bytes(),
                    column.offsets()[row],
                    column.offsets()[row + 1],
                    before.bytes(),
                    before.offsets()[rowBefore],
                    before.offsets()[rowBefore + 1]);
        }
    }
}
