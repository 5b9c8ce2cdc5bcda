package io.shearwater.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether of the rows to which a probability was given as large a share happened. A bin holds the rows above its lower and up to
 * its upper end, the first one also 0. Immutable.
 *
 * @param bins those that have rows, in order
 */
public record Calibration(List<Bin> bins) {
    public Calibration {
        bins = List.copyOf(bins);
    }

    /** Rows with probabilities in a stretch: their mean probability and the share that happened. */
    public record Bin(double above, double upTo, long rows, double meanProbability, double shareHappened) {}

    /** Over equal stretches of probability. */
    static Calibration of(boolean[] actual, double[] probabilities, int count) {
        long[] rows = new long[count];
        long[] happened = new long[count];
        double[] sums = new double[count];
        for (int i = 0; i < actual.length; i++) {
            int bin = Math.max(0, (int) Math.ceil(probabilities[i] * count) - 1);
            rows[bin]++;
            happened[bin] += actual[i] ? 1 : 0;
            sums[bin] += probabilities[i];
        }
        List<Bin> bins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (rows[i] > 0) {
                bins.add(new Bin(
                        (double) i / count,
                        (i + 1.0) / count,
                        rows[i],
                        sums[i] / rows[i],
                        (double) happened[i] / rows[i]));
            }
        }
        return new Calibration(bins);
    }

    /** The mean distance of a row's bin from what would be calibrated (expected calibration error). */
    public double error() {
        double sum = 0;
        long rows = 0;
        for (Bin bin : bins) {
            sum += bin.rows() * Math.abs(bin.meanProbability() - bin.shareHappened());
            rows += bin.rows();
        }
        return rows == 0 ? 0 : sum / rows;
    }
}
