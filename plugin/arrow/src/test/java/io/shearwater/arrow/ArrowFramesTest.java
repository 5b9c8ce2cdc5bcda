package io.shearwater.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.testing.Samples;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeStampNanoVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowFramesTest {
    @TempDir
    private Path directory;

    private final BufferAllocator allocator = new RootAllocator();

    /** Fails when something was not given back. */
    @AfterEach
    void everythingWasReleased() {
        allocator.close();
    }

    @Test
    void everyTypeGoesIntoVectorsAndComesOutTheSame() {
        Frame frame = Samples.many(3);
        try (VectorSchemaRoot root = ArrowFrames.write(frame, allocator)) {
            assertThat(root.getRowCount()).isEqualTo(frame.rows());
            assertThat(ArrowFrames.read(root)).isEqualTo(frame);
        }
    }

    @Test
    void everyTypeGoesThroughAFile() throws IOException {
        Frame frame = Samples.many(12_000);
        Path file = directory.resolve("rows.arrow");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long rows = ArrowFrames.write(frame.reader(), root -> new ArrowFileWriter(root, null, channel), allocator);
            assertThat(rows).isEqualTo(frame.rows());
        }
        try (FrameReader rows =
                ArrowFrames.reader(new ArrowFileReader(FileChannel.open(file, StandardOpenOption.READ), allocator))) {
            assertThat(rows.schema()).isEqualTo(frame.schema());
            assertThat(rows.readAll()).isEqualTo(frame);
        }
    }

    @Test
    void streamsOfSeveralBatchesAndOfNoneAreRead() throws IOException {
        Schema schema = Schema.of(new Field("t", DataType.string(5)), new Field("v", DataType.embedding(2)));
        Frame frame = new FrameBuilder(schema, 2)
                .append("ab", new float[] {1, Float.NaN})
                .append(null, null)
                .build();
        for (Frame rows : List.of(frame, Frame.empty(schema))) {
            Path file = directory.resolve("rows.stream");
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ArrowFrames.write(rows.reader(), root -> new ArrowStreamWriter(root, null, channel), allocator);
            }
            try (FrameReader read = ArrowFrames.reader(new ArrowStreamReader(Files.newInputStream(file), allocator))) {
                assertThat(read.readAll()).isEqualTo(rows);
            }
        }
    }

    @Test
    void foreignTypesAreReadAsTheOnesThatHoldThem() {
        try (UInt1Vector tiny = new UInt1Vector("tiny", allocator);
                UInt4Vector whole = new UInt4Vector("whole", allocator);
                UInt8Vector large = new UInt8Vector("large", allocator);
                LargeVarCharVector text = new LargeVarCharVector("text", allocator);
                DateMilliVector day = new DateMilliVector("day", allocator);
                TimeStampNanoVector at = new TimeStampNanoVector("at", allocator)) {
            tiny.setSafe(0, 255);
            whole.setSafe(0, -1);
            large.setSafe(0, -1L);
            text.setSafe(0, "é".getBytes(StandardCharsets.UTF_8));
            day.setSafe(0, -1L);
            at.setSafe(0, -1L);
            List<FieldVector> vectors = List.of(tiny, whole, large, text, day, at);
            vectors.forEach(vector -> vector.setValueCount(1));
            Frame frame = ArrowFrames.read(new VectorSchemaRoot(vectors));
            assertThat(frame.row(0).values())
                    .containsExactly(
                            255,
                            4_294_967_295L,
                            new BigDecimal("18446744073709551615"),
                            "é",
                            LocalDate.of(1969, 12, 31),
                            Instant.parse("1969-12-31T23:59:59.999999Z"));
        }
    }

    @Test
    void columnsOfADictionaryAreDecoded() throws IOException {
        Path file = directory.resolve("dictionary.arrow");
        DictionaryEncoding encoding = new DictionaryEncoding(1, false, null);
        try (VarCharVector words = new VarCharVector("words", allocator);
                VarCharVector plain = new VarCharVector("plain", allocator)) {
            words.setSafe(0, new byte[] {'a'});
            words.setSafe(1, new byte[] {'b'});
            words.setValueCount(2);
            for (int row = 0; row < 3; row++) {
                plain.setSafe(row, new byte[] {(byte) (row == 1 ? 'b' : 'a')});
            }
            plain.setNull(3);
            plain.setValueCount(4);
            Dictionary dictionary = new Dictionary(words, encoding);
            DictionaryProvider provider = new DictionaryProvider.MapDictionaryProvider(dictionary);
            try (FieldVector encoded = (FieldVector) DictionaryEncoder.encode(plain, dictionary);
                    VectorSchemaRoot root = new VectorSchemaRoot(List.of(encoded));
                    FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    ArrowFileWriter writer = new ArrowFileWriter(root, provider, channel)) {
                writer.start();
                writer.writeBatch();
                writer.end();
                assertThatThrownBy(() -> ArrowFrames.read(root)).hasMessageContaining("encoded by a dictionary");
            }
        }
        try (FrameReader rows =
                ArrowFrames.reader(new ArrowFileReader(FileChannel.open(file, StandardOpenOption.READ), allocator))) {
            Frame frame = rows.readAll();
            assertThat(frame.schema()).isEqualTo(Schema.of(new Field("plain", DataType.STRING)));
            assertThat(frame.toMaps()).extracting(row -> row.get("plain")).containsExactly("a", "b", "a", null);
        }
    }

    @Test
    void whatFramesDoNotHaveIsRefusedWithItsName() throws IOException {
        try (DurationVector took =
                new DurationVector("took", FieldType.nullable(new ArrowType.Duration(TimeUnit.SECOND)), allocator)) {
            assertThatThrownBy(() -> ArrowFrames.read(new VectorSchemaRoot(List.of(took))))
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ArrowError.UNSUPPORTED_TYPE))
                    .hasMessageContaining("'took' is Duration");
        }
        Path file = Files.writeString(directory.resolve("no.arrow"), "this is no Arrow file at all, is it?");
        try (ArrowFileReader reader = new ArrowFileReader(FileChannel.open(file, StandardOpenOption.READ), allocator)) {
            assertThatThrownBy(() -> ArrowFrames.reader(reader))
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ArrowError.IO));
        }
    }

    @Test
    void aSchemaSurvivesInArrowsTerms() {
        Schema schema = Schema.of(
                new Field("id", DataType.LONG),
                new Field("v", DataType.embedding(3)),
                new Field("m", DataType.map(DataType.array(DataType.string(7)))));
        assertThat(ArrowFrames.schema(ArrowFrames.arrowSchema(schema))).isEqualTo(schema);
        Frame one = Frame.of(schema, List.of(Map.of("id", 1L)));
        try (VectorSchemaRoot root = ArrowFrames.write(one, allocator)) {
            assertThat(ArrowFrames.read(root)).isEqualTo(one);
        }
    }

    @Test
    void aStreamThatWasCutOffIsNotAtItsEnd() throws IOException {
        Path file = directory.resolve("cut.stream");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ArrowFrames.write(
                    Samples.many(100).reader(), root -> new ArrowStreamWriter(root, null, channel), allocator);
        }
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        try (FrameReader rows = ArrowFrames.reader(new ArrowStreamReader(Files.newInputStream(file), allocator))) {
            assertThatThrownBy(rows::readAll)
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ArrowError.IO))
                    .hasMessageContaining("whole file or stream");
        }
    }
}
