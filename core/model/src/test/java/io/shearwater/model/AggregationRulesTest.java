package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a group of aggregates cannot be, by itself and over the group of its events. */
class AggregationRulesTest {
    private static final AggregationWindow HOUR = AggregationWindow.rolling(Duration.ofHours(1));

    private static FeatureGroupSpec.Builder payments() {
        return FeatureGroupSpec.builder("payments", 1)
                .feature("id", DataType.LONG)
                .feature("ts", DataType.TIMESTAMP)
                .feature("card", DataType.STRING)
                .feature("amount", DataType.DOUBLE)
                .feature("tags", DataType.array(DataType.STRING))
                .primaryKey("id")
                .eventTime("ts");
    }

    private static FeatureGroupSpec.Builder activity() {
        return FeatureGroupSpec.builder("activity", 1)
                .primaryKey("card")
                .eventTime("asked_at")
                .aggregating(of(AggregateFunction.sum("amount").over(HOUR)));
    }

    private static Aggregation of(Aggregate... aggregates) {
        return Aggregation.over(payments().build().ref(), aggregates);
    }

    private static Arguments broken(String message, UnaryOperator<FeatureGroupSpec.Builder> change) {
        return broken(message, change, payments().build());
    }

    private static Arguments broken(
            String message, UnaryOperator<FeatureGroupSpec.Builder> change, FeatureGroupSpec events) {
        return Arguments.of(message, change, events);
    }

    private static Arguments broken(String message, Aggregate... aggregates) {
        return broken(message, group -> group.aggregating(of(aggregates)));
    }

    static Stream<Arguments> broken() {
        AggregateFunction sum = AggregateFunction.sum("amount");
        return Stream.of(
                broken("has a TTL; its windows say how old", group -> group.ttl(Duration.ofDays(1))),
                broken("has partitions, by [asked_at]", group -> group.partitionBy(PartitionField.day("asked_at"))),
                broken("says when its rows are known", group -> group.knownAfter(Duration.ofHours(1))),
                broken("names no aggregate"),
                broken(
                        "has no event time",
                        group -> FeatureGroupSpec.builder("activity", 1)
                                .primaryKey("card")
                                .aggregating(of(sum.over(HOUR)))),
                broken(
                        "aggregates its own rows",
                        group -> group.aggregating(Aggregation.over(new GroupRef("activity", 1), sum.over(HOUR)))),
                broken("has the primary-key column 'cards', by which", group -> group.primaryKey("cards")),
                broken("Did you mean 'card'?", group -> group.primaryKey("cards")),
                broken("tells events apart by 'amount' of type double", group -> group.primaryKey("amount")),
                broken("has the column 'card' twice", sum.over(HOUR).as("card")),
                broken("has the column 'asked_at' twice", sum.over(HOUR).as("asked_at")),
                broken("are named 'amount_sum_1h'", sum.over(HOUR), sum.over(HOUR)),
                broken("reads 'amout'", AggregateFunction.sum("amout").over(HOUR)),
                broken("reads 'crd'", sum.over(HOUR).by("crd")),
                broken("reads 'tags', which is array<string>", sum.over(HOUR).by("tags")),
                broken("names the column 'amout'", sum.over(HOUR).where(Predicate.equalTo("amout", 1.0))),
                broken(
                        "'payments', whose rows have no event time",
                        group -> group,
                        FeatureGroupSpec.builder("payments", 1)
                                .feature("id", DataType.LONG)
                                .feature("card", DataType.STRING)
                                .feature("amount", DataType.DOUBLE)
                                .primaryKey("id")
                                .build()),
                broken(
                        "'payments', which has no columns yet",
                        group -> group,
                        FeatureGroupSpec.builder("payments", 1)
                                .primaryKey("id")
                                .eventTime("ts")
                                .build()),
                broken(
                        "'payments', which is online only",
                        group -> group,
                        payments().onlineOnly().build()),
                broken(
                        "whose rows are aggregates themselves",
                        group -> group.aggregating(Aggregation.over(new GroupRef("activity", 2), sum.over(HOUR))),
                        FeatureGroupSpec.builder("activity", 2)
                                .primaryKey("card")
                                .eventTime("asked_at")
                                .aggregating(of(sum.over(HOUR)))
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatAGroupOfAggregatesCannotBeIsRefusedWithTheReason(
            String message, UnaryOperator<FeatureGroupSpec.Builder> change, FeatureGroupSpec events) {
        assertThatThrownBy(() -> change.apply(activity()).build().over(events))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(message);
    }

    @Test
    void lengthsAreSaidAsTheyAreWritten() {
        assertThatThrownBy(() -> AggregationWindow.rolling(Duration.ofMinutes(-90)))
                .hasMessageContaining("The rolling window is -1h30m long");
        assertThatThrownBy(() -> AggregationWindow.session(Duration.ofNanos(1_500)))
                .hasMessageContaining("The session's gap is 1us and 500 ns long");
        assertThatThrownBy(() -> AggregateFunction.decayedSum("amount", Duration.ZERO))
                .hasMessageContaining("half-life of 0s");
    }
}
