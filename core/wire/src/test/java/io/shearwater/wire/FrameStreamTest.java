package io.shearwater.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.ModelError;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.Validity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameStreamTest {
    private static final Schema LONGS = Schema.of(new Field("n", DataType.LONG));

    private static Frame longs(int rows) {
        return new Frame(LONGS, List.of(new Column.Longs(DataType.LONG, new long[rows], rows, Validity.ALL)), rows);
    }

    private static byte[] written(FrameReader rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        FrameStream.write(rows, out);
        return out.toByteArray();
    }

    private static FrameReader reader(byte[] bytes) {
        return FrameStream.reader(new ByteArrayInputStream(bytes));
    }

    @Test
    void a_stream_without_rows_has_its_columns() {
        try (FrameReader reader = reader(written(Frame.empty(LONGS).reader()))) {
            assertThat(reader.schema()).isEqualTo(LONGS);
            assertThat(reader.next()).isEmpty();
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void large_frames_are_cut_into_blocks_of_a_few_mebibytes() {
        Schema wide = Schema.of(new Field("e", DataType.embedding(4_096)));
        int rows = 3_000;
        Frame frame = new Frame(
                wide,
                List.of(new Column.Embeddings(
                        (DataType.EmbeddingType) wide.field(0).type(), new float[rows * 4_096], rows, Validity.ALL)),
                rows);
        try (FrameReader reader = reader(written(frame.reader()))) {
            int read = 0;
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                assertThat(next.get().rows()).isLessThanOrEqualTo(256);
                read += next.get().rows();
            }
            assertThat(read).isEqualTo(rows);
        }
    }

    @Test
    void a_failure_on_the_way_reaches_the_reader_with_its_code() {
        FrameReader failing = FrameReader.of(LONGS, new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Frame next() {
                if (given++ == 2) {
                    throw ModelError.BAD_RANGE.because("The range ends before it begins: 'später'.");
                }
                return longs(10);
            }
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> FrameStream.write(failing, out)).hasMessageContaining("später");

        try (FrameReader reader = reader(out.toByteArray())) {
            assertThat(reader.next()).isPresent();
            assertThat(reader.next()).isPresent();
            assertThatThrownBy(reader::next)
                    .hasMessage("The range ends before it begins: 'später'.")
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ModelError.BAD_RANGE));
        }
    }

    @Test
    void a_defect_on_the_way_is_told_without_its_insides() {
        FrameReader failing = FrameReader.of(LONGS, new Iterator<>() {
            @Override
            public boolean hasNext() {
                throw new IllegalStateException("/secret/path");
            }

            @Override
            public Frame next() {
                return longs(1);
            }
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThatThrownBy(() -> FrameStream.write(failing, out)).isInstanceOf(IllegalStateException.class);

        try (FrameReader reader = reader(out.toByteArray())) {
            assertThatThrownBy(reader::next)
                    .hasMessageNotContaining("secret")
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.INTERNAL));
        }
    }

    @Test
    void a_connection_that_is_gone_is_no_defect_of_the_rows() {
        OutputStream gone = new OutputStream() {
            private int left = 200;

            @Override
            public void write(int one) throws IOException {
                if (--left < 0) {
                    throw new IOException("Broken pipe");
                }
            }
        };
        assertThatThrownBy(() -> FrameStream.write(longs(1_000).reader(), gone))
                .hasMessage("The rows cannot be sent: Broken pipe.")
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code()).isEqualTo(WireError.IO));
    }

    @Test
    void what_is_no_stream_is_refused() {
        assertThatThrownBy(() -> reader("{\"rows\": [1, 2, 3, 4, 5]}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageStartingWith("This is no stream of frames: it does not begin with 'SWFRAMES'.");
        byte[] newer = written(longs(1).reader());
        newer[8] = 2;
        assertThatThrownBy(() -> reader(newer)).hasMessageContaining("has the version 2; this side reads 1");
    }

    // ---- what a hostile sender may claim, with right checksums

    /** A stream with one block of rows of this content. */
    private static byte[] forged(Schema schema, ByteBuffer content) {
        byte[] whole = written(Frame.empty(schema).reader());
        int end = whole.length - 24;
        byte[] block = new byte[content.position()];
        content.flip().get(block);
        ByteBuffer out = ByteBuffer.allocate(end + 16 + block.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(whole, 0, end);
        ByteBuffer head = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        head.put("ROWS".getBytes(StandardCharsets.US_ASCII)).putInt(block.length);
        CRC32 sum = new CRC32();
        sum.update(head.array());
        sum.update(block);
        out.put(head.array()).putInt((int) sum.getValue()).putInt(0).put(block);
        return out.array();
    }

    private static ByteBuffer content(int rows, int columns) {
        return ByteBuffer.allocate(4_096)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(rows)
                .putInt(columns);
    }

    private static void refuses(Schema schema, ByteBuffer content, String message) {
        try (FrameReader reader = reader(forged(schema, content))) {
            assertThatThrownBy(reader::next)
                    .hasMessageContaining(message)
                    .isInstanceOfSatisfying(
                            ShearwaterException.class,
                            failure -> assertThat(failure.code()).isEqualTo(WireError.BAD_FRAMES));
        }
    }

    private static Schema of(String type) {
        return Schema.of(new Field("x", DataType.parse(type)));
    }

    @Test
    void claims_that_do_not_fit_are_refused_before_memory_is_taken() {
        refuses(LONGS, content(65_537, 1), "a frame of 65537 rows and 1 columns");
        refuses(LONGS, content(0, 1), "a frame of 0 rows");
        refuses(LONGS, content(1, 2), "2 columns");
        refuses(LONGS, content(60_000, 1).putInt(60_000).putInt(0), "needs 480000 bytes more where 0 are left");
        refuses(LONGS, content(3, 1).putInt(4).putInt(0), "has 4 rows, 0 of them null, where there should be 3 rows");
        refuses(LONGS, content(1, 1).putInt(1).putInt(2), "has 1 rows, 2 of them null");
        refuses(
                LONGS,
                content(1, 1).putInt(1).putInt(1).putLong(1).putLong(7),
                "says that 1 of 1 rows are null, but 0 are");
        refuses(of("embedding(65536)"), content(60_000, 1).putInt(60_000).putInt(0), "needs 15728640000 bytes more");
        refuses(of("boolean"), content(1, 1).putInt(1).putInt(0).putLong(2), "a boolean that is neither 0 nor 1");
        refuses(
                of("string"),
                content(1, 1).putInt(1).putInt(0).putInt(0).putInt(Integer.MAX_VALUE),
                "needs 2147483647 bytes more where 0 are left");
        refuses(
                of("string"),
                content(2, 1).putInt(2).putInt(0).putInt(0).putInt(5).putInt(3).putInt(0),
                "has the offset 3 behind 5");
        refuses(of("string"), content(1, 1).putInt(1).putInt(0).putInt(-4).putInt(0), "has the offset -4 behind 0");
        refuses(of("string"), content(1, 1).putInt(1).putInt(0).putInt(1).putInt(2), "first offset 1 instead of 0");
        refuses(
                of("array<int>"),
                content(1, 1)
                        .putInt(1)
                        .putInt(0)
                        .putInt(0)
                        .putInt(Integer.MAX_VALUE)
                        .putInt(Integer.MAX_VALUE)
                        .putInt(0),
                "needs 8589934588 bytes more where 0 are left");
        refuses(LONGS, content(1, 1).putInt(1).putInt(0).putLong(7).putLong(9), "8 bytes behind the last column");
    }

    @Test
    void values_that_their_type_does_not_have_are_refused() {
        refuses(
                of("decimal(3,1)"),
                content(1, 1).putInt(1).putInt(0).putLong(1_000),
                "has 100.0, which is not decimal(3,1)");
        refuses(
                of("string"),
                content(2, 1)
                        .putInt(2)
                        .putInt(0)
                        .putInt(0)
                        .putInt(1)
                        .putInt(2)
                        .putInt(0)
                        .putLong(0xA9C3),
                "a text that is not UTF-8 in row 1");
        refuses(
                of("string(2)"),
                content(1, 1).putInt(1).putInt(0).putInt(0).putInt(3).putLong(0x636261),
                "a text longer than 2 characters in row 1");
        ByteBuffer twice = content(1, 1).putInt(1).putInt(0).putInt(0).putInt(2);
        twice.putInt(2).putInt(0).putInt(0).putInt(1).putInt(2).putInt(0).putLong(0x6161);
        twice.putInt(2).putInt(0).putInt(1).putInt(2);
        refuses(of("map<string,int>"), twice, "a map with the key 'a' twice");
    }

    @Test
    void a_block_that_claims_to_be_long_takes_memory_only_as_it_comes() {
        ByteBuffer claim = ByteBuffer.wrap(written(longs(1).reader())).order(ByteOrder.LITTLE_ENDIAN);
        int columns = 16 + 16 + claim.getInt(20);
        claim.putInt(columns + 4, BlockBuffer.LONGEST);
        assertThatThrownBy(() -> reader(claim.array()).next())
                .hasMessageContaining("ends after 0 rows without an end mark");
        claim.putInt(columns + 4, BlockBuffer.LONGEST + 1);
        assertThatThrownBy(() -> reader(claim.array()).next()).hasMessageContaining("a block of 268435457 bytes");
    }

    // ---- read by others

    private static Frame everyType() {
        Schema schema = Schema.of(
                new Field("flag", DataType.BOOLEAN),
                new Field("i", DataType.INT),
                new Field("l", DataType.LONG),
                new Field("d", DataType.DOUBLE),
                new Field("small", DataType.decimal(9, 2)),
                new Field("large", DataType.decimal(38, 2)),
                new Field("text", DataType.STRING),
                new Field("raw", DataType.BINARY),
                new Field("day", DataType.DATE),
                new Field("at", DataType.TIMESTAMP),
                new Field("list", DataType.array(DataType.STRING)),
                new Field("map", DataType.map(DataType.LONG)),
                new Field("part", DataType.parse("struct<a:int,\"b c\":array<double>>")),
                new Field("vector", DataType.embedding(2)));
        return new FrameBuilder(schema, 2)
                .append(
                        true,
                        1,
                        Long.MIN_VALUE,
                        1.5,
                        new BigDecimal("-1.25"),
                        new BigDecimal("-123456789012345678901234567890.12"),
                        "😀",
                        new byte[] {0, -1},
                        LocalDate.of(1969, 12, 31),
                        Instant.parse("2026-01-02T03:04:05.000006Z"),
                        Arrays.asList("a", null),
                        Map.of("k", 7L),
                        Map.of("a", 1, "b c", List.of(2.5)),
                        new float[] {0.5f, 2})
                .append(new Object[14])
                .build();
    }

    /** The Python of docs/format/frames.md reads what Java writes. */
    @Test
    void python_reads_it_as_the_page_on_the_format_says(@TempDir Path directory) throws Exception {
        String page = Files.readString(Path.of("../../docs/format/frames.md"));
        String code =
                page.substring(page.indexOf("```python") + 10, page.indexOf("```", page.indexOf("```python") + 9));
        assumeThat(Path.of("/usr/bin/python3")).as("Python 3").exists();
        Frame frame = everyType();
        Path file = directory.resolve("rows.frames");
        Files.write(file, written(frame.reader()));
        Path program = directory.resolve("read.py");
        Files.writeString(program, code + "\nfor row in rows(open('" + file + "', 'rb')): print(row)\n");

        Process python = new ProcessBuilder("/usr/bin/python3", program.toString())
                .redirectErrorStream(true)
                .start();
        String printed;
        try (InputStream said = python.getInputStream()) {
            printed = new String(said.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(python.waitFor()).as(printed).isZero();
        assertThat(printed.lines())
                .containsExactly(
                        "{'flag': True, 'i': 1, 'l': -9223372036854775808, 'd': 1.5, 'small': Decimal('-1.25'),"
                                + " 'large': Decimal('-123456789012345678901234567890.12'), 'text': '😀',"
                                + " 'raw': b'\\x00\\xff', 'day': datetime.date(1969, 12, 31),"
                                + " 'at': datetime.datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=datetime.timezone.utc),"
                                + " 'list': ['a', None], 'map': {'k': 7}, 'part': {'a': 1, 'b c': [2.5]},"
                                + " 'vector': [0.5, 2.0]}",
                        "{'flag': None, 'i': None, 'l': None, 'd': None, 'small': None, 'large': None, 'text': None,"
                                + " 'raw': None, 'day': None, 'at': None, 'list': None, 'map': None, 'part': None,"
                                + " 'vector': None}");
    }
}
