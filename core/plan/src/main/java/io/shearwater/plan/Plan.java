package io.shearwater.plan;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to compute over tables, as data. Built and validated by the query module, carried out by compute engines with
 * exhaustive switches. Every node knows its schema. Row order is defined where a node says so, otherwise free. Immutable.
 */
public sealed interface Plan {
    /** The columns of the result. */
    Schema schema();

    /** The plans whose rows it works on, in order. */
    default List<Plan> inputs() {
        return switch (this) {
            case Scan scan -> List.of();
            case Rows rows -> List.of();
            case Files files -> List.of();
            case Filter filter -> List.of(filter.input);
            case Project project -> List.of(project.input);
            case AsOfJoin join -> List.of(join.labels, join.features);
            case Aggregated aggregated -> List.of(aggregated.questions, aggregated.events);
            case AggregatedEvents aggregated -> List.of(aggregated.events);
            case KeyJoin join -> List.of(join.left, join.right);
            case SemiJoin join -> List.of(join.left, join.right);
            case Latest latest -> List.of(latest.input);
            case Union union -> union.inputs;
            case Constant constant -> List.of(constant.input);
            case Sort sort -> List.of(sort.input);
            case Limit limit -> List.of(limit.input);
            case Numbered numbered -> List.of(numbered.input);
        };
    }

    /**
     * Rows of a table that pass the filter. Order: by file in the order of the file set, then by position, so that one
     * snapshot always reads in one order.
     *
     * @param schema the wanted columns, also {@link HiddenColumns}
     * @param filter on any columns of the table; files that cannot match are not read
     */
    record Scan(TableRef table, Version version, Schema schema, Predicate filter) implements Plan {}

    /** Rows brought along by the caller, in their order. */
    record Rows(FrameRef frame, Schema schema) implements Plan {}

    /** Rows of files outside the store, in their order. */
    record Files(FileSource source, Schema schema) implements Plan {}

    /** The rows that pass; keeps the order. */
    record Filter(Plan input, Predicate predicate) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }
    }

    /** Chosen columns under new names; keeps rows and order. */
    record Project(Plan input, List<Rename> columns) implements Plan {
        public Project {
            columns = List.copyOf(columns);
        }

        @Override
        public Schema schema() {
            // Once, and not for each column: that would double with every projection below.
            Schema from = input.schema();
            return Schema.of(columns.stream()
                    .map(rename ->
                            new Field(rename.to(), from.field(rename.from()).type()))
                    .toList());
        }
    }

    /** A column and the name it gets. */
    record Rename(String from, String to) {}

    /**
     * To each label row the one feature row of the {@link AsOfRule}, or nulls. Never changes the number or the order of the
     * label rows. Columns: the labels', then all of the features', then {@code present} (boolean, never null: whether a row
     * was chosen and kept). No name may be on both sides.
     */
    record AsOfJoin(Plan labels, Plan features, AsOfRule rule, String present) implements Plan {
        @Override
        public Schema schema() {
            return joined(labels, features, present);
        }
    }

    /**
     * To each left row one right row of equal keys, without regard to time, or nulls: of several right rows the one with the
     * greatest {@code tieBreak} columns; it counts as absent where {@code keep} is not true for it. Never changes the number
     * or the order of the left rows. Columns as in {@link AsOfJoin}.
     */
    record KeyJoin(Plan left, Plan right, KeyRule rule, String present) implements Plan {
        @Override
        public Schema schema() {
            return joined(left, right, present);
        }
    }

    /** The keys of a {@link KeyJoin}, how ties are settled, and a condition on the chosen row. */
    record KeyRule(List<KeyPair> on, List<String> tieBreak, Predicate keep) {
        public KeyRule {
            on = List.copyOf(on);
            tieBreak = List.copyOf(tieBreak);
        }
    }

    /**
     * The left rows that have (SEMI) or do not have (ANTI) a right row of equal keys; keeps the order. Unlike in the joins, a
     * null equals a null here: it compares identities.
     */
    record SemiJoin(Plan left, Plan right, List<KeyPair> on, Kind kind) implements Plan {
        /** Which left rows stay. */
        public enum Kind {
            SEMI,
            ANTI
        }

        public SemiJoin {
            on = List.copyOf(on);
        }

        @Override
        public Schema schema() {
            return left.schema();
        }
    }

    /**
     * To each question the aggregates of the events that it may see, by the {@link AggregateRule}. Never changes the number or
     * the order of the questions. Columns: the questions', then one for each aggregate, by its name, then what is derived of
     * them, then {@code present} (boolean, never null: whether the key had any event by then, in a window or not). No name may
     * be on both sides.
     */
    record Aggregated(Plan questions, Plan events, AggregateRule rule, String present) implements Plan {
        @Override
        public Schema schema() {
            List<Field> more = new ArrayList<>();
            rule.aggregates()
                    .forEach(aggregate -> more.add(new Field(aggregate.name(), aggregate.resultType(events.schema()))));
            rule.derived().ifPresent(derived -> more.addAll(derived.function().outputs()));
            more.add(new Field(present, DataType.BOOLEAN));
            return questions.schema().plus(more);
        }
    }

    /**
     * A row for each key and time of the events, with the aggregates as of then, as {@link Aggregated} answers: what its
     * questions are, the events are here. Those without a time, or with a null in the key, ask nothing. Columns: the key and the
     * time under the names that the {@link AggregateRule} has for the question's, the time of a day being its beginning; then the
     * aggregates, then what is derived of them. The order is free.
     *
     * @param rule inclusive, without a condition; what is derived may also have columns of the events as inputs: those of the last
     *     event of the key and time
     * @param asking a condition on key and time, by their names in the result: of others there are no rows
     */
    record AggregatedEvents(Plan events, AggregateRule rule, Predicate asking) implements Plan {
        @Override
        public Schema schema() {
            List<Field> fields = new ArrayList<>();
            rule.on()
                    .forEach(pair -> fields.add(new Field(
                            pair.left(), events.schema().field(pair.right()).type())));
            fields.add(new Field(rule.questionTime().column(), DataType.TIMESTAMP));
            rule.aggregates()
                    .forEach(aggregate ->
                            fields.add(new Field(aggregate.name(), aggregate.resultType(events.schema()))));
            rule.derived().ifPresent(derived -> fields.addAll(derived.function().outputs()));
            return Schema.of(fields);
        }
    }

    /** Of the rows of each key the one with the greatest {@code by} columns (null is smallest). Order is free. */
    record Latest(Plan input, List<String> keys, List<String> by) implements Plan {
        public Latest {
            keys = List.copyOf(keys);
            by = List.copyOf(by);
        }

        @Override
        public Schema schema() {
            return input.schema();
        }
    }

    /** The rows of all inputs, in the order of the inputs; the schemas are equal. */
    record Union(List<Plan> inputs) implements Plan {
        public Union {
            inputs = List.copyOf(inputs);
        }

        @Override
        public Schema schema() {
            return inputs.getFirst().schema();
        }
    }

    /** With one more column at the end that holds the same value in every row, null if the value is; keeps the order. */
    record Constant(Plan input, Field column, @Nullable Object value) implements Plan {
        @Override
        public Schema schema() {
            return input.schema().plus(List.of(column));
        }
    }

    /** Ordered by columns; nulls come first when ascending, last when descending. */
    record Sort(Plan input, List<SortKey> by) implements Plan {
        public Sort {
            by = List.copyOf(by);
        }

        @Override
        public Schema schema() {
            return input.schema();
        }
    }

    /** A column and a direction. */
    record SortKey(String column, Direction direction) {
        /** Which end comes first. */
        public enum Direction {
            ASCENDING,
            DESCENDING
        }
    }

    /** The first so many rows. */
    record Limit(Plan input, long rows) implements Plan {
        @Override
        public Schema schema() {
            return input.schema();
        }
    }

    /** With the 0-based number of each row in a new column of type long at the end; keeps the order. */
    record Numbered(Plan input, String as) implements Plan {
        @Override
        public Schema schema() {
            return input.schema().plus(List.of(new Field(as, DataType.LONG)));
        }
    }

    private static Schema joined(Plan left, Plan right, String present) {
        List<Field> more = new ArrayList<>(right.schema().fields());
        more.add(new Field(present, DataType.BOOLEAN));
        return left.schema().plus(more);
    }
}
