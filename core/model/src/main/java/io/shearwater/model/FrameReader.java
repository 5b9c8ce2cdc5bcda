package io.shearwater.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A stream of frames of one schema, each of 1 to {@value #MAX_ROWS} rows: the only way in which bulk data moves. Read by
 * one thread; closing it early cancels what feeds it.
 */
public interface FrameReader extends AutoCloseable {
    /** The most rows of one frame. */
    int MAX_ROWS = 65_536;

    Schema schema();

    /** The next frame, or empty at the end. */
    Optional<Frame> next();

    /** Releases what is behind the reader; harmless when called again. */
    @Override
    void close();

    /** A reader over one frame, in pieces. */
    static FrameReader of(Frame frame) {
        if (frame.rows() <= MAX_ROWS) {
            return of(
                    frame.schema(),
                    frame.rows() == 0
                            ? List.<Frame>of().iterator()
                            : List.of(frame).iterator());
        }
        return of(frame.schema(), new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < frame.rows();
            }

            @Override
            public Frame next() {
                int end = Math.min(at + MAX_ROWS, frame.rows());
                Frame piece = frame.slice(at, end);
                at = end;
                return piece;
            }
        });
    }

    /** A reader over frames that are made as they are asked for. */
    static FrameReader of(Schema schema, Iterator<Frame> frames) {
        return new FrameReader() {
            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public Optional<Frame> next() {
                return frames.hasNext() ? Optional.of(frames.next()) : Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    /**
     * These rows under other names of columns, in order; the reader is taken over.
     *
     * @throws ShearwaterException BAD_DEFINITION when there are not as many names as columns, DUPLICATE_COLUMN for a name that
     *     is there twice
     */
    default FrameReader renamed(List<String> names) {
        if (names.size() != schema().size()) {
            throw ModelError.BAD_DEFINITION.because(
                    "There are " + names.size() + " names, " + names + ", for the columns " + schema().names() + ".");
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(new Field(names.get(i), schema().field(i).type()));
        }
        return new RenamedRows(this, Schema.of(fields));
    }

    /**
     * These rows under names that the store allows, by the rule of {@link Names#proposals}: {@code Customer ID} becomes
     * {@code customer_id}. The reader is taken over.
     */
    default FrameReader withAllowedNames() {
        return renamed(Names.proposals(schema().names()));
    }

    /**
     * These rows in frames of no more than so many each; the reader is taken over.
     *
     * @param most at least 1
     */
    default FrameReader inPieces(int most) {
        return most >= MAX_ROWS ? this : new CutFrames(this, most);
    }

    /**
     * Reads everything into one frame and closes the reader.
     *
     * @throws ShearwaterException FRAME_TOO_LARGE when the rows would take more than half of the free heap
     */
    default Frame readAll() {
        try (this) {
            List<Frame> frames = new ArrayList<>();
            HeapGuard guard = new HeapGuard(schema());
            for (Optional<Frame> next = next(); next.isPresent(); next = next()) {
                guard.add(next.get());
                frames.add(next.get());
            }
            return Frame.concat(schema(), frames);
        }
    }
}
