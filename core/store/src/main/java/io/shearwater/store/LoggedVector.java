package io.shearwater.store;

import io.shearwater.model.Column;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A vector as its log has it.
 *
 * @param time of the request, in microseconds
 * @param named what the request named
 * @param commits up to which each group was online
 * @param until the newest commit that can have been seen of each group that was written meanwhile
 * @param served in the order of the layout
 */
record LoggedVector(
        String id,
        long time,
        Map<String, @Nullable Object> named,
        Map<GroupRef, Long> commits,
        Map<GroupRef, Long> until,
        List<@Nullable Object> served) {

    static Optional<Integer> dataset(Frame log, int row) {
        return Optional.ofNullable((Integer) log.value(row, VectorLogLayout.DATASET));
    }

    static boolean isSettled(Frame log, int row) {
        return Boolean.TRUE.equals(log.value(row, VectorLogLayout.SETTLED));
    }

    static String id(Frame log, int row) {
        return (String) Objects.requireNonNull(log.value(row, VectorLogLayout.REQUEST_ID));
    }

    static long time(Frame log, int row) {
        return Times.micros((Instant) Objects.requireNonNull(log.value(row, VectorLogLayout.REQUEST_TIME)));
    }

    static LoggedVector of(Frame log, int row, VectorLogLayout layout) {
        List<String> names =
                List.of(String.valueOf(log.value(row, VectorLogLayout.NAMED)).split(",", -1));
        Map<String, @Nullable Object> named = new HashMap<>();
        List<Field> all = layout.named();
        for (int i = 0; i < all.size(); i++) {
            if (names.contains(all.get(i).name())) {
                named.put(all.get(i).name(), log.value(row, layout.namedColumn(i)));
            }
        }
        Map<GroupRef, Long> commits = new LinkedHashMap<>();
        Map<GroupRef, Long> until = new LinkedHashMap<>();
        for (int i = 0; i < layout.groups().size(); i++) {
            GroupRef group = layout.groups().get(i);
            commits.put(group, (Long) Objects.requireNonNull(log.value(row, layout.commitColumn(i))));
            if (log.value(row, layout.untilColumn(i)) instanceof Long newest) {
                until.put(group, newest);
            }
        }
        List<@Nullable Object> served = new ArrayList<>(layout.served().size());
        for (int i = 0; i < layout.served().size(); i++) {
            Column column = log.column(layout.servedColumn(i));
            served.add(column.value(row));
        }
        return new LoggedVector(id(log, row), time(log, row), named, commits, until, served);
    }
}
