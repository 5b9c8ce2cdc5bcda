package io.shearwater.definitions;

import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Predicate;
import io.shearwater.model.PredicateText;
import io.shearwater.model.Query;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What differs between two views, in words; their descriptions apart. */
final class ViewComparison {
    private final List<String> differences = new ArrayList<>();

    private ViewComparison() {}

    static List<String> differences(FeatureViewSpec given, FeatureViewSpec stored) {
        ViewComparison comparison = new ViewComparison();
        comparison.same("labels", given.labels(), stored.labels());
        comparison.same("training helpers", given.trainingHelpers(), stored.trainingHelpers());
        comparison.same("inference helpers", given.inferenceHelpers(), stored.inferenceHelpers());
        comparison.query(given.query().declared(), stored.query().declared());
        CallComparison.difference("transformation", given.transformations(), stored.transformations())
                .ifPresent(comparison.differences::add);
        return comparison.differences;
    }

    private void same(String what, Object given, Object stored) {
        if (!Objects.equals(given, stored)) {
            differences.add(what + ": " + Shown.of(given) + ", the store has " + Shown.of(stored));
        }
    }

    private void query(Query given, Query stored) {
        String where = "of " + given.group().name();
        if (!given.group().ref().equals(stored.group().ref())) {
            differences.add("group: " + given.group().ref() + ", the store has "
                    + stored.group().ref());
            return;
        }
        same("columns " + where, given.columns(), stored.columns());
        if (given.wholeRow() != stored.wholeRow()) {
            differences.add("keys and times among the columns " + where + " are "
                    + (given.wholeRow() ? "no features" : "features") + ", in the store they are"
                    + (given.wholeRow() ? "" : " not"));
        }
        if (!exact(given.filter()).equals(exact(stored.filter()))) {
            differences.add("condition " + where + ": " + filter(given) + ", the store has " + filter(stored));
        }
        List<GroupRef> joined = joined(given);
        same("joined to " + given.group().name(), joined, joined(stored));
        if (joined.equals(joined(stored))) {
            for (int i = 0; i < given.joins().size(); i++) {
                join(given.joins().get(i), stored.joins().get(i));
            }
        }
    }

    private void join(Query.Joined given, Query.Joined stored) {
        String where = " of the join of " + given.query().group().name();
        same("key" + where, given.how().on(), stored.how().on());
        same("prefix" + where, given.how().prefix(), stored.how().prefix());
        same("'strictly-before'" + where, given.how().strict(), stored.how().strict());
        same(
                "lookback" + where,
                given.how().lookback().map(Durations::format),
                stored.how().lookback().map(Durations::format));
        same("'required'" + where, given.how().required(), stored.how().required());
        query(given.query(), stored.query());
    }

    private static List<GroupRef> joined(Query query) {
        return query.joins().stream().map(join -> join.query().group().ref()).toList();
    }

    private static String filter(Query query) {
        return query.filter().passesAll()
                ? "none"
                : PredicateText.format(query.filter(), query.group().schema());
    }

    /** The condition with its numbers as they are compared: 5, 5L and 5.0 mean the same. */
    private static Predicate exact(Predicate predicate) {
        return switch (predicate) {
            case Predicate.Compare compare ->
                new Predicate.Compare(compare.column(), compare.operator(), exact(compare.value()));
            case Predicate.In in ->
                new Predicate.In(
                        in.column(),
                        in.values().stream().map(ViewComparison::exact).toList());
            case Predicate.And and ->
                new Predicate.And(
                        and.parts().stream().map(ViewComparison::exact).toList());
            case Predicate.Or or ->
                new Predicate.Or(or.parts().stream().map(ViewComparison::exact).toList());
            case Predicate.Not not -> new Predicate.Not(exact(not.part()));
            case Predicate.Like like -> like;
            case Predicate.IsNull isNull -> isNull;
        };
    }

    private static Object exact(Object value) {
        return switch (value) {
            case Float number when !Float.isFinite(number) -> (double) number;
            case Double number when !Double.isFinite(number) -> number;
            case Float number -> new BigDecimal((double) number).stripTrailingZeros();
            case Double number -> new BigDecimal(number).stripTrailingZeros();
            case BigDecimal number -> number.stripTrailingZeros();
            case Number number -> BigDecimal.valueOf(number.longValue()).stripTrailingZeros();
            default -> value;
        };
    }
}
