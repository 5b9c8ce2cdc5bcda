package io.shearwater.duckdb;

import io.shearwater.aggregate.AggregateProgram;
import io.shearwater.aggregate.AggregatedRows;
import io.shearwater.aggregate.OrderedRows;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.Plan;
import io.shearwater.spi.Progress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Aggregates at the times of events: DuckDB sorts these by key and time, spilling where it must, and {@link AggregatedRows} walks once
 * through that order, of which its answers are the rows. Nothing is put into tables and nothing is joined.
 */
final class AskingEventsSql {
    private final Plan.AggregatedEvents node;
    private final AggregateRule rule;
    private final PlanSql parts;
    private final AggregateProgram program;
    private final TimeSql time;
    private final Schema events;
    private final List<DataType> key;
    private final List<String> given;

    AskingEventsSql(Plan.AggregatedEvents node, PlanSql parts) {
        this.node = node;
        this.rule = node.rule();
        this.parts = parts;
        this.events = node.events().schema();
        this.program = new AggregateProgram(rule.aggregates(), events);
        this.time = new TimeSql(rule.eventTime(), events);
        this.key = rule.on().stream()
                .map(pair -> events.field(pair.right()).type())
                .toList();
        this.given = rule.derived().stream()
                .flatMap(derived -> derived.inputs().stream())
                .filter(name -> events.contains(name) || isTime(name))
                .distinct()
                .toList();
    }

    /** The rows, in any order. */
    String sql() {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            columns.add("r." + Sql.name(OrderedRows.key(i)) + " AS "
                    + Sql.name(rule.on().get(i).left()));
        }
        columns.add("make_timestamptz(r." + Sql.name(OrderedRows.LOW.name()) + ") AS "
                + Sql.name(rule.questionTime().column()));
        List<String> values = new ArrayList<>(program.results().names());
        rule.derived().ifPresent(derived -> derived.function().outputs().forEach(output -> values.add(output.name())));
        values.forEach(name -> columns.add("r." + Sql.name(name)));
        return "SELECT " + String.join(", ", columns) + "\nFROM " + (parts.runs() ? scan().sql() : shown(values))
                + " r";
    }

    /** What is not SQL, as comments. */
    private String shown(List<String> values) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            columns.add(missing(key.get(i)) + " AS " + Sql.name(OrderedRows.key(i)));
        }
        columns.add(missing(DataType.LONG) + " AS " + Sql.name(OrderedRows.LOW.name()));
        values.forEach(name -> columns.add("NULL AS " + Sql.name(name)));
        String walked = program.explain().stream()
                .map(line -> "-- " + line.replaceAll("\\s+", " ") + "\n")
                .collect(Collectors.joining("", "-- one walk over events, by key and time:\n", ""));
        String derived = rule.derived()
                .map(columnsOf -> "-- of these " + columnsOf.function() + "\n")
                .orElse("");
        return PlanSql.inner(walked + derived + "SELECT " + String.join(", ", columns));
    }

    private FrameScan scan() {
        Session session = parts.session();
        // What the events are made of may be computed meanwhile, which must not wait for the statement that reads the
        // rows.
        String ordered = ordered();
        return session.register(new FrameScan(results(), () -> rows(session.child(), ordered)));
    }

    private Schema results() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            fields.add(new Field(OrderedRows.key(i), key.get(i)));
        }
        fields.add(OrderedRows.LOW);
        fields.addAll(program.results().fields());
        fields.add(OrderedRows.PRESENT);
        rule.derived().ifPresent(derived -> fields.addAll(derived.function().outputs()));
        return Schema.of(fields);
    }

    private FrameReader rows(Session reading, String ordered) {
        Schema schema = OrderedRows.schema(program, key, givenTypes());
        FrameReader rows = new FrameStream(
                schema,
                new Execution(reading, Optional.empty()),
                reading.query(ordered),
                Progress.NONE,
                new HashSet<>());
        List<String> beside = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            beside.add(OrderedRows.key(i));
        }
        beside.add(OrderedRows.LOW.name());
        for (int i = 0; i < given.size(); i++) {
            beside.add(OrderedRows.given(i));
        }
        FrameReader plain = new AggregatedRows(
                program, rows, new AggregatedRows.Shape(key.size(), false, beside), Optional.of(reading.scratch()));
        return rule.derived()
                .<FrameReader>map(derived -> new DerivedAnswers(plain, derived.function(), inputs(derived), results()))
                .orElse(plain);
    }

    /** The columns of the answers that are computed with. */
    private List<String> inputs(AggregateRule.Derived derived) {
        List<String> names = rule.on().stream().map(pair -> pair.left()).toList();
        return derived.inputs().stream()
                .map(input -> names.contains(input)
                        ? OrderedRows.key(names.indexOf(input))
                        : given.contains(input) ? OrderedRows.given(given.indexOf(input)) : input)
                .toList();
    }

    private List<DataType> givenTypes() {
        return given.stream()
                .map(column -> isTime(column)
                        ? DataType.TIMESTAMP
                        : events.field(column).type())
                .toList();
    }

    private boolean isTime(String column) {
        return column.equals(rule.questionTime().column());
    }

    private String ordered() {
        BigInteger[] known = TimeSql.micros(rule.knownAfter());
        boolean isKnownAtOnce = known[0].signum() == 0 && known[1].signum() == 0;
        String passes = node.asking().passesAll() ? "true" : "coalesce(" + asking() + ", false)";
        String asks = "CASE WHEN " + passes + " THEN " + OrderedRows.ASKS + " END";
        String all = "SELECT *\nFROM " + parts.part(node.events(), PlanSql.Order.FREE, "t") + "\nWHERE " + complete();
        String sorted;
        if (isKnownAtOnce) {
            sorted = event(asks, TimeSql.micros(rule.knownAfter())) + "\nFROM " + PlanSql.inner(all) + " t";
        } else {
            // Such an event is seen only after it has asked.
            String e = Sql.own(50);
            sorted = "WITH " + e + " AS MATERIALIZED " + PlanSql.inner(all) + "\n" + event("NULL", known) + "\nFROM "
                    + e
                    + " t\nUNION ALL\n" + event("0", new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO}) + "\nFROM "
                    + "(SELECT * FROM " + e + " t WHERE " + passes + "\n" + lastOfEach() + ") t";
        }
        List<String> order = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            order.add("u." + Sql.name(OrderedRows.key(i)));
        }
        order.add("u." + Sql.name(OrderedRows.AT.name()));
        if (!isKnownAtOnce) {
            order.add("(u." + Sql.name(OrderedRows.QUESTION.name()) + " IS NOT NULL)");
        }
        for (int i = 0; i < rule.order().size(); i++) {
            order.add("u." + Sql.own(20 + i) + " NULLS FIRST");
        }
        return "SELECT "
                + Sql.names("u", OrderedRows.schema(program, key, givenTypes()).names()) + "\nFROM (\n" + sorted
                + "\n) u\nORDER BY " + String.join(", ", order);
    }

    /** The columns of the stream, of an event. */
    private String event(String question, BigInteger[] known) {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            columns.add("t." + Sql.name(rule.on().get(i).right()) + " AS " + Sql.name(OrderedRows.key(i)));
        }
        // On whole microseconds E + K <= Q is E + ceil(K) <= Q, and E + K < Q is E + floor(K) < Q.
        BigInteger up = known[1].signum() > 0 ? known[0].add(BigInteger.ONE) : known[0];
        columns.add(TimeSql.moved(time.low("t"), up) + " AS " + Sql.name(OrderedRows.AT.name()));
        columns.add(time.low("t") + " AS " + Sql.name(OrderedRows.LOW.name()));
        columns.add(TimeSql.moved(time.high("t"), known[0]) + " AS " + Sql.name(OrderedRows.HIGH.name()));
        columns.add("CAST(" + question + " AS BIGINT) AS " + Sql.name(OrderedRows.QUESTION.name()));
        program.inputs().forEach(field -> columns.add("t." + Sql.name(field.name())));
        List<Predicate> conditions = program.conditions();
        for (int i = 0; i < conditions.size(); i++) {
            columns.add("coalesce(" + PredicateSql.of(conditions.get(i), events, "t") + ", false) AS "
                    + Sql.name(OrderedRows.condition(i)));
        }
        for (int i = 0; i < given.size(); i++) {
            String value = isTime(given.get(i)) ? instant() : "t." + Sql.name(given.get(i));
            columns.add(value + " AS " + Sql.name(OrderedRows.given(i)));
        }
        for (int i = 0; i < rule.order().size(); i++) {
            columns.add("t." + Sql.name(rule.order().get(i)) + " AS " + Sql.own(20 + i));
        }
        return "SELECT " + String.join(", ", columns);
    }

    /** The condition on who asks. */
    private String asking() {
        Schema names = Schema.of(node.schema().fields().subList(0, key.size() + 1));
        return PredicateSql.of(node.asking(), names, name -> {
            for (int i = 0; i < key.size(); i++) {
                if (rule.on().get(i).left().equals(name)) {
                    return "t." + Sql.name(rule.on().get(i).right());
                }
            }
            return instant();
        });
    }

    /** The time as of which the row of an event is. */
    private String instant() {
        return time.isInstant() ? time.column("t") : "make_timestamptz(" + time.low("t") + ")";
    }

    /** What an event needs to be one. */
    private String complete() {
        return time.column("t") + " IS NOT NULL"
                + rule.on().stream()
                        .map(pair -> " AND t." + Sql.name(pair.right()) + " IS NOT NULL")
                        .collect(Collectors.joining());
    }

    private String lastOfEach() {
        List<String> identity =
                new ArrayList<>(rule.on().stream().map(pair -> pair.right()).toList());
        identity.add(rule.eventTime().column());
        return PlanSql.greatest("t", identity, rule.order());
    }

    private static String missing(DataType type) {
        return "CAST(NULL AS " + Sql.type(type) + ")";
    }
}
