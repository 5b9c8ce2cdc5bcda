package io.shearwater.airquality;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.ReadOptions;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.TimeRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what a group does not have yet, so that a job that runs again changes nothing, not even by a commit. */
final class ChangedRows {
    private ChangedRows() {}

    /**
     * Inserts the rows that are not there, or are there with other values.
     *
     * @param rows all columns of the group, whose event time is {@code date}
     * @return how many that were
     */
    static int insert(FeatureGroup group, Frame rows) {
        if (rows.rows() == 0) {
            return 0;
        }
        List<String> identity = new ArrayList<>(group.spec().primaryKey());
        identity.add("date");
        Map<List<@Nullable Object>, Map<String, @Nullable Object>> stored = new HashMap<>();
        Frame there = group.read(ReadOptions.all().within(range(rows)));
        for (int row = 0; row < there.rows(); row++) {
            stored.put(values(there, row, identity), there.row(row));
        }
        FrameBuilder changed = new FrameBuilder(rows.schema(), rows.rows());
        for (int row = 0; row < rows.rows(); row++) {
            if (!rows.row(row).equals(stored.get(values(rows, row, identity)))) {
                changed.appendRow(rows, row);
            }
        }
        if (changed.rows() > 0) {
            group.insert(changed.build());
        }
        return changed.rows();
    }

    private static TimeRange range(Frame rows) {
        LocalDate first = LocalDate.MAX;
        LocalDate last = LocalDate.MIN;
        for (int row = 0; row < rows.rows(); row++) {
            LocalDate date = (LocalDate) rows.column("date").valueAt(row);
            first = date.isBefore(first) ? date : first;
            last = date.isAfter(last) ? date : last;
        }
        return TimeRange.ofDays(first, last, AirQualityGroups.ZONE);
    }

    private static List<@Nullable Object> values(Frame rows, int row, List<String> columns) {
        List<@Nullable Object> values = new ArrayList<>();
        columns.forEach(column -> values.add(rows.value(row, column)));
        return values;
    }
}
