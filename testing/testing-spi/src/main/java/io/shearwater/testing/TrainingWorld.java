package io.shearwater.testing;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Payments with a label, the carts and the shops that they refer to, and a view of them, beside the oracle. */
final class TrainingWorld {
    final Twin twin;
    final FeatureGroupSpec payments;
    final FeatureGroupSpec carts;
    final FeatureGroupSpec shops;
    final FeatureViewSpec spec;
    private int last;

    /** The groups without rows, and the view. */
    TrainingWorld(Twin twin, Supplier<String> suffix) {
        this.twin = twin;
        payments = FeatureGroupSpec.builder("payments" + suffix.get(), 1)
                .feature("id", DataType.INT)
                .feature("at", DataType.TIMESTAMP)
                .feature("user_id", DataType.STRING)
                .feature("shop", DataType.INT)
                .feature("amount", DataType.DOUBLE)
                .feature("fraud", DataType.BOOLEAN)
                .primaryKey("id")
                .eventTime("at")
                .build();
        carts = FeatureGroupSpec.builder("carts" + suffix.get(), 1)
                .feature("user_id", DataType.STRING)
                .feature("at", DataType.TIMESTAMP)
                .feature("items", DataType.INT)
                .primaryKey("user_id")
                .eventTime("at")
                .ttl(Duration.ofHours(2))
                .online()
                .build();
        shops = FeatureGroupSpec.builder("shops" + suffix.get(), 1)
                .feature("shop", DataType.INT)
                .feature("city", DataType.STRING)
                .primaryKey("shop")
                .build();
        List.of(payments, carts, shops).forEach(twin::create);
        spec = view("view" + suffix.get(), Join.on("user_id"));
        twin.store().createFeatureView(spec);
    }

    /** The view with carts joined in some way. */
    FeatureViewSpec view(String name, Join how) {
        Query query = Query.of(payments, List.of("amount", "fraud", "shop", "user_id"))
                .join(Query.of(carts, List.of("items")), how)
                .join(Query.of(shops, List.of("city")), Join.on("shop"));
        return FeatureViewSpec.builder(name, 1, query)
                .labels("fraud")
                .trainingHelpers("shop", "user_id")
                .build();
    }

    FeatureView view() {
        return twin.store().featureView(spec.name(), spec.version());
    }

    static Instant minutes(long minutes) {
        return StoreConformance.minutes(minutes);
    }

    /** Three commits of payments, two of carts, one of shops. */
    TrainingWorld fill() {
        pay(20);
        carts(row("a", minutes(-500), 1), row("b", minutes(-600), 2), row("", minutes(-300), 3));
        shops(row(0, "Oslo"), row(1, null), row(2, ""));
        pay(20);
        carts(row("a", minutes(-300), 4), row("b", minutes(-200), null), row("0", minutes(-100), 6));
        pay(20);
        return this;
    }

    /** So many new payments, ten minutes apart and on until now, of users and shops in turn, some of nobody. */
    void pay(int count) {
        @Nullable Object[][] rows = new @Nullable Object[count][];
        List<String> users = List.of("a", "b", "", "0", "nobody");
        for (int i = 0; i < count; i++) {
            int id = ++last;
            String user = id % 7 == 0 ? null : users.get(id % users.size());
            Integer shop = id % 11 == 0 ? null : Integer.valueOf(id % 4);
            Double amount = id % 13 == 0 ? null : Double.valueOf(id * 0.1);
            rows[i] = row(id, minutes(10L * id - 600), user, shop, amount, id % 3 == 0);
        }
        twin.insert(payments, StoreConformance.frame(payments, rows));
    }

    void carts(@Nullable Object[]... rows) {
        twin.insert(carts, StoreConformance.frame(carts, rows));
    }

    void shops(@Nullable Object[]... rows) {
        twin.insert(shops, StoreConformance.frame(shops, rows));
    }

    static @Nullable Object[] row(@Nullable Object... values) {
        return values;
    }

    /** Everything that may happen to groups, each by a name; none of it may change what was made before. */
    Map<String, Runnable> changes() {
        Map<String, Runnable> changes = new LinkedHashMap<>();
        changes.put("upserts of every row", () -> {
            twin.insert(carts, rewritten(carts, "items", 99));
            twin.insert(shops, rewritten(shops, "city", "Bergen"));
            twin.insert(payments, rewritten(payments, "amount", -1.0));
        });
        changes.put("late rows", () -> {
            carts(row("a", minutes(-450), 77), row("nobody", minutes(-590), 78), row("b", minutes(-601), 79));
            pay(5);
        });
        changes.put("deletions by key", () -> {
            twin.deleteRecords(carts, StoreConformance.frame(carts.schema().select(List.of("user_id")), row("a")));
            twin.deleteRecords(
                    payments, StoreConformance.frame(payments.schema().select(List.of("id")), row(1), row(30)));
        });
        changes.put("deletions by condition", () -> {
            twin.deleteWhere(shops, Predicate.atMost("shop", 1));
            twin.deleteWhere(payments, Predicate.lessThan("at", minutes(-300)));
        });
        changes.put("compactions", () -> List.of(payments, carts, shops).forEach(twin::compact));
        changes.put(
                "expiry",
                () -> List.of(payments, carts, shops)
                        .forEach(group -> twin.group(group).expireCommits(minutes(1_000_000))));
        changes.put("more commits and expiry again", () -> {
            pay(3);
            carts(row("b", minutes(-599), 80));
            List.of(payments, carts, shops).forEach(group -> twin.group(group).expireCommits(minutes(1_000_000)));
        });
        changes.put(
                "deletion of all rows",
                () -> List.of(payments, carts, shops).forEach(group -> twin.deleteWhere(group, Predicate.all())));
        return changes;
    }

    private Frame rewritten(FeatureGroupSpec group, String column, Object value) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> row : twin.group(group).read().toMaps()) {
            Map<String, @Nullable Object> next = new LinkedHashMap<>(row);
            next.put(column, value);
            rows.add(next);
        }
        return Frame.of(group.schema(), rows);
    }

    /** A part's rows in their order: index, features, labels and helpers of each. */
    static List<String> lines(TrainingData.Part part) {
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < part.features().rows(); row++) {
            lines.add(line(
                    part.index().row(row),
                    part.features().row(row),
                    part.labels().row(row),
                    part.helpers().row(row)));
        }
        return lines;
    }

    private static String line(
            Map<String, ?> index, Map<String, ?> features, Map<String, ?> labels, Map<String, ?> helpers) {
        return Canonical.row(index) + Canonical.row(features) + Canonical.row(labels) + Canonical.row(helpers);
    }

    /** The oracle's row as {@link #lines} shows it; the index are the root's columns of these names. */
    static String line(FeatureViewSpec view, NaiveQuery.Result result, List<String> index) {
        return line(
                only(result.root(), index),
                only(result.values(), view.featureSchema().names()),
                only(result.values(), view.labels()),
                only(result.values(), view.trainingHelpers()));
    }

    private static Map<String, @Nullable Object> only(Map<String, @Nullable Object> row, List<String> names) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        names.forEach(name -> values.put(name, row.get(name)));
        return values;
    }

    /** What the options ask for, by the oracle, sorted; without the rows that lack a required group. */
    List<String> expected(FeatureViewSpec view, TrainingOptions options) {
        return twin.oracle().now().results(view.query(), options.range()).stream()
                .filter(result -> !result.missing())
                .filter(result -> NaiveValues.passes(options.filter(), result.values()))
                .map(result -> line(view, result, view.query().group().identity()))
                .sorted()
                .toList();
    }
}
