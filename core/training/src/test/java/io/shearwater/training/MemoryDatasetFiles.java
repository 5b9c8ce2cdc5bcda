package io.shearwater.training;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Files on the heap. Not thread-safe. */
final class MemoryDatasetFiles implements DatasetFiles {
    private final Map<String, Frame> spines = new TreeMap<>();
    private final Map<String, byte[]> fitted = new TreeMap<>();

    @Override
    public void saveSpine(String name, FrameReader rows) {
        spines.put(name, rows.readAll());
    }

    @Override
    public FrameReader loadSpine(String name) {
        return Objects.requireNonNull(spines.get(name)).reader();
    }

    @Override
    public void saveFitted(String name, byte[] states) {
        fitted.put(name, states);
    }

    @Override
    public byte[] loadFitted(String name) {
        return Objects.requireNonNull(fitted.get(name));
    }

    @Override
    public void delete(String name) {
        spines.remove(name);
        fitted.keySet().removeIf(key -> key.equals(name) || key.startsWith(name + "."));
    }

    Set<String> names() {
        return spines.keySet();
    }
}
