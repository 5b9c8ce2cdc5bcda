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
        forgetGone(parts);
        for (GroupRecord group : parts.registry().groups()) {
            if ((VectorLogLayout.isLog(group.spec()) || LogicLogLayout.isLog(group.spec()))
                    && !spool(group.spec().ref()).sealed().isEmpty()) {
                writer(parts, new Registered(group.spec())).flush();
            }
        }
    }

    /** Drops what waits for groups that were deleted by a process that ended right then. */
    private void forgetGone(StoreParts parts) {
        String[] names = directory.toFile().list();
        for (String name : names == null ? new String[0] : names) {
            GroupRef group = new GroupRef(name, 1);
            if (parts.registry().findGroup(group).isEmpty()) {
                spool(group).clear();
            }
        }
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
