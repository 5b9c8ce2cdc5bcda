package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read by the library of protocol buffers, after the published descriptions of record and example. */
class TfRecordFileTest {
    @TempDir
    private Path directory;

    private List<Map<String, List<Object>>> written(Schema schema, @Nullable Object[]... rows) throws IOException {
        Path path = directory.resolve("a.tfrecord");
        FrameBuilder frame = new FrameBuilder(schema, rows.length);
        Arrays.stream(rows).forEach(frame::append);
        try (TfRecordFile file = new TfRecordFile(path, schema.fields())) {
            file.add(frame.build());
            file.finish();
        }
        return read(Files.readAllBytes(path));
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    @Test
    void everyTypeIsAListOfItsKindAndANullIsNotThere() throws IOException {
        Schema schema = Schema.of(
                new Field("b", DataType.BOOLEAN),
                new Field("i", DataType.INT),
                new Field("l", DataType.LONG),
                new Field("f", DataType.FLOAT),
                new Field("d", DataType.DOUBLE),
                new Field("m", DataType.decimal(5, 2)),
                new Field("s", DataType.STRING),
                new Field("y", DataType.BINARY),
                new Field("day", DataType.DATE),
                new Field("ts", DataType.TIMESTAMP));

        List<Map<String, List<Object>>> rows = written(
                schema,
                row(
                        true,
                        -1,
                        Long.MIN_VALUE,
                        0.1f,
                        1e300,
                        new BigDecimal("1.25"),
                        "é\0",
                        new byte[] {0, -1},
                        LocalDate.EPOCH.minusDays(1),
                        Instant.EPOCH.plusSeconds(1)),
                row(null, 0, null, Float.NaN, 0.1, null, "", null, null, null));

        Map<String, List<Object>> first = rows.getFirst();
        assertThat(first.keySet()).containsExactly("b", "i", "l", "f", "d", "m", "s", "y", "day", "ts");
        assertThat(first)
                .containsEntry("b", List.of(1L))
                .containsEntry("i", List.of(-1L))
                .containsEntry("l", List.of(Long.MIN_VALUE))
                .containsEntry("f", List.of(0.1f))
                .containsEntry("d", List.of(Float.POSITIVE_INFINITY))
                .containsEntry("m", List.of(1.25f))
                .containsEntry("s", List.of("c3a900"))
                .containsEntry("y", List.of("00ff"))
                .containsEntry("day", List.of(-1L))
                .containsEntry("ts", List.of(1_000_000L));
        assertThat(rows.get(1))
                .isEqualTo(Map.of("i", List.of(0L), "f", List.of(Float.NaN), "d", List.of(0.1f), "s", List.of("")));
        assertThat(rows).hasSize(2);
    }

    @Test
    void listsAndEmbeddingsHaveTheirElements() throws IOException {
        Schema schema = Schema.of(
                new Field("longs", DataType.array(DataType.LONG)),
                new Field("doubles", DataType.array(DataType.DOUBLE)),
                new Field("texts", DataType.array(DataType.STRING)),
                new Field("e", DataType.embedding(3)));

        List<Map<String, List<Object>>> rows = written(
                schema,
                row(List.of(1L, 300L), List.of(0.5), List.of("a", ""), new float[] {1, 2, 3}),
                row(List.of(), List.of(), List.of(), new float[] {4, 5, 6}),
                row(null, null, null, null));

        assertThat(rows.get(0))
                .isEqualTo(Map.of(
                        "longs", List.of(1L, 300L),
                        "doubles", List.of(0.5f),
                        "texts", List.of("61", ""),
                        "e", List.of(1f, 2f, 3f)));
        assertThat(rows.get(1))
                .isEqualTo(
                        Map.of("longs", List.of(), "doubles", List.of(), "texts", List.of(), "e", List.of(4f, 5f, 6f)));
        assertThat(rows.get(2)).isEmpty();
    }

    @Test
    void recordsOfManySizesFollowOneAnother() throws IOException {
        Schema schema = Schema.of(new Field("s", DataType.STRING));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int length : new int[] {0, 1, 100, 127, 128, 129, 16_383, 16_384, 300_000, 3}) {
            rows.add(row("x".repeat(length)));
        }

        List<Map<String, List<Object>>> read = written(schema, rows.toArray(Object[][]::new));

        assertThat(read)
                .extracting(each ->
                        each.getOrDefault("s", List.of()).getFirst().toString().length() / 2)
                .containsExactly(0, 1, 100, 127, 128, 129, 16_383, 16_384, 300_000, 3);
    }

    @Test
    void whatIsNoListOfNumbersOrTextsIsRefused() {
        Field field = new Field("m", DataType.map(DataType.INT));

        assertThatThrownBy(() -> new TfRecordFile(directory.resolve("a.tfrecord"), List.of(field)))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(TrainingError.NOT_IN_FORMAT))
                .hasMessageContaining("The column 'm' is " + field.type());
        Schema lists = Schema.of(new Field("longs", DataType.array(DataType.LONG)));
        assertThatThrownBy(() -> written(lists, row(List.of(1L)), row(Arrays.asList(1L, null))))
                .hasMessageContaining("'longs' has a null among the elements of its list in row 2");
        assertThat(directory).isEmptyDirectory();
    }

    /** The features of each example, texts in hexadecimal. */
    private static List<Map<String, List<Object>>> read(byte[] file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        List<Map<String, List<Object>>> examples = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int start = bytes.position();
            int length = Math.toIntExact(bytes.getLong());
            assertThat(bytes.getInt()).isEqualTo(masked(file, start, Long.BYTES));
            byte[] example = new byte[length];
            bytes.get(example);
            assertThat(bytes.getInt()).isEqualTo(masked(file, start + 12, length));
            examples.add(example(CodedInputStream.newInstance(example)));
        }
        return examples;
    }

    private static Map<String, List<Object>> example(CodedInputStream in) throws IOException {
        Map<String, List<Object>> features = new LinkedHashMap<>();
        requireTag(in, 1);
        CodedInputStream map = in.readBytes().newCodedInput();
        assertThat(in.isAtEnd()).isTrue();
        while (!map.isAtEnd()) {
            requireTag(map, 1);
            CodedInputStream entry = map.readBytes().newCodedInput();
            requireTag(entry, 1);
            String name = entry.readStringRequireUtf8();
            requireTag(entry, 2);
            features.put(name, feature(entry.readBytes().newCodedInput()));
            assertThat(entry.isAtEnd()).isTrue();
        }
        return features;
    }

    private static List<Object> feature(CodedInputStream in) throws IOException {
        int kind = WireFormat.getTagFieldNumber(in.readTag());
        CodedInputStream list = in.readBytes().newCodedInput();
        assertThat(in.isAtEnd()).isTrue();
        List<Object> values = new ArrayList<>();
        while (!list.isAtEnd()) {
            requireTag(list, 1);
            if (kind == 1) {
                values.add(HexFormat.of().formatHex(list.readByteArray()));
            } else {
                CodedInputStream packed = list.readBytes().newCodedInput();
                while (!packed.isAtEnd()) {
                    values.add(kind == 2 ? (Object) packed.readFloat() : (Object) packed.readInt64());
                }
            }
        }
        return values;
    }

    private static void requireTag(CodedInputStream in, int number) throws IOException {
        assertThat(in.readTag()).isEqualTo((number << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    }

    /** CRC-32C bit by bit, masked as the format says. */
    private static int masked(byte[] bytes, int from, int length) {
        int crc = -1;
        for (int i = from; i < from + length; i++) {
            crc ^= bytes[i] & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc >>> 1) ^ ((crc & 1) == 0 ? 0 : 0x82F63B78);
            }
        }
        int sum = ~crc;
        return ((sum >>> 15) | (sum << 17)) + 0xa282ead8;
    }
}
