package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSpoolTest {
    private static final Schema ALL = Schema.of(
            new Field("a", DataType.BOOLEAN),
            new Field("b", DataType.INT),
            new Field("c", DataType.LONG),
            new Field("d", DataType.FLOAT),
            new Field("e", DataType.DOUBLE),
            new Field("f", DataType.decimal(20, 3)),
            new Field("g", DataType.STRING),
            new Field("h", DataType.BINARY),
            new Field("i", DataType.DATE),
            new Field("j", DataType.TIMESTAMP),
            new Field("k", DataType.array(DataType.DOUBLE)),
            new Field("l", DataType.map(DataType.LONG)),
            new Field("m", DataType.struct(new Field("x", DataType.INT), new Field("y", DataType.STRING))),
            new Field("n", DataType.embedding(2)));

    @TempDir
    private Path directory;

    private static Frame rows() {
        FrameBuilder rows = new FrameBuilder(ALL, 2);
        rows.append(
                true,
                -1,
                Long.MIN_VALUE,
                Float.NaN,
                -0.0,
                new BigDecimal("-12345678901234.567"),
                "\uD83D\uDE00",
                new byte[] {0, -1},
                LocalDate.of(1969, 12, 31),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Arrays.asList(1.5, null),
                Map.of("a", 7L),
                Map.of("x", 3, "y", ""),
                new float[] {1, Float.NEGATIVE_INFINITY});
        rows.append(new Object[ALL.size()]);
        return rows.build();
    }

    @Test
    void values_of_all_types_come_back_as_they_were() {
        LogSpool spool = new LogSpool(directory);
        assertThat(spool.append(rows())).isTrue();
        assertThat(spool.append(rows())).isTrue();
        spool.seal();
        assertThat(spool.sealed()).hasSize(1);
        try (FrameReader reader = LogSpool.read(spool.sealed().getFirst(), ALL)) {
            Frame expected = rows();
            assertThat(reader.next()).contains(expected);
            assertThat(reader.next()).contains(expected);
            assertThat(reader.next()).isEmpty();
        }
        spool.delete(spool.sealed().getFirst());
        assertThat(spool.sealed()).isEmpty();
    }

    @Test
    void of_a_file_that_was_cut_anywhere_the_whole_blocks_are_read_and_nothing_else() throws IOException {
        LogSpool spool = new LogSpool(directory);
        Schema one = Schema.of(new Field("x", DataType.LONG));
        for (long block = 0; block < 3; block++) {
            spool.append(Frame.of(one, List.of(Map.of("x", block))));
        }
        spool.seal();
        Path file = spool.sealed().getFirst();
        byte[] whole = Files.readAllBytes(file);
        // Twice 16 bytes, and between them in the second 4 with the length of the columns.
        int head = 32 + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(20);
        int block = (whole.length - head) / 3;
        for (int length = 0; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            int blocks = Math.max(0, (length - head) / block);
            try (FrameReader reader = LogSpool.read(file, one)) {
                for (long expected = 0; expected < blocks; expected++) {
                    assertThat(reader.next().orElseThrow().value(0, "x")).isEqualTo(expected);
                }
                assertThat(reader.next()).isEmpty();
            }
        }
        byte[] altered = whole.clone();
        altered[whole.length - 1] ^= 1;
        Files.write(file, altered);
        try (FrameReader reader = LogSpool.read(file, one)) {
            assertThat(reader.readAll().rows()).isEqualTo(2);
        }
    }

    @Test
    void rows_are_read_with_the_columns_that_the_log_has_by_then() {
        LogSpool spool = new LogSpool(directory);
        Schema old = Schema.of(new Field("gone", DataType.INT), new Field("x", DataType.LONG));
        Schema now = Schema.of(new Field("x", DataType.LONG), new Field("more", DataType.STRING));
        spool.append(Frame.of(old, List.of(Map.of("x", 5L, "gone", 1))));
        spool.append(Frame.of(now, List.of(Map.of("x", 6L, "more", "m"))));
        spool.seal();
        assertThat(spool.sealed()).hasSize(2);
        try (FrameReader reader = LogSpool.read(spool.sealed().getFirst(), now)) {
            Frame rows = reader.readAll();
            assertThat(rows.value(0, "x")).isEqualTo(5L);
            assertThat(rows.value(0, "more")).isNull();
        }
    }
}
