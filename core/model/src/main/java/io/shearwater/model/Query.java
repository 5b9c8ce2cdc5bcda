package io.shearwater.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A selection of columns of a group, with groups joined to it, each again a selection: a star or a snowflake. Immutable;
 * every step checks names, types and keys at once.
 *
 * @param columns the chosen columns in order
 * @param wholeRow whether they were chosen with {@link #allOf}: then index columns among them are no features of a view
 * @param filter a condition on this group's columns; on a joined group it is evaluated on the row that the join chose
 */
public record Query(
        FeatureGroupSpec group, List<String> columns, boolean wholeRow, Predicate filter, List<Joined> joins) {

    /**
     * A joined selection; its keys are resolved.
     *
     * @param fills whether its columns are no more columns of the result, but stand in the places of those of the same names of
     *     the group that it is joined to ({@link ForwardFill})
     */
    public record Joined(Query query, Join how, boolean fills) {
        /** A selection whose columns come after those of the group that it is joined to. */
        public Joined(Query query, Join how) {
            this(query, how, false);
        }
    }

    /**
     * One column of the result.
     *
     * @param name the name in the result, with prefixes
     * @param node the group it comes from, counted depth first from 0 for the root
     */
    public record Output(String name, int node, String column, DataType type, boolean index) {}

    public Query {
        columns = List.copyOf(columns);
        joins = List.copyOf(joins);
        if (group.schemaIsOpen()) {
            throw ModelError.BAD_DEFINITION.because("The feature group '" + group.name()
                    + "' has no columns yet. Insert a first frame, or declare its features.");
        }
        Schema schema = group.schema();
        columns.forEach(group::column);
        PredicateCheck.check(filter, schema, "feature group '" + group.name() + "' version " + group.version());
        requireDistinctNames(group, columns, joins);
    }

    /** These columns. */
    public static Query of(FeatureGroupSpec group, List<String> columns) {
        return new Query(group, columns, false, Predicate.all(), List.of());
    }

    /** Every column. */
    public static Query allOf(FeatureGroupSpec group) {
        return new Query(group, group.schema().names(), true, Predicate.all(), List.of());
    }

    /** Every column that is a feature: no key, event time, foreign key or partition column. */
    public static Query featuresOf(FeatureGroupSpec group) {
        return of(group, group.featureNames());
    }

    /** Every column but these. */
    public static Query except(FeatureGroupSpec group, List<String> left) {
        left.forEach(group::column);
        return new Query(
                group,
                group.schema().names().stream()
                        .filter(name -> !left.contains(name))
                        .toList(),
                true,
                Predicate.all(),
                List.of());
    }

    /** Only rows that pass; several filters must all pass. */
    public Query where(Predicate condition) {
        return new Query(group, columns, wholeRow, filter.and(condition), joins);
    }

    /**
     * With another selection joined.
     *
     * @throws ShearwaterException BAD_JOIN when the key cannot be inferred or does not exist, DUPLICATE_COLUMN when names
     *     clash without a prefix
     */
    public Query join(Query right, Join how) {
        List<Joined> next = new ArrayList<>(joins);
        next.add(new Joined(right, JoinKeys.resolve(group, right.group, how)));
        return new Query(group, columns, wholeRow, filter, next);
    }

    /**
     * With the columns of another selection in the places of those of the same names.
     *
     * @throws ShearwaterException as {@link #join}; BAD_JOIN when it has columns that this does not select
     */
    public Query filledBy(Query right, Join how) {
        if (!columns.containsAll(right.columns)) {
            throw ModelError.BAD_JOIN.because("The columns " + right.columns + " of '" + right.group.name()
                    + "' cannot stand in the places of columns of '" + group.name() + "', of which " + columns
                    + " are selected.");
        }
        List<Joined> next = new ArrayList<>(joins);
        next.add(new Joined(right, JoinKeys.resolve(group, right.group, how), true));
        return new Query(group, columns, wholeRow, filter, next);
    }

    /** The groups of the tree, depth first, this one first. */
    public List<Query> nodes() {
        List<Query> nodes = new ArrayList<>();
        nodes.add(this);
        joins.forEach(join -> nodes.addAll(join.query().nodes()));
        return nodes;
    }

    /** The columns of the result in order: this group's, then each join's. */
    public List<Output> outputs() {
        List<Output> outputs = new ArrayList<>();
        collect("", 0, outputs);
        return outputs;
    }

    /** The names of the result columns that are filled forward: what is read for them is a last value that is not null. */
    public Set<String> filled() {
        Set<Integer> fills = new HashSet<>();
        collectFills(0, fills);
        return outputs().stream()
                .filter(output -> fills.contains(output.node()))
                .map(Output::name)
                .collect(Collectors.toSet());
    }

    private int collectFills(int node, Set<Integer> into) {
        int next = node + 1;
        for (Joined join : joins) {
            if (join.fills()) {
                into.add(next);
            }
            next = join.query().collectFills(next, into);
        }
        return next;
    }

    /** This as it was asked for, without the joins that fill columns. */
    public Query declared() {
        return new Query(
                group,
                columns,
                wholeRow,
                filter,
                joins.stream()
                        .filter(join -> !join.fills())
                        .map(join -> new Joined(join.query().declared(), join.how()))
                        .toList());
    }

    /** The result's schema. */
    public Schema schema() {
        return Schema.of(outputs().stream()
                .map(output -> new Field(output.name(), output.type()))
                .toList());
    }

    private int collect(String prefix, int node, List<Output> into) {
        Schema schema = group.schema();
        Set<String> index = wholeRow ? group.indexColumns() : Set.of();
        Map<String, Integer> fillers = fillers(node);
        for (String column : columns) {
            into.add(new Output(
                    prefix + column,
                    fillers.getOrDefault(column, node),
                    column,
                    schema.field(column).type(),
                    index.contains(column)));
        }
        int next = node + 1;
        for (Joined join : joins) {
            next = join.fills()
                    ? next + join.query().nodes().size()
                    : join.query().collect(prefix + join.how().prefix(), next, into);
        }
        return next;
    }

    /** For each column of this group that another node fills, that node. */
    private Map<String, Integer> fillers(int node) {
        Map<String, Integer> fillers = new HashMap<>();
        int next = node + 1;
        for (Joined join : joins) {
            if (join.fills()) {
                int filler = next;
                join.query().columns().forEach(column -> fillers.put(column, filler));
            }
            next += join.query().nodes().size();
        }
        return fillers;
    }

    private static void requireDistinctNames(FeatureGroupSpec group, List<String> columns, List<Joined> joins) {
        Map<String, String> owners = new HashMap<>();
        for (String column : columns) {
            if (owners.put(column, group.name()) != null) {
                throw ModelError.DUPLICATE_COLUMN.because("The column '" + column + "' of '" + group.name()
                        + "' is selected twice. Leave one of them out.");
            }
        }
        for (Joined join : joins) {
            for (Output output : join.fills() ? List.<Output>of() : join.query().outputs()) {
                String from = join.query().nodes().get(output.node()).group().name();
                claim(owners, join.how().prefix() + output.name(), from);
            }
        }
    }

    private static void claim(Map<String, String> owners, String name, String group) {
        String other = owners.put(name, group);
        if (other != null) {
            throw ModelError.DUPLICATE_COLUMN.because("The column '" + name + "' would come from '" + other
                    + "' and from '" + group + "'"
                    + (other.equals(group)
                            ? ", which is joined twice. Give one of the joins another prefix, with withPrefix(...)"
                            : ". Give the join a prefix, such as Join.inferred().withPrefix(\"" + group + "_\")")
                    + ", or leave one of them out.");
        }
    }

    @Override
    public String toString() {
        String joined = joins.stream()
                .filter(join -> !join.fills())
                .map(join -> " join (" + join.query() + ") on " + join.how().on())
                .collect(Collectors.joining());
        return group.name() + columns + (filter.passesAll() ? "" : " where " + filter) + joined;
    }
}
