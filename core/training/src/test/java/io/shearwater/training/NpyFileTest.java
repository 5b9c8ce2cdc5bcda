package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The expected bytes are those that {@code numpy.save} of NumPy 2.4 writes for the same arrays. */
class NpyFileTest {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("a.npy");
    }

    private byte[] matrix(Schema schema, @Nullable Object[]... rows) throws IOException {
        try (NpyFile file = NpyFile.matrix(file(), schema.fields())) {
            return written(file, schema, rows);
        }
    }

    private byte[] vector(Schema schema, @Nullable Object[]... rows) throws IOException {
        try (NpyFile file = NpyFile.vector(file(), schema.fields())) {
            return written(file, schema, rows);
        }
    }

    /** Each row is a frame of its own. */
    private byte[] written(NpyFile file, Schema schema, @Nullable Object[]... rows) throws IOException {
        for (@Nullable Object[] row : rows) {
            file.add(frame(schema, row));
        }
        file.finish();
        return Files.readAllBytes(file());
    }

    private static Frame frame(Schema schema, @Nullable Object... row) {
        return new FrameBuilder(schema, 1).append(row).build();
    }

    private static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    private static String header(byte[] file) {
        return new String(file, 10, 118, StandardCharsets.US_ASCII);
    }

    private static String body(byte[] file) {
        return HexFormat.of().formatHex(file, 128, file.length);
    }

    @Test
    void numbersOfSeveralTypesAreDoublesAndNullIsNotANumber() throws IOException {
        Schema schema = Schema.of(new Field("x", DataType.DOUBLE), new Field("n", DataType.INT));

        byte[] bytes = matrix(schema, row(1.5, null), row(-0.0, 3));

        assertThat(HexFormat.of().formatHex(bytes, 0, 10)).isEqualTo("934e554d505901007600");
        assertThat(header(bytes))
                .isEqualTo("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }" + " ".repeat(58) + "\n");
        assertThat(body(bytes)).isEqualTo("000000000000f83f000000000000f87f00000000000000800000000000000840");
    }

    @Test
    void wholeNumbersStayWholeAndOneLabelIsAnArrayOfOneDimension() throws IOException {
        byte[] bytes = vector(Schema.of(new Field("y", DataType.LONG)), row(1L), row(-2L), row(3L));

        assertThat(header(bytes))
                .isEqualTo("{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }" + " ".repeat(60) + "\n");
        assertThat(body(bytes)).isEqualTo("0100000000000000feffffffffffffff0300000000000000");
    }

    @Test
    void oneFeatureIsAnArrayOfTwoDimensionsAndSoAreTwoLabels() throws IOException {
        Schema one = Schema.of(new Field("y", DataType.BOOLEAN));
        Schema two = Schema.of(new Field("y", DataType.BOOLEAN), new Field("z", DataType.INT));

        assertThat(header(matrix(one, row(true)))).contains("'<i8'", "(1, 1)");
        byte[] bytes = vector(two, row(true, -1), row(false, 2));
        assertThat(header(bytes)).contains("'<i8'", "(2, 2)");
        assertThat(body(bytes)).isEqualTo("0100000000000000ffffffffffffffff" + "00000000000000000200000000000000");
    }

    @Test
    void floatsAndEmbeddingsStayFloatsAColumnForEachNumber() throws IOException {
        Schema schema = Schema.of(
                new Field("e", DataType.embedding(2)),
                new Field("f", DataType.FLOAT),
                new Field("b", DataType.BOOLEAN));

        byte[] bytes = matrix(schema, row(new float[] {1, -2}, 0.1f, true), row(null, null, null));

        assertThat(header(bytes)).contains("'<f4'", "(2, 4)");
        assertThat(body(bytes)).isEqualTo("0000803f000000c0cdcccc3d0000803f" + "0000c07f0000c07f0000c07f0000c07f");
    }

    @Test
    void anArrayWithoutRowsHasItsColumns() throws IOException {
        Schema schema = Schema.of(new Field("a", DataType.FLOAT), new Field("b", DataType.FLOAT));

        byte[] bytes = matrix(schema);

        assertThat(header(bytes)).contains("'<f4'", "(0, 2)");
        assertThat(bytes).hasSize(128);
    }

    @Test
    void decimalsAreTheNearestDoubles() throws IOException {
        byte[] bytes = matrix(Schema.of(new Field("d", DataType.decimal(10, 2))), row(new BigDecimal("0.10")));

        assertThat(header(bytes)).contains("'<f8'", "(1, 1)");
        assertThat(body(bytes)).isEqualTo("9a9999999999b93f");
    }

    @Test
    void moreRowsThanTheBufferHoldsAreAllThere() throws IOException {
        Schema schema = Schema.of(new Field("n", DataType.LONG));
        FrameBuilder rows = new FrameBuilder(schema, 50_000);
        for (long i = 0; i < 50_000; i++) {
            rows.append(i);
        }
        try (NpyFile file = NpyFile.matrix(file(), schema.fields())) {
            file.add(rows.build());
            file.finish();
        }

        byte[] bytes = Files.readAllBytes(file());
        assertThat(header(bytes)).contains("(50000, 1)");
        assertThat(bytes).hasSize(128 + 8 * 50_000);
        for (int i = 0; i < 50_000; i++) {
            int number = (bytes[128 + 8 * i] & 0xFF) | ((bytes[129 + 8 * i] & 0xFF) << 8);
            assertThat(number).isEqualTo(i & 0xFFFF);
        }
    }

    static Stream<DataType> notNumbers() {
        return Stream.of(
                DataType.STRING,
                DataType.BINARY,
                DataType.DATE,
                DataType.TIMESTAMP,
                DataType.array(DataType.DOUBLE),
                DataType.map(DataType.INT),
                DataType.struct(new Field("x", DataType.INT)));
    }

    @ParameterizedTest
    @MethodSource("notNumbers")
    void whatIsNoNumberIsRefusedByName(DataType type) {
        List<Field> fields = List.of(new Field("good", DataType.INT), new Field("bad", type));

        assertThatThrownBy(() -> NpyFile.matrix(file(), fields))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(TrainingError.NOT_IN_FORMAT))
                .hasMessageContaining("The column 'bad' is " + type + ", but an NPY file holds numbers only");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void textIsToBeEncodedFirst() {
        assertThatThrownBy(() -> NpyFile.matrix(file(), List.of(new Field("city", DataType.STRING))))
                .hasMessageContaining("Encode it as numbers first");
    }

    @Test
    void whatWouldChangeANumberIsRefusedByRowAndLeavesNoFile() {
        Schema whole = Schema.of(new Field("n", DataType.INT));
        assertThatThrownBy(() -> matrix(whole, row(1), row((Object) null)))
                .hasMessageContaining("The column 'n' is null in row 2 of its file");
        Schema mixed = Schema.of(new Field("n", DataType.LONG), new Field("x", DataType.DOUBLE));
        assertThatThrownBy(() -> matrix(mixed, row(1L << 53, 0.0), row((1L << 53) + 1, 0.0)))
                .hasMessageContaining(
                        "The column 'n' is 9007199254740993 in row 2 of its file, which would be rounded");
        assertThat(directory).isEmptyDirectory();
    }
}
