package io.shearwater.definitions;

import io.shearwater.api.GroupDefinition;
import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Predicate;
import io.shearwater.model.ShearwaterException;
import io.shearwater.transform.BuiltIns;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Random groups of aggregates, with every part that such a group can have, and the group of their events. */
final class AnyAggregates {
    private static final List<AggregateFunction> FUNCTIONS = List.of(
            AggregateFunction.count(),
            AggregateFunction.count("shop"),
            AggregateFunction.sum("amount"),
            AggregateFunction.sum("nr"),
            AggregateFunction.avg("price"),
            AggregateFunction.min("shop"),
            AggregateFunction.max("day"),
            AggregateFunction.varPop("amount"),
            AggregateFunction.varSamp("amount"),
            AggregateFunction.stddevPop("amount"),
            AggregateFunction.stddevSamp("amount"),
            AggregateFunction.first("ok"),
            AggregateFunction.last("all"),
            AggregateFunction.firstN(2, "shop"),
            AggregateFunction.lastN(3, "shop", "amount"),
            AggregateFunction.lag("at", 1),
            AggregateFunction.countDistinct("shop"),
            AggregateFunction.approxCountDistinct("nr"),
            AggregateFunction.approxQuantile("amount", 0.5),
            AggregateFunction.approxQuantile("amount", 0.25, 0.99),
            AggregateFunction.histogram("amount", -1.5, 0.0, 1e300),
            AggregateFunction.topValues("shop", 4),
            AggregateFunction.topN("amount", 2),
            AggregateFunction.argMin("shop", "amount"),
            AggregateFunction.argMax("day", "price"),
            AggregateFunction.decayedSum("amount", Duration.ofMinutes(90)),
            AggregateFunction.ratio(AggregateFunction.sum("amount"), AggregateFunction.count()));
    private static final List<AggregationWindow> WINDOWS = List.of(
            AggregationWindow.rolling(Duration.ofMillis(1500)),
            AggregationWindow.rolling(Duration.ofMinutes(90)),
            AggregationWindow.rolling(Duration.ofDays(30)).resolution(Duration.ofDays(1)),
            AggregationWindow.rolling(Duration.ofDays(7)).exact(),
            AggregationWindow.tumbling(Duration.ofDays(1)),
            AggregationWindow.hopping(Duration.ofDays(7), Duration.ofDays(1)).offset(Duration.ofHours(6)),
            AggregationWindow.session(Duration.ofMinutes(30)),
            AggregationWindow.latest(5),
            AggregationWindow.lifetime());
    private static final List<Predicate> CONDITIONS = List.of(
            Predicate.greaterThan("amount", 0.5),
            Predicate.in("shop", "it's", "null", "a: b", "🦆"),
            Predicate.atLeast("day", LocalDate.of(2024, 5, 1)),
            Predicate.equalTo("ok", true),
            Predicate.anyOf(Predicate.isNull("all"), Predicate.not(Predicate.like("shop", "%,%"))));

    private final Random random;

    AnyAggregates(long seed) {
        this.random = new Random(seed);
    }

    /** The events, then what is aggregated of them. */
    List<GroupDefinition> groups() {
        FeatureGroupSpec.Builder events = FeatureGroupSpec.builder("events", 1 + random.nextInt(3))
                .feature("nr", DataType.LONG)
                .feature("at", DataType.TIMESTAMP)
                .feature("amount", DataType.DOUBLE)
                .feature("price", DataType.decimal(12, 3))
                .feature("shop", DataType.STRING)
                .feature("ok", DataType.BOOLEAN)
                .feature("day", DataType.DATE)
                .feature("all", DataType.INT)
                .primaryKey("nr")
                .eventTime(random.nextBoolean() ? "at" : "day");
        FeatureGroupSpec source = events.build();
        while (true) {
            Optional<FeatureGroupSpec> group = group(source);
            if (group.isPresent()) {
                return List.of(
                        new GroupDefinition(source, Map.of()), new GroupDefinition(group.get(), Map.of("a", "b")));
            }
        }
    }

    private Optional<FeatureGroupSpec> group(FeatureGroupSpec events) {
        List<Aggregate> aggregates = new ArrayList<>();
        for (int wanted = 1 + random.nextInt(5); aggregates.size() < wanted; ) {
            try {
                Aggregate aggregate = aggregate().as("f" + aggregates.size());
                aggregate.resultType(events.schema());
                aggregates.add(aggregate);
            } catch (ShearwaterException notTogether) {
                // Another one is taken.
            }
        }
        Aggregation all = Aggregation.over(events.ref(), aggregates.toArray(Aggregate[]::new));
        FeatureGroupSpec.Builder group = FeatureGroupSpec.builder("aggregates", 1)
                .description("it's: \"one\"\n")
                .primaryKey(random.nextBoolean() ? "shop" : "all")
                .eventTime("asked")
                .aggregating(random.nextBoolean() ? all : all.where(pick(CONDITIONS)));
        if (random.nextBoolean()) {
            group.online();
        }
        if (random.nextBoolean()) {
            group.feature("log", DataType.DOUBLE, "computed")
                    .onDemand(BuiltIns.log1p("f0").as("log"));
        }
        try {
            return Optional.of(group.build().over(events));
        } catch (ShearwaterException notTogether) {
            return Optional.empty();
        }
    }

    private Aggregate aggregate() {
        AggregateFunction function = random.nextInt(8) == 0
                ? AggregateFunction.ratio(
                        AggregateFunction.sum("amount").where(pick(CONDITIONS)),
                        AggregateFunction.count().where(random.nextBoolean() ? Predicate.all() : pick(CONDITIONS)))
                : pick(FUNCTIONS);
        Aggregate aggregate = function.over(pick(WINDOWS));
        aggregate = random.nextInt(3) == 0 ? aggregate.where(pick(CONDITIONS)) : aggregate;
        aggregate = random.nextInt(4) == 0 ? aggregate.excludeCurrent() : aggregate;
        return switch (random.nextInt(6)) {
            case 0 -> aggregate.by("shop");
            case 1 -> aggregate.whenMissing(0.5);
            default -> aggregate;
        };
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
