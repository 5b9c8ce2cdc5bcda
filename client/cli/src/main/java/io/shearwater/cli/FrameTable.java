package io.shearwater.cli;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of frames as a result. */
final class FrameTable {
    private FrameTable() {}

    static ResultTable of(Frame rows) {
        return new ResultTable(rows.schema().names(), values(rows));
    }

    /** The first rows of a reader, which is closed; one more than {@code most} if there are more. */
    static ResultTable first(FrameReader reader, long most) {
        try (reader) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (Optional<Frame> frame = reader.next();
                    frame.isPresent() && rows.size() <= most;
                    frame = reader.next()) {
                int wanted = (int) Math.min(frame.get().rows(), most + 1 - rows.size());
                rows.addAll(values(frame.get().slice(0, wanted)));
            }
            return new ResultTable(reader.schema().names(), rows);
        }
    }

    private static List<List<@Nullable Object>> values(Frame rows) {
        return rows.toMaps().stream()
                .<List<@Nullable Object>>map(row -> new ArrayList<>(row.values()))
                .toList();
    }
}
