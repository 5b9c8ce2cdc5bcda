package io.shearwater.online;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Query;
import io.shearwater.online.VectorPlan.Batch;
import io.shearwater.online.VectorPlan.Copy;
import io.shearwater.online.VectorPlan.Lookup;
import io.shearwater.online.VectorPlan.Part;
import io.shearwater.online.VectorPlan.Slot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a {@link VectorPlan}; used once. Not thread-safe. */
final class PlanCompiler {
    /** A group of the query's tree. Nodes that are neither looked up nor lead to one that is needed stay unneeded. */
    private static final class Node {
        private final int number;
        private final Query query;
        private final @Nullable Node parent;
        private final @Nullable Join how;
        private final boolean fills;
        private final String prefix;
        private final @Nullable OnlineGroup group;
        private boolean needed;
        private final List<String> columns = new ArrayList<>();
        private final List<Copy> outputs = new ArrayList<>();
        private final List<Copy> links = new ArrayList<>();
        private List<Part> key = List.of();
        private int level;
        private int index = VectorPlan.NONE;

        Node(int number, Query query, @Nullable Node parent, Query.@Nullable Joined join, @Nullable OnlineGroup group) {
            this.number = number;
            this.query = query;
            this.parent = parent;
            this.how = join == null ? null : join.how();
            this.fills = join != null && join.fills();
            this.prefix = (parent == null ? "" : parent.prefix) + (how == null ? "" : how.prefix());
            this.group = group;
        }

        boolean lookedUp() {
            return group != null;
        }

        FeatureGroupSpec spec() {
            return query.group();
        }

        int column(String name) {
            if (!spec().isWritten() && spec().onDemandNames().contains(name)) {
                throw OnlineError.NO_LOOKUP.because("'" + name + "' of the feature group '"
                        + spec().name() + "' version " + spec().version()
                        + " is computed on demand of its aggregates, for the features of a vector alone: no key, filter or "
                        + "inference helper can be it. Use the aggregates themselves there.");
            }
            int at = columns.indexOf(name);
            if (at < 0) {
                at = columns.size();
                columns.add(name);
            }
            return at;
        }
    }

    /** A column of a node. */
    private record Owner(int node, String column) {}

    private final FeatureViewSpec view;
    private final List<Query.Output> outputs;
    private final Set<String> filtered;
    private final Map<GroupRef, OnlineGroup> online = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final Map<Owner, Slot> slotOf = new HashMap<>();
    private final Map<Owner, Integer> linkOf = new HashMap<>();
    private final Set<String> ignored = new HashSet<>();
    private final List<Lookup> lookups = new ArrayList<>();

    /**
     * Compiles a view.
     *
     * @param results what a vector holds
     * @param filtered result columns that must be known: what is not looked up of them, a request names
     */
    PlanCompiler(
            FeatureViewSpec view, List<Query.Output> results, Set<String> filtered, Collection<OnlineGroup> groups) {
        this.view = view;
        this.filtered = filtered;
        Set<Query.Output> all = new LinkedHashSet<>(results);
        all.addAll(view.outputs(List.copyOf(filtered)));
        this.outputs = List.copyOf(all);
        groups.forEach(group -> online.put(group.spec().ref(), group));
        visit(view.query(), null, null);
        outputs.forEach(output -> require(nodes.get(output.node())));
        claimServingKeys();
        claimOutputs();
        nodes.stream().filter(this::isNeededLookup).forEach(this::compile);
        ignoreTheRest();
        nodes.stream().filter(this::isNeededLookup).forEach(this::lookup);
    }

    /** What is read: the results, then what only the filter needs. */
    List<Query.Output> outputs() {
        return outputs;
    }

    boolean looksUpRoot() {
        return isNeededLookup(nodes.getFirst());
    }

    List<Slot> slots() {
        return List.copyOf(slots.values());
    }

    int links() {
        return linkOf.size();
    }

    List<Lookup> lookups() {
        return List.copyOf(lookups);
    }

    /** The requests to the store, level by level. */
    List<List<Batch>> levels() {
        return batches(key -> key);
    }

    /** The same while no request passes a column that is its parent's key: such a child has its parent's key. */
    List<List<Batch>> plainLevels() {
        return batches(key -> key.stream().map(PlanCompiler::plain).toList());
    }

    private static Part plain(Part part) {
        return part.inherited() == null ? part : plain(part.inherited());
    }

    Set<String> ignored() {
        return Set.copyOf(ignored);
    }

    /** Numbers the nodes as {@link Query#nodes()} does. */
    private void visit(Query query, @Nullable Node parent, Query.@Nullable Joined join) {
        OnlineGroup group =
                givesLabels(nodes.size()) ? null : online.get(query.group().ref());
        Node node = new Node(nodes.size(), query, parent, join, group);
        nodes.add(node);
        query.joins().forEach(below -> visit(below.query(), node, below));
    }

    private void require(Node node) {
        for (Node at = node; at != null && !at.needed; at = at.lookedUp() ? at.parent : null) {
            at.needed = true;
            boolean passed = at.parent == null || givesLabels(at.number);
            if (!at.lookedUp() && !passed) {
                FeatureGroupSpec lacking = at.spec().stored();
                throw OnlineError.NOT_ONLINE.because("The feature view '" + view.name() + "' reads '"
                        + (at.fills ? lacking : at.spec()).name() + "' version "
                        + at.spec().version()
                        + " for its vectors, and that feature group is not kept online. Declare it online() (in YAML "
                        + "'storage: offline-and-online'), or leave it out of the view.");
            }
            if (at.lookedUp() && at.how != null) {
                requireWholeKey(at, at.how);
            }
        }
    }

    private boolean givesLabels(int node) {
        return view.labelNode().equals(Optional.of(node));
    }

    private boolean isNeededLookup(Node node) {
        return node.needed && node.lookedUp();
    }

    private void requireWholeKey(Node node, Join how) {
        Set<String> right = new HashSet<>(how.on().stream().map(KeyPair::right).toList());
        boolean exactly = how.on().size() == right.size()
                && right.equals(new HashSet<>(node.spec().primaryKey()));
        if (!exactly) {
            throw OnlineError.NO_LOOKUP.because(
                    "The feature view '" + view.name() + "' joins '"
                            + node.spec().name() + "' on " + how.on() + ", and its primary key is "
                            + node.spec().primaryKey()
                            + ". Online a row is found by exactly its primary key: join on it, or leave the group out of the view.");
        }
    }

    /** What a request has to name comes first: other columns of the same name yield. */
    private void claimServingKeys() {
        for (Node node : nodes) {
            if (!isNeededLookup(node)) {
                continue;
            }
            if (node.parent == null) {
                node.spec().primaryKey().forEach(column -> claimKey(node, column));
            } else if (!node.parent.lookedUp() && node.how != null) {
                Node parent = node.parent;
                for (String column : node.spec().primaryKey()) {
                    claimKey(parent, left(node.how, column));
                }
            }
        }
    }

    private void claimKey(Node node, String column) {
        String name = node.prefix + column;
        DataType type = node.spec().schema().field(column).type();
        Slot taken = slots.get(name);
        if (taken != null && !RowEncoder.fits(taken.type(), type)) {
            throw OnlineError.AMBIGUOUS_KEY.because(
                    "The feature view '" + view.name() + "' has two serving keys named '"
                            + name + "', of type " + taken.type() + " and " + type
                            + ". Give one of the joins a prefix.");
        }
        slotOf.put(new Owner(node.number, column), taken == null ? slot(name, type, true) : taken);
    }

    private Slot slot(String name, DataType type, boolean required) {
        Slot slot = new Slot(slots.size(), name, type, required, new int[0]);
        slots.put(name, slot);
        return slot;
    }

    private void claimOutputs() {
        for (int i = 0; i < outputs.size(); i++) {
            Query.Output output = outputs.get(i);
            Node node = nodes.get(output.node());
            Owner owner = new Owner(node.number, output.column());
            if (node.lookedUp()) {
                node.outputs.add(new Copy(node.column(output.column()), i));
            }
            Slot slot = slots.get(output.name());
            if (slot == null) {
                slot = slot(output.name(), output.type(), !node.lookedUp() && filtered.contains(output.name()));
                slotOf.putIfAbsent(owner, slot);
            }
            // A serving key says whose row is meant; it does not stand in for a column of the row of the same name.
            boolean same = slotIndex(owner) == slot.index();
            if (same || !node.lookedUp()) {
                setsOutput(slot, i);
            }
        }
    }

    private void setsOutput(Slot slot, int output) {
        int[] outputs = Arrays.copyOf(slot.outputs(), slot.outputs().length + 1);
        outputs[outputs.length - 1] = output;
        Slot next = new Slot(slot.index(), slot.name(), slot.type(), slot.required(), outputs);
        slots.put(slot.name(), next);
        slotOf.replaceAll((owner, old) -> old.index() == next.index() ? next : old);
    }

    /** Finds where the key of a lookup comes from; its parent is compiled already. */
    private void compile(Node node) {
        List<Part> key = new ArrayList<>();
        for (String column : node.spec().primaryKey()) {
            key.add(part(node, column));
        }
        node.key = List.copyOf(key);
        Node parent = node.parent;
        if (parent != null && parent.lookedUp()) {
            boolean waits = key.stream().anyMatch(part -> part.link() != VectorPlan.NONE && !isKnownTo(parent, part));
            node.level = waits ? parent.level + 1 : parent.level;
        }
        node.query.filter().columns().forEach(node::column);
    }

    private static boolean isKnownTo(Node parent, Part part) {
        return parent.key.contains(part);
    }

    private Part part(Node node, String column) {
        Node parent = node.parent;
        if (parent == null || node.how == null) {
            return new Part(slotIndex(new Owner(node.number, column)), VectorPlan.NONE, null);
        }
        String left = left(node.how, column);
        Owner owner = new Owner(parent.number, left);
        if (!parent.lookedUp()) {
            return new Part(slotIndex(owner), VectorPlan.NONE, null);
        }
        String name = parent.prefix + left;
        if (node.fills) {
            return parent.key.get(parent.spec().primaryKey().indexOf(left));
        }
        if (!slots.containsKey(name)) {
            slotOf.put(owner, slot(name, parent.spec().schema().field(left).type(), false));
        }
        int slot = slotIndex(owner);
        int inKey = parent.spec().primaryKey().indexOf(left);
        if (inKey >= 0) {
            Part inherited = parent.key.get(inKey);
            return slot == VectorPlan.NONE || slot == inherited.slot()
                    ? inherited
                    : new Part(slot, VectorPlan.NONE, inherited);
        }
        Integer link = linkOf.get(owner);
        if (link == null) {
            link = linkOf.size();
            linkOf.put(owner, link);
            parent.links.add(new Copy(parent.column(left), link));
        }
        return new Part(slot, link, null);
    }

    private int slotIndex(Owner owner) {
        Slot slot = slotOf.get(owner);
        return slot == null ? VectorPlan.NONE : slot.index();
    }

    private static String left(Join how, String right) {
        return how.on().stream()
                .filter(pair -> pair.right().equals(right))
                .map(KeyPair::left)
                .findFirst()
                .orElseThrow();
    }

    /** Names that mean something in the view, if nothing in this plan. */
    private void ignoreTheRest() {
        view.query().outputs().forEach(output -> ignored.add(output.name()));
        for (Node node : nodes) {
            if (node.parent == null) {
                node.spec().primaryKey().forEach(ignored::add);
            } else if (node.how != null && !node.fills) {
                String prefix = node.parent.prefix;
                node.how.on().forEach(pair -> ignored.add(prefix + pair.left()));
            }
        }
        ignored.removeAll(slots.keySet());
        ignored.removeAll(view.labels());
    }

    private void lookup(Node node) {
        OnlineGroup group = Objects.requireNonNull(node.group);
        node.index = lookups.size();
        Node parent = node.parent;
        int parentIndex = parent != null && parent.lookedUp() ? parent.index : VectorPlan.NONE;
        Join how = node.how;
        int[] ownSlots = node.spec().primaryKey().stream()
                .mapToInt(column -> ownSlot(node, column))
                .toArray();
        long aliveFor = Stream.concat(
                        group.spec().ttl().stream(), how == null ? Stream.<Duration>empty() : how.lookback().stream())
                .mapToLong(Visibility::micros)
                .min()
                .orElse(Long.MAX_VALUE);
        lookups.add(new Lookup(
                node.index,
                node.number,
                group,
                node.key,
                ownSlots,
                parentIndex,
                aliveFor,
                how != null && how.strict(),
                List.copyOf(node.columns),
                node.query.filter(),
                List.copyOf(node.outputs),
                List.copyOf(node.links)));
    }

    private int ownSlot(Node node, String column) {
        Node parent = node.parent;
        if (parent == null || node.how == null) {
            return slotIndex(new Owner(node.number, column));
        }
        // What fills columns of a row that is found through another one goes with that row.
        boolean isFollowing = node.fills && parent.lookedUp() && parent.parent != null;
        return isFollowing ? VectorPlan.NONE : slotIndex(new Owner(parent.number, left(node.how, column)));
    }

    /** One request to the store for the lookups of a level that share space and key; a table twice, for two bounds, needs two. */
    private List<List<Batch>> batches(UnaryOperator<List<Part>> keyOf) {
        List<List<Batch>> levels = new ArrayList<>();
        for (Node node : nodes) {
            if (!isNeededLookup(node)) {
                continue;
            }
            while (levels.size() <= node.level) {
                levels.add(new ArrayList<>());
            }
            Lookup lookup = lookups.get(node.index);
            List<Part> key = keyOf.apply(lookup.key());
            List<Batch> level = levels.get(node.level);
            if (level.stream().noneMatch(batch -> place(lookup, key, batch))) {
                List<List<Lookup>> tables = new ArrayList<>();
                tables.add(new ArrayList<>(List.of(lookup)));
                level.add(new Batch(key, tables));
            }
        }
        return levels;
    }

    private static boolean place(Lookup lookup, List<Part> key, Batch batch) {
        Lookup other = batch.tables().getFirst().getFirst();
        if (lookup.group().isAggregated()
                || other.group().isAggregated()
                || !batch.key().equals(key)
                || !other.group().space().equals(lookup.group().space())) {
            return false;
        }
        for (List<Lookup> table : batch.tables()) {
            if (table.getFirst().group().number() == lookup.group().number()) {
                boolean sameBound = table.getFirst().strictly() == lookup.strictly();
                if (sameBound) {
                    table.add(lookup);
                }
                return sameBound;
            }
        }
        batch.tables().add(new ArrayList<>(List.of(lookup)));
        return true;
    }
}
