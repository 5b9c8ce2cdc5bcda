package io.shearwater.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregateSqlTest {
    private static final FeatureGroupSpec PAYMENTS = FeatureGroupSpec.builder("payments", 3)
            .feature("nr", DataType.LONG)
            .feature("ts", DataType.TIMESTAMP)
            .feature("card", DataType.STRING)
            .feature("amount", DataType.DOUBLE)
            .feature("shop", DataType.STRING)
            .primaryKey("nr")
            .eventTime("ts")
            .build();
    private static final String SQL = """
            SELECT card,
                   sum(amount) OVER w1 AS sum_10min,
                   count(*) OVER w1 AS count_10min,
                   coalesce(count(DISTINCT shop) FILTER (WHERE amount > 10 AND shop IN ('a)', 'b')) OVER before, 7) AS shops,
                   lag(shop, 1) OVER (PARTITION BY card ORDER BY ts) AS prev_shop,
                   avg(amount) OVER (PARTITION BY card ORDER BY ts ROWS BETWEEN 4 PRECEDING AND CURRENT ROW) AS mean_5
            FROM payments
            WHERE amount IS NOT NULL
            WINDOW w1 AS (PARTITION BY card ORDER BY ts RANGE BETWEEN INTERVAL '10 minutes' PRECEDING AND CURRENT ROW),
                   before AS (PARTITION BY card ORDER BY ts
                              RANGE BETWEEN INTERVAL '7' DAY PRECEDING AND CURRENT ROW EXCLUDE GROUP)
            """;

    private static FeatureGroupSpec read(String sql) {
        return FeatureGroupSpec.builder("cards", 1).aggregating(PAYMENTS, sql).build();
    }

    @Test
    void aQueryOfWindowFunctionsIsTheSameGroupAsInJava() {
        AggregationWindow tenMinutes = AggregationWindow.rolling(Duration.ofMinutes(10));
        FeatureGroupSpec inJava = FeatureGroupSpec.builder("cards", 1)
                .primaryKey("card")
                .eventTime("ts")
                .aggregating(Aggregation.over(
                                PAYMENTS.ref(),
                                AggregateFunction.sum("amount").over(tenMinutes).as("sum_10min"),
                                AggregateFunction.count().over(tenMinutes).as("count_10min"),
                                AggregateFunction.countDistinct("shop")
                                        .over(AggregationWindow.rolling(Duration.ofDays(7))
                                                .exact())
                                        .as("shops")
                                        .where(Predicate.allOf(
                                                Predicate.greaterThan("amount", 10.0), Predicate.in("shop", "a)", "b")))
                                        .excludeCurrent()
                                        .whenMissing(7L),
                                AggregateFunction.lag("shop", 1)
                                        .over(AggregationWindow.lifetime())
                                        .as("prev_shop"),
                                AggregateFunction.avg("amount")
                                        .over(AggregationWindow.latest(5))
                                        .as("mean_5"))
                        .where(Predicate.not(Predicate.isNull("amount"))))
                .build();

        assertThat(read(SQL)).isEqualTo(inJava);
        assertThat(read(SQL.toLowerCase(Locale.ROOT) + ";").over(PAYMENTS)).isEqualTo(inJava.over(PAYMENTS));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "sum(amount)|summ(amount)|no aggregate function 'summ'|Did you mean 'sum'?",
                "OVER w1 AS sum|OVER w2 AS sum|no window 'w2'|there are [w1, before]",
                "FROM payments|FROM payment|the events are those of 'payments', not of 'payment'|nothing else",
                "SELECT card|SELECT shop|'shop' is neither an aggregate|[card]",
                "before AS (PARTITION BY card|before AS (PARTITION BY shop|of the same entities|not [shop]",
                "ORDER BY ts RANGE|ORDER BY nr RANGE|the order of their event time, 'ts'|not of 'nr'",
                "'10 minutes'|'10 months'|not 'months'|no fixed length",
                "'10 minutes'|10|a length of time|character",
                "CURRENT ROW EXCLUDE GROUP|CURRENT ROW EXCLUDE TIES|GROUP is expected|TIES",
                "CURRENT ROW),|INTERVAL '1 day' FOLLOWING),|CURRENT is expected|(\"INTERVAL\")",
                "amount > 10|amont > 10|'amont'|Did you mean 'amount'?",
                "WHERE amount IS NOT NULL|JOIN shops|nothing more is expected|(\"JOIN\")",
                "7) AS shops|'x') AS shops|missing values of the aggregate 'shops'|write a number",
            })
    void whatWouldMeanSomethingElseIsRefused(String good, String bad, String what, String more) {
        assertThat(SQL).contains(good);
        assertThatThrownBy(() -> read(SQL.replace(good, bad)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(what)
                .hasMessageContaining(more);
    }
}
