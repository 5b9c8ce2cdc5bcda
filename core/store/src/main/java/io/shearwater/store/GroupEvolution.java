package io.shearwater.store;

import io.shearwater.model.Aggregate;
import io.shearwater.model.Aggregation;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import io.shearwater.model.TransformationCall;
import io.shearwater.offline.GroupTables;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.SchemaChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Changes of a group's columns, in one transaction with its table. */
final class GroupEvolution {
    private final StoreParts parts;
    private final GroupRef ref;

    GroupEvolution(StoreParts parts, GroupRef ref) {
        this.parts = parts;
        this.ref = ref;
    }

    void append(List<Feature> features) {
        GroupRecord group = group();
        Set<String> known = Set.copyOf(group.spec().schema().names());
        for (Feature feature : features) {
            if (known.contains(feature.name())) {
                throw StoreError.BAD_CHANGE.because("The feature group '" + ref.name() + "' has a column '"
                        + feature.name() + "' already. " + newVersionRecipe());
            }
        }
        List<Feature> next = new ArrayList<>(group.spec().features());
        next.addAll(features);
        List<SchemaChange> changes = new ArrayList<>();
        features.forEach(feature -> changes.add(new SchemaChange.Add(feature)));
        evolve(group, next, changes);
    }

    /** What there is keeps its meaning; what is served is loaded anew with what the new ones read. */
    void appendAggregates(List<Aggregate> aggregates) {
        GroupRecord group = parts.registry().group(ref);
        Aggregation part = group.spec()
                .aggregation()
                .orElseThrow(() -> StoreError.BAD_CHANGE.because("The rows of '" + ref.name()
                        + "' are written and not aggregated from events: it takes no aggregates. Make a group that "
                        + "aggregates its rows."));
        if (aggregates.isEmpty()) {
            return;
        }
        FeatureGroupSpec events = parts.registry().group(part.events()).spec();
        FeatureGroupSpec next = group.spec()
                .withAggregation(part.declared().with(aggregates.toArray(Aggregate[]::new)))
                .over(events);
        OnlineAggregates online = new OnlineAggregates(parts);
        GroupRecord changed = online.inNextGeneration(group.withSpec(next));
        parts.offline().tables().evolve(group, changed, List.of(), parts.registry()::putGroup);
        online.load(ref);
    }

    void widen(String column, DataType type) {
        GroupRecord group = group();
        DataType from = group.spec().column(column).type();
        if (!GroupTables.widensInPlace(from, type)) {
            throw StoreError.BAD_CHANGE.because("The column '" + column + "' of '" + ref.name() + "' cannot become "
                    + type + " in place: it is " + from + ". " + newVersionRecipe());
        }
        evolve(
                group,
                replaced(group.spec(), column, feature -> feature.widened(type)),
                List.of(new SchemaChange.Widen(column, type)));
    }

    void rename(String from, String to) {
        GroupRecord group = requireFree(from, "renamed");
        Names.check("feature", to);
        evolve(
                inNextGeneration(group),
                replaced(group.spec(), from, feature -> feature.named(to)),
                List.of(new SchemaChange.Rename(from, to)));
    }

    void drop(String column) {
        GroupRecord group = requireFree(column, "dropped");
        List<Feature> next = group.spec().features().stream()
                .filter(feature -> !feature.name().equals(column))
                .toList();
        evolve(group, next, List.of(new SchemaChange.Drop(column)));
    }

    private GroupRecord requireFree(String column, String action) {
        GroupRecord group = group();
        group.spec().column(column);
        if (group.spec().indexColumns().contains(column)) {
            throw StoreError.BAD_CHANGE.because("The column '" + column + "' of '" + ref.name() + "' cannot be "
                    + action + ": it is part of a key, the event time or the partitions. " + newVersionRecipe());
        }
        for (TransformationCall call : group.spec().onDemand()) {
            if (call.inputs().contains(column) || call.outputs().contains(column)) {
                throw StoreError.BAD_CHANGE.because("The column '" + column + "' of '" + ref.name() + "' cannot be "
                        + action + ": it is computed on demand, or computed with, by " + call + ". "
                        + newVersionRecipe());
            }
        }
        parts.registry().store().read(registry -> {
            parts.registry()
                    .requireFree(
                            registry,
                            parts.registry().key(ref),
                            "given other columns ('" + column + "' " + action + ")");
            return group;
        });
        return group;
    }

    /**
     * Rows online know their columns by name and would read as null. So the group moves to a generation that is not there yet,
     * in the transaction that renames: if the process ends before the rows are rebuilt, the next opening sees it.
     */
    private GroupRecord inNextGeneration(GroupRecord group) {
        return group.spec().storage().hasOnline()
                ? group.withGeneration(parts.online().nextGeneration(group))
                : group;
    }

    private static List<Feature> replaced(FeatureGroupSpec spec, String column, UnaryOperator<Feature> change) {
        return spec.features().stream()
                .map(feature -> feature.name().equals(column) ? change.apply(feature) : feature)
                .toList();
    }

    private void evolve(GroupRecord group, List<Feature> next, List<SchemaChange> changes) {
        OnlineAggregates online = new OnlineAggregates(parts);
        List<GroupRef> relaid = online.relaid(group, changes);
        parts.offline()
                .tables()
                .evolve(group, group.withSpec(group.spec().withFeatures(next)), changes, (tx, changed) -> {
                    parts.registry().putGroup(tx, changed);
                    online.relay(tx, relaid);
                });
        parts.online().columnsChanged(parts.registry().group(ref));
        relaid.forEach(online::load);
    }

    private GroupRecord group() {
        GroupRecord group = parts.registry().group(ref);
        if (!group.spec().isWritten()) {
            throw StoreError.BAD_CHANGE.because("The columns of '" + ref.name() + "' follow from the events of '"
                    + group.spec().stored().name()
                    + "': add aggregates with appendAggregates, or make another version.");
        }
        if (group.spec().schemaIsOpen()) {
            throw StoreError.BAD_CHANGE.because(
                    "The feature group '" + ref.name() + "' has no columns yet; they come with its first frame.");
        }
        return group;
    }

    private String newVersionRecipe() {
        return "A changed meaning is a new version: createFeatureGroup(\"" + ref.name() + "\", " + (ref.version() + 1)
                + "), write its history, make a new version of the views that should use it, then delete version "
                + ref.version() + ".";
    }
}
