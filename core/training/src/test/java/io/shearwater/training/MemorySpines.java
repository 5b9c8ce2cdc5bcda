package io.shearwater.training;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Spines on the heap. Not thread-safe. */
final class MemorySpines implements SpineStore {
    private final Map<String, Frame> spines = new TreeMap<>();

    @Override
    public void save(String name, FrameReader rows) {
        spines.put(name, rows.readAll());
    }

    @Override
    public FrameReader load(String name) {
        return Objects.requireNonNull(spines.get(name)).reader();
    }

    @Override
    public void delete(String name) {
        spines.remove(name);
    }

    Set<String> names() {
        return spines.keySet();
    }
}
