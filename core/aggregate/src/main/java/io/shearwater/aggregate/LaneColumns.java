package io.shearwater.aggregate;

import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;

/** The columns of events that the functions of a lane read, collected while they are compiled. Not thread-safe. */
final class LaneColumns {
    private final Schema events;
    private final List<String> names = new ArrayList<>();
    private final List<ValueKind> kinds = new ArrayList<>();

    LaneColumns(Schema events) {
        this.events = events;
    }

    int index(String column) {
        int index = names.indexOf(column);
        if (index >= 0) {
            return index;
        }
        names.add(column);
        kinds.add(ValueKind.of(events.field(column).type()));
        return names.size() - 1;
    }

    ValueKind kind(int index) {
        return kinds.get(index);
    }

    List<String> names() {
        return names;
    }

    List<ValueKind> kinds() {
        return kinds;
    }
}
