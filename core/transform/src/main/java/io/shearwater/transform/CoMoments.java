package io.shearwater.transform;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What Pearson's correlation of each pair of columns needs, over the rows in which both are finite: count, means and centred
 * moments. Each batch is centred by itself, then batches are put together pairwise (Chan, Golub and LeVeque, 1979), which
 * keeps the digits of values far from zero; the result depends on order and division by less than 10^-9. Not thread-safe.
 */
final class CoMoments {
    private final int columns;
    private final long[] count;
    private final double[] meanX;
    private final double[] meanY;
    private final double[] squareX;
    private final double[] squareY;
    private final double[] product;

    CoMoments(int columns) {
        this.columns = columns;
        int pairs = columns * (columns - 1) / 2;
        count = new long[pairs];
        meanX = new double[pairs];
        meanY = new double[pairs];
        squareX = new double[pairs];
        squareY = new double[pairs];
        product = new double[pairs];
    }

    /** A pair has the number of all pairs of smaller columns, plus that of the smaller one. */
    private static int pair(int smaller, int greater) {
        return greater * (greater - 1) / 2 + smaller;
    }

    /** A column of a batch, less its mean. */
    private record Centred(double[] values, boolean complete, double mean, double square) {}

    /** Adds rows, given column by column; what is not finite is missing. */
    void add(double[][] values, int rows) {
        if (rows == 0) {
            return;
        }
        List<Centred> centred = new ArrayList<>(columns);
        for (double[] column : values) {
            centred.add(centred(column, rows));
        }
        for (int y = 1; y < columns; y++) {
            for (int x = 0; x < y; x++) {
                Centred left = centred.get(x);
                Centred right = centred.get(y);
                if (left.complete && right.complete) {
                    double together = dot(left.values, right.values, rows);
                    Part part = new Part(rows, left.mean, right.mean, left.square, right.square);
                    add(pair(x, y), part, together);
                } else {
                    addCommon(pair(x, y), values[x], values[y], rows);
                }
            }
        }
    }

    private static Centred centred(double[] column, int rows) {
        double pivot = column[0];
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += column[row] - pivot;
        }
        // Of a missing value the sum is no number.
        if (!Double.isFinite(sum)) {
            return new Centred(column, false, 0, 0);
        }
        double shift = sum / rows;
        double[] values = new double[rows];
        double square = 0;
        for (int row = 0; row < rows; row++) {
            double value = column[row] - pivot - shift;
            values[row] = value;
            square += value * value;
        }
        return new Centred(values, true, pivot + shift, square);
    }

    /** In four sums, which the processor adds side by side. */
    private static double dot(double[] left, double[] right, int rows) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int row = 0;
        for (; row + 4 <= rows; row += 4) {
            a += left[row] * right[row];
            b += left[row + 1] * right[row + 1];
            c += left[row + 2] * right[row + 2];
            d += left[row + 3] * right[row + 3];
        }
        for (; row < rows; row++) {
            a += left[row] * right[row];
        }
        return (a + b) + (c + d);
    }

    private void addCommon(int pair, double[] left, double[] right, int rows) {
        double pivotX = 0;
        double pivotY = 0;
        double sumX = 0;
        double sumY = 0;
        int both = 0;
        for (int row = 0; row < rows; row++) {
            if (Double.isFinite(left[row]) && Double.isFinite(right[row])) {
                if (both == 0) {
                    pivotX = left[row];
                    pivotY = right[row];
                }
                sumX += left[row] - pivotX;
                sumY += right[row] - pivotY;
                both++;
            }
        }
        if (both == 0) {
            return;
        }
        double shiftX = sumX / both;
        double shiftY = sumY / both;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int row = 0; row < rows; row++) {
            if (Double.isFinite(left[row]) && Double.isFinite(right[row])) {
                double dx = left[row] - pivotX - shiftX;
                double dy = right[row] - pivotY - shiftY;
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
            }
        }
        add(pair, new Part(both, pivotX + shiftX, pivotY + shiftY, xx, yy), xy);
    }

    private record Part(long rows, double meanX, double meanY, double squareX, double squareY) {}

    private void add(int pair, Part part, double together) {
        long before = count[pair];
        long all = before + part.rows;
        double dx = part.meanX - meanX[pair];
        double dy = part.meanY - meanY[pair];
        double weight = (double) before * ((double) part.rows / all);
        squareX[pair] += part.squareX + dx * dx * weight;
        squareY[pair] += part.squareY + dy * dy * weight;
        product[pair] += together + dx * dy * weight;
        // Equal means stay as they are to the last bit.
        meanX[pair] = before == 0 ? part.meanX : meanX[pair] + dx * ((double) part.rows / all);
        meanY[pair] = before == 0 ? part.meanY : meanY[pair] + dy * ((double) part.rows / all);
        count[pair] = all;
    }

    void merge(CoMoments other) {
        for (int pair = 0; pair < count.length; pair++) {
            if (other.count[pair] > 0) {
                Part part = new Part(
                        other.count[pair],
                        other.meanX[pair],
                        other.meanY[pair],
                        other.squareX[pair],
                        other.squareY[pair]);
                add(pair, part, other.product[pair]);
            }
        }
    }

    List<List<Double>> correlations() {
        List<List<Double>> matrix = new ArrayList<>();
        for (int y = 0; y < columns; y++) {
            matrix.add(new ArrayList<>(Collections.nCopies(columns, Double.NaN)));
            matrix.get(y).set(y, 1.0);
        }
        for (int y = 1; y < columns; y++) {
            for (int x = 0; x < y; x++) {
                double correlation = correlation(pair(x, y));
                matrix.get(x).set(y, correlation);
                matrix.get(y).set(x, correlation);
            }
        }
        return matrix;
    }

    private double correlation(int pair) {
        double spread = Math.sqrt(squareX[pair]) * Math.sqrt(squareY[pair]);
        return spread > 0 && count[pair] > 1 ? Math.clamp(product[pair] / spread, -1.0, 1.0) : Double.NaN;
    }

    void write(DataOutput out) throws IOException {
        for (int pair = 0; pair < count.length; pair++) {
            Varints.write(out, count[pair]);
            for (double[] values : List.of(meanX, meanY, squareX, squareY, product)) {
                out.writeDouble(values[pair]);
            }
        }
    }

    void read(DataInput in) throws IOException {
        for (int pair = 0; pair < count.length; pair++) {
            count[pair] = Varints.read(in);
            for (double[] values : List.of(meanX, meanY, squareX, squareY, product)) {
                values[pair] = in.readDouble();
            }
        }
    }
}
