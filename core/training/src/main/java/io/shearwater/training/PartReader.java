package io.shearwater.training;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.TrainingDataset.PartInfo;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The rows of one part as a file holds them, as a stream that is digested as it passes. Holds one frame at a time. */
final class PartReader implements FrameReader {
    private final FrameReader rows;
    private final Parts parts;
    private final int part;
    private final Roles roles;
    private final RowDigest digest;
    private final LongConsumer progress;
    private final Consumer<PartInfo> atEnd;
    private boolean ended;

    /**
     * A part of a plan's rows.
     *
     * @param roles says what becomes of the columns
     * @param progress is told how many rows passed since the last call
     * @param atEnd is called once, before the reader says that it is at its end, and may refuse that
     */
    PartReader(FrameReader rows, Roles roles, Parts parts, int part, LongConsumer progress, Consumer<PartInfo> atEnd) {
        this.rows = rows;
        this.parts = parts;
        this.part = part;
        this.roles = roles;
        this.digest = new RowDigest(roles.plan());
        this.progress = progress;
        this.atEnd = atEnd;
    }

    @Override
    public Schema schema() {
        return roles.fileSchema(parts.schema());
    }

    @Override
    public Optional<Frame> next() {
        for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
            Frame picked = parts.pick(next.get(), part);
            if (picked.rows() > 0) {
                digest.add(picked);
                progress.accept(picked.rows());
                Frame shaped = roles.fileRows(picked);
                if (shaped.rows() > 0) {
                    return Optional.of(shaped);
                }
            }
        }
        if (!ended) {
            ended = true;
            atEnd.accept(digest.end());
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        rows.close();
    }
}
