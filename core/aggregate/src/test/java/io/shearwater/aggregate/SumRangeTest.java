package io.shearwater.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.ModelError;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sums at and beyond the ends of their types. */
class SumRangeTest {
    private static final AggregationWindow WINDOW = AggregationWindow.rolling(Duration.ofNanos(1_000));

    /** What is asked at each event's time; the window sees it and the one before. */
    private static Frame sums(DataType type, AggregateFunction function, Object... values) {
        List<Aggregate> aggregates = List.of(function.over(WINDOW).as("sum"));
        AggregateProgram program = new AggregateProgram(aggregates, Schema.of(new Field("value", type)));
        FrameBuilder rows = new FrameBuilder(OrderedRows.schema(program, List.of(DataType.LONG)), 16);
        for (int i = 0; i < values.length; i++) {
            rows.append(1L, (long) i, (long) i, (long) i, null, values[i]);
            rows.append(1L, (long) i, (long) i, 0L, (long) i, null);
        }
        return new AggregatedRows(program, rows.build().reader(), 1, false).readAll();
    }

    @Test
    void sumsOfLongsAreExactUpToTheEndsOfTheirRange() {
        AggregateFunction sum = AggregateFunction.sum("value");
        assertThat(sums(DataType.LONG, sum, Long.MAX_VALUE, Long.MIN_VALUE, 0L).toMaps())
                .extracting(row -> row.get("sum"))
                .containsExactly(Long.MAX_VALUE, -1L, Long.MIN_VALUE);
    }

    @Test
    void aSumOfLongsBeyondTheirRangeSaysWhatToDo() {
        assertThatThrownBy(() -> sums(DataType.LONG, AggregateFunction.sum("value"), Long.MAX_VALUE, 1L))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ModelError.BAD_RANGE))
                .hasMessage("The aggregate sum(value) gives 9223372036854775808, which is out of the range of long. "
                        + "Aggregate a decimal or double column instead.");
    }

    @Test
    void aMeanOfLongsDoesNotOverflow() {
        assertThat(sums(DataType.LONG, AggregateFunction.avg("value"), Long.MAX_VALUE, Long.MAX_VALUE)
                        .row(1))
                .containsEntry("sum", (double) Long.MAX_VALUE);
    }

    @Test
    void decimalsOf38DigitsAreAddedBeyondTheir128BitsAndTakenAwayAgain() {
        BigDecimal most = BigDecimal.TEN.pow(38).subtract(BigDecimal.ONE);
        DataType type = DataType.decimal(38, 0);
        assertThat(sums(type, AggregateFunction.avg("value"), most, most, most.negate(), most.negate(), BigDecimal.ONE)
                        .toMaps())
                .extracting(row -> row.get("sum"))
                .containsExactly(1e38, 1e38, 0.0, -1e38, -5e37);
        assertThatThrownBy(() -> sums(type, AggregateFunction.sum("value"), most, most))
                .hasMessageContaining("199999999999999999999999999999999999998, which has more than 38 digits");
    }

    @Test
    void aVarianceWhoseSquaresAreBeyondTheRangeOfDoublesIsNotANumberAndLeavesNoTrace() {
        assertThat(sums(DataType.DOUBLE, AggregateFunction.varPop("value"), 1e153, -1e153, 1e155, 1.0, 3.0)
                        .toMaps())
                .extracting(row -> row.get("sum"))
                .containsExactly(0.0, 1e306, Double.NaN, Double.NaN, 1.0);
        assertThat(sums(DataType.DOUBLE, AggregateFunction.stddevSamp("value"), 1e155, 2e155)
                        .row(1))
                .containsEntry("sum", Double.NaN);
    }
}
