package io.shearwater.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.ShearwaterException;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Parquet files that were damaged, or made to do damage: each is read or refused as a bad file, and the process lives on. With
 * {@code -Dtests.jvm=-Dfuzz.rounds=100000} it goes on for longer.
 */
class HostileParquetTest extends ReadingFiles {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 25);
    private static final int ROWS = 3_000;
    private static final int FOOTER = 8;

    private byte[] good = {};

    @BeforeEach
    void write() throws SQLException, IOException {
        Path file = path("good.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT i AS id, i % 7 = 0 AS flag, 'text ' || i AS note, i / 3.0 AS price,"
                    + " CASE WHEN i % 5 > 0 THEN DATE '2025-01-01' + (i % 90)::INT END AS day, [i, i + 1] AS pair"
                    + " FROM range(" + ROWS + ") t(i)) TO '" + file
                    + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)");
        }
        good = Files.readAllBytes(file);
        assertThat(read(FileSource.of(file)).rows()).isEqualTo(ROWS);
    }

    /** Reads what may be anything; gives whether it was refused. */
    private boolean refused(byte[] bytes) throws IOException {
        try {
            Frame rows = read(FileSource.of(file("hostile.parquet", bytes)));
            rows.columns().forEach(column -> column.value(rows.rows() - 1));
            return false;
        } catch (ShearwaterException refusal) {
            assertThat(refusal.code()).as(refusal.toString()).isEqualTo(SpiError.BAD_FILE);
            assertThat(refusal).hasMessageContaining("hostile.parquet");
            return true;
        } catch (IndexOutOfBoundsException noRowsAtAll) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "3, 1", "4, 1", "5, 2"})
    void flippedBytesAreReadOrRefused(long seed, int where) throws IOException {
        Random random = new Random(seed);
        int length = good.length;
        int metadata = length - FOOTER - metadataLength();
        int refusals = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = good.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                int at = switch (where) {
                    case 0 -> metadata + random.nextInt(length - metadata);
                    case 1 -> random.nextInt(metadata);
                    default -> random.nextInt(length);
                };
                bytes[at] = (byte) random.nextInt();
            }
            refusals += refused(bytes) ? 1 : 0;
        }
        assertThat(refusals).isPositive();
    }

    private int metadataLength() {
        int at = good.length - FOOTER;
        return (good[at] & 0xff) + 256 * (good[at + 1] & 0xff) + 65_536 * (good[at + 2] & 0xff);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 8, 11, 12, 100})
    void whatIsTooShortIsRefused(int length) throws IOException {
        assertThat(refused(Arrays.copyOf(good, length))).isTrue();
        assertThat(refused(Arrays.copyOfRange(good, good.length - length, good.length)))
                .isTrue();
        assertThat(refused(Arrays.copyOf(good, good.length - length))).isEqualTo(length > 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1, 1 << 20})
    void aFooterThatLiesAboutItsLengthIsRefused(int length) throws IOException {
        byte[] bytes = good.clone();
        for (int i = 0; i < 4; i++) {
            bytes[bytes.length - FOOTER + i] = (byte) (length >> (8 * i));
        }
        assertThat(refused(bytes)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAR1", "PAR1PAR1", "PARE", "no Parquet at all", "PAR1\0\0\0\0PAR1"})
    void whatIsNoParquetIsRefused(String text) throws IOException {
        assertThat(refused(text.getBytes(StandardCharsets.ISO_8859_1))).isTrue();
    }
}
