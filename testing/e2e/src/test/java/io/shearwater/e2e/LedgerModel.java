package io.shearwater.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.e2e.LedgerOperation.AppendFeature;
import io.shearwater.e2e.LedgerOperation.DeleteRecords;
import io.shearwater.e2e.LedgerOperation.DeleteTrainingData;
import io.shearwater.e2e.LedgerOperation.DeleteWhere;
import io.shearwater.e2e.LedgerOperation.Insert;
import io.shearwater.e2e.LedgerOperation.MakeTrainingData;
import io.shearwater.e2e.LedgerOperation.Post;
import io.shearwater.e2e.LedgerOperation.RenameColumn;
import io.shearwater.e2e.LedgerOperation.Withdraw;
import io.shearwater.model.Frame;
import io.shearwater.model.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the store of a ledger should hold after a number of operations. */
final class LedgerModel {
    private final Map<Identity, LedgerOperation.Row> rows = new HashMap<>();
    private final Map<Long, String> posts = new HashMap<>();
    private final NavigableSet<Integer> versions = new TreeSet<>();
    private final Set<String> extras = new TreeSet<>();
    private String title = LedgerStore.TITLE;

    /** What makes a row unique. */
    record Identity(long id, int time) {}

    /**
     * Does what an operation does.
     *
     * @param said the versions of training data that it made, or that were left after it
     */
    void apply(LedgerOperation operation, List<Integer> said) {
        switch (operation) {
            case Insert insert -> insert.rows().forEach(row -> rows.put(new Identity(row.id(), row.time()), row));
            case DeleteRecords delete ->
                rows.keySet().removeIf(identity -> delete.ids().contains(identity.id()));
            case DeleteWhere delete -> rows.values().removeIf(delete::concerns);
            case MakeTrainingData make -> versions.addAll(said);
            case DeleteTrainingData delete ->
                said.stream()
                        .findFirst()
                        .ifPresent(oldest -> versions.headSet(oldest).clear());
            case Post post -> post.ids().forEach(id -> posts.put(id, post.note()));
            case Withdraw withdraw -> withdraw.ids().forEach(posts::remove);
            case AppendFeature append -> extras.add(append.name());
            case RenameColumn rename -> title = rename.to();
            case LedgerOperation.Compact compact -> {}
            case LedgerOperation.Materialize materialize -> {}
            case LedgerOperation.Rebuild rebuild -> {}
            case LedgerOperation.Expire expire -> {}
        }
    }

    /** Whether what is committed as a whole is as it should be: the rows of history, each once, and the columns. */
    boolean isHistoryOf(LedgerStore store) {
        return lines(store.ledger().read())
                        .equals(rows.values().stream()
                                .map(LedgerModel::line)
                                .sorted()
                                .toList())
                && columns().equals(Set.copyOf(store.atlas().spec().schema().names()));
    }

    private Set<String> columns() {
        Set<String> columns = new TreeSet<>(extras);
        columns.add("id");
        columns.add(title);
        return columns;
    }

    /** The online table serves the newest row of every entity, and nothing of entities without rows. */
    void requireServedBy(LedgerStore store) {
        List<String> wrong = new ArrayList<>();
        for (long id = 0; id < LedgerOperation.ENTITIES; id++) {
            long entity = id;
            Optional<LedgerOperation.Row> newest = rows.values().stream()
                    .filter(row -> row.id() == entity)
                    .max(Comparator.comparingInt(LedgerOperation.Row::time));
            List<String> served = lines(store.ledger().onlineRows(Map.of("id", id), TimeRange.ALL, 1));
            if (!served.equals(newest.map(LedgerModel::line).stream().toList())) {
                wrong.add("entity " + id + " serves " + served + " instead of " + newest);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** What is online only is as it was written; of an operation under way any part is done, and is taken over. */
    void requirePostsOf(FeatureGroup board, LedgerOperation underWay) {
        Map<Long, String> before = new HashMap<>(posts);
        if (underWay instanceof Post || underWay instanceof Withdraw) {
            apply(underWay, List.of());
        }
        List<String> wrong = new ArrayList<>();
        for (long id = 0; id < LedgerOperation.ENTITIES; id++) {
            List<Map<String, Object>> found =
                    board.onlineRows(Map.of("id", id), TimeRange.ALL, 1).toMaps();
            String served = found.isEmpty() ? null : (String) found.getFirst().get("note");
            if (!Objects.equals(served, before.get(id)) && !Objects.equals(served, posts.get(id))) {
                wrong.add("post " + id + " is '" + served + "' instead of '" + before.get(id) + "'");
            }
            if (served == null) {
                posts.remove(id);
            } else {
                posts.put(id, served);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Columns that were appended or renamed have their values, in history and online. */
    void requireColumnsOf(FeatureGroup atlas) {
        String name = LedgerStore.title(atlas.spec());
        List<Map<String, Object>> wanted = new ArrayList<>();
        List<Map<String, Object>> served = new ArrayList<>();
        for (long id = 0; id < LedgerStore.PLACES; id++) {
            Map<String, Object> row = new HashMap<>(Map.of("id", id, name, LedgerStore.place(id)));
            extras.forEach(extra -> row.put(extra, LedgerStore.EXTRA));
            wanted.add(row);
            served.addAll(atlas.onlineRows(Map.of("id", id), TimeRange.ALL, 1).toMaps());
        }
        assertThat(served).isEqualTo(wanted);
        assertThat(atlas.read().toMaps()).containsExactlyInAnyOrderElementsOf(wanted);
    }

    /** Versions of training data that were made are there and read as they were made, and so is what is there besides. */
    void requireVersionsOf(LedgerStore store, LedgerOperation underWay) {
        List<Integer> found = store.versions();
        NavigableSet<Integer> all = new TreeSet<>(versions);
        all.addAll(found);
        if (underWay instanceof DeleteTrainingData) {
            versions.removeAll(LedgerOperation.superseded(List.copyOf(all)));
        }
        assertThat(found).containsAll(versions);
        // Reading compares with the digest that the version was made with.
        found.forEach(store.view()::trainingData);
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
