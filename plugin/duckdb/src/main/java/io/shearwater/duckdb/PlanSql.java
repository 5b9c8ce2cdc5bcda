package io.shearwater.duckdb;

import io.shearwater.model.Field;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Schema;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.spi.Sources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Renders a plan as one statement of DuckDB's SQL. Every part is a {@code SELECT} whose columns are the node's, named by
 * {@link Sql#name}. Used for one plan.
 */
final class PlanSql {
    /** What a part of the statement must say about the order of its rows. */
    enum Order {
        /** Nothing: the order does not matter to what is around. */
        FREE,
        /** The rows come in the node's order. */
        EMITTED,
        /** The rows come in any order and carry a number, {@link Sql#ORDER}, whose order is the node's. */
        NUMBERED
    }

    private static final AtomicLong LAST = new AtomicLong();
    // The engine's own columns from here on name rows that a plan reads more than once.
    private static final int SHARED_FRAMES = 100;

    private final Sources sources;
    private final Session session;
    private final Map<FrameRef, Integer> uses = new LinkedHashMap<>();
    private final Map<FrameRef, String> shared = new LinkedHashMap<>();
    private final List<String> preamble = new ArrayList<>();
    private final boolean runs;
    private boolean hasStages;

    private PlanSql(Sources sources, Session session, boolean runs) {
        this.sources = sources;
        this.session = session;
        this.runs = runs;
    }

    /**
     * The statement of a plan, for execution in a session that its frames and deleted rows are registered with. What has to be
     * there before the statement can run is computed at once.
     */
    static String of(Plan plan, Sources sources, Session session, Order order) {
        return of(plan, new PlanSql(sources, session, true), order);
    }

    /** As {@link #of}, for people: nothing is computed, and the statement cannot run where something would have to be. */
    static String explained(Plan plan, Sources sources, Session session) {
        return of(plan, new PlanSql(sources, session, false), Order.EMITTED);
    }

    private static String of(Plan plan, PlanSql sql, Order order) {
        sql.count(plan);
        String body = sql.render(plan, order);
        return sql.preamble.isEmpty() ? body : "WITH " + String.join(",\n", sql.preamble) + "\n" + body;
    }

    String render(Plan plan, Order order) {
        return switch (plan) {
            case Plan.Scan scan -> new ScanSql(scan, sources.files(scan)).sql(session, order);
            case Plan.Rows rows -> rows(rows, order);
            case Plan.Files files -> numberedIf(order, new FileSourceSql(files.source(), session).read(files.schema()));
            case Plan.Filter filter ->
                "SELECT *\nFROM " + part(filter.input(), order, "t") + "\nWHERE "
                        + PredicateSql.of(filter.predicate(), filter.schema(), "t");
            case Plan.Project project -> project(project, order);
            case Plan.Constant constant ->
                selected(constant.input().schema(), order, literal(constant)) + part(constant.input(), order, "t");
            case Plan.AsOfJoin join -> ordered(order, join.schema(), new AsOfSql(join, this).sql(order));
            case Plan.Aggregated node -> ordered(order, node.schema(), new AggregatedSql(node, this).sql(order));
            case Plan.AggregatedEvents node -> numberedIf(order, new AskingEventsSql(node, this).sql());
            case Plan.KeyJoin join -> ordered(order, join.schema(), keyJoin(join, order));
            case Plan.SemiJoin join -> ordered(order, join.schema(), semiJoin(join, order));
            case Plan.Latest latest -> numberedIf(order, latest(latest));
            case Plan.Union union -> numberedIf(order, union(union, order));
            case Plan.Sort sort -> sort(sort, order);
            case Plan.Limit limit ->
                numberedIf(
                        order, "SELECT *\nFROM " + part(limit.input(), Order.EMITTED, "t") + "\nLIMIT " + limit.rows());
            case Plan.Numbered numbered -> numbered(numbered, order);
        };
    }

    Session session() {
        return session;
    }

    /** Whether the statement is to run, and not only to be shown. */
    boolean runs() {
        return runs;
    }

    /** A node as a table with an alias, for a {@code FROM}. */
    String part(Plan plan, Order order, String alias) {
        return inner(render(plan, order)) + " " + alias;
    }

    /** How the left side of a join must come so that the whole can come as {@code order} says. */
    static Order ofLeft(Order order) {
        return order == Order.FREE ? Order.FREE : Order.NUMBERED;
    }

    /** Columns of a table with an alias, for a {@code SELECT}, and its row number where there is one. */
    static String columns(String alias, Schema schema, Order order) {
        return Sql.names(alias, schema.names()) + (order == Order.NUMBERED ? ", " + alias + "." + Sql.ORDER : "");
    }

    static String inner(String sql) {
        return "(\n  " + sql.replace("\n", "\n  ") + "\n)";
    }

    private static String selected(Schema schema, Order order, String more) {
        return "SELECT " + columns("t", schema, order) + ", " + more + "\nFROM ";
    }

    private static String literal(Plan.Constant constant) {
        Field column = constant.column();
        return Sql.literal(column.type(), constant.value()) + " AS " + Sql.name(column.name());
    }

    /** A join, which carries the number of its left rows unless no order is wanted, in the wanted order. */
    private static String ordered(Order order, Schema schema, String sql) {
        return order == Order.EMITTED
                ? "SELECT " + columns("t", schema, Order.FREE) + "\nFROM " + inner(sql) + " t\nORDER BY t." + Sql.ORDER
                : sql;
    }

    /** A part that comes in its order, with a number where one is wanted. */
    private static String numberedIf(Order order, String sql) {
        return order == Order.NUMBERED
                ? "SELECT *, row_number() OVER () AS " + Sql.ORDER + "\nFROM " + inner(sql) + " t"
                : sql;
    }

    private String rows(Plan.Rows rows, Order order) {
        Schema schema = rows.schema();
        if (uses.getOrDefault(rows.frame(), 0) > 1) {
            String table = shared.computeIfAbsent(rows.frame(), frame -> share(rows));
            String sql = "SELECT " + columns("t", schema, order) + "\nFROM " + table + " t";
            return order == Order.EMITTED ? sql + "\nORDER BY t." + Sql.ORDER : sql;
        }
        return "SELECT " + columns("t", schema, order) + "\nFROM " + scan(rows).sql() + " t";
    }

    private FrameScan scan(Plan.Rows rows) {
        return session.register(new FrameScan(rows.schema(), () -> sources.frame(rows.frame())));
    }

    /** Rows can be read only once: a plan that names them again reads them into a table. */
    private String share(Plan.Rows rows) {
        if (hasStages && runs) {
            // Statements that run before the last one read them too, and on other connections.
            String table = "shearwater_rows_" + LAST.incrementAndGet();
            session.owns(table);
            session.execute(
                    "CREATE TABLE " + table + " AS SELECT * FROM " + scan(rows).sql());
            return table;
        }
        String table = Sql.own(SHARED_FRAMES + shared.size());
        preamble.add(table + " AS MATERIALIZED (SELECT * FROM " + scan(rows).sql() + ")");
        return table;
    }

    private String project(Plan.Project project, Order order) {
        String columns = project.columns().stream()
                .map(rename -> "t." + Sql.name(rename.from()) + " AS " + Sql.name(rename.to()))
                .collect(Collectors.joining(", "));
        String number = order == Order.NUMBERED ? ", t." + Sql.ORDER : "";
        return "SELECT " + columns + number + "\nFROM " + part(project.input(), order, "t");
    }

    private String keyJoin(Plan.KeyJoin join, Order order) {
        Plan.KeyRule rule = join.rule();
        List<String> keys = rule.on().stream().map(KeyPair::right).toList();
        String chosen = "SELECT *, true AS " + Sql.own(2) + "\nFROM " + part(join.right(), Order.FREE, "t")
                + "\nWHERE true"
                + keys.stream()
                        .map(key -> " AND t." + Sql.name(key) + " IS NOT NULL")
                        .collect(Collectors.joining())
                + "\n" + greatest("t", keys, rule.tieBreak());
        String found = "r." + Sql.own(2) + " IS NOT NULL";
        boolean keepsAll = rule.keep().passesAll();
        String present = keepsAll
                ? found
                : "coalesce(" + found + " AND "
                        + PredicateSql.of(rule.keep(), join.right().schema(), "r") + ", false)";
        return joined(new Sides(join.left(), join.right(), join.present()), order, keepsAll, present)
                + "\nFROM " + part(join.left(), ofLeft(order), "l")
                + "\nLEFT JOIN " + inner(chosen) + " r ON " + equalKeys(rule.on());
    }

    /** The keys of a join; null equals nothing. */
    static String equalKeys(List<KeyPair> on) {
        return on.isEmpty()
                ? "true"
                : on.stream()
                        .map(pair -> "l." + Sql.name(pair.left()) + " = r." + Sql.name(pair.right()))
                        .collect(Collectors.joining(" AND "));
    }

    /** What a join puts together, and the column that says whether a row was found. */
    record Sides(Plan left, Plan right, String present) {}

    /**
     * The {@code SELECT} of a join that adds to each row of {@code l} a row of {@code r}: where that counts as absent its
     * columns are null.
     *
     * @param keepsAll whether a row that was found never counts as absent: then its columns need no second look
     */
    static String joined(Sides sides, Order order, boolean keepsAll, String condition) {
        List<String> columns = new ArrayList<>();
        sides.left().schema().names().forEach(name -> columns.add("l." + Sql.name(name)));
        for (String name : sides.right().schema().names()) {
            String column = "r." + Sql.name(name);
            columns.add(keepsAll ? column : "CASE WHEN " + condition + " THEN " + column + " END AS " + Sql.name(name));
        }
        columns.add(condition + " AS " + Sql.name(sides.present()));
        if (order != Order.FREE) {
            columns.add("l." + Sql.ORDER);
        }
        return "SELECT " + String.join(", ", columns);
    }

    /** Of each key the one row with the greatest columns; null is smallest. */
    static String greatest(String alias, Collection<String> keys, Collection<String> by) {
        String partition = keys.isEmpty() ? "" : "PARTITION BY " + Sql.names(alias, keys);
        String order = by.stream()
                .map(column -> alias + "." + Sql.name(column) + " DESC NULLS LAST")
                .collect(Collectors.joining(", "));
        return "QUALIFY row_number() OVER (" + partition + (by.isEmpty() ? "" : " ORDER BY " + order) + ") = 1";
    }

    private String semiJoin(Plan.SemiJoin join, Order order) {
        Order left = ofLeft(order);
        String keys = join.on().stream()
                .map(pair -> "l." + Sql.name(pair.left()) + " IS NOT DISTINCT FROM r." + Sql.name(pair.right()))
                .collect(Collectors.joining(" AND "));
        return "SELECT " + columns("l", join.schema(), left) + "\nFROM " + part(join.left(), left, "l") + "\n"
                + (join.kind() == Plan.SemiJoin.Kind.SEMI ? "SEMI" : "ANTI") + " JOIN "
                + part(join.right(), Order.FREE, "r") + " ON " + (keys.isEmpty() ? "true" : keys);
    }

    private String latest(Plan.Latest latest) {
        return "SELECT *\nFROM " + part(latest.input(), Order.FREE, "t") + "\n"
                + greatest("t", latest.keys(), latest.by());
    }

    private String union(Plan.Union union, Order order) {
        Order ofEach = order == Order.FREE ? Order.FREE : Order.EMITTED;
        return union.inputs().stream()
                .map(input -> "SELECT * FROM " + part(input, ofEach, "t"))
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    /** Rows with equal keys keep the order they come in, so that one plan over one snapshot has one result. */
    private String sort(Plan.Sort sort, Order order) {
        if (order == Order.FREE) {
            return render(sort.input(), Order.FREE);
        }
        String keys = sort.by().stream()
                .map(key -> "t." + Sql.name(key.column())
                        + (key.direction() == Plan.SortKey.Direction.ASCENDING
                                ? " ASC NULLS FIRST, "
                                : " DESC NULLS LAST, "))
                .collect(Collectors.joining());
        String by = keys + "t." + Sql.ORDER;
        String number = order == Order.NUMBERED ? ", row_number() OVER (ORDER BY " + by + ") AS " + Sql.ORDER : "";
        String sql = "SELECT " + columns("t", sort.schema(), Order.FREE) + number + "\nFROM "
                + part(sort.input(), Order.NUMBERED, "t");
        return order == Order.EMITTED ? sql + "\nORDER BY " + by : sql;
    }

    private String numbered(Plan.Numbered numbered, Order order) {
        Schema schema = numbered.input().schema();
        String as = Sql.name(numbered.as());
        if (numbered.input() instanceof Plan.Rows rows) {
            // Such rows are numbered where they enter.
            String more = order == Order.NUMBERED ? ", t." + Sql.ORDER : "";
            String sql = "SELECT " + columns("t", schema, Order.FREE) + ", t." + Sql.ORDER + " AS " + as + more
                    + "\nFROM " + part(rows, Order.NUMBERED, "t");
            return order == Order.EMITTED ? sql + "\nORDER BY t." + Sql.ORDER : sql;
        }
        String more = order == Order.NUMBERED ? ", row_number() OVER () AS " + Sql.ORDER : "";
        return "SELECT " + columns("t", schema, Order.FREE) + ", row_number() OVER () - 1 AS " + as + more + "\nFROM "
                + part(numbered.input(), Order.EMITTED, "t");
    }

    private void count(Plan plan) {
        if (plan instanceof Plan.Rows rows) {
            uses.merge(rows.frame(), 1, Integer::sum);
        }
        hasStages |= plan instanceof Plan.Aggregated || plan instanceof Plan.AggregatedEvents;
        plan.inputs().forEach(this::count);
    }
}
