package io.shearwater.store;

import io.shearwater.model.ViewRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The logs of vectors that a process writes, one for each view. Closing writes what waits. Thread-safe. */
final class VectorLogs implements AutoCloseable {
    private final Map<ViewRef, VectorLogWriter> writers = new ConcurrentHashMap<>();

    /** The writer for a view, ready for rows of a layout. */
    VectorLogWriter writer(StoreParts parts, ViewRef view, VectorLogLayout layout) {
        VectorLogWriter writer = writers.computeIfAbsent(view, ref -> {
            VectorLogWriter made = new VectorLogWriter(parts, layout);
            made.start();
            return made;
        });
        writer.prepare(layout);
        return writer;
    }

    /** The writer for a view, if vectors of it were logged in this process. */
    Optional<VectorLogWriter> find(ViewRef view) {
        return Optional.ofNullable(writers.get(view));
    }

    @Override
    public void close() {
        writers.values().forEach(VectorLogWriter::close);
    }
}
