package io.shearwater.store;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.Times;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Rows on their way into a log, in a file that survives the process (docs/format/spool.md): a head with the columns, then blocks of
 * rows, each with its length and a checksum. What a killed process left half-written at the end is not there.
 */
final class FrameFile {
    private static final byte[] MAGIC = "SWROWS1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_BLOCK = 1 << 30;

    private FrameFile() {}

    // ---- writing

    static byte[] head(Schema schema) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(schema.size());
        for (Field field : schema.fields()) {
            writeText(out, field.name());
            writeText(out, field.type().toString());
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(MAGIC);
        head.write(sealed(bytes.toByteArray()));
        return head.toByteArray();
    }

    static byte[] block(Frame rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(rows.rows());
        for (int row = 0; row < rows.rows(); row++) {
            for (int column = 0; column < rows.columns().size(); column++) {
                write(out, rows.column(column).value(row));
            }
        }
        return sealed(bytes.toByteArray());
    }

    /** With its length and checksum before it. */
    private static byte[] sealed(byte[] content) throws IOException {
        CRC32C sum = new CRC32C();
        sum.update(content);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length + Long.BYTES);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(content.length);
        out.writeInt((int) sum.getValue());
        out.write(content);
        return bytes.toByteArray();
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void write(DataOutputStream out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte(0);
            case Boolean bool -> out.writeByte(bool ? 2 : 1);
            case Integer number -> {
                out.writeByte(3);
                out.writeInt(number);
            }
            case Long number -> {
                out.writeByte(4);
                out.writeLong(number);
            }
            case Float number -> {
                out.writeByte(5);
                out.writeInt(Float.floatToRawIntBits(number));
            }
            case Double number -> {
                out.writeByte(6);
                out.writeLong(Double.doubleToRawLongBits(number));
            }
            case String text -> {
                out.writeByte(7);
                writeText(out, text);
            }
            case LocalDate day -> {
                out.writeByte(8);
                out.writeLong(day.toEpochDay());
            }
            case Instant time -> {
                out.writeByte(9);
                out.writeLong(Times.micros(time));
            }
            case BigDecimal number -> {
                out.writeByte(10);
                writeText(out, number.toString());
            }
            case byte[] bytes -> {
                out.writeByte(11);
                writeBytes(out, bytes);
            }
            default -> writeNested(out, value);
        }
    }

    private static void writeNested(DataOutputStream out, Object value) throws IOException {
        switch (value) {
            case float[] embedding -> {
                out.writeByte(12);
                out.writeInt(embedding.length);
                for (float number : embedding) {
                    out.writeInt(Float.floatToRawIntBits(number));
                }
            }
            case List<?> list -> {
                out.writeByte(13);
                out.writeInt(list.size());
                for (Object element : list) {
                    write(out, element);
                }
            }
            case Map<?, ?> map -> {
                out.writeByte(14);
                out.writeInt(map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    writeText(out, String.valueOf(entry.getKey()));
                    write(out, entry.getValue());
                }
            }
            default -> throw new IOException("no form for a " + value.getClass().getName());
        }
    }

    // ---- reading

    /** The whole blocks of a file, as rows of another schema: columns that the file lacks are null, others of it are left out. */
    static final class Reader implements FrameReader {
        private final DataInputStream in;
        private final Schema own;
        private final Schema wanted;

        Reader(DataInputStream in, Schema wanted) throws IOException {
            this.in = in;
            this.wanted = wanted;
            byte[] magic = in.readNBytes(MAGIC.length);
            byte[] head = content(in);
            List<Field> fields = new ArrayList<>();
            // A process that was killed while it began the file left nothing in it.
            if (Arrays.equals(magic, MAGIC) && head != null) {
                DataInputStream columns = new DataInputStream(new ByteArrayInputStream(head));
                for (int left = columns.readInt(); left > 0; left--) {
                    fields.add(new Field(readText(columns), DataType.parse(readText(columns))));
                }
            }
            this.own = Schema.of(fields);
        }

        @Override
        public Schema schema() {
            return wanted;
        }

        @Override
        public Optional<Frame> next() {
            try {
                byte[] block = own.size() == 0 ? null : content(in);
                return block == null ? Optional.empty() : Optional.of(frame(block));
            } catch (IOException damaged) {
                throw LogSpool.unreadable(damaged);
            }
        }

        private Frame frame(byte[] block) throws IOException {
            DataInputStream values = new DataInputStream(new ByteArrayInputStream(block));
            int rows = values.readInt();
            FrameBuilder builder = new FrameBuilder(wanted, rows);
            for (int row = 0; row < rows; row++) {
                @Nullable Object[] target = new @Nullable Object[wanted.size()];
                for (Field field : own.fields()) {
                    Object value = read(values);
                    wanted.findIndex(field.name()).ifPresent(at -> target[at] = value);
                }
                builder.append(target);
            }
            return builder.build();
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException failed) {
                throw LogSpool.unreadable(failed);
            }
        }
    }

    /** The next content; null at the end, and where the rest is not whole. */
    private static byte @Nullable [] content(DataInputStream in) throws IOException {
        try {
            int length = in.readInt();
            int expected = in.readInt();
            if (length < 0 || length > LONGEST_BLOCK) {
                return null;
            }
            byte[] content = in.readNBytes(length);
            CRC32C sum = new CRC32C();
            sum.update(content);
            return content.length == length && (int) sum.getValue() == expected ? content : null;
        } catch (EOFException end) {
            return null;
        }
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    private static @Nullable Object read(DataInputStream in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case 0 -> null;
            case 1 -> false;
            case 2 -> true;
            case 3 -> in.readInt();
            case 4 -> in.readLong();
            case 5 -> Float.intBitsToFloat(in.readInt());
            case 6 -> Double.longBitsToDouble(in.readLong());
            case 7 -> readText(in);
            case 8 -> LocalDate.ofEpochDay(in.readLong());
            case 9 -> Times.instant(in.readLong());
            case 10 -> new BigDecimal(readText(in));
            case 11 -> in.readNBytes(in.readInt());
            case 12 -> {
                float[] embedding = new float[in.readInt()];
                for (int i = 0; i < embedding.length; i++) {
                    embedding[i] = Float.intBitsToFloat(in.readInt());
                }
                yield embedding;
            }
            case 13 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int left = in.readInt(); left > 0; left--) {
                    list.add(read(in));
                }
                yield list;
            }
            case 14 -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    map.put(readText(in), read(in));
                }
                yield map;
            }
            default -> throw new IOException("no value of kind " + kind);
        };
    }
}
