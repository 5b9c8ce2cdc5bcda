package io.shearwater.gate;

import io.shearwater.access.Quotas;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.util.Optional;

/** Rows on their way into a project, counted against what it may write in a day. For one thread. */
public final class CountedRows implements FrameReader {
    private final FrameReader rows;
    private final Quotas quotas;
    private final String project;
    private long counted;

    public CountedRows(FrameReader rows, Quotas quotas, String project) {
        this.rows = rows;
        this.quotas = quotas;
        this.project = project;
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Optional<Frame> next() {
        Optional<Frame> next = rows.next();
        next.ifPresent(frame -> {
            quotas.takeRows(project, frame.rows());
            counted += frame.rows();
        });
        return next;
    }

    /** Takes back what was counted, as nothing of it was written. */
    public void giveBack() {
        quotas.giveBackRows(project, counted);
        counted = 0;
    }

    @Override
    public void close() {
        rows.close();
    }
}
