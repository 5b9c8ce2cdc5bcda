package io.shearwater.transform;

import io.shearwater.model.FunctionRef;
import io.shearwater.model.TransformationCall;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
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

    /** {@code (x - median) / (q3 - q1)}, which outliers do not move. */
    public static TransformationCall robustScaler(String column) {
        return call("robust_scaler", Map.of(), column);
    }

    /** {@code (x - median) / (high quantile - low quantile)}; the quantiles as shares of the training data, 0 to 1. */
    public static TransformationCall robustScaler(String column, double low, double high) {
        return call("robust_scaler", Map.of("low", low, "high", high), column);
    }

    /** {@code x / max|x|}: zeros stay zeros. */
    public static TransformationCall maxAbsScaler(String column) {
        return call("max_abs_scaler", Map.of(), column);
    }

    /** The numbers of a row divided by their length. */
    public static TransformationCall normalize(Norm norm, String... columns) {
        return call("normalize", Map.of("norm", Parameter.word(norm)), columns);
    }

    /** {@code ln x}; null for 0 and less. */
    public static TransformationCall log(String column) {
        return call("log", Map.of(), column);
    }

    /** {@code log10 x}; null for 0 and less. */
    public static TransformationCall log10(String column) {
        return call("log", Map.of("base", "ten"), column);
    }

    /** {@code ln(1 + x)}; null for -1 and less. */
    public static TransformationCall log1p(String column) {
        return call("log1p", Map.of(), column);
    }

    /** {@code 1 / x}; null for 0. */
    public static TransformationCall reciprocal(String column) {
        return call("reciprocal", Map.of(), column);
    }

    /** {@code a · e^(b · x)}. */
    public static TransformationCall exponential(String column, double a, double b) {
        return call("exponential", Map.of("a", a, "b", b), column);
    }

    /** The power nearest to a normal distribution, of positive numbers. */
    public static TransformationCall boxCox(String column) {
        return call("box_cox", Map.of(), column);
    }

    /** The power nearest to a normal distribution, of any numbers. */
    public static TransformationCall yeoJohnson(String column) {
        return call("yeo_johnson", Map.of(), column);
    }

    /** What {@link #boxCox} or {@link #yeoJohnson} gives, brought to mean 0 and deviation 1 of the training data. */
    public static TransformationCall standardized(TransformationCall power) {
        return with(power, "standardize", true);
    }

    /** The share of the training data below x, from 0 to 1. */
    public static TransformationCall quantileUniform(String column) {
        return call("quantile_transformer", Map.of(), column);
    }

    /** The number below which a normal distribution has the share that the training data have below x. */
    public static TransformationCall quantileNormal(String column) {
        return call("quantile_transformer", Map.of("output", "normal"), column);
    }

    /** x, but at least {@code min} and at most {@code max}. */
    public static TransformationCall clip(String column, double min, double max) {
        return call("clip", Map.of("min", min, "max", max), column);
    }

    /** x, but at least the low and at most the high quantile of the training data; shares of them, 0 to 1. */
    public static TransformationCall winsorize(String column, double low, double high) {
        return call("winsorize", Map.of("low", low, "high", high), column);
    }

    /** The number of the bin, from 0, of so many that have equally many training rows. */
    public static TransformationCall quantileBins(String column, int bins) {
        return call("k_bins", Map.of("bins", bins, "strategy", "quantile"), column);
    }

    /** The number of the bin, from 0, of so many that are equally wide. */
    public static TransformationCall uniformBins(String column, int bins) {
        return call("k_bins", Map.of("bins", bins, "strategy", "uniform"), column);
    }

    /** The number of the bin, from 0, between these edges: how many of them are not above x. */
    public static TransformationCall bins(String column, double... edges) {
        return call("k_bins", Map.of("edges", Arrays.stream(edges).boxed().toList()), column);
    }

    /** The place of the category in an order, from 0; unseen: -1. */
    public static TransformationCall ordinalEncoder(String column, List<?> order) {
        return call("ordinal_encoder", Map.of("order", order), column);
    }

    /** The mean of the label in the category, of training rows out of fold. */
    public static TransformationCall targetEncoder(String column, String label) {
        return call("target_encoder", Map.of(), column, label);
    }

    /** The mean of the label in the category; the mean of all rows counts as {@code smoothing} rows. */
    public static TransformationCall targetEncoder(String column, String label, double smoothing) {
        return call("target_encoder", Map.of("smoothing", smoothing), column, label);
    }

    /** The share of the training rows that have the category; unseen: 0. */
    public static TransformationCall frequencyEncoder(String column) {
        return call("frequency_encoder", Map.of(), column);
    }

    /** 1 in one of {@code width} columns {@code <column>_0}, {@code <column>_1} …, chosen by a hash of the category. */
    public static TransformationCall featureHasher(String column, int width) {
        return call("feature_hasher", Map.of("width", width), column);
    }

    /** The mean of the training data where a value is missing. */
    public static TransformationCall imputeMean(String column) {
        return call("impute", Map.of("strategy", "mean"), column);
    }

    /** The median of the training data where a value is missing. */
    public static TransformationCall imputeMedian(String column) {
        return call("impute", Map.of("strategy", "median"), column);
    }

    /** The most frequent value of the training data where a value is missing. */
    public static TransformationCall imputeMode(String column) {
        return call("impute", Map.of("strategy", "mode"), column);
    }

    /** A constant where a value is missing: a number, a text or a truth value; days and times as in ISO 8601. */
    public static TransformationCall imputeConstant(String column, Object value) {
        return call("impute", Map.of("strategy", "constant", "value", value), column);
    }

    /** The same imputation with a second output {@code <column>_missing}, 1 where a value was missing. */
    public static TransformationCall withIndicator(TransformationCall imputation) {
        return with(imputation, "indicator", true);
    }

    /**
     * The last value of the entity that is not null, at or before the row's time and within the TTL of its group: for features of
     * views alone, before what else reads the column. The entity is what the primary key of the column's group identifies.
     */
    public static TransformationCall forwardFill(String column) {
        return call("forward_fill", Map.of(), column);
    }

    /** Removes training rows farther from the mean than so many standard deviations. */
    public static TransformationCall removeByZScore(String column, double threshold) {
        return call("z_score_outliers", Map.of("threshold", threshold), column);
    }

    /** Removes training rows farther from the quartiles than {@code factor} times their distance; 1.5 is usual. */
    public static TransformationCall removeByIqr(String column, double factor) {
        return call("iqr_outliers", Map.of("factor", factor), column);
    }

    /** Removes training rows out of two quantiles, as shares of the training data, 0 to 1. */
    public static TransformationCall removeByQuantile(String column, double low, double high) {
        return call("quantile_outliers", Map.of("low", low, "high", high), column);
    }

    /** Sine and cosine of the time in a cycle, in UTC. */
    public static TransformationCall cyclicTime(String column, TimeCycle cycle) {
        return call("cyclic_time", Map.of("cycle", Parameter.word(cycle)), column);
    }

    /** Sine and cosine of the time in a cycle, by the clocks of a zone. */
    public static TransformationCall cyclicTime(String column, TimeCycle cycle, ZoneId zone) {
        return call("cyclic_time", Map.of("cycle", Parameter.word(cycle), "zone", zone.getId()), column);
    }

    /** The numbers of the text's tokens; the vocabulary must know {@code [UNK]}. */
    public static TransformationCall tokenizer(String column, Vocabulary vocabulary, TokenPieces pieces) {
        return call(
                "tokenizer",
                Map.of(
                        "version", vocabulary.version(),
                        "vocabulary", vocabulary.tokens(),
                        "digest", vocabulary.digest(),
                        "pieces", Parameter.word(pieces)),
                column);
    }

    private static TransformationCall with(TransformationCall call, String parameter, Object value) {
        Map<String, Object> parameters = new HashMap<>(call.function().parameters());
        parameters.put(parameter, value);
        return call(call.function().name(), parameters, call.inputs().toArray(String[]::new));
    }

    private static TransformationCall call(String name, Map<String, Object> parameters, String... columns) {
        return BuiltInFunctions.call(FunctionRef.builtIn(name, parameters), List.of(columns));
    }
}
