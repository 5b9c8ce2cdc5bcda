package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts a value where there is none: where a column is null or NaN. Numbers become doubles, categories stay what they are. The most
 * frequent value is the least of several that are equally frequent. Infinities are neither replaced nor learnt from.
 *
 * @param value the constant, where that is the strategy
 * @param indicator whether a second output says where a value was missing, with 1
 */
record Imputer(Strategy strategy, Optional<Object> value, boolean indicator) implements Transformation, NamesOutputs {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("impute")
            .does("x, or where it is missing the mean, median or mode of the training data, or a constant")
            .appliesTo("a number; a category with mode or constant")
            .learns("value, unless constant")
            .rules("null, NaN: replaced; mode: the least of equally frequent values")
            .parameter(Parameter.word("strategy", Strategy.MEAN, "what is put in"))
            .parameter(Parameter.optional("value", Parameter.Kind.VALUE, "the constant"))
            .parameter(
                    Parameter.truth(
                            "indicator",
                            "whether a second output <column>_missing says with 1 where a value was missing; in Java withIndicator(call)"))
            .made(given ->
                    new Imputer(given.word("strategy", Strategy.class), given.find("value"), given.truth("indicator")));

    /** What is put in. */
    enum Strategy {
        MEAN,
        MEDIAN,
        MODE,
        CONSTANT
    }

    Imputer {
        if (value.isPresent() != (strategy == Strategy.CONSTANT)) {
            throw TransformError.BAD_CALL.because("'value' goes with the strategy 'constant', and only with that.");
        }
    }

    @Override
    public List<Output> outputs(List<Input> inputs) {
        Input input = Inputs.only(inputs);
        if (strategy == Strategy.MEAN || strategy == Strategy.MEDIAN) {
            input.requireNumerical("replaced by a " + Parameter.word(strategy));
        } else if (!isNumber(input)) {
            input.requireCategorical("replaced by a " + Parameter.word(strategy));
        }
        value.ifPresent(constant -> constant(input, constant));
        List<Output> outputs = new ArrayList<>();
        outputs.add(
                isNumber(input)
                        ? new Output(DataType.DOUBLE, input.featureType())
                        : new Output(input.type(), input.featureType()));
        if (indicator) {
            outputs.add(new Output(DataType.INT, FeatureType.NOMINAL));
        }
        return outputs;
    }

    private static boolean isNumber(Input input) {
        return input.featureType().isNumerical();
    }

    private static Column constant(Input input, Object constant) {
        Input wanted = isNumber(input) ? Input.of(input.name(), DataType.DOUBLE) : input;
        return FittedState.column(wanted.type(), List.of(Categories.value(wanted, constant)));
    }

    @Override
    public List<String> outputNames(List<String> columns) {
        String column = columns.getFirst();
        return indicator ? List.of(column, column + "_missing") : List.of(column);
    }

    @Override
    public boolean isFitted() {
        return strategy != Strategy.CONSTANT;
    }

    @Override
    public Fitting fitting(List<Input> inputs) {
        Input input = Inputs.only(inputs);
        return switch (strategy) {
            case MEAN -> new NumberFitting(input, new Mean(Moments.ofDoubles()));
            case MEDIAN -> new QuantileFitting(input, numbers -> number(numbers.quantile(0.5)));
            default ->
                new CategoryFitting(
                        input,
                        CategoryFitting.MOST,
                        "There is no telling which of so many is the most frequent: impute a median or a constant.",
                        counted -> new FittedState(Map.of("value", mode(input, counted))));
        };
    }

    private static FittedState number(double value) {
        return FittedState.ofNumbers(Map.of("value", value));
    }

    private record Mean(Moments moments) implements NumberFitting.Learner {
        @Override
        public void add(double finite) {
            moments.add(finite);
        }

        @Override
        public FittedState end() {
            return number(moments.mean());
        }
    }

    private static Column mode(Input input, CategoryFitting.Counted counted) {
        int best = -1;
        Column all = counted.index().values(counted.appeared());
        for (int number : counted.sorted()) {
            boolean usable = !isNumber(input) || Double.isFinite(NumberColumns.read(all)[number]);
            if (usable && (best < 0 || counted.counts()[number] > counted.counts()[best])) {
                best = number;
            }
        }
        NumberFitting.requireSome(input.name(), counted.total(), 0, best + 1L);
        Column value = counted.index().values(new int[] {best});
        return isNumber(input)
                ? new Column.Doubles(new double[] {NumberColumns.read(value)[0]}, 1, Validity.ALL)
                : value;
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        Input input = inputs.getFirst();
        Column fill = state.map(learnt -> learnt.column("value")).orElseGet(() -> constant(input, value.orElseThrow()));
        return isNumber(input)
                ? new Numbers(NumberColumns.read(fill)[0], indicator)
                : new Values(input, fill, indicator);
    }

    private static List<Column> outputs(Column filled, int @Nullable [] missing) {
        return missing == null
                ? List.of(filled)
                : List.of(filled, new Column.Ints(DataType.INT, missing, missing.length, Validity.ALL));
    }

    private record Numbers(double fill, boolean indicator) implements Bound {
        @Override
        public List<Column> apply(ColumnBatch batch) {
            Column column = batch.column(0);
            Validity validity = column.validity();
            double[] values = NumberColumns.read(column);
            double[] filled = new double[batch.rows()];
            int[] missing = indicator ? new int[filled.length] : null;
            for (int row = 0; row < filled.length; row++) {
                boolean absent = validity.isNull(row) || Double.isNaN(values[row]);
                filled[row] = (absent ? fill : values[row]) + 0.0;
                if (missing != null && absent) {
                    missing[row] = 1;
                }
            }
            return outputs(new Column.Doubles(filled, filled.length, Validity.ALL), missing);
        }
    }

    private record Values(Input input, Column fill, boolean indicator) implements Bound {
        @Override
        public List<Column> apply(ColumnBatch batch) {
            Column column = batch.column(0);
            int[] missing = indicator ? new int[batch.rows()] : null;
            ColumnBuilder filled = ColumnBuilder.of(input.name(), input.type(), batch.rows());
            for (int row = 0; row < batch.rows(); row++) {
                if (CategoryIndex.isMissing(column, row)) {
                    filled.append(fill, 0);
                    if (missing != null) {
                        missing[row] = 1;
                    }
                } else {
                    filled.append(column, row);
                }
            }
            return outputs(filled.build(), missing);
        }
    }
}
