package io.shearwater.evaluation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scores of items for queries, beside how relevant they turned out to be. Items of a query are ranked by score, the greatest
 * first. Queries without a relevant item have nothing to be found and count in no metric. Immutable and thread-safe.
 */
public final class RankedPredictions implements Predictions {
    private final long[] queries;
    private final double[] relevances;
    private final double[] scores;
    private final int places;

    private RankedPredictions(long[] queries, double[] relevances, double[] scores, int places) {
        this.queries = queries;
        this.relevances = relevances;
        this.scores = scores;
        this.places = places;
    }

    /**
     * Scores beside relevances.
     *
     * @param queries by row: rows of the same number belong to one query
     * @param relevances 0 for items that are not relevant; greater is more relevant
     * @param places how many of the first items count, 1 or more
     * @throws io.shearwater.model.ShearwaterException BAD_PREDICTIONS for arrays of other lengths, no row, no place, a score that
     *     is no number, a negative relevance
     */
    public static RankedPredictions of(long[] queries, double[] relevances, double[] scores, int places) {
        Rows.requireAlike("scores", queries.length, scores);
        Rows.requireAlike("relevances", queries.length, relevances);
        for (int row = 0; row < relevances.length; row++) {
            if (relevances[row] < 0) {
                throw EvaluationError.BAD_PREDICTIONS.because(
                        "Row " + row + " has the relevance " + relevances[row] + "; it is 0 or more.");
            }
        }
        if (places < 1) {
            throw EvaluationError.BAD_PREDICTIONS.because(
                    "Metrics over the first " + places + " places cannot be; take 1 or more.");
        }
        return new RankedPredictions(queries, relevances, scores, places);
    }

    @Override
    public int rows() {
        return queries.length;
    }

    @Override
    public RankedPredictions pick(int[] rows) {
        long[] picked = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = queries[rows[i]];
        }
        return new RankedPredictions(picked, Rows.pick(relevances, rows), Rows.pick(scores, rows), places);
    }

    @Override
    public Evaluation evaluate() {
        long[] byQuery = byQuery();
        DoubleSummaryStatistics ndcg = new DoubleSummaryStatistics();
        DoubleSummaryStatistics reciprocal = new DoubleSummaryStatistics();
        DoubleSummaryStatistics precision = new DoubleSummaryStatistics();
        int begin = 0;
        while (begin < byQuery.length) {
            int end = begin;
            while (end < byQuery.length && byQuery[end] >> Integer.SIZE == byQuery[begin] >> Integer.SIZE) {
                end++;
            }
            // Of equal scores the irrelevant ones come first.
            Query query = new Query(IntStream.range(begin, end)
                    .mapToObj(place -> (int) byQuery[place])
                    .sorted(Comparator.<Integer>comparingDouble(row -> 0.0 - scores[row])
                            .thenComparingDouble(row -> relevances[row]))
                    .toList());
            if (query.relevant > 0) {
                ndcg.accept(query.gain() / query.idealGain());
                reciprocal.accept(query.reciprocalPlace());
                precision.accept(query.averagePrecision());
            }
            begin = end;
        }
        Evaluation.Builder metrics = new Evaluation.Builder(queries.length);
        if (ndcg.getCount() == 0) {
            String why = "no query has a relevant item";
            return metrics.none(Metric.NDCG.at(places), why)
                    .none(Metric.MRR.text(), why)
                    .none(Metric.MAP.at(places), why)
                    .build();
        }
        return metrics.put(Metric.NDCG.at(places), ndcg.getAverage())
                .put(Metric.MRR, reciprocal.getAverage())
                .put(Metric.MAP.at(places), precision.getAverage())
                .build();
    }

    /** The place of each row's query among all queries, and the row, sorted: eight bytes a row, however many there are. */
    private long[] byQuery() {
        long[] known = Arrays.stream(queries).sorted().distinct().toArray();
        long[] rows = new long[queries.length];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = ((long) Arrays.binarySearch(known, queries[row]) << Integer.SIZE) | row;
        }
        Arrays.sort(rows);
        return rows;
    }

    /** The items of one query, in their order. */
    private final class Query {
        private final double[] found;
        private final double[] by;
        private final int relevant;

        Query(List<Integer> items) {
            this.found = items.stream().mapToDouble(row -> relevances[row]).toArray();
            this.by = items.stream().mapToDouble(row -> scores[row]).toArray();
            this.relevant = Math.toIntExact(
                    Arrays.stream(found).filter(relevance -> relevance > 0).count());
        }

        /** Each of items with equal scores has the mean of their relevances. */
        double gain() {
            double gain = 0;
            int begin = 0;
            while (begin < Math.min(places, by.length)) {
                int end = begin;
                double sum = 0;
                while (end < by.length && by[end] == by[begin]) {
                    sum += found[end++];
                }
                for (int i = begin; i < Math.min(places, end); i++) {
                    gain += sum / (end - begin) * discount(i);
                }
                begin = end;
            }
            return gain;
        }

        double idealGain() {
            double[] ideal = found.clone();
            Arrays.sort(ideal);
            double gain = 0;
            for (int i = 0; i < Math.min(places, ideal.length); i++) {
                gain += ideal[ideal.length - 1 - i] * discount(i);
            }
            return gain;
        }

        private static double discount(int place) {
            return Math.log(2) / Math.log(place + 2.0);
        }

        double reciprocalPlace() {
            int place = 0;
            while (found[place] == 0) {
                place++;
            }
            return 1.0 / (place + 1);
        }

        double averagePrecision() {
            double sum = 0;
            int hits = 0;
            for (int i = 0; i < Math.min(places, found.length); i++) {
                if (found[i] > 0) {
                    hits++;
                    sum += (double) hits / (i + 1);
                }
            }
            return sum / Math.min(places, relevant);
        }
    }
}
