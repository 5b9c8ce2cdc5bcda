package io.shearwater.online;

import io.shearwater.model.Field;
import io.shearwater.spi.OnlineStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The layouts of all schema versions of groups, as noted in a store. Thread-safe. */
final class Layouts {
    private record Key(int group, int version) {
        String note() {
            return "rows/" + group + "/" + version;
        }
    }

    private final OnlineStore store;
    private final Map<Key, RowLayout> noted = new ConcurrentHashMap<>();

    Layouts(OnlineStore store) {
        this.store = store;
    }

    /** The layout of a schema version that rows were written with. */
    RowLayout of(int group, int version) {
        return find(new Key(group, version))
                .orElseThrow(() ->
                        OnlineError.DAMAGED.because("A row of the online table " + group + " has the schema version "
                                + version + ", which the store has no note of. Rebuild the group."));
    }

    /** The layout of a group's columns as they are now, noted or not. */
    RowLayout current(OnlineGroup group) {
        RowLayout derived = derive(group);
        find(new Key(group.number(), group.schemaVersion())).ifPresent(old -> requireSame(group, old, derived));
        return derived;
    }

    /** As {@link #current}, and notes it, so that rows of it can be read. */
    RowLayout describe(OnlineGroup group) {
        RowLayout layout = current(group);
        Key key = new Key(group.number(), group.schemaVersion());
        if (find(key).isEmpty()) {
            store.note(key.note(), layout.toNote());
            noted.put(key, layout);
        }
        return layout;
    }

    boolean isDescribed(OnlineGroup group) {
        return find(new Key(group.number(), group.schemaVersion()))
                .filter(noted -> Arrays.equals(noted.toNote(), derive(group).toNote()))
                .isPresent();
    }

    /**
     * A column is the one of the version before if its name is the same and its type the same or wider. The first layout that
     * is noted counts as version 1, so that readers and writers who begin with different versions mean the same columns.
     */
    private RowLayout derive(OnlineGroup group) {
        Optional<RowLayout> before = Optional.empty();
        for (int version = group.schemaVersion() - 1; version > 0 && before.isEmpty(); version--) {
            before = find(new Key(group.number(), version));
        }
        int added = before.isPresent() ? group.schemaVersion() : 1;
        List<RowLayout.StoredColumn> old = before.map(RowLayout::columns).orElse(List.of());
        List<RowLayout.StoredColumn> columns = new ArrayList<>();
        for (Field field : RowLayout.storedFields(group.spec())) {
            int since = old.stream()
                    .filter(column -> column.name().equals(field.name()))
                    .filter(column -> Widening.possible(column.type(), field.type()))
                    .map(RowLayout.StoredColumn::since)
                    .findFirst()
                    .orElse(added);
            columns.add(new RowLayout.StoredColumn(field.name(), field.type(), since));
        }
        return new RowLayout(group.schemaVersion(), columns);
    }

    private Optional<RowLayout> find(Key key) {
        RowLayout known = noted.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<RowLayout> read = store.note(key.note()).map(note -> RowLayout.ofNote(key.version(), note));
        read.ifPresent(layout -> noted.put(key, layout));
        return read;
    }

    private static void requireSame(OnlineGroup group, RowLayout old, RowLayout now) {
        if (!Arrays.equals(old.toNote(), now.toNote())) {
            throw OnlineError.SCHEMA_CHANGED.because("The columns of the feature group '"
                    + group.spec().name() + "' were changed without a new schema version: version "
                    + group.schemaVersion() + " had " + old.columns() + " online and has now " + now.columns() + ".");
        }
    }
}
