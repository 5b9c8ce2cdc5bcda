package io.shearwater.query;

import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The left side of all joins: the rows that a result has.
 *
 * @param plan gives the rows in the result's order
 * @param columns for each column of the root group that is there, the plan's column that holds it
 * @param time the label time
 * @param lead the plan's columns that come first in a result, with their names there
 * @param identity the plan's columns by which a row is known again
 * @param notes what a person should know about these rows
 */
record LabelSide(
        Plan plan,
        Map<String, String> columns,
        Optional<TimeColumn> time,
        LabelSpan span,
        List<Plan.Rename> lead,
        List<String> identity,
        List<String> notes) {
    LabelSide {
        columns = Map.copyOf(columns);
        lead = List.copyOf(lead);
        identity = List.copyOf(identity);
        notes = List.copyOf(notes);
    }

    /** What the plan calls a column of these rows: of the root, or of a spine. */
    Optional<String> given(String column) {
        return Optional.ofNullable(columns.get(column))
                .or(() -> lead.stream()
                        .filter(rename -> rename.to().equals(column))
                        .map(Plan.Rename::from)
                        .findFirst());
    }
}
