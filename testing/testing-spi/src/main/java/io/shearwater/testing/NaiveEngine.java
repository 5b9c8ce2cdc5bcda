package io.shearwater.testing;

import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.plan.Plan;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.Sources;
import io.shearwater.spi.SpiError;
import io.shearwater.spi.WrittenFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The oracle of compute engines: every node of a plan is carried out by the plainest loop that its Javadoc allows, over boxed
 * values, everything in memory. Slow and obviously right. Its "files" are kept in memory by their paths, so that a store can be
 * tested without a disk; it reads no others. Thread-safe.
 */
public final class NaiveEngine implements ComputeEngine {
    private final Map<String, NaiveFile> dataFiles = new ConcurrentHashMap<>();
    private final Map<Path, Frame> exports = new ConcurrentHashMap<>();

    @Override
    public FrameReader read(Plan plan, Sources sources, QueryContext context) {
        context.cancellation().check();
        Frame frame = frame(evaluate(plan, sources));
        context.progress().advanced("read", frame.rows());
        return frame.reader();
    }

    @Override
    public List<WrittenFile> write(Plan plan, Sources sources, FileTarget target, QueryContext context) {
        context.cancellation().check();
        List<WrittenFile> written = new ArrayList<>();
        for (NaiveFile file : NaiveFile.split(evaluate(plan, sources), target)) {
            String path = String.format(
                    Locale.ROOT, "%s/%s-%06d.naive", target.directory(), target.prefix(), dataFiles.size());
            dataFiles.put(path, file);
            written.add(new WrittenFile(
                    path, file.rows().size(), 1_000L + 100L * file.rows().size(), file.buckets()));
            context.progress().advanced("write", file.rows().size());
        }
        return written;
    }

    @Override
    public long export(Plan plan, Sources sources, Path file, QueryContext context) {
        context.cancellation().check();
        Frame frame = frame(evaluate(plan, sources));
        exports.put(file.toAbsolutePath().normalize(), frame);
        return frame.rows();
    }

    @Override
    public Schema infer(FileSource source) {
        return exported(source.paths().getFirst()).schema();
    }

    @Override
    public String explain(Plan plan, Sources sources) {
        return "row by row: " + plan;
    }

    @Override
    public void close() {
        dataFiles.clear();
        exports.clear();
    }

    private NaiveTable evaluate(Plan plan, Sources sources) {
        return new NaivePlan(this, sources).evaluate(plan);
    }

    private static Frame frame(NaiveTable table) {
        FrameBuilder frame = new FrameBuilder(table.schema(), table.rows().size());
        table.rows().forEach(row -> frame.append(row.toArray()));
        return frame.build();
    }

    /** The rows of a file that this engine wrote. */
    NaiveFile dataFile(String path) {
        NaiveFile file = dataFiles.get(path);
        if (file == null) {
            throw SpiError.IO.because("There is no data file " + path + "; this engine reads only what it wrote.");
        }
        return file;
    }

    /** The rows of a file that this engine exported. */
    Frame exported(Path path) {
        Frame frame = exports.get(path.toAbsolutePath().normalize());
        if (frame == null) {
            throw SpiError.BAD_FILE.because("There is no file " + path + "; this engine reads only what it exported.");
        }
        return frame;
    }
}
