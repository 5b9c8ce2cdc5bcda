package io.shearwater.evaluation;

import io.shearwater.model.Column;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What candidate features tell of a label, before a model is trained: which are worth having, which say the same as another, which
 * are mostly missing, and which know so much that they may have come after the label. Immutable.
 *
 * @param rows over how many
 * @param features those of suspicion first, then those that tell most
 * @param correlated pairs of numbers that say nearly the same, the closest first
 * @param skipped features of kinds that are not looked at, and why
 */
public record SignalReport(
        String label, long rows, List<Feature> features, List<Pair> correlated, Map<String, String> skipped) {
    public SignalReport {
        features = List.copyOf(features);
        correlated = List.copyOf(correlated);
        skipped = Collections.unmodifiableMap(new LinkedHashMap<>(skipped));
    }

    /**
     * One feature.
     *
     * @param power by how much better the label is guessed by whoever knows the feature alone, on rows that the guess was not
     *     made of: the share of the logarithmic loss, or of a number's variance, that goes away; 0 for nothing, 1 for everything
     * @param mutualInformation in nats, between values in bins; what chance alone would show is taken off
     * @param trend Spearman's correlation with a label that is a number or of two classes, where both have an order
     * @param missing the share of rows without a value
     * @param distinct how many different values there are
     * @param suspicion why it may have come after the label
     */
    public record Feature(
            String name,
            double power,
            double mutualInformation,
            OptionalDouble trend,
            double missing,
            long distinct,
            Optional<String> suspicion) {}

    /** Two features that say nearly the same; the correlation is Pearson's, over at most 20,000 rows. */
    public record Pair(String first, String second, double correlation) {}

    /**
     * What is noticed.
     *
     * @param suspicious the power from which a feature is suspected to leak the label
     * @param correlated the correlation, either way, from which a pair is listed
     */
    public record Limits(double suspicious, double correlated) {
        /** Powers of 0.9 and correlations of 0.95. */
        public static final Limits STANDARD = new Limits(0.9, 0.95);
    }

    /**
     * Looks at features beside a label, with the kinds that data types say and standard limits.
     *
     * @param labels as many rows, with a column of this name
     * @throws io.shearwater.model.ShearwaterException BAD_PREDICTIONS as below
     */
    public static SignalReport of(Frame features, Frame labels, String label) {
        return of(features, Map.of(), labels.schema().field(label), labels.column(label), Limits.STANDARD);
    }

    /**
     * Looks at features beside a label.
     *
     * @param types of features that are not what their data type says, as numbers that are codes
     * @param label as many rows; one of booleans, texts or at most ten different whole numbers is of classes
     * @throws io.shearwater.model.ShearwaterException BAD_PREDICTIONS where there is no row or a label is missing
     */
    public static SignalReport of(
            Frame features, Map<String, FeatureType> types, Field name, Column label, Limits limits) {
        Label known = Label.of(name, label, features.rows());
        List<Feature> found = new ArrayList<>();
        Map<String, double[]> numbers = new LinkedHashMap<>();
        Map<String, String> skipped = new LinkedHashMap<>();
        for (Field field : features.schema().fields()) {
            FeatureType type = types.getOrDefault(field.name(), FeatureType.of(field.type()));
            if (!type.isCategorical() && !type.isNumerical()) {
                skipped.put(field.name(), "a column of " + field.type() + " is neither number nor category");
                continue;
            }
            Column column = features.column(field.name());
            found.add(feature(field.name(), column, type, known, limits));
            if (ColumnNumbers.are(field.type())) {
                numbers.put(field.name(), ColumnNumbers.of(column));
            }
        }
        found.sort(Comparator.<Feature, Boolean>comparing(
                        feature -> feature.suspicion().isEmpty())
                .thenComparing(Comparator.comparingDouble(Feature::power).reversed())
                .thenComparing(
                        Comparator.comparingDouble(Feature::mutualInformation).reversed())
                .thenComparing(Feature::name));
        return new SignalReport(
                name.name(), features.rows(), found, CorrelatedPairs.of(numbers, limits.correlated()), skipped);
    }

    private static Feature feature(String name, Column column, FeatureType type, Label label, Limits limits) {
        Bins bins = Bins.of(column, type);
        double power = label.power(bins);
        double[] isMissing = IntStream.range(0, column.size())
                .mapToDouble(row -> column.isNull(row) ? 1 : 0)
                .toArray();
        double missing =
                IntStream.range(0, column.size()).filter(column::isNull).count() / (double) column.size();
        boolean hasOrder = label.hasOrder() && ColumnNumbers.are(column.type()) && type.isNumerical();
        return new Feature(
                name,
                power,
                Signal.mutualInformation(bins, label.bins()),
                hasOrder ? RankCorrelation.of(ColumnNumbers.of(column), label.numbers()) : OptionalDouble.empty(),
                missing,
                bins.distinct(),
                suspicion(power, missing > 0 ? label.power(Bins.ofNumbers(isMissing)) : 0, limits));
    }

    private static Optional<String> suspicion(double power, double ofMissing, Limits limits) {
        if (ofMissing >= limits.suspicious()) {
            return Optional.of("that it is missing tells the label nearly alone");
        }
        return power >= limits.suspicious() ? Optional.of("it tells the label nearly alone") : Optional.empty();
    }

    /** A line for each feature and pair, for people. */
    public String text() {
        return SignalText.of(this);
    }

    /** As a JSON object with the names of the components. */
    public String toJson() {
        return SignalText.json(this);
    }
}
