package io.shearwater.training;

import io.shearwater.model.FrameReader;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.Sources;
import io.shearwater.spi.SpiError;
import java.util.function.Supplier;

/** The tables of a plan together with one set of rows that comes along with it. */
record SpineSources(Sources tables, FrameRef name, Supplier<FrameReader> rows) implements Sources {
    /** What a plan calls the rows. */
    static final FrameRef SPINE = new FrameRef("spine");

    @Override
    public FileSet files(Plan.Scan scan) {
        return tables.files(scan);
    }

    @Override
    public FrameReader frame(FrameRef ref) {
        if (!ref.equals(name)) {
            throw SpiError.INTERNAL.because("The rows '" + ref.name() + "' were not given with the plan.");
        }
        return rows.get();
    }
}
