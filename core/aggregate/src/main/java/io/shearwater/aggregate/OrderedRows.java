package io.shearwater.aggregate;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * How events and questions come to {@link AggregatedRows}: in one stream, by key, then {@link #AT}, then events before questions,
 * then the events by their order.
 */
public final class OrderedRows {
    /** Microseconds: of an event from when it is known, of a question its last microsecond; orders the stream. */
    public static final Field AT = new Field("_at", DataType.LONG);
    /** Microseconds: when an event happened; the first microsecond of a question. */
    public static final Field LOW = new Field("_low", DataType.LONG);
    /** Microseconds: until when an event goes on and is not known; of a question without meaning. */
    public static final Field HIGH = new Field("_high", DataType.LONG);
    /** The number of a question, from 0; null for events. */
    public static final Field QUESTION = new Field("_question", DataType.LONG);
    /** Whether a key had any event. */
    public static final Field PRESENT = new Field("_present", DataType.BOOLEAN);

    private OrderedRows() {}

    /** The name of a column of the key. */
    public static String key(int index) {
        return "_key_" + index;
    }

    /** The name of the column, a boolean, that tells whether an event passes one of the program's conditions. */
    public static String condition(int index) {
        return EventFrame.condition(index);
    }

    /** The columns of the stream: key, times, question, inputs, conditions. */
    public static Schema schema(AggregateProgram program, List<DataType> key) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            fields.add(new Field(key(i), key.get(i)));
        }
        fields.addAll(List.of(AT, LOW, HIGH, QUESTION));
        fields.addAll(program.inputs());
        for (int i = 0; i < program.conditions().size(); i++) {
            fields.add(new Field(condition(i), DataType.BOOLEAN));
        }
        return Schema.of(fields);
    }

    /** The columns of the answers: question, aggregates, whether there was any event. */
    public static Schema answers(AggregateProgram program) {
        List<Field> fields = new ArrayList<>();
        fields.add(QUESTION);
        fields.addAll(program.results().fields());
        fields.add(PRESENT);
        return Schema.of(fields);
    }
}
