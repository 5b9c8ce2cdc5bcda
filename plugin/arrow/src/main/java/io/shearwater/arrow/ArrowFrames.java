package io.shearwater.arrow;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.util.ValueVectorUtility;
import org.apache.arrow.vector.validate.ValidateUtil;

/**
 * Frames from and to Arrow. Written and read again a frame is the same, with embeddings as lists of fixed size and the greatest
 * length of a text in the field's metadata. Of foreign data unsigned numbers are read as the next wider type, times without a zone
 * as UTC, and nanoseconds are cut to microseconds; times of day, durations and intervals are refused.
 */
public final class ArrowFrames {
    private ArrowFrames() {}

    /** The schema in Arrow's terms. */
    public static org.apache.arrow.vector.types.pojo.Schema arrowSchema(Schema schema) {
        return new org.apache.arrow.vector.types.pojo.Schema(
                schema.fields().stream().map(ArrowTypes::arrow).toList());
    }

    /**
     * The columns that hold what an Arrow schema has.
     *
     * @throws ShearwaterException UNSUPPORTED_TYPE naming a column
     */
    public static Schema schema(org.apache.arrow.vector.types.pojo.Schema schema) {
        return Schema.of(schema.getFields().stream().map(ArrowTypes::field).toList());
    }

    /**
     * Copies the rows that a root holds now onto the heap.
     *
     * @throws ShearwaterException UNSUPPORTED_TYPE, BAD_VALUE
     */
    public static Frame read(VectorSchemaRoot root) {
        return read(schema(root.getSchema()), root.getFieldVectors(), 0, root.getRowCount());
    }

    /**
     * The rows of a stream or file, batch by batch. Columns that are encoded by a dictionary are decoded. Closing the frames'
     * reader closes Arrow's.
     *
     * @throws ShearwaterException UNSUPPORTED_TYPE naming a column, IO
     */
    public static FrameReader reader(ArrowReader reader) {
        return new BatchReader(reader);
    }

    /** A root with the rows of a frame, which the caller closes. */
    public static VectorSchemaRoot write(Frame frame, BufferAllocator allocator) {
        VectorSchemaRoot root = VectorSchemaRoot.create(arrowSchema(frame.schema()), allocator);
        try {
            fill(root, frame);
            return root;
        } catch (RuntimeException failure) {
            root.close();
            throw failure;
        }
    }

    /**
     * Writes rows in Arrow's format for streams or files, a batch for each frame; the rows' reader is closed.
     *
     * @param form makes the writer over a root, such as {@code root -> new ArrowFileWriter(root, null, channel)}; closed
     * @return the number of rows
     * @throws ShearwaterException IO
     */
    public static long write(
            FrameReader rows, Function<VectorSchemaRoot, ? extends ArrowWriter> form, BufferAllocator allocator) {
        try (rows;
                VectorSchemaRoot root = VectorSchemaRoot.create(arrowSchema(rows.schema()), allocator);
                ArrowWriter writer = form.apply(root)) {
            long written = 0;
            writer.start();
            for (Optional<Frame> next = rows.next(); next.isPresent(); next = rows.next()) {
                fill(root, next.get());
                writer.writeBatch();
                written += next.get().rows();
            }
            writer.end();
            return written;
        } catch (IOException failed) {
            throw ArrowError.IO.because("The rows could not be written: " + failed.getMessage(), failed);
        }
    }

    private static void fill(VectorSchemaRoot root, Frame frame) {
        fill(root, frame, 0, frame.rows());
    }

    /**
     * Puts rows of a frame into a root of its columns, in the place of what it held. What it held goes on living with whoever else
     * retained it.
     *
     * @param begin the first row
     * @param end behind the last row
     */
    public static void fill(VectorSchemaRoot root, Frame frame, int begin, int end) {
        for (int i = 0; i < frame.schema().size(); i++) {
            FieldVector vector = root.getVector(i);
            vector.clear();
            ArrowFill.column(vector, frame.column(i), begin, end);
        }
        root.setRowCount(end - begin);
    }

    /**
     * Rows of a root. Of one that came from elsewhere ask {@link #requireSound} first.
     *
     * @param schema as {@link #schema} gave it for the root
     * @param begin the first row
     * @param end behind the last row
     * @throws ShearwaterException BAD_VALUE
     */
    public static Frame read(Schema schema, VectorSchemaRoot root, int begin, int end) {
        return read(schema, root.getFieldVectors(), begin, end);
    }

    /**
     * Returns if what a root holds can be read: lengths are those of its buffers, offsets go up and stay within.
     *
     * @throws ShearwaterException BAD_VALUE naming what is wrong
     */
    public static void requireSound(VectorSchemaRoot root) {
        try {
            ValueVectorUtility.validateFull(root);
        } catch (ValidateUtil.ValidateException
                | IndexOutOfBoundsException
                | IllegalArgumentException
                | UnsupportedOperationException damaged) {
            throw ArrowError.BAD_VALUE.because(
                    "The Arrow data does not hold what it promises: " + damaged.getMessage() + ".", damaged);
        }
    }

    /** Rows of vectors from one up to, and without, another. */
    static Frame read(Schema schema, List<FieldVector> vectors, int begin, int end) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            Field field = schema.field(i);
            ColumnBuilder column = ColumnBuilder.of(field.name(), field.type(), end - begin);
            for (int row = begin; row < end; row++) {
                column.append(ArrowValues.value(vectors.get(i), row, field.type()));
            }
            columns.add(column.build());
        }
        return new Frame(schema, columns, end - begin);
    }
}
