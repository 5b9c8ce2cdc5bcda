package io.shearwater.query;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import io.shearwater.plan.Version;
import io.shearwater.transform.Functions;
import java.util.List;
import java.util.function.Function;

/** Scans of the offline tables of a query's groups. */
final class TableScans {
    private final Function<FeatureGroupSpec, String> homes;
    private final List<Version> versions;
    private final Functions functions;

    /**
     * Scans of a query.
     *
     * @param homes the project that has the rows of a group
     * @param versions for each node; the newest of all when empty
     * @param functions the code of what groups of aggregates compute on demand
     */
    TableScans(
            Function<FeatureGroupSpec, String> homes, List<Node> nodes, List<Version> versions, Functions functions) {
        if (!versions.isEmpty() && versions.size() != nodes.size()) {
            throw QueryError.BAD_VERSIONS.because("The query has " + nodes.size() + " groups "
                    + nodes.stream().map(node -> node.group().name()).toList() + " and was given " + versions.size()
                    + " versions.");
        }
        this.homes = homes;
        this.versions = versions;
        this.functions = functions;
    }

    /** The code of what groups of aggregates compute on demand. */
    Functions functions() {
        return functions;
    }

    /** Columns of a node's table, also hidden ones, under the names that they have inside the plan. */
    Plan named(Node node, List<String> columns, Predicate filter) {
        requireWritten(node.group());
        requireHistory(node.group());
        Schema schema = Schema.of(
                columns.stream().map(column -> field(node.group(), column)).toList());
        Plan scan = new Plan.Scan(table(node), version(node.number()), schema, filter);
        return new Plan.Project(
                scan,
                columns.stream()
                        .map(column -> new Plan.Rename(column, ColumnNames.ofNode(node.number(), column)))
                        .toList());
    }

    /** The events that a group of aggregates is made of, under their own names. */
    Plan events(Node node, List<String> columns, Predicate filter) {
        FeatureGroupSpec events = node.group().stored();
        Schema schema =
                Schema.of(columns.stream().map(column -> field(events, column)).toList());
        return new Plan.Scan(table(node), version(node.number()), schema, filter);
    }

    /** The table that has the rows of a node, or its events. */
    private TableRef table(Node node) {
        FeatureGroupSpec group = node.group();
        return new TableRef(homes.apply(group), group.stored().ref().tableName());
    }

    private static void requireWritten(FeatureGroupSpec group) {
        if (!group.isWritten()) {
            throw QueryError.BAD_AGGREGATES.because("The rows of the feature group '" + group.name() + "' version "
                    + group.version()
                    + " are aggregates, which are computed at the times that are asked for. Join it to "
                    + "rows that have a time, such as those of '"
                    + group.stored().name() + "'.");
        }
    }

    private static void requireHistory(FeatureGroupSpec group) {
        if (!group.storage().hasOffline()) {
            throw QueryError.NO_HISTORY.because(
                    "The feature group '" + group.name() + "' version " + group.version()
                            + " is online only: it keeps no history that could be read. Read it by key, or keep it offline too.");
        }
    }

    private Version version(int node) {
        return versions.isEmpty() ? Version.latest() : versions.get(node);
    }

    private static Field field(FeatureGroupSpec group, String column) {
        return column.equals(HiddenColumns.SEQUENCE.name())
                ? HiddenColumns.SEQUENCE
                : group.schema().field(column);
    }
}
