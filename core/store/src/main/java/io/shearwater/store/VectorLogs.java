package io.shearwater.store;

import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.GroupRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The logs of a project that a process writes, by their groups. Closing writes what waits. Thread-safe. */
final class VectorLogs implements AutoCloseable {
    private final Path directory;
    private final Map<GroupRef, VectorLogWriter> writers = new ConcurrentHashMap<>();

    /**
     * The logs of a project.
     *
     * @param directory where rows wait to be committed
     */
    VectorLogs(Path directory) {
        this.directory = directory;
    }

    /** The files of a log. */
    LogSpool spool(GroupRef group) {
        return new LogSpool(directory.resolve(group.name()));
    }

    /** Commits what a process left behind that ended. What cannot be committed waits for the log's next use. */
    void recover(StoreParts parts) {
        String[] names = directory.toFile().list();
        for (String name : names == null ? new String[0] : names) {
            GroupRef ref = new GroupRef(name, 1);
            Optional<FeatureGroupSpec> group = parts.registry().findGroup(ref).map(GroupRecord::spec);
            if (group.isEmpty()) {
                // It was deleted by a process that ended right then.
                spool(ref).clear();
            } else if (isLog(group.get()) && !spool(ref).sealed().isEmpty()) {
                writer(parts, new Registered(group.get())).flush();
            }
        }
    }

    private static boolean isLog(FeatureGroupSpec group) {
        return VectorLogLayout.isLog(group) || LogicLogLayout.isLog(group);
    }

    /** Drops what waits to be committed to a group that was deleted, if it was a log. */
    void forget(GroupRef group) {
        Optional.ofNullable(writers.get(group)).ifPresentOrElse(VectorLogWriter::discard, spool(group)::clear);
    }

    /** The columns that a log has. */
    private record Registered(FeatureGroupSpec group) implements LogLayout {
        @Override
        public List<Feature> columns() {
            return group.features();
        }
    }

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
