package io.shearwater.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.model.AggregateFunction;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AlgebraTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "manual", "aggregates.md");
    private static final Schema EVENTS =
            Schema.of(new Field("x", DataType.DOUBLE), new Field("y", DataType.STRING), new Field("n", DataType.LONG));
    private static final List<String> FUNCTIONS = List.of(
            "count()",
            "sum(n)",
            "sum(x)",
            "avg(x)",
            "min(x)",
            "max(x)",
            "var_pop(x)",
            "stddev_samp(x)",
            "first(x)",
            "last(x)",
            "last_n(x, y, 3)",
            "lag(x, 1)",
            "count_distinct(x)",
            "approx_count_distinct(x)",
            "approx_quantile(x, 0.5)",
            "histogram(x, 0, 10)",
            "top_values(y, 3)",
            "top_n(x, 3)",
            "arg_max(y, x)",
            "decayed_sum(x, 1h)",
            "ratio(sum(n), count())");

    private static String row(String function) {
        Algebra algebra = Algebra.of(AggregateFunction.parse(function), EVENTS);
        return List.of(algebra.isCommutative(), algebra.isSubtractable(), algebra.isBounded(), algebra.isExact())
                .stream()
                .map(holds -> holds ? "yes" : "no")
                .collect(Collectors.joining(" | ", "| `" + function + "` | ", " |"));
    }

    @Test
    void theManualSaysOfEachFunctionWhatMayBeDoneWithItsState() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(FUNCTIONS.stream().map(AlgebraTest::row).collect(Collectors.joining("\n")));
    }

    @Test
    void whatCannotBeTakenAwaySlidesInBlocks() {
        assertThat(Algebra.of(AggregateFunction.sum("x"), EVENTS).isSubtractable())
                .isFalse();
        assertThat(Algebra.of(AggregateFunction.sum("n"), EVENTS).isSubtractable())
                .isTrue();
        assertThat(Algebra.of(AggregateFunction.ratio(AggregateFunction.sum("x"), AggregateFunction.count()), EVENTS)
                        .isSubtractable())
                .isFalse();
    }
}
