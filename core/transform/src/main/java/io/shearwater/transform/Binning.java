package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Validity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The number of the bin that x is in, from 0: how many of the edges between bins are not above it. What is out of the range learnt,
 * infinities too, is in the first or the last bin. Edges that coincide are one, so that there may be fewer bins than asked for.
 * Null stays null and NaN becomes null. {@link Quantiles} says how exact edges at quantiles are.
 *
 * @param bins how many there are to be; given edges make one more than they are
 * @param edges given ones, ascending
 */
record Binning(int bins, Strategy strategy, List<Double> edges) implements Transformation {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("k_bins")
            .does("the number of the bin, from 0: how many edges are not above x")
            .numbers()
            .learns("edges between bins, unless given")
            .rules("out of the range learnt, infinite: first or last bin; NaN: null; equal edges are one")
            .parameter(Parameter.whole("bins", 5, "how many bins, 2 to 10000"))
            .parameter(Parameter.word(
                    "strategy",
                    Strategy.QUANTILE,
                    "bins of equal width, or with equally many rows of the training data"))
            .parameter(Parameter.optional("edges", Parameter.Kind.NUMBERS, "given edges between bins, ascending"))
            .made(given ->
                    new Binning(given.whole("bins"), given.word("strategy", Strategy.class), given.numbers("edges")));

    private static final int MOST = 10_000;

    Binning {
        edges = List.copyOf(edges);
        for (int i = 0; i < edges.size(); i++) {
            if (edges.get(i).isNaN() || (i > 0 && edges.get(i) <= edges.get(i - 1))) {
                throw TransformError.BAD_CALL.because("The edges " + edges + " do not ascend.");
            }
        }
        if (bins < 2 || bins > MOST || edges.size() >= MOST) {
            throw TransformError.BAD_CALL.because(
                    "There are 2 to " + MOST + " bins, not " + (edges.isEmpty() ? bins : edges.size() + 1) + ".");
        }
    }

    @Override
    public List<Output> outputs(List<Input> inputs) {
        Inputs.number(inputs, "put into bins");
        return List.of(new Output(DataType.INT, FeatureType.ORDINAL));
    }

    @Override
    public boolean isFitted() {
        return edges.isEmpty();
    }

    @Override
    public Fitting fitting(List<Input> inputs) {
        return new QuantileFitting(Inputs.only(inputs), numbers -> {
            double[] learnt = strategy == Strategy.QUANTILE
                    ? numbers.quantiles(DoubleStream.iterate(0, i -> i <= bins, i -> i + 1)
                            .map(i -> i / bins)
                            .toArray())
                    : uniform(numbers.min(), numbers.max());
            double[] distinct = Arrays.stream(learnt).distinct().toArray();
            double[] inner = distinct.length < 2 ? new double[0] : Arrays.copyOfRange(distinct, 1, distinct.length - 1);
            return new FittedState(Map.of("edges", new Column.Doubles(inner, inner.length, Validity.ALL)));
        });
    }

    private double[] uniform(double min, double max) {
        double[] all = new double[bins + 1];
        double step = max / bins - min / bins;
        for (int i = 0; i < bins; i++) {
            all[i] = Math.min(max, min + i * step);
        }
        all[bins] = max;
        return all;
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        if (!edges.isEmpty()) {
            return new Bins(edges.stream().mapToDouble(Double::doubleValue).toArray());
        }
        FittedState learnt = state.orElseThrow();
        return new Bins(
                Arrays.copyOf(learnt.doubles("edges"), learnt.column("edges").size()));
    }

    /** Where the edges are. */
    enum Strategy {
        UNIFORM,
        QUANTILE
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Bins(double[] edges) implements Bound {
        @Override
        public List<Column> apply(ColumnBatch batch) {
            Column column = batch.column(0);
            double[] values = NumberColumns.read(column);
            int[] bins = new int[batch.rows()];
            Nulls nulls = new Nulls(column.validity(), bins.length);
            for (int row = 0; row < bins.length; row++) {
                double value = values[row] + 0.0;
                if (Double.isNaN(value)) {
                    nulls.set(row);
                } else {
                    int at = Arrays.binarySearch(edges, value);
                    bins[row] = at >= 0 ? at + 1 : -at - 1;
                }
            }
            return List.of(new Column.Ints(DataType.INT, bins, bins.length, nulls.validity()));
        }
    }
}
