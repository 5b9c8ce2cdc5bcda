package io.shearwater.offline;

import io.shearwater.model.Aggregation;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.Version;
import io.shearwater.registry.GroupRecord;
import io.shearwater.registry.Registry;
import io.shearwater.spi.DefinitionKey.Kind;
import io.shearwater.spi.QueryContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The groups of aggregates that are kept online over the events of another group, and what of these events they need. */
final class Followers {
    private final OfflineContext context;

    Followers(OfflineContext context) {
        this.context = context;
    }

    /** Those of a group of events. */
    List<GroupRecord> of(GroupRecord events) {
        Registry registry = new Registry(context.registryStore(), events.project(), context.actors());
        return context.registryStore()
                .read(reader -> reader.dependants(registry.key(events.spec().ref())).stream()
                        .filter(key -> key.kind() == Kind.FEATURE_GROUP)
                        .map(key -> new GroupRef(key.name(), key.version()))
                        .map(ref -> registry.group(reader, ref))
                        .filter(group -> group.spec().aggregation().isPresent())
                        .filter(group -> group.spec().storage().hasOnline())
                        .toList());
    }

    /** The columns of events that say of which entities of these groups they are. */
    static List<String> keys(List<GroupRecord> followers) {
        Set<String> keys = new LinkedHashSet<>();
        followers.forEach(follower -> keys.addAll(follower.spec().primaryKey()));
        return List.copyOf(keys);
    }

    /** All events for a group, by its primary key, then in their order. */
    FrameReader all(GroupRecord events, GroupRecord follower) {
        Plan plan = ordered(scan(events, follower, Predicate.all()), follower);
        TableSources sources =
                context.registryStore().read(registry -> new TableSources(context.tables()).pin(plan, registry));
        return context.engine().read(plan, sources, QueryContext.plain());
    }

    /** The events of some entities, in the same order. */
    FrameReader some(GroupRecord events, GroupRecord follower, Frame keys) {
        List<String> columns = follower.spec().primaryKey();
        FrameRef wanted = new FrameRef("keys");
        KeyBounds bounds = new KeyBounds(columns);
        bounds.add(keys);
        Frame own = keys.select(columns);
        List<KeyPair> on =
                columns.stream().map(column -> new KeyPair(column, column)).toList();
        Plan found = new Plan.SemiJoin(
                scan(events, follower, bounds.condition()),
                new Plan.Rows(wanted, own.schema()),
                on,
                Plan.SemiJoin.Kind.SEMI);
        Plan plan = ordered(found, follower);
        TableSources sources = context.registryStore()
                .read(registry -> new TableSources(context.tables()).pin(plan, registry))
                .with(wanted, own.reader());
        return context.engine().read(plan, sources, QueryContext.plain());
    }

    private static Plan scan(GroupRecord events, GroupRecord follower, Predicate filter) {
        FeatureGroupSpec spec = events.spec();
        Aggregation aggregation = follower.spec().aggregation().orElseThrow();
        Set<String> columns = new LinkedHashSet<>(follower.spec().primaryKey());
        columns.add(spec.eventTime().orElseThrow().column());
        columns.addAll(spec.primaryKey());
        columns.addAll(aggregation.columns());
        Schema read = spec.schema().select(List.copyOf(columns)).plus(List.of(HiddenColumns.SEQUENCE));
        return new Plan.Scan(events.table(), Version.latest(), read, filter);
    }

    private static Plan ordered(Plan rows, GroupRecord follower) {
        FeatureGroupSpec source = follower.spec().stored();
        List<String> columns = new ArrayList<>(follower.spec().primaryKey());
        columns.add(source.eventTime().orElseThrow().column());
        columns.add(HiddenColumns.SEQUENCE.name());
        columns.addAll(source.primaryKey());
        return new Plan.Sort(
                rows,
                columns.stream()
                        .map(column -> new Plan.SortKey(column, Plan.SortKey.Direction.ASCENDING))
                        .toList());
    }
}
