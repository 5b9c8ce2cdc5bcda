package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.model.Frame;
import io.shearwater.model.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a ledger should hold after a number of operations. */
final class LedgerModel {
    private final Map<Identity, LedgerOperation.Row> rows = new HashMap<>();

    /** What makes a row unique. */
    record Identity(long id, int time) {}

    void apply(LedgerOperation operation) {
        operation.apply(rows);
    }

    /** Whether history holds exactly these rows, each once. */
    boolean isHistoryOf(FeatureGroup group) {
        return lines(group.read())
                .equals(rows.values().stream().map(LedgerModel::line).sorted().toList());
    }

    /** The online table serves the newest row of every entity, and nothing of entities without rows. */
    void requireServedBy(FeatureGroup group) {
        List<String> wrong = new ArrayList<>();
        for (long id = 0; id < LedgerOperation.ENTITIES; id++) {
            long entity = id;
            Optional<LedgerOperation.Row> newest = rows.values().stream()
                    .filter(row -> row.id() == entity)
                    .max(Comparator.comparingInt(LedgerOperation.Row::time));
            List<String> served = lines(group.onlineRows(Map.of("id", id), TimeRange.ALL, 1));
            if (!served.equals(newest.map(LedgerModel::line).stream().toList())) {
                wrong.add("entity " + id + " serves " + served + " instead of " + newest);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<String> lines(Frame frame) {
        return frame.toMaps().stream()
                .map(row -> row.get("id") + " " + row.get("at") + " " + row.get("value") + " " + row.get("note"))
                .sorted()
                .collect(Collectors.toList());
    }

    private static String line(LedgerOperation.Row row) {
        return row.id() + " " + row.at() + " " + row.value() + " " + row.note();
    }
}
