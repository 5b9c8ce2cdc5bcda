package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AggregateTextTest {
    static Stream<AggregateFunction> functions() {
        return Stream.of(
                AggregateFunction.count(),
                AggregateFunction.count("amount"),
                AggregateFunction.sum("a \"quoted\" name, (odd)"),
                AggregateFunction.avg("10m"),
                AggregateFunction.min("count"),
                AggregateFunction.max("_x1"),
                AggregateFunction.varPop("x"),
                AggregateFunction.varSamp("x"),
                AggregateFunction.stddevPop("x"),
                AggregateFunction.stddevSamp("x"),
                AggregateFunction.first("x"),
                AggregateFunction.last("ß"),
                AggregateFunction.firstN(3, "x", "y z"),
                AggregateFunction.lastN(1_000, "x"),
                AggregateFunction.lag("x", 0),
                AggregateFunction.countDistinct("x"),
                AggregateFunction.approxCountDistinct("x"),
                AggregateFunction.approxQuantile("x", 0.5),
                AggregateFunction.approxQuantile("x", 0.0, 1e-9, 1.0),
                AggregateFunction.histogram("x", -1e300, -0.5, 0.0, 1e-10, 12_345_678.9),
                AggregateFunction.topValues("x", 1),
                AggregateFunction.topN("x", 1_000),
                AggregateFunction.argMin("x", "y"),
                AggregateFunction.argMax("x", "y"),
                AggregateFunction.decayedSum("x", Duration.ofMillis(1)),
                AggregateFunction.decayedSum("x", Duration.ofDays(3).plusMinutes(5)),
                AggregateFunction.ratio(AggregateFunction.sum("x"), AggregateFunction.count()));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void functionsAreReadFromTheirText(AggregateFunction function) {
        assertThat(AggregateFunction.parse(function.toString())).isEqualTo(function);
        assertThat(AggregateFunction.parse(" " + function.toString().replace(", ", " ,") + "\n"))
                .isEqualTo(AggregateFunction.parse(function.toString().replace(", ", " ,")));
    }

    @Test
    void everyFunctionIsAmongThem() {
        assertThat(functions().map(function -> function.getClass().getSimpleName()))
                .containsAll(Arrays.stream(AggregateFunction.class.getDeclaredClasses())
                        .filter(kind -> kind.isRecord() && AggregateFunction.class.isAssignableFrom(kind))
                        .map(Class::getSimpleName)
                        .toList());
    }

    static Stream<AggregationWindow> windows() {
        return Stream.of(
                AggregationWindow.rolling(Duration.ofNanos(1_000)),
                AggregationWindow.rolling(Duration.ofMinutes(90)),
                AggregationWindow.rolling(Duration.ofDays(30)).exact(),
                AggregationWindow.rolling(Duration.ofDays(30)).resolution(Duration.ofDays(2)),
                AggregationWindow.rolling(Duration.ofDays(1).plusNanos(1_001_000)),
                AggregationWindow.tumbling(Duration.ofHours(1)),
                AggregationWindow.tumbling(Duration.ofDays(1)).offset(Duration.ofHours(5)),
                AggregationWindow.hopping(Duration.ofDays(7), Duration.ofDays(1)),
                AggregationWindow.hopping(Duration.ofDays(7), Duration.ofDays(1))
                        .offset(Duration.ofMillis(1)),
                AggregationWindow.lifetime(),
                AggregationWindow.session(Duration.ofMinutes(30)),
                AggregationWindow.latest(1),
                AggregationWindow.latest(1_000));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void windowsAreReadFromTheirText(AggregationWindow window) {
        assertThat(AggregationWindow.parse(window.toString())).isEqualTo(window);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            summ(x) | There is no aggregate function 'summ' (in "summ(x)"); there are | Did you mean 'sum'?
            sum(x | ')' is expected | at its end
            sum(x)) | nothing more is expected | at ")"
            sum() | a column is expected | at ")"
            lag(x) | ',' is expected | at ")"
            lag(x, 1.5) | The number 1.5 (in "lag(x, 1.5)") | not a whole number
            lag(x, -1) | The offset of lag is -1 | 0 to 1000
            top_n(x, 0) | The number of top_n is 0 | 1 to 1000
            top_values(x, 1001) | The number of top_values is 1001 | 1 to 1000
            last_n(x) | a number of events is expected | at ")"
            first_n(x, 0) | The number of first_n is 0 | 1 to 1000
            approx_quantile(x) | ranks from 0 to 1, such as 0.5 for the median | got []
            approx_quantile(x, 1.5) | ranks from 0 to 1 | got [1.5]
            histogram(x, 2, 1) | rising bounds | got [2.0, 1.0]
            decayed_sum(x, 1us) | half-life | must be a millisecond or more
            decayed_sum(x, 40000d) | half-life | 100 years
            decayed_sum(x, soon) | a duration such as 10m, 1h or 7d is expected | at "soon)"
            ratio(sum(x), ratio(sum(x), count())) | A ratio of ratios is not an aggregate | on demand
            """)
    void functionsThatAreNoneSayWhatIsExpected(String text, String what, String more) {
        assertThatThrownBy(() -> AggregateFunction.parse(text))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ModelError.BAD_DEFINITION))
                .hasMessageContaining(what)
                .hasMessageContaining(more);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            roling 1h | There is no window 'roling' | Did you mean 'rolling'?
            rolling | a duration such as 10m, 1h or 7d is expected | at its end
            rolling 0s | The rolling window is 0s long | 1 microsecond to 100 years
            rolling 36526d | long; it is 1 microsecond to 100 years | For all events use a lifetime
            rolling 99999999999999999999d | is too long | 100 years are the most
            rolling 1d resolution 7h | A resolution of 7h for a window of 1d is not possible | divides a day
            rolling 1h resolution 2h | A resolution of 2h for a window of 1h is not possible | not longer than the window
            rolling 30d resolution 36h | is not possible | or is whole days
            hopping 1h every 2h | A window of 1h that hops by 2h would leave events out | at most the length
            hopping 1h | 'every' is expected | at its end
            tumbling 1h offset 1h | 1h is not less than 1h | at least 0 and less than its hop
            session 0s | The session's gap is 0s long | 1 microsecond
            latest 0 events | The number of events of a window of the latest is 0 | 1 to 1000
            lifetime 1h | nothing more is expected | at "1h"
            """)
    void windowsThatAreNoneSayWhatIsExpected(String text, String what, String more) {
        assertThatThrownBy(() -> AggregationWindow.parse(text))
                .isInstanceOfSatisfying(
                        ShearwaterException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ModelError.BAD_DEFINITION))
                .hasMessageContaining(what)
                .hasMessageContaining(more);
    }

    @Test
    void halfLivesAreWholeMicroseconds() {
        assertThatThrownBy(() ->
                        AggregateFunction.decayedSum("x", Duration.ofSeconds(1).plusNanos(1)))
                .hasMessageContaining("1s and 1 ns long");
    }
}
