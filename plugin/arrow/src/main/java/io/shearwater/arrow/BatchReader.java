package io.shearwater.arrow;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.InvalidArrowFileException;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;

/** The batches of a reader of Arrow's as frames. Used by one thread. */
final class BatchReader implements FrameReader {
    private final ArrowReader reader;
    private final Schema schema;
    private int at;
    private int rows;

    BatchReader(ArrowReader reader) {
        this.reader = reader;
        try {
            List<io.shearwater.model.Field> fields = new ArrayList<>();
            for (Field field : reader.getVectorSchemaRoot().getSchema().getFields()) {
                fields.add(ArrowTypes.field(decoded(field)));
            }
            this.schema = Schema.of(fields);
        } catch (IOException
                | InvalidArrowFileException
                | IllegalArgumentException
                | IndexOutOfBoundsException failed) {
            // Arrow says so of a file that is none in several ways.
            throw unreadable(failed);
        }
    }

    private static RuntimeException unreadable(Exception failed) {
        return ArrowError.IO.because(
                "The Arrow data cannot be read: " + failed.getMessage() + ". Is it a whole file or stream of Arrow's?",
                failed);
    }

    /** A field as its dictionary has it. */
    private Field decoded(Field field) throws IOException {
        DictionaryEncoding encoding = field.getDictionary();
        if (encoding == null) {
            return field;
        }
        Field values = dictionary(encoding).getVector().getField();
        return new Field(field.getName(), values.getFieldType(), values.getChildren());
    }

    private Dictionary dictionary(DictionaryEncoding encoding) throws IOException {
        Dictionary dictionary = reader.getDictionaryVectors().get(encoding.getId());
        if (dictionary == null) {
            throw new IOException("the dictionary " + encoding.getId() + " is missing");
        }
        return dictionary;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        try {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            while (at == rows) {
                if (!hasNextBatch()) {
                    return Optional.empty();
                }
                at = 0;
                rows = root.getRowCount();
            }
            int end = Math.min(rows, at + MAX_ROWS);
            Frame frame = read(root, end);
            at = end;
            return Optional.of(frame);
        } catch (IOException failed) {
            throw unreadable(failed);
        }
    }

    private boolean hasNextBatch() {
        try {
            return reader.loadNextBatch();
        } catch (IOException
                | InvalidArrowFileException
                | IllegalArgumentException
                | IndexOutOfBoundsException failed) {
            throw unreadable(failed);
        }
    }

    private Frame read(VectorSchemaRoot root, int end) throws IOException {
        List<FieldVector> decoded = new ArrayList<>();
        try {
            List<FieldVector> vectors = new ArrayList<>();
            for (FieldVector vector : root.getFieldVectors()) {
                DictionaryEncoding encoding = vector.getField().getDictionary();
                if (encoding == null) {
                    vectors.add(vector);
                } else {
                    FieldVector values = (FieldVector) DictionaryEncoder.decode(vector, dictionary(encoding));
                    decoded.add(values);
                    vectors.add(values);
                }
            }
            return ArrowFrames.read(schema, vectors, at, end);
        } finally {
            decoded.forEach(FieldVector::close);
        }
    }

    @Override
    public void close() {
        rows = at;
        try {
            reader.close();
        } catch (IOException harmless) {
            // What was wanted has been read.
        }
    }
}
