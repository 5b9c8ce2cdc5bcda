package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.Validity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The share of the training rows with a value that have this category. A category that was not seen is 0; null stays null and NaN
 * becomes null.
 */
record FrequencyEncoder() implements Transformation {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("frequency_encoder")
            .does("the share of the training rows that have this category")
            .categories()
            .learns("categories, shares")
            .rules("unseen: 0; NaN: null; nulls are not counted; at most " + CategoryFitting.MOST + " categories")
            .made(given -> new FrequencyEncoder());

    @Override
    public List<Output> outputs(List<Input> inputs) {
        Inputs.category(inputs, "encoded");
        return Inputs.NUMBER;
    }

    @Override
    public boolean isFitted() {
        return true;
    }

    @Override
    public Fitting fitting(List<Input> inputs) {
        return new CategoryFitting(
                Inputs.only(inputs),
                CategoryFitting.MOST,
                "Each of so many is next to never there; hash them, with feature_hasher.",
                counted -> {
                    int[] numbers = counted.sorted();
                    double[] shares = new double[numbers.length];
                    for (int i = 0; i < shares.length; i++) {
                        shares[i] = (double) counted.counts()[numbers[i]] / counted.total();
                    }
                    Map<String, Column> learnt = new LinkedHashMap<>();
                    learnt.put("categories", counted.index().values(numbers));
                    learnt.put("shares", new Column.Doubles(shares, shares.length, Validity.ALL));
                    return new FittedState(learnt);
                });
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        FittedState learnt = state.orElseThrow();
        return new CategoryValues(CategoryIndex.of(learnt.column("categories")), learnt.doubles("shares"), 0);
    }
}
