package io.shearwater.store;

import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Times;
import io.shearwater.online.VectorAssembler;
import io.shearwater.online.VectorPlan;
import io.shearwater.plan.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of requests of the past from the history of the groups: the query of training data, with a spine of what was asked;
 * then what a request goes through. Where a request says which row of a group below another one it means, that group and
 * those below it are read by a query of their own.
 */
final class OfflineVectors {
    private static final String ASKED_KEY = "asked_key_";

    private final StoreParts parts;
    private final FeatureViewSpec spec;
    private final VectorAssembler assembler;
    private final VectorPlan plan;

    OfflineVectors(StoreParts parts, FeatureViewSpec spec, VectorAssembler assembler) {
        this.parts = parts;
        this.assembler = assembler;
        this.plan = assembler.program().plan();
        this.spec = plan.looksUpRoot() ? spec : withoutRootFilter(spec);
    }

    /** A root that is not looked up is what the request says, of which nothing is filtered. */
    private static FeatureViewSpec withoutRootFilter(FeatureViewSpec spec) {
        Query root = spec.query();
        Query bare = new Query(root.group(), root.columns(), root.wholeRow(), Predicate.all(), root.joins());
        return new FeatureViewSpec(
                spec.ref(),
                spec.description(),
                bare,
                spec.labels(),
                spec.trainingHelpers(),
                spec.inferenceHelpers(),
                spec.transformations());
    }

    /** The nodes whose rows are read from a store, as {@link Query#nodes()} numbers them. */
    List<Integer> nodes() {
        return IntStream.range(0, spec.query().nodes().size())
                .filter(this::isLookedUp)
                .boxed()
                .toList();
    }

    private boolean isLookedUp(int node) {
        return node == 0 ? plan.looksUpRoot() : !spec.labelNode().equals(Optional.of(node));
    }

    /** What a request names of the keys by which joined rows are found, in place of what the rows above them say. */
    Set<String> links(LoggedVector vector) {
        Set<String> links = rootLinks(vector);
        plan.deeperLinks().forEach(link -> links.addAll(link.names()));
        links.retainAll(vector.named().keySet());
        return links;
    }

    private Set<String> rootLinks(LoggedVector vector) {
        Set<String> links = new TreeSet<>(plan.rootLinks());
        links.retainAll(vector.named().keySet());
        return links;
    }

    /** Whether a request says only a part of the key of a row below another one: a query of history cannot. */
    boolean isBeyondQueries(LoggedVector vector) {
        Set<String> named = vector.named().keySet();
        return plan.deeperLinks().stream().anyMatch(link -> link.isNamed(named) && !link.isWhole(named));
    }

    /**
     * Whether aggregates of a vector are as of a time that the request named and cannot be computed again: a query of history
     * finds their key as of that time, where serving found it as of now; or what is named is a day, or nothing.
     */
    boolean isBeyondAnotherTime(LoggedVector vector) {
        if (!isAsOfAnotherTime(vector)) {
            return false;
        }
        boolean keysAreFound = plan.looksUpRoot()
                || spec.query().joins().stream()
                        .flatMap(join -> join.query().nodes().stream().skip(1))
                        .anyMatch(below -> !below.group().isWritten());
        return keysAreFound || !(named(vector) instanceof Instant);
    }

    /** Whether aggregates of a vector are as of a time that the request named, and its other rows are not. */
    private boolean isAsOfAnotherTime(LoggedVector vector) {
        return nodes().stream().anyMatch(this::isAggregated)
                && rootTime().filter(vector.named()::containsKey).isPresent()
                && !Times.instant(vector.time()).equals(named(vector));
    }

    private Optional<String> rootTime() {
        return spec.query().group().eventTime().map(EventTime::column);
    }

    /** The time that a request named; null if it named none. */
    private @Nullable Object named(LoggedVector vector) {
        return rootTime().map(vector.named()::get).orElse(null);
    }

    private boolean isAggregated(int node) {
        return !spec.query().nodes().get(node).group().isWritten();
    }

    /**
     * Vectors as known then. Aggregates are as of the time that a request named, rows as of when it came.
     *
     * @param asked all with the same {@link #links}
     * @param state of each of the {@link #nodes}
     */
    List<FeatureVector> vectors(List<LoggedVector> asked, IntFunction<Version> state) {
        @Nullable
        Object[][] stored = new @Nullable Object[asked.size()][plan.reads().size()];
        read(whole(asked.getFirst()), asked, versions(0, spec.query(), state), stored);
        for (VectorPlan.Link link : plan.deeperLinks()) {
            if (link.isNamed(asked.getFirst().named().keySet())) {
                Query below = spec.query().nodes().get(link.node());
                read(below(link, below), asked, versions(link.node(), below, state), stored);
            }
        }
        return assembler.recompute(asked.stream().map(LoggedVector::named).toList(), times(asked), stored);
    }

    private static long[] times(List<LoggedVector> asked) {
        return asked.stream().mapToLong(LoggedVector::time).toArray();
    }

    private void read(
            OfflineRead wanted, List<LoggedVector> asked, List<Version> versions, @Nullable Object[][] stored) {
        if (asked.stream().noneMatch(this::isAsOfAnotherTime)) {
            wanted.read(asked, times(asked), versions, stored);
            return;
        }
        long[] named = asked.stream()
                .mapToLong(vector -> named(vector) instanceof Instant time ? Times.micros(time) : vector.time())
                .toArray();
        IntPredicate aggregated = place -> isAggregated(plan.reads().get(place).node());
        wanted.only(aggregated).read(asked, named, versions, stored);
        wanted.only(aggregated.negate()).read(asked, times(asked), versions, stored);
    }

    private OfflineRead whole(LoggedVector any) {
        FeatureGroupSpec root = spec.query().group();
        Set<String> names = rootLinks(any);
        plan.servingKeys().stream()
                .map(Field::name)
                .filter(root.schema()::contains)
                .forEach(names::add);
        Map<Field, String> keys = new LinkedHashMap<>();
        names.forEach(name -> keys.put(root.schema().field(name), name));
        int[] places = places(0, spec.query());
        return new OfflineRead(
                parts,
                spec,
                keys,
                IntStream.of(places).mapToObj(plan.reads()::get).toList(),
                places);
    }

    /** A node and those below it, joined to what the request says of its key. */
    private OfflineRead below(VectorPlan.Link link, Query node) {
        FeatureGroupSpec.Builder asked = FeatureGroupSpec.builder("asked", 1);
        Map<Field, String> keys = new LinkedHashMap<>();
        List<KeyPair> pairs = new ArrayList<>();
        List<String> key = node.group().primaryKey();
        for (int i = 0; i < key.size(); i++) {
            Field column = new Field(ASKED_KEY + i, type(node.group(), key.get(i)));
            asked.feature(column.name(), column.type());
            keys.put(column, link.names().get(i));
            pairs.add(new KeyPair(column.name(), key.get(i)));
        }
        asked.primaryKey(keys.keySet().stream().map(Field::name).toArray(String[]::new));
        Join how = how(link.node());
        Join own = new Join(pairs, "", how.strict(), how.lookback(), false);
        Query root = new Query(
                asked.build(),
                keys.keySet().stream().map(Field::name).toList(),
                false,
                Predicate.all(),
                List.of(new Query.Joined(node, own)));
        int[] places = places(link.node(), node);
        List<Query.Output> values = IntStream.of(places)
                .mapToObj(plan.reads()::get)
                .map(read -> new Query.Output(
                        read.name(), read.node() - link.node() + 1, read.column(), read.type(), read.index()))
                .toList();
        FeatureViewSpec view =
                FeatureViewSpec.builder(spec.name(), spec.version(), root).build();
        return new OfflineRead(parts, view, keys, values, places);
    }

    private static DataType type(FeatureGroupSpec group, String column) {
        return group.schema().field(column).type();
    }

    /** How a node joins the one above it. */
    private Join how(int node) {
        List<Join> joins = new ArrayList<>();
        joins(spec.query(), joins);
        return joins.get(node - 1);
    }

    private static void joins(Query query, List<Join> into) {
        query.joins().forEach(join -> {
            into.add(join.how());
            joins(join.query(), into);
        });
    }

    /** The places of the values that are read from a node and those below it. */
    private int[] places(int node, Query query) {
        int behind = node + query.nodes().size();
        List<Query.Output> reads = plan.reads();
        return IntStream.range(0, reads.size())
                .filter(place ->
                        reads.get(place).node() >= node && reads.get(place).node() < behind)
                .filter(place -> isLookedUp(reads.get(place).node()))
                .toArray();
    }

    /** For each node of a query its state; one more before them where the query is below another one. */
    private List<Version> versions(int node, Query query, IntFunction<Version> state) {
        List<Version> versions = new ArrayList<>();
        if (node > 0) {
            versions.add(Version.latest());
        }
        for (int at = node; at < node + query.nodes().size(); at++) {
            versions.add(isLookedUp(at) ? state.apply(at) : Version.latest());
        }
        return versions;
    }
}
