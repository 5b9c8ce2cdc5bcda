package io.shearwater.store;

import io.shearwater.model.Aggregation;
import io.shearwater.model.EventTime;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.TransformationCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Compares a definition that a caller gives with the one that is stored. */
final class Definitions {
    private Definitions() {}

    /**
     * What differs, in words; empty if a caller who gives {@code given} can work with {@code stored}: everything is equal, but
     * columns may have been inferred, or added at the end since.
     */
    static List<String> differences(FeatureGroupSpec given, FeatureGroupSpec stored) {
        List<String> differences = new ArrayList<>();
        compare(differences, "primary key", given.primaryKey(), stored.primaryKey());
        compare(differences, "event time", given.eventTime(), stored.eventTime());
        compare(differences, "foreign keys", given.foreignKeys(), stored.foreignKeys());
        compare(differences, "partitions", given.partitions(), stored.partitions());
        compare(differences, "storage", given.storage(), stored.storage());
        compare(differences, "TTL", given.ttl(), stored.ttl());
        compare(differences, "entity", given.entity(), stored.entity());
        compare(differences, "statistics", given.statistics(), stored.statistics());
        compare(
                differences,
                "aggregates",
                given.aggregation().map(Aggregation::declared),
                stored.aggregation().map(Aggregation::declared));
        if (!TransformationCall.same(given.onDemand(), stored.onDemand())) {
            compare(differences, "list of on-demand transformations", given.onDemand(), stored.onDemand());
        }
        if (!given.schemaIsOpen()) {
            compareColumns(differences, given.features(), stored.features());
        }
        return differences;
    }

    private static void compareColumns(List<String> differences, List<Feature> given, List<Feature> stored) {
        for (int i = 0; i < given.size(); i++) {
            Feature feature = given.get(i);
            if (i >= stored.size()) {
                differences.add("the column '" + feature.name() + "' is not stored; add it with appendFeatures");
            } else if (!feature.field().equals(stored.get(i).field())) {
                differences.add("column " + (i + 1) + " is " + feature.field() + ", stored is "
                        + stored.get(i).field());
            }
        }
    }

    private static void compare(List<String> differences, String what, Object given, Object stored) {
        if (!Objects.equals(given, stored)) {
            differences.add("the " + what + " is " + text(given) + ", stored is " + text(stored));
        }
    }

    private static String text(Object value) {
        return switch (value) {
            case Optional<?> maybe -> maybe.map(Definitions::text).orElse("none");
            case EventTime time -> time.column() + " in " + time.zone() + ", known after " + time.knownAfter();
            default -> value.toString();
        };
    }
}
