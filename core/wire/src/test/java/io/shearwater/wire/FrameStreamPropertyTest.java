package io.shearwater.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FrameStreamPropertyTest {
    private static byte[] written(Schema schema, List<Frame> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameStream.write(FrameReader.of(schema, frames.iterator()), out);
        return out.toByteArray();
    }

    private static Frame read(byte[] bytes) {
        return FrameStream.reader(new ByteArrayInputStream(bytes)).readAll();
    }

    @Property(tries = 200)
    void framesOfAnyTypesComeBack(@ForAll long seed, @ForAll @IntRange(max = 3) int count) {
        RandomValues random = new RandomValues(seed);
        Schema schema = random.schema();
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(random.frame(schema, random.random().nextInt(1, 140)));
        }

        Frame back = read(written(schema, frames));

        assertThat(back).isEqualTo(Frame.concat(schema, frames));
    }

    @Property(tries = 200)
    void partsOfFramesComeBack(@ForAll long seed) {
        RandomValues random = new RandomValues(seed);
        Schema schema = random.schema();
        Frame frame = random.frame(schema, 200);
        int start = random.random().nextInt(200);
        int end = random.random().nextInt(start, 200) + 1;

        BlockBuffer block = new BlockBuffer();
        ColumnEncoder encoder = new ColumnEncoder(block);
        frame.columns().forEach(column -> encoder.encode(column, start, end));
        ColumnDecoder decoder = new ColumnDecoder(block.bytes(), block.position());
        Frame back = new Frame(
                schema,
                schema.fields().stream()
                        .map(field -> decoder.column(field, end - start))
                        .toList(),
                end - start);

        assertThat(back).isEqualTo(frame.slice(start, end));
        assertThat(decoder.remaining()).isZero();
    }

    @Property(tries = 200)
    void theSameRowsAreTheSameBytesWhateverIsBehindNulls(@ForAll long seed) {
        RandomValues random = new RandomValues(seed);
        Schema schema = Schema.of(new Field("t", DataType.STRING), new Field("d", DataType.DOUBLE));
        Frame frame = random.frame(schema, 100);
        Column.Doubles doubles = (Column.Doubles) frame.column(1);
        double[] other = doubles.values().clone();
        for (int row = 0; row < 100; row++) {
            if (doubles.isNull(row)) {
                other[row] = 4711;
            }
        }
        Frame same =
                new Frame(schema, List.of(frame.column(0), new Column.Doubles(other, 100, doubles.validity())), 100);

        assertThat(written(schema, List.of(same))).isEqualTo(written(schema, List.of(frame)));
    }

    @Property(tries = 200)
    void whereverAStreamIsCutItIsNoticed(@ForAll long seed) {
        RandomValues random = new RandomValues(seed);
        Schema schema = random.schema();
        byte[] bytes = written(schema, List.of(random.frame(schema, 20)));
        byte[] cut = Arrays.copyOf(bytes, random.random().nextInt(bytes.length));

        assertThatThrownBy(() -> read(cut))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code()).isEqualTo(WireError.CUT_STREAM));
    }

    @Property(tries = 200)
    void everyBitThatFlipsIsNoticed(@ForAll long seed) {
        RandomValues random = new RandomValues(seed);
        Schema schema = random.schema();
        byte[] bytes = written(schema, List.of(random.frame(schema, 20)));
        int bit = random.random().nextInt(bytes.length * 8);
        bytes[bit >> 3] ^= (byte) (1 << (bit & 7));

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code()).isIn(WireError.BAD_FRAMES, WireError.CUT_STREAM));
    }
}
