package io.shearwater.transform;

import io.shearwater.model.FunctionRef;
import io.shearwater.model.TransformationCall;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Calls of the built-in transformations (the manual says what each of them does). The result stands in the place of the column,
 * unless {@link TransformationCall#as} names it otherwise.
 */
public final class BuiltIns {
    private BuiltIns() {}

    /** The same function over each of several columns. */
    public static List<TransformationCall> each(Function<String, TransformationCall> function, String... columns) {
        return Arrays.stream(columns).map(function).toList();
    }

    /** {@code (x - min) / (max - min)}: the training data from 0 to 1. */
    public static TransformationCall minMaxScaler(String column) {
        return call("min_max_scaler", Map.of(), column);
    }

    /** The training data from {@code low} to {@code high}. */
    public static TransformationCall minMaxScaler(String column, double low, double high) {
        return call("min_max_scaler", Map.of("low", low, "high", high), column);
    }

    /** {@code (x - mean) / deviation}, the standard deviation of the population. */
    public static TransformationCall standardScaler(String column) {
        return call("standard_scaler", Map.of(), column);
    }

    /** A column {@code <column>_<category>} of 0 and 1 for each category of the training data, by their values; unseen: 0 in all. */
    public static TransformationCall oneHotEncoder(String column) {
        return call("one_hot_encoder", Map.of(), column);
    }

    /** A column for each of these categories, in this order. */
    public static TransformationCall oneHotEncoder(String column, List<?> categories) {
        return call("one_hot_encoder", Map.of("categories", categories), column);
    }

    /** A column for each category in an order, with what becomes of others. */
    public static TransformationCall oneHotEncoder(String column, CategoryOrder order, UnseenCategory unseen) {
        return call(
                "one_hot_encoder", Map.of("order", Parameter.word(order), "unseen", Parameter.word(unseen)), column);
    }

    /** A column for each category that is there {@code minCount} times or more, and one for all others. */
    public static TransformationCall oneHotEncoder(String column, int minCount) {
        return call(
                "one_hot_encoder",
                Map.of("min_count", minCount, "unseen", Parameter.word(UnseenCategory.OTHER)),
                column);
    }

    /** The number of the class, from 0, by their values; unseen: -1. */
    public static TransformationCall labelEncoder(String column) {
        return call("label_encoder", Map.of(), column);
    }

    /** The number of the class, from 0, in an order; unseen: -1. */
    public static TransformationCall labelEncoder(String column, CategoryOrder order) {
        return call("label_encoder", Map.of("order", Parameter.word(order)), column);
    }

    private static TransformationCall call(String name, Map<String, Object> parameters, String... columns) {
        return BuiltInFunctions.call(FunctionRef.builtIn(name, parameters), List.of(columns));
    }
}
