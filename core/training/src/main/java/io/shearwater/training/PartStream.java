package io.shearwater.training;

import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingRows;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.TrainingDataset.PartInfo;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;

/** The rows of some parts as models read them, as a stream that is digested as it passes. Holds one frame at a time. */
final class PartStream implements TrainingRows {
    private final FrameReader rows;
    private final Parts parts;
    private final IntPredicate chosen;
    private final Roles roles;
    private final RowDigest digest;
    private final LongConsumer progress;
    private final Consumer<PartInfo> atEnd;
    private final FrameReader picked;
    private boolean ended;

    /**
     * Parts of a plan's rows.
     *
     * @param chosen tells which
     * @param roles says what becomes of the columns
     * @param progress is told how many rows passed since the last call
     * @param atEnd is called once, before the reader says that it is at its end, and may refuse that
     */
    PartStream(
            FrameReader rows,
            Roles roles,
            Parts parts,
            IntPredicate chosen,
            LongConsumer progress,
            Consumer<PartInfo> atEnd) {
        this.rows = rows;
        this.parts = parts;
        this.chosen = chosen;
        this.roles = roles;
        this.digest = new RowDigest(roles.plan());
        this.progress = progress;
        this.atEnd = atEnd;
        this.picked = new Picked().inPieces(roles.batchRows());
    }

    /** The rows of the part as they are read. */
    private final class Picked implements FrameReader {
        @Override
        public Schema schema() {
            return parts.schema();
        }

        @Override
        public Optional<Frame> next() {
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                Frame own = parts.pick(next.get(), chosen);
                if (own.rows() > 0) {
                    digest.add(own);
                    progress.accept(own.rows());
                    return Optional.of(own);
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    /** As files hold them; closing it closes this. */
    FrameReader asFile() {
        return new FrameReader() {
            @Override
            public Schema schema() {
                return roles.fileSchema(parts.schema());
            }

            @Override
            public Optional<Frame> next() {
                return PartStream.this.next().map(piece -> roles.fileRows(piece, parts.schema()));
            }

            @Override
            public void close() {
                PartStream.this.close();
            }
        };
    }

    @Override
    public Optional<TrainingData.Part> next() {
        for (Optional<Frame> next = picked.next(); next.isPresent(); next = picked.next()) {
            TrainingData.Part shaped = roles.piece(next.get());
            if (shaped.features().rows() > 0) {
                return Optional.of(shaped);
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
