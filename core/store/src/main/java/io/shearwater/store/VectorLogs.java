package io.shearwater.store;

import io.shearwater.model.GroupRef;
import io.shearwater.model.ViewRef;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The logs that a process writes, by their groups. Closing writes what waits. Thread-safe. */
final class VectorLogs implements AutoCloseable {
    private final Map<GroupRef, VectorLogWriter> writers = new ConcurrentHashMap<>();

    /** The writer of a log, ready for rows of a layout. */
    VectorLogWriter writer(StoreParts parts, LogLayout layout) {
        VectorLogWriter writer = writers.computeIfAbsent(layout.group().ref(), ref -> {
            VectorLogWriter made = new VectorLogWriter(parts, layout);
            made.start();
            return made;
        });
        writer.prepare(layout);
        return writer;
    }

    /** The writer for a view, if vectors of it were logged in this process. */
    Optional<VectorLogWriter> find(ViewRef view) {
        return Optional.ofNullable(writers.get(VectorLogLayout.group(view)));
    }

    @Override
    public void close() {
        writers.values().forEach(VectorLogWriter::close);
    }
}
