package io.shearwater.wire;

import io.shearwater.model.Column;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.IoReason;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/** Reads a stream of frames, which may come from anybody: memory is taken only as bytes really come. Not thread-safe. */
final class FrameStreamReader implements FrameReader {
    private static final int FIRST = 1 << 16;
    private static final int LONGEST_TEXT = 16 << 20;

    private final InputStream in;
    private final byte[] head = new byte[FrameStream.HEAD];
    private final Schema schema;
    private byte[] content = new byte[FIRST];
    private int length;
    private long rows;
    private boolean ended;

    FrameStreamReader(InputStream in, KnownColumns known) {
        this.in = in;
        this.schema = begin(known);
    }

    private Schema begin(KnownColumns known) {
        if (!fill(head, 0, FrameStream.HEAD)) {
            throw cut();
        }
        ByteBuffer first = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (!Arrays.equals(head, 0, 8, FrameStream.MAGIC, 0, 8)) {
            throw WireError.BAD_FRAMES.because("This is no stream of frames: it does not begin with 'SWFRAMES'. Send "
                    + FrameStream.MEDIA_TYPE + ", or say in the content type what it is.");
        }
        int version = first.getInt(8);
        if (version != FrameStream.VERSION || first.getInt(12) != 0) {
            throw WireError.BAD_FRAMES.because("The stream of frames has the version " + version + "; this side reads "
                    + FrameStream.VERSION + ". Update the older side.");
        }
        FrameStream.Kind kind = block();
        if (kind == FrameStream.Kind.FAIL) {
            throw failure();
        }
        if (kind != FrameStream.Kind.COLS) {
            throw damaged("begins with " + kind + " instead of its columns");
        }
        return known.read(text());
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Optional<Frame> next() {
        if (ended) {
            return Optional.empty();
        }
        FrameStream.Kind kind = block();
        return switch (kind) {
            case ROWS -> Optional.of(frame());
            case DONE -> {
                ended = true;
                long sent = length == 8
                        ? ByteBuffer.wrap(content)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getLong(0)
                        : -1;
                if (sent != rows) {
                    throw damaged("ends after " + sent + " rows, of which " + rows + " came");
                }
                yield Optional.empty();
            }
            case FAIL -> {
                ended = true;
                throw failure();
            }
            case COLS -> throw damaged("has its columns twice");
        };
    }

    private Frame frame() {
        ColumnDecoder decoder = new ColumnDecoder(content, length);
        int count = decoder.number();
        int columns = decoder.number();
        if (count < 1 || count > MAX_ROWS || columns != schema.size()) {
            throw damaged("has a frame of " + count + " rows and " + columns + " columns; there are to be 1 to "
                    + MAX_ROWS + " rows and " + schema.size() + " columns");
        }
        List<Column> decoded = new ArrayList<>(columns);
        for (Field field : schema.fields()) {
            decoded.add(decoder.column(field, count));
        }
        if (decoder.remaining() > 0) {
            throw damaged("has " + decoder.remaining() + " bytes behind the last column of a frame");
        }
        rows += count;
        return new Frame(schema, decoded, count);
    }

    private ShearwaterException failure() {
        return ProblemJson.read(500, text()).toException();
    }

    private String text() {
        if (length > LONGEST_TEXT) {
            throw damaged("has " + length + " bytes of JSON; " + LONGEST_TEXT + " are the most");
        }
        return new String(content, 0, length, StandardCharsets.UTF_8);
    }

    /** Reads a block and checks its sum. */
    private FrameStream.Kind block() {
        if (!fill(head, 0, FrameStream.HEAD)) {
            throw cut();
        }
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        int code = fields.getInt(0);
        FrameStream.Kind kind = Arrays.stream(FrameStream.Kind.values())
                .filter(one -> one.code() == code)
                .findFirst()
                .orElseThrow(() -> damaged("has a block of an unknown kind"));
        length = fields.getInt(4);
        if (fields.getInt(12) != 0) {
            throw damaged("has a block whose head does not end with zeros");
        }
        if (length < 0 || length > BlockBuffer.LONGEST) {
            throw damaged("has a block of " + Integer.toUnsignedString(length) + " bytes; " + BlockBuffer.LONGEST
                    + " are the most");
        }
        receive();
        CRC32 sum = new CRC32();
        sum.update(head, 0, 8);
        sum.update(content, 0, length);
        if ((int) sum.getValue() != fields.getInt(8)) {
            throw damaged("has a block whose checksum is wrong");
        }
        return kind;
    }

    /** What a block says of its length is believed as far as bytes come. */
    private void receive() {
        int have = 0;
        while (have < length) {
            int want = Math.min(length, Math.max(FIRST, have * 2));
            if (content.length < want) {
                content = Arrays.copyOf(content, want);
            }
            if (!fill(content, have, want - have)) {
                throw cut();
            }
            have = want;
        }
    }

    private boolean fill(byte[] into, int from, int count) {
        try {
            return in.readNBytes(into, from, count) == count;
        } catch (IOException gone) {
            throw WireError.IO.because("The rows cannot be received: " + IoReason.of(gone) + ".", gone);
        }
    }

    private ShearwaterException cut() {
        return WireError.CUT_STREAM.because("The stream of frames ends after " + rows
                + " rows without an end mark: its sender, or the network, gave up. Ask again.");
    }

    private static ShearwaterException damaged(String why) {
        return WireError.BAD_FRAMES.because(
                "The stream of frames " + why + ": it was damaged on its way, or is of another form. Send it again.");
    }

    @Override
    public void close() {
        ended = true;
        try {
            in.close();
        } catch (IOException gone) {
            throw WireError.IO.because("The connection cannot be closed: " + IoReason.of(gone) + ".", gone);
        }
    }
}
