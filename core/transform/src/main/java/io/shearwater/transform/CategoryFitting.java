package io.shearwater.transform;

import io.shearwater.model.Column;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Learns which categories a column has and how often each is there; nulls and NaN are passed over. */
final class CategoryFitting implements Fitting {
    /** The most categories that a column may have. */
    static final int MOST = 1_000_000;
    /** The most bytes that they may take together. */
    static final long MOST_BYTES = 64L << 20;

    /** What is made of the categories. */
    interface Result {
        /** What was learnt of one category or more. */
        FittedState end(Counted counted);
    }

    /**
     * Categories with their counts.
     *
     * @param total the sum of all counts
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Counted(CategoryIndex index, long[] counts, long total) {
        /** Their numbers as they appeared. */
        int[] appeared() {
            return IntStream.range(0, index.size()).toArray();
        }

        /** Their numbers by their values. */
        int[] sorted() {
            return IntStream.range(0, index.size())
                    .boxed()
                    .sorted(index::compare)
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    private final String column;
    private final int most;
    private final String instead;
    private final Result result;
    private final CategoryIndex index;
    private long[] counts = new long[16];
    private int[] numbers = new int[0];
    private long rows;
    private long nulls;

    /**
     * Nothing yet.
     *
     * @param most how many categories there may be
     * @param instead what to do where there are more
     */
    CategoryFitting(Input input, int most, String instead, Result result) {
        this.column = input.name();
        this.most = most;
        this.instead = instead;
        this.result = result;
        this.index = CategoryIndex.of(input.type());
    }

    @Override
    public void add(ColumnBatch batch) {
        Column values = batch.column(0);
        if (numbers.length < batch.rows()) {
            numbers = new int[batch.rows()];
        }
        index.findOrAdd(values, numbers);
        requireFew(column, index, most, instead);
        if (counts.length < index.size()) {
            counts = Arrays.copyOf(counts, 2 * index.size());
        }
        rows += batch.rows();
        nulls += values.validity().nullCount(batch.rows());
        for (int row = 0; row < batch.rows(); row++) {
            if (numbers[row] >= 0) {
                counts[numbers[row]]++;
            }
        }
    }

    static void requireFew(String column, CategoryIndex index, int most, String instead) {
        if (index.size() > most || index.bytes() > MOST_BYTES) {
            throw TransformError.CANNOT_FIT.because("'" + column + "' has more than "
                    + (index.size() > most ? most + " categories" : (MOST_BYTES >> 20) + " MiB of categories")
                    + " in the training data. " + instead);
        }
    }

    @Override
    public FittedState end() {
        long total = Arrays.stream(counts).sum();
        NumberFitting.requireSome(column, rows, nulls, total);
        return result.end(new Counted(index, counts, total));
    }
}
