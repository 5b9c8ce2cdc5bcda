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
    /** The number of a question, from 0; null for events, {@link #ASKS} of events that ask for their own key and time. */
    public static final Field QUESTION = new Field("_question", DataType.LONG);
    /** Whether a key had any event. */
    public static final Field PRESENT = new Field("_present", DataType.BOOLEAN);

    /** Instead of the number of a question: an event that is answered for after the last one of its key and time. */
    public static final long ASKS = -1;

    private OrderedRows() {}

    /** The name of a column of the key. */
    public static String key(int index) {
        return "_key_" + index;
    }

    /** The name of the column, a boolean, that tells whether an event passes one of the program's conditions. */
    public static String condition(int index) {
        return EventFrame.condition(index);
    }

    /** The name of a column of the questions that comes out beside the answers; null for events. */
    public static String given(int index) {
        return "_given_" + index;
    }

    /** The columns of the stream: key, times, question, inputs, conditions. */
    public static Schema schema(AggregateProgram program, List<DataType> key) {
        return schema(program, key, List.of());
    }

    /**
     * The columns of the stream: key, times, question, inputs, conditions, what comes out beside the answers.
     *
     * @param given the types of what comes out beside the answers
     */
    public static Schema schema(AggregateProgram program, List<DataType> key, List<DataType> given) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            fields.add(new Field(key(i), key.get(i)));
        }
        fields.addAll(List.of(AT, LOW, HIGH, QUESTION));
        fields.addAll(program.inputs());
        for (int i = 0; i < program.conditions().size(); i++) {
            fields.add(new Field(condition(i), DataType.BOOLEAN));
        }
        fields.addAll(givenFields(given));
        return Schema.of(fields);
    }

    private static List<Field> givenFields(List<DataType> given) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            fields.add(new Field(given(i), given.get(i)));
        }
        return fields;
    }

    /** The columns of the answers: question, aggregates, whether there was any event. */
    public static Schema answers(AggregateProgram program) {
        return answers(program, List.of(QUESTION));
    }

    /**
     * The columns of the answers: some of the stream's, aggregates, whether there was any event.
     *
     * @param beside the columns of the stream
     */
    static Schema answers(AggregateProgram program, List<Field> beside) {
        List<Field> fields = new ArrayList<>(beside);
        fields.addAll(program.results().fields());
        fields.add(PRESENT);
        return Schema.of(fields);
    }
}
