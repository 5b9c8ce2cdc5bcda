package io.shearwater.online;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Predicate;
import io.shearwater.model.PredicateCheck;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a view's values are found for a request: which groups are looked up by which keys, level by level, and what a request
 * may and must name. Compiled once, used for every request. Immutable and thread-safe.
 *
 * <p>A group of the view is looked up if it is kept online and does not give the labels. The columns of the others, the label
 * group and a root that is not online, are taken from the request.
 */
public final class VectorPlan {
    /** Marks a value that a request does not name. */
    enum Absent {
        ABSENT
    }

    static final int NONE = -1;

    /**
     * A name of a request.
     *
     * @param outputs positions of results that it sets, in place of stored values
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Slot(int index, String name, DataType type, boolean required, int[] outputs) {}

    /**
     * Where a column of a key comes from: the request if it names the column, else a value found on the way, else where the
     * parent's own key column comes from.
     */
    record Part(int slot, int link, @Nullable Part inherited) {}

    /** A column of a looked-up row that is copied somewhere. */
    record Copy(int column, int to) {}

    /**
     * A group that is looked up.
     *
     * @param index counts lookups, parents before children
     * @param node as {@link Query#nodes()} numbers it
     * @param key where the primary key comes from, column by column
     * @param ownSlots for each key column the request's slot for it, or {@link #NONE}: what is passed does not need the parent
     * @param parent the lookup that the key comes from, or {@link #NONE}
     * @param aliveFor microseconds that a row counts after its event time
     * @param strictly whether a row at exactly now is too late
     * @param columns what is read of a row, stored or not
     * @param filter on these columns
     * @param outputs where columns go in the result
     * @param links where columns go for lookups of the next level
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Lookup(
            int index,
            int node,
            OnlineGroup group,
            List<Part> key,
            int[] ownSlots,
            int parent,
            long aliveFor,
            boolean strictly,
            List<String> columns,
            Predicate filter,
            List<Copy> outputs,
            List<Copy> links) {}

    /**
     * Lookups by one key, in one request to the store.
     *
     * @param tables for each table of the request the lookups that its rows are for
     */
    record Batch(List<Part> key, List<List<Lookup>> tables) {}

    private final String view;
    private final Schema schema;
    private final List<Slot> slots;
    private final int links;
    private final List<Lookup> lookups;
    private final List<List<Batch>> levels;
    private final List<List<Batch>> plainLevels;
    private final int[] keyOverrides;
    private final Set<String> ignored;
    private final Set<String> labels;
    private final Set<String> filled;
    private final List<Query.Output> reads;
    private final boolean looksUpRoot;
    private final RowFilter filter;

    private VectorPlan(FeatureViewSpec view, List<Query.Output> outputs, Predicate filter, PlanCompiler compiled) {
        List<String> read = compiled.outputs().stream().map(Query.Output::name).toList();
        this.view = view.name();
        this.schema = FeatureViewSpec.schemaOf(outputs);
        this.reads = compiled.outputs();
        this.looksUpRoot = compiled.looksUpRoot();
        this.filter = RowFilter.of(filter, read::indexOf);
        this.slots = compiled.slots();
        this.links = compiled.links();
        this.lookups = compiled.lookups();
        this.levels = compiled.levels();
        this.plainLevels = compiled.plainLevels();
        this.keyOverrides = lookups.stream()
                .flatMap(lookup -> lookup.key().stream())
                .filter(part -> part.inherited() != null)
                .mapToInt(Part::slot)
                .distinct()
                .toArray();
        this.ignored = compiled.ignored();
        this.labels = Set.copyOf(view.labels());
        this.filled = view.query().filled();
    }

    /**
     * The plan of a view's features.
     *
     * @param groups the groups of the view that are kept online; others do no harm
     * @throws io.shearwater.model.ShearwaterException NOT_ONLINE if a joined group is not kept online, NO_LOOKUP if a join does
     *     not name exactly the primary key, AMBIGUOUS_KEY if two serving keys of different types have one name
     */
    public static VectorPlan ofFeatures(FeatureViewSpec view, Collection<OnlineGroup> groups) {
        return ofFeatures(view, groups, Predicate.all());
    }

    /**
     * The plan of a view's features for the entities that pass a filter; nothing is found of the others. What the filter needs
     * and is not looked up is named by every request.
     *
     * @param filter on result columns of the view
     */
    public static VectorPlan ofFeatures(FeatureViewSpec view, Collection<OnlineGroup> groups, Predicate filter) {
        return of(view, view.features(), checked(view, filter), groups);
    }

    /** The plan of chosen result columns, or of columns of rows as {@link #rowColumn} names them. */
    static VectorPlan ofOutputs(
            FeatureViewSpec view, List<Query.Output> outputs, Predicate filter, Collection<OnlineGroup> groups) {
        return of(view, outputs, checked(view, filter), groups);
    }

    private static Predicate checked(FeatureViewSpec view, Predicate filter) {
        return PredicateCheck.check(
                filter, view.query().schema(), "feature view '" + view.name() + "' version " + view.version());
    }

    /** The plan of a view's inference helpers. */
    public static VectorPlan ofInferenceHelpers(FeatureViewSpec view, Collection<OnlineGroup> groups) {
        return of(view, view.outputs(view.inferenceHelpers()), Predicate.all(), groups);
    }

    /**
     * The plan of whole rows that a view's vectors are made of: all columns of some of its nodes, each under the name that
     * {@link #rowColumn} gives it.
     *
     * @param nodes as numbered by {@link Query#nodes()}; those that are not looked up give nothing
     */
    public static VectorPlan ofRows(FeatureViewSpec view, Collection<Integer> nodes, Collection<OnlineGroup> groups) {
        List<Query> all = view.query().nodes();
        List<Query.Output> outputs = nodes.stream()
                .flatMap(
                        node -> all.get(node).group().schema().fields().stream().map(field -> rowOutput(node, field)))
                .toList();
        return of(view, outputs, Predicate.all(), groups);
    }

    /** A column of a node's row under the name that {@link #rowColumn} gives it. */
    static Query.Output rowOutput(int node, Field field) {
        String name = rowColumn(node, field.name());
        return new Query.Output(name, node, field.name(), field.type(), false);
    }

    /** The name of a node's column in a vector of {@link #ofRows}; no name of a request. */
    public static String rowColumn(int node, String column) {
        return node + "." + column;
    }

    private static VectorPlan of(
            FeatureViewSpec view, List<Query.Output> outputs, Predicate filter, Collection<OnlineGroup> groups) {
        return new VectorPlan(view, outputs, filter, new PlanCompiler(view, outputs, filter.columns(), groups));
    }

    /** Names and types of the results, in order. */
    public Schema schema() {
        return schema;
    }

    /** What every request names. */
    public List<Field> servingKeys() {
        return slots.stream()
                .filter(Slot::required)
                .map(slot -> new Field(slot.name(), slot.type()))
                .toList();
    }

    /** What a request may name besides: values that only the caller has, and values that win over stored ones. */
    public List<Field> passedFeatures() {
        return slots.stream()
                .filter(slot -> !slot.required())
                .map(slot -> new Field(slot.name(), slot.type()))
                .toList();
    }

    /** The number of requests to the store, one after the other, that a vector by its serving keys takes at most. */
    public int roundTrips() {
        return plainLevels.stream().mapToInt(List::size).sum();
    }

    /** How many values are read: those of {@link #schema()}, then what only the filter needs. */
    int width() {
        return reads.size();
    }

    /** The values that are read: those of {@link #schema()}, then what only the filter needs. */
    public List<Query.Output> reads() {
        return reads;
    }

    /** Whether the root's row is looked up, rather than named by the request. */
    public boolean looksUpRoot() {
        return looksUpRoot;
    }

    /** Columns of a root that is looked up by which a request may say, in place of the root's row, which rows are joined. */
    public Set<String> rootLinks() {
        Set<String> names = new TreeSet<>();
        lookups.stream()
                .filter(lookup -> looksUpRoot && lookup.parent() == 0)
                .flatMap(lookup -> link(lookup).names().stream())
                .filter(name -> !name.isEmpty())
                .forEach(names::add);
        return names;
    }

    /**
     * A joined group below another one, and how a request says, in place of that one's row, which row of it is joined.
     *
     * @param node as {@link Query#nodes()} numbers it
     * @param names for each column of its primary key, in order, what requests call it; empty where they cannot say it
     */
    public record Link(int node, List<String> names) {
        public Link {
            names = List.copyOf(names);
        }

        /** Whether a request that names these says anything of the key. */
        public boolean isNamed(Collection<String> named) {
            return names.stream().anyMatch(named::contains);
        }

        /** Whether a request that names these says the whole key: the row above is not needed then. */
        public boolean isWhole(Collection<String> named) {
            return named.containsAll(names);
        }
    }

    /** The joined groups below others, these first. */
    public List<Link> deeperLinks() {
        return lookups.stream()
                .filter(lookup -> lookup.parent() > 0 || (!looksUpRoot && lookup.parent() == 0))
                .map(this::link)
                .toList();
    }

    private Link link(Lookup lookup) {
        return new Link(
                lookup.node(),
                Arrays.stream(lookup.ownSlots())
                        .mapToObj(slot -> slot == NONE || slots.get(slot).required()
                                ? ""
                                : slots.get(slot).name())
                        .toList());
    }

    /** On the values that are read. */
    RowFilter filter() {
        return filter;
    }

    String view() {
        return view;
    }

    List<Slot> slots() {
        return slots;
    }

    int links() {
        return links;
    }

    List<Lookup> lookups() {
        return lookups;
    }

    List<List<Batch>> levels() {
        return levels;
    }

    /** Fewer requests to the store, while nothing is passed for {@link #keyOverrides}. */
    List<List<Batch>> plainLevels() {
        return plainLevels;
    }

    /** Slots of columns that are their group's key and from which a child's key is taken. */
    int[] keyOverrides() {
        return keyOverrides;
    }

    /** Names of the view that a request may carry though nothing here needs them. */
    Set<String> ignored() {
        return ignored;
    }

    Set<String> labels() {
        return labels;
    }

    /** Result columns for which null, in a request, is no value: they are filled forward. */
    Set<String> filled() {
        return filled;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("vectors of '" + view + "' by " + servingKeys());
        for (int level = 0; level < plainLevels.size(); level++) {
            for (Batch batch : plainLevels.get(level)) {
                Map<String, List<String>> names = new LinkedHashMap<>();
                batch.tables()
                        .forEach(table -> table.forEach(
                                lookup -> names.put(lookup.group().spec().name(), lookup.columns())));
                text.append("\n  level ").append(level + 1).append(": ").append(names);
            }
        }
        return text.toString();
    }
}
