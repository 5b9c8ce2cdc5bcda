package io.shearwater.store;

import io.shearwater.model.Commit;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Provenance;
import io.shearwater.model.Query;
import io.shearwater.online.OnlineGroup;
import io.shearwater.online.VectorPlan;
import io.shearwater.spi.CommitRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows a feature of a view from the serving keys to the row that holds it, by the lookups that vectors are made with. */
final class ProvenanceReader {
    private final StoreParts parts;
    private final FeatureViewSpec view;
    private final List<OnlineGroup> online;
    private final List<Node> nodes = new ArrayList<>();

    /** A group of the view's tree. */
    private record Node(
            int number,
            Query query,
            String prefix,
            List<KeyPair> on,
            @Nullable Node parent) {
        GroupRef group() {
            return query.group().ref();
        }
    }

    ProvenanceReader(StoreParts parts, FeatureViewSpec view, List<OnlineGroup> online) {
        this.parts = parts;
        this.view = view;
        this.online = online;
        visit(view.query(), "", List.of(), null);
    }

    /** Numbers the groups as {@link Query#nodes()} does. */
    private void visit(Query query, String prefix, List<KeyPair> on, @Nullable Node parent) {
        Node node = new Node(nodes.size(), query, prefix, on, parent);
        nodes.add(node);
        query.joins()
                .forEach(join -> visit(
                        join.query(), prefix + join.how().prefix(), join.how().on(), node));
    }

    Provenance why(FeatureVector served, Map<String, ?> entry, String feature) {
        Object value = served.value(feature);
        FeatureStatus status = served.status(feature);
        boolean isFilled = entry.get(feature) == null && view.query().filled().contains(feature);
        if (entry.containsKey(feature)
                && !isFilled
                && served.eventTime(feature).isEmpty()
                && served.sequence(feature).isEmpty()) {
            return new Provenance(feature, value, status, Provenance.Origin.PASSED, List.of());
        }
        Query.Output output = view.features().stream()
                .filter(known -> known.name().equals(feature))
                .findFirst()
                .orElseThrow();
        Provenance.Origin origin =
                nodes.get(output.node()).query().group().onDemandNames().contains(output.column())
                        ? Provenance.Origin.ON_DEMAND
                        : Provenance.Origin.STORED;
        List<Node> path = new ArrayList<>();
        for (Node node = nodes.get(output.node()); node != null && isLookedUp(node); node = node.parent()) {
            path.addFirst(node);
        }
        VectorPlan plan =
                VectorPlan.ofRows(view, path.stream().map(Node::number).toList(), online);
        FeatureVector rows = parts.online().vectors(plan).vector(entry);
        return new Provenance(
                feature,
                value,
                status,
                origin,
                path.stream().map(node -> row(node, rows, entry)).toList());
    }

    private boolean isLookedUp(Node node) {
        return !view.labelNode().equals(Optional.of(node.number()))
                && online.stream().anyMatch(group -> group.spec().ref().equals(node.group()));
    }

    private Provenance.Row row(Node node, FeatureVector rows, Map<String, ?> entry) {
        FeatureGroupSpec group = node.query().group();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        FeatureStatus status = FeatureStatus.NULL;
        for (String column : group.schema().names()) {
            String name = VectorPlan.rowColumn(node.number(), column);
            values.put(column, rows.value(name));
            status = status == FeatureStatus.NULL ? rows.status(name) : status;
        }
        group.primaryKey().forEach(values::remove);
        String any = VectorPlan.rowColumn(node.number(), group.schema().field(0).name());
        return new Provenance.Row(
                node.group(),
                keys(node),
                key(node, rows, entry),
                status,
                status == FeatureStatus.PRESENT ? values : Map.of(),
                rows.eventTime(any),
                rows.sequence(any).isPresent()
                        ? commit(node.group(), rows.sequence(any).getAsLong())
                        : Optional.empty());
    }

    /** By which column of the row before it each column of the primary key is found; of the first by the serving key. */
    private static List<KeyPair> keys(Node node) {
        return node.parent() == null
                ? node.query().group().primaryKey().stream()
                        .map(column -> new KeyPair(column, column))
                        .toList()
                : node.on();
    }

    private Map<String, @Nullable Object> key(Node node, FeatureVector rows, Map<String, ?> entry) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        Node parent = node.parent();
        for (KeyPair pair : keys(node)) {
            String passed = (parent == null ? node : parent).prefix() + pair.left();
            if (entry.containsKey(passed)) {
                key.put(pair.right(), entry.get(passed));
            } else if (parent != null && isLookedUp(parent)) {
                key.put(pair.right(), rows.value(VectorPlan.rowColumn(parent.number(), pair.left())));
            } else {
                key.put(pair.right(), null);
            }
        }
        return key;
    }

    private Optional<Commit> commit(GroupRef group, long sequence) {
        String home = parts.registry().readable(group).project();
        return parts.registry()
                .store()
                .read(registry -> registry.commitOfSequence(home, group, sequence))
                .map(CommitRecord::commit);
    }
}
