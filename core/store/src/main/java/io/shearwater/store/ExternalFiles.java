package io.shearwater.store;

import io.shearwater.model.FileSource;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.Sources;
import io.shearwater.spi.SpiError;
import java.nio.file.Path;
import java.util.Collections;

/** Reads and writes files outside the store. */
record ExternalFiles(ComputeEngine engine) {
    FrameReader read(FileSource source) {
        Schema schema = source.schema().orElseGet(() -> engine.infer(source));
        return engine.read(
                new Plan.Files(source, schema),
                new Only(FrameReader.of(schema, Collections.emptyIterator())),
                QueryContext.plain());
    }

    long write(FrameReader rows, Path file) {
        try (rows) {
            Plan plan = new Plan.Rows(new FrameRef("rows"), rows.schema());
            return engine.export(plan, new Only(rows), file, QueryContext.plain());
        }
    }

    /** Sources of a plan that reads no table. */
    private record Only(FrameReader rows) implements Sources {
        @Override
        public FileSet files(Plan.Scan scan) {
            throw SpiError.INTERNAL.because("A plan over files reads the table " + scan.table() + ".");
        }

        @Override
        public FrameReader frame(FrameRef ref) {
            return rows;
        }
    }
}
