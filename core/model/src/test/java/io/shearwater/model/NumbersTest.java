package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class NumbersTest {
    private static final Schema NUMBERS = Schema.of(
            new Field("a", DataType.BOOLEAN),
            new Field("b", DataType.INT),
            new Field("c", DataType.LONG),
            new Field("d", DataType.FLOAT),
            new Field("e", DataType.DOUBLE),
            new Field("f", DataType.decimal(30, 1)));

    private final Frame frame = new FrameBuilder(NUMBERS, 2)
            .append(true, -1, 1L << 40, 0.5f, Double.NEGATIVE_INFINITY, new BigDecimal("12345678901234567890.5"))
            .append(null, null, null, null, null, null)
            .append(false, 0, 0L, 0f, -0.0, new BigDecimal("0.0"))
            .build();

    @Test
    void numbersAreRowsForLearnersAndNullsAreNaN() {
        double[][] rows = frame.toDoubles();
        assertThat(rows).hasDimensions(3, 6);
        assertThat(rows[0]).containsExactly(1, -1, 1L << 40, 0.5, Double.NEGATIVE_INFINITY, 1.2345678901234567E+19);
        assertThat(rows[1]).containsOnly(Double.NaN);
        assertThat(rows[2]).containsExactly(0, 0, 0, 0, -0.0, 0);
    }

    @Test
    void floatsLieRowAfterRow() {
        float[] all = frame.toFloats();
        assertThat(all).hasSize(18);
        assertThat(all[0]).isEqualTo(1f);
        assertThat(all[3]).isEqualTo(0.5f);
        assertThat(all[6]).isNaN();
        assertThat(all[13]).isEqualTo(0f);
    }

    @Test
    void columnsThatAreNoNumbersAreNamed() {
        Frame texts = Frame.empty(Schema.of(new Field("x", DataType.INT), new Field("at", DataType.TIMESTAMP)));
        assertThatThrownBy(texts::toDoubles)
                .hasMessage("The column 'at' is timestamp, not a number. Select the numeric columns first.");
        assertThat(texts.select(java.util.List.of("x")).toDoubles()).isEmpty();
    }
}
