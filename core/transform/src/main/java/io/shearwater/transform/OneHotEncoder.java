package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Validity;
import io.shearwater.transform.CategoryFitting.Counted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One column for each category, in a fixed order, 1 in the rows that have it and 0 in all others. The categories are those
 * listed, in that order, or those of the training data, in the order that is asked for. A null and NaN are 0 in all columns, and
 * so is a category that was not seen, unless {@link UnseenCategory} says otherwise; where there is a column {@code other}, it
 * also takes the categories that are rarer than {@code minCount} in the training data. A listed category that the training data
 * do not have keeps its column.
 *
 * @param categories listed ones; empty to learn them
 * @param minCount how often a category has to be there to have a column
 */
record OneHotEncoder(List<Object> categories, CategoryOrder order, UnseenCategory unseen, int minCount)
        implements Transformation {
    /** Each is a column: more would not fit into memory for the rows of a batch. */
    static final int MOST = 10_000;

    static final BuiltInFunction FUNCTION = BuiltInFunction.named("one_hot_encoder")
            .does("one column of 0 and 1 for each category, in a fixed order")
            .categories()
            .learns("categories in order")
            .rules("columns <column>_<category>; null, NaN: 0 in all columns; unseen: as asked for; at most " + MOST
                    + " categories")
            .parameter(Parameter.optional(
                    "categories",
                    Parameter.Kind.VALUES,
                    "the categories in order, instead of those of the training data"))
            .parameter(Parameter.word("order", CategoryOrder.SORTED, "the order of the categories learnt"))
            .parameter(Parameter.word(
                    "unseen",
                    UnseenCategory.ZEROS,
                    "what a category becomes that is not known: 0 in all columns, "
                            + "1 in a column 'other', or an error"))
            .parameter(Parameter.whole("min_count", 1, "how often a category has to be there to have a column"))
            .made(given -> new OneHotEncoder(
                    given.list("categories"),
                    given.word("order", CategoryOrder.class),
                    given.word("unseen", UnseenCategory.class),
                    given.whole("min_count")));

    private static final String OTHER = "other";

    OneHotEncoder {
        categories = List.copyOf(categories);
        if (categories.size() > MOST) {
            throw TransformError.BAD_CALL.because(
                    categories.size() + " categories are listed; there may be " + MOST + " columns of one.");
        }
        if (minCount < 1) {
            throw TransformError.BAD_CALL.because("'min_count' is " + minCount + "; it is at least 1.");
        }
    }

    @Override
    public List<Output> outputs(List<Input> inputs) {
        Categories.listed(Inputs.category(inputs, "one-hot encoded"), categories);
        return List.of(new Output(DataType.INT, FeatureType.NOMINAL));
    }

    @Override
    public boolean isFitted() {
        return true;
    }

    @Override
    public boolean expands() {
        return true;
    }

    @Override
    public Fitting fitting(List<Input> inputs) {
        Input input = Inputs.only(inputs);
        String instead = "One-hot encode few categories: encode this one with target_encoder, frequency_encoder or "
                + "feature_hasher, or let 'min_count' keep the frequent ones.";
        // The rare ones are counted too before they are left out.
        int most = minCount > 1 ? CategoryFitting.MOST : MOST;
        return new CategoryFitting(input, most, instead, counted -> state(input, counted, instead));
    }

    private FittedState state(Input input, Counted counted, String instead) {
        Map<String, Column> learnt = new LinkedHashMap<>();
        if (categories.isEmpty()) {
            int[] all = order == CategoryOrder.SORTED ? counted.sorted() : counted.appeared();
            int[] frequent = Arrays.stream(all)
                    .filter(number -> counted.counts()[number] >= minCount)
                    .toArray();
            if (frequent.length > MOST) {
                throw TransformError.CANNOT_FIT.because("'" + input.name() + "' has more than " + MOST
                        + " categories in the training data. " + instead);
            }
            learnt.put("categories", counted.index().values(frequent));
        } else {
            learnt.put("categories", Categories.listed(input, categories));
        }
        return new FittedState(learnt);
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        Column learnt = state.orElseThrow().column("categories");
        List<String> endings = Categories.endings(learnt);
        if (unseen == UnseenCategory.OTHER) {
            endings.add(Categories.free(OTHER, new HashSet<>(endings)));
        }
        return new Columns(inputs.getFirst().name(), CategoryIndex.of(learnt), List.copyOf(endings), unseen);
    }

    /** The columns of known categories. */
    private record Columns(String name, CategoryIndex index, List<String> endings, UnseenCategory unseen)
            implements Bound {
        @Override
        public List<Column> apply(ColumnBatch batch) {
            int rows = batch.rows();
            int[] numbers = new int[rows];
            index.find(batch.column(0), numbers);
            // Most columns of a few rows are nothing but zeros, and share them.
            Column zeros = column(new int[rows]);
            int[][] ones = new int[endings.size()][];
            for (int row = 0; row < rows; row++) {
                int number = numbers[row] == CategoryIndex.UNSEEN ? other(batch, row) : numbers[row];
                if (number >= 0) {
                    if (ones[number] == null) {
                        ones[number] = new int[rows];
                    }
                    ones[number][row] = 1;
                }
            }
            List<Column> columns = new ArrayList<>(ones.length);
            for (int[] values : ones) {
                columns.add(values == null ? zeros : column(values));
            }
            return columns;
        }

        private int other(ColumnBatch batch, int row) {
            return switch (unseen) {
                case ZEROS -> CategoryIndex.UNSEEN;
                case OTHER -> index.size();
                case ERROR ->
                    throw TransformError.BAD_VALUE.because(
                            "'" + name + "' is '"
                                    + batch.column(0).valueAt(row) + "', which is none of the " + index.size()
                                    + " categories known from the training data. Let 'unseen' be 'zeros' or 'other' to accept it.");
            };
        }

        private static Column column(int[] values) {
            return new Column.Ints(DataType.INT, values, values.length, Validity.ALL);
        }
    }
}
