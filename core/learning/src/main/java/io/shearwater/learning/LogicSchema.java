package io.shearwater.learning;

import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.RequestId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What clients send to {@link PredictionLogic} and get from it. Immutable.
 *
 * @param keys what an entry is about, by which requests can be split between variants; every entry names them
 * @param needed what every entry names besides, be it as null
 * @param optional what an entry may name
 * @param response names and types of what comes back, the prediction first
 */
public record LogicSchema(List<Field> keys, List<Field> needed, List<Field> optional, List<Field> response) {
    /** Under which the answer is known. */
    public static final String PREDICTION = "prediction";

    /** Of a classification: a probability by class. */
    public static final Field PROBABILITIES = new Field("probabilities", DataType.map(DataType.DOUBLE));

    /** Of a prediction with an interval its ends. */
    public static final List<Field> INTERVAL =
            List.of(new Field("low", DataType.DOUBLE), new Field("high", DataType.DOUBLE));

    public LogicSchema {
        keys = List.copyOf(keys);
        needed = List.copyOf(needed);
        optional = List.copyOf(optional);
        response = List.copyOf(response);
        if (response.isEmpty() || !response.getFirst().name().equals(PREDICTION)) {
            throw LearningError.BAD_DEFINITION.because(
                    "The first field that a logic answers is '" + PREDICTION + "', and it says " + response + ".");
        }
        requireDistinct(all(keys, needed, optional), new HashSet<>(Set.of(RequestId.NAME)));
        requireDistinct(response, new HashSet<>());
        requireReserved(response);
    }

    /** What has a place of its own in an outcome has its meaning. */
    private static void requireReserved(List<Field> response) {
        boolean hasOneEnd = response.stream().filter(INTERVAL::contains).count() == 1;
        for (Field field : response) {
            boolean isReserved = field.name().equals(PROBABILITIES.name())
                    || INTERVAL.stream().anyMatch(end -> end.name().equals(field.name()));
            boolean isWhole = field.equals(PROBABILITIES) || (INTERVAL.contains(field) && !hasOneEnd);
            if (isReserved && !isWhole) {
                throw LearningError.BAD_DEFINITION.because("The schema of a logic answers '" + field.name()
                        + "', which is kept for probabilities by class and for intervals: use givesProbabilities() or"
                        + " givesInterval(), or another name.");
            }
        }
    }

    private static void requireDistinct(List<Field> fields, Set<String> taken) {
        for (Field field : fields) {
            Names.check("field", field.name());
            if (!taken.add(field.name())) {
                throw LearningError.BAD_DEFINITION.because("The schema of a logic has '" + field.name()
                        + "' twice, or gives it a meaning that it has already.");
            }
        }
    }

    /** Without any field but the prediction. */
    public static LogicSchema answering(DataType prediction) {
        return new LogicSchema(List.of(), List.of(), List.of(), List.of(new Field(PREDICTION, prediction)));
    }

    /** The same with a key. */
    public LogicSchema key(String name, DataType type) {
        return new LogicSchema(plus(keys, new Field(name, type)), needed, optional, response);
    }

    /** The same with something that every entry names. */
    public LogicSchema needs(String name, DataType type) {
        return new LogicSchema(keys, plus(needed, new Field(name, type)), optional, response);
    }

    /** The same with something that an entry may name. */
    public LogicSchema takes(String name, DataType type) {
        return new LogicSchema(keys, needed, plus(optional, new Field(name, type)), response);
    }

    /** The same with something that comes back beside the prediction, as an output of the outcome. */
    public LogicSchema gives(String name, DataType type) {
        return new LogicSchema(keys, needed, optional, plus(response, new Field(name, type)));
    }

    /** The same with a probability for each class. */
    public LogicSchema givesProbabilities() {
        return new LogicSchema(keys, needed, optional, plus(response, PROBABILITIES));
    }

    /** The same with the ends of an interval. */
    public LogicSchema givesInterval() {
        return new LogicSchema(keys, needed, optional, all(response, INTERVAL, List.of()));
    }

    /** All that an entry may name. */
    public List<Field> request() {
        return all(keys, needed, optional);
    }

    /** What comes back as an output of the outcome: neither the prediction nor probabilities nor an interval. */
    public List<Field> outputs() {
        return response.stream()
                .filter(field ->
                        !field.name().equals(PREDICTION) && !field.equals(PROBABILITIES) && !INTERVAL.contains(field))
                .toList();
    }

    private static List<Field> plus(List<Field> fields, Field field) {
        return all(fields, List.of(field), List.of());
    }

    private static List<Field> all(List<Field> first, List<Field> second, List<Field> third) {
        List<Field> all = new ArrayList<>(first);
        all.addAll(second);
        all.addAll(third);
        return all;
    }
}
