package io.shearwater.testing;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.Sources;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Frames and files that a test gives to a plan. Fails when a frame is read twice. For one execution; not thread-safe. */
public final class GivenSources implements Sources {
    private final Map<FrameRef, Supplier<FrameReader>> frames = new HashMap<>();
    private final Map<TableRef, FileSet> tables = new HashMap<>();
    private final Set<FrameRef> read = new HashSet<>();

    /** Rows under a name. */
    public GivenSources with(String name, Frame frame) {
        return with(name, frame::reader);
    }

    /** Rows that are made when they are asked for. */
    public GivenSources with(String name, Supplier<FrameReader> reader) {
        frames.put(new FrameRef(name), reader);
        return this;
    }

    /** The files of a table. */
    public GivenSources with(FileSet files) {
        tables.put(files.table(), files);
        return this;
    }

    /** The plan of rows under a name. */
    public static Plan.Rows rows(String name, Frame frame) {
        return new Plan.Rows(new FrameRef(name), frame.schema());
    }

    @Override
    public FileSet files(Plan.Scan scan) {
        FileSet files = tables.get(scan.table());
        if (files == null) {
            throw new AssertionError("The test gives no files of " + scan.table());
        }
        return files;
    }

    @Override
    public FrameReader frame(FrameRef ref) {
        Supplier<FrameReader> reader = frames.get(ref);
        if (reader == null || !read.add(ref)) {
            throw new AssertionError("The rows " + ref + " are not there or were read before");
        }
        return reader.get();
    }
}
