package io.shearwater.evaluation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What an evaluation measures. Definitions are those of scikit-learn where it has the metric. Metrics of rankings have the
 * number of places in their name, as {@code ndcg@10}.
 */
public enum Metric {
    /** The share of rows whose predicted class is the actual one. */
    ACCURACY(Better.GREATER),
    /** Of the rows predicted positive, the share that are; of several classes see {@link #PRECISION_MACRO}. */
    PRECISION(Better.GREATER),
    /** Of the positive rows, the share predicted positive. */
    RECALL(Better.GREATER),
    /** The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). */
    F1(Better.GREATER),
    /** The area under the curve of true over false positives: how often a positive row scores above a negative one, ties a half. */
    ROC_AUC(Better.GREATER),
    /** The area under the curve of precision over recall, in steps (average precision). */
    PR_AUC(Better.GREATER),
    /** The mean of minus the logarithm of the probability that the actual class was given; probabilities are at least 2^-52. */
    LOG_LOSS(Better.LESS),
    /** The mean squared difference between probability and what happened, 0 or 1. */
    BRIER(Better.LESS),
    /** The expected calibration error: over ten equal stretches of probability, how far the mean is from the share of positives. */
    CALIBRATION_ERROR(Better.LESS),
    /** The mean of the classes' precisions; a class that is never predicted counts 0. */
    PRECISION_MACRO(Better.GREATER),
    /** The mean of the classes' recalls. */
    RECALL_MACRO(Better.GREATER),
    /** The mean of the classes' F1. */
    F1_MACRO(Better.GREATER),
    /** The mean of the classes' F1, weighted by their rows. */
    F1_WEIGHTED(Better.GREATER),
    /** The mean absolute error. */
    MAE(Better.LESS),
    /** The mean squared error. */
    MSE(Better.LESS),
    /** The root of the mean squared error, in the unit of the label. */
    RMSE(Better.LESS),
    /** The share of the variance that is explained; 0 for predicting the mean, negative for worse. */
    R2(Better.GREATER),
    /** Normalised discounted cumulative gain: gains are the relevances, discounts 1 / log2(place + 1), ties averaged. */
    NDCG(Better.GREATER),
    /** The mean of one over the place of the first relevant item; of equal scores the irrelevant ones come first. */
    MRR(Better.GREATER),
    /** The mean over queries of the average precision; of equal scores the irrelevant ones come first. */
    MAP(Better.GREATER);

    /** Which of two values is the better one. */
    public enum Better {
        GREATER,
        LESS;

        /** Whether a value is better than another one. */
        public boolean isBetter(double value, double than) {
            return this == GREATER ? value > than : value < than;
        }
    }

    private final Better better;

    Metric(Better better) {
        this.better = better;
    }

    public Better better() {
        return better;
    }

    /** The name under which it is stored and asked for, as {@code roc_auc}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of a ranking's metric over so many places. */
    public String at(int places) {
        return text() + "@" + places;
    }

    /** The metric of a name, with or without places. */
    public static Optional<Metric> find(String name) {
        int at = name.indexOf('@');
        String text = at < 0 ? name : name.substring(0, at);
        return Arrays.stream(values())
                .filter(metric -> metric.text().equals(text))
                .findFirst();
    }
}
