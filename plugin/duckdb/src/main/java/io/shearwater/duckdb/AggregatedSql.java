package io.shearwater.duckdb;

import io.shearwater.aggregate.AggregateProgram;
import io.shearwater.aggregate.AggregatedRows;
import io.shearwater.aggregate.OrderedRows;
import io.shearwater.model.Aggregate;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FrameReader;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.AggregateRule;
import io.shearwater.plan.AsOfRule;
import io.shearwater.plan.Plan;
import io.shearwater.spi.Progress;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Aggregates at the times of questions. DuckDB puts the questions into a table, and sorts them and their events by key and time,
 * spilling where it must; {@link AggregatedRows} walks once through that order; its answers go into a table again, by which the
 * statement finds them.
 */
final class AggregatedSql {
    private static final AtomicLong LAST = new AtomicLong();

    private final Plan.Aggregated node;
    private final AggregateRule rule;
    private final PlanSql parts;
    private final AggregateProgram program;
    private final TimeSql questionTime;
    private final TimeSql eventTime;
    private final List<String> given;
    private final Schema results;
    private final String questions;
    private final String answers;

    AggregatedSql(Plan.Aggregated node, PlanSql parts) {
        this.node = node;
        this.rule = node.rule();
        this.parts = parts;
        this.program = new AggregateProgram(aggregates(rule), node.events().schema());
        this.questionTime = new TimeSql(rule.questionTime(), node.questions().schema());
        this.eventTime = new TimeSql(rule.eventTime(), node.events().schema());
        Schema asked = node.questions().schema();
        this.given = rule.derived().stream()
                .flatMap(derived -> derived.inputs().stream())
                .filter(asked::contains)
                .distinct()
                .toList();
        Schema plain = OrderedRows.answers(program);
        this.results = rule.derived()
                .map(derived -> DerivedAnswers.schema(plain, derived.function()))
                .orElse(plain);
        // Both connections must see them, so that they are no temporary tables and need names of their own.
        long id = LAST.incrementAndGet();
        this.questions = "shearwater_questions_" + id;
        this.answers = "shearwater_answers_" + id;
    }

    /** A join that is strictly before leaves the current event out of every aggregate. */
    private static List<Aggregate> aggregates(AggregateRule rule) {
        return rule.bound() == AsOfRule.Bound.INCLUSIVE
                ? rule.aggregates()
                : rule.aggregates().stream().map(Aggregate::excludeCurrent).toList();
    }

    /** The questions with their answers in any order; carries the questions' numbers unless no order is wanted. */
    String sql(PlanSql.Order order) {
        String asked = parts.render(node.questions(), PlanSql.Order.NUMBERED);
        String answered;
        if (parts.runs()) {
            Session session = parts.session();
            session.owns(questions);
            session.execute("CREATE TABLE " + questions + " AS " + asked);
            session.owns(answers);
            session.execute("CREATE TABLE " + answers + " AS SELECT * FROM " + scan().sql());
            asked = questions;
            answered = answers;
        } else {
            asked = PlanSql.inner(asked);
            answered = PlanSql.inner(
                    walked() + "SELECT NULL AS " + Sql.name(OrderedRows.QUESTION.name()) + ", " + nothing());
        }
        List<String> columns = new ArrayList<>();
        node.questions().schema().names().forEach(name -> columns.add("l." + Sql.name(name)));
        String present = "r." + Sql.name(OrderedRows.PRESENT.name());
        List<String> values =
                results.names().stream().filter(name -> !isBeside(name)).toList();
        if (rule.keep().passesAll()) {
            values.forEach(name -> columns.add("r." + Sql.name(name)));
            columns.add(present + " AS " + Sql.name(node.present()));
        } else {
            String kept = "coalesce(" + PredicateSql.of(rule.keep(), program.results(), "r") + ", false)";
            values.forEach(name ->
                    columns.add("CASE WHEN " + kept + " THEN r." + Sql.name(name) + " END AS " + Sql.name(name)));
            columns.add(present + " AND " + kept + " AS " + Sql.name(node.present()));
        }
        if (order != PlanSql.Order.FREE) {
            columns.add("l." + Sql.ORDER);
        }
        return "SELECT " + String.join(", ", columns) + "\nFROM " + asked + " l\nLEFT JOIN " + answered + " r ON l."
                + Sql.ORDER + " = r." + Sql.name(OrderedRows.QUESTION.name());
    }

    /** Whether a column of the answers is none of the values that are asked for. */
    private static boolean isBeside(String column) {
        return column.equals(OrderedRows.QUESTION.name()) || column.equals(OrderedRows.PRESENT.name());
    }

    /** What is not SQL, as comments. */
    private String walked() {
        return "-- one walk over questions and events, by key and time:\n"
                + program.explain().stream()
                        .map(line -> "-- " + line.replaceAll("\\s+", " ") + "\n")
                        .collect(Collectors.joining())
                + rule.derived()
                        .map(derived -> "-- of these " + derived.function() + "\n")
                        .orElse("");
    }

    private String nothing() {
        return results.names().stream()
                .skip(1)
                .map(name -> "NULL AS " + Sql.name(name))
                .collect(Collectors.joining(", "));
    }

    private FrameScan scan() {
        Session session = parts.session();
        List<DataType> key = key();
        // What the events are made of may be computed meanwhile, which must not wait for the statement that reads the
        // answers.
        String ordered = ordered(key);
        return session.register(FrameScan.once(results, () -> answered(session.child(), key, ordered)));
    }

    private FrameReader answered(Session reading, List<DataType> key, String ordered) {
        Schema schema = OrderedRows.schema(program, key, givenTypes());
        ChunkStream chunks = reading.query(ordered);
        FrameReader rows = new FrameStream(
                schema, new Execution(reading, Optional.empty()), chunks, Progress.NONE, new HashSet<>());
        List<String> beside = new ArrayList<>(List.of(OrderedRows.QUESTION.name()));
        for (int i = 0; i < given.size(); i++) {
            beside.add(OrderedRows.given(i));
        }
        FrameReader plain = new AggregatedRows(
                program,
                rows,
                new AggregatedRows.Shape(key.size(), rule.bound() == AsOfRule.Bound.STRICTLY_BEFORE, beside),
                Optional.of(reading.scratch()));
        return rule.derived()
                .<FrameReader>map(derived -> new DerivedAnswers(plain, derived.function(), inputs(derived), results))
                .orElse(plain);
    }

    /** The columns of the answers that are computed with. */
    private List<String> inputs(AggregateRule.Derived derived) {
        return derived.inputs().stream()
                .map(input -> given.contains(input) ? OrderedRows.given(given.indexOf(input)) : input)
                .toList();
    }

    private List<DataType> givenTypes() {
        return given.stream()
                .map(column -> node.questions().schema().field(column).type())
                .toList();
    }

    private List<DataType> key() {
        return rule.on().stream()
                .map(pair -> node.events().schema().field(pair.right()).type())
                .toList();
    }

    /** Events and questions in one order. */
    private String ordered(List<DataType> key) {
        List<String> event = new ArrayList<>();
        List<String> question = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            KeyPair pair = rule.on().get(i);
            String name = Sql.name(OrderedRows.key(i));
            keys.add("u." + name);
            event.add("t." + Sql.name(pair.right()) + " AS " + name);
            question.add("CAST(t." + Sql.name(pair.left()) + " AS " + Sql.type(key.get(i)) + ")");
        }
        times(event, question);
        program.inputs().forEach(field -> {
            event.add("t." + Sql.name(field.name()));
            question.add(missing(field));
        });
        List<Predicate> conditions = program.conditions();
        for (int i = 0; i < conditions.size(); i++) {
            event.add("coalesce("
                    + PredicateSql.of(conditions.get(i), node.events().schema(), "t") + ", false) AS "
                    + Sql.name(OrderedRows.condition(i)));
            question.add("NULL");
        }
        for (int i = 0; i < given.size(); i++) {
            event.add("CAST(NULL AS " + Sql.type(givenTypes().get(i)) + ") AS " + Sql.name(OrderedRows.given(i)));
            question.add("t." + Sql.name(given.get(i)));
        }
        List<String> order = new ArrayList<>(keys);
        order.add("u." + Sql.name(OrderedRows.AT.name()));
        // Events come before questions of their time.
        order.add("(u." + Sql.name(OrderedRows.QUESTION.name()) + " IS NOT NULL)");
        List<String> ties = new ArrayList<>();
        for (int i = 0; i < rule.order().size(); i++) {
            String column = rule.order().get(i);
            event.add("t." + Sql.name(column) + " AS " + Sql.own(20 + i));
            question.add(missing(node.events().schema().field(column)));
            ties.add("u." + Sql.own(20 + i) + " NULLS FIRST");
        }
        order.addAll(ties);
        return "SELECT "
                + Sql.names("u", OrderedRows.schema(program, key, givenTypes()).names()) + "\nFROM (\n" + "SELECT "
                + String.join(", ", event) + "\nFROM " + parts.part(node.events(), PlanSql.Order.FREE, "t") + "\nWHERE "
                + seen() + "\nUNION ALL\nSELECT " + String.join(", ", question) + "\nFROM " + questions
                + " t) u\nORDER BY " + String.join(", ", order);
    }

    private void times(List<String> event, List<String> question) {
        BigInteger[] known = TimeSql.micros(rule.knownAfter());
        // On whole microseconds E + K <= Q is E + ceil(K) <= Q, and E + K < Q is E + floor(K) < Q.
        BigInteger up = known[1].signum() > 0 ? known[0].add(BigInteger.ONE) : known[0];
        event.add(TimeSql.moved(eventTime.low("t"), up) + " AS " + Sql.name(OrderedRows.AT.name()));
        event.add(eventTime.low("t") + " AS " + Sql.name(OrderedRows.LOW.name()));
        event.add(TimeSql.moved(eventTime.high("t"), known[0]) + " AS " + Sql.name(OrderedRows.HIGH.name()));
        event.add("CAST(NULL AS BIGINT) AS " + Sql.name(OrderedRows.QUESTION.name()));
        // Without a time a question comes before all events.
        String never = "CAST(-9223372036854775808 AS BIGINT)";
        question.add("coalesce(" + questionTime.high("t") + ", " + never + ")");
        question.add("coalesce(" + questionTime.low("t") + ", " + never + ")");
        question.add("CAST(0 AS BIGINT)");
        question.add("t." + Sql.ORDER);
    }

    /** The events that some question can see: those of its keys. */
    private String seen() {
        String known = eventTime.column("t") + " IS NOT NULL";
        if (rule.on().isEmpty()) {
            return known;
        }
        String pairs = rule.on().stream()
                .map(pair -> "q." + Sql.name(pair.left()) + " = t." + Sql.name(pair.right()))
                .collect(Collectors.joining(" AND "));
        return known + " AND EXISTS (SELECT 1 FROM " + questions + " q WHERE " + pairs + ")";
    }

    private static String missing(Field field) {
        return "CAST(NULL AS " + Sql.type(field.type()) + ")";
    }
}
