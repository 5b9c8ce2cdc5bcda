package io.shearwater.store;

import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.Field;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import io.shearwater.online.VectorAssembler;
import io.shearwater.online.VectorProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way into the log. What it takes on the path of the request is to copy what was named; columns come later.
 *
 * @param named for each entry names and values, by turns
 * @param marks up to where each group was online before the request read it
 * @param until the newest commit that the request can have seen of each group; null where no group was written meanwhile
 * @param nanos that the whole request took
 * @param droppedBefore vectors that were left out before
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LoggedRequest(
        Form form,
        @Nullable Object[][] named,
        VectorAssembler.Served served,
        OnlineState.Mark[] marks,
        long @Nullable [] until,
        long nanos,
        long droppedBefore)
        implements LoggedRows {
    /** What requests of one handle have in common. */
    record Form(
            VectorLogLayout layout,
            VectorProgram program,
            @Nullable Integer dataset) {}

    static @Nullable Object[][] named(List<? extends Map<String, ?>> entries) {
        @Nullable Object[][] named = new @Nullable Object[entries.size()][];
        for (int i = 0; i < named.length; i++) {
            Map<String, ?> entry = entries.get(i);
            @Nullable Object[] pairs = new @Nullable Object[2 * entry.size()];
            int at = 0;
            for (Map.Entry<String, ?> given : entry.entrySet()) {
                pairs[at++] = given.getKey();
                pairs[at++] = given.getValue();
            }
            named[i] = pairs;
        }
        return named;
    }

    @Override
    public int size() {
        return named.length;
    }

    @Override
    public void appendTo(FrameBuilder rows) {
        for (int entry = 0; entry < size(); entry++) {
            append(rows, row(entry));
        }
    }

    /** The row of an entry, by column. */
    Map<String, @Nullable Object> row(int entry) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put(VectorLogLayout.REQUEST_ID, served.vectors().get(entry).requestId());
        row.put(VectorLogLayout.REQUEST_TIME, Times.instant(served.time()));
        row.put(VectorLogLayout.DATASET, form.dataset());
        row.put(VectorLogLayout.SETTLED, until == null);
        row.put(VectorLogLayout.DURATION, nanos);
        row.put(VectorLogLayout.ENTRIES, size());
        row.put(VectorLogLayout.DROPPED, droppedBefore);
        putNamed(row, named[entry]);
        putCommits(row);
        putValues(row, entry);
        return row;
    }

    private void putCommits(Map<String, @Nullable Object> row) {
        for (int group = 0; group < marks.length; group++) {
            long commit = marks[group].commit();
            row.put(form.layout().commitColumn(group), commit);
            if (until != null && until[group] > commit) {
                row.put(form.layout().untilColumn(group), until[group]);
            }
        }
    }

    private void putNamed(Map<String, @Nullable Object> row, @Nullable Object[] pairs) {
        Map<String, @Nullable Object> given = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            given.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        List<Field> names = form.layout().named();
        TreeSet<String> known = new TreeSet<>();
        for (int i = 0; i < names.size(); i++) {
            Field field = names.get(i);
            if (given.containsKey(field.name())) {
                known.add(field.name());
                row.put(
                        form.layout().namedColumn(i),
                        form.program().value(field.name(), field.type(), given.get(field.name())));
            }
        }
        row.put(VectorLogLayout.NAMED, String.join(",", known));
    }

    private void putValues(Map<String, @Nullable Object> row, int entry) {
        VectorLogLayout layout = form.layout();
        FeatureVector vector = served.vectors().get(entry);
        for (int i = 0; i < layout.raw().size(); i++) {
            int slot = form.program().slotOf(layout.raw().get(i));
            row.put(layout.rawColumn(i), served.values()[entry][slot]);
        }
        for (int i = 0; i < layout.helpers().size(); i++) {
            int slot = form.program().slots().indexOf(layout.helpers().get(i));
            row.put(layout.helperColumn(i), served.values()[entry][slot]);
        }
        List<String> absent = new ArrayList<>();
        for (int i = 0; i < vector.size(); i++) {
            row.put(layout.servedColumn(i), vector.value(i));
            if (vector.status(i) != FeatureStatus.PRESENT) {
                absent.add(vector.schema().field(i).name() + "=" + vector.status(i));
            }
        }
        row.put(VectorLogLayout.STATUSES, absent.stream().collect(Collectors.joining(",")));
    }

    /** Columns of other versions are null. */
    static void append(FrameBuilder rows, Map<String, @Nullable Object> row) {
        Schema schema = rows.schema();
        for (int i = 0; i < schema.size(); i++) {
            rows.column(i).append(row.get(schema.field(i).name()));
        }
    }

    @Override
    public String toString() {
        return "request naming " + Arrays.deepToString(named);
    }
}
