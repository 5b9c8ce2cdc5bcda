package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Classes as whole numbers from 0 on, in the order of their values or in which they appear in the training data. A class that was
 * not seen is {@value CategoryIndex#UNSEEN}; null stays null and NaN becomes null.
 */
record LabelEncoder(CategoryOrder order) implements Transformation {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("label_encoder")
            .does("the number of the class, from 0")
            .categories()
            .learns("classes in order")
            .rules("unseen: -1; NaN: null; at most " + CategoryFitting.MOST + " classes")
            .parameter(Parameter.word("order", CategoryOrder.SORTED, "the order of the classes"))
            .made(given -> new LabelEncoder(given.word("order", CategoryOrder.class)));

    @Override
    public List<Output> outputs(List<Input> inputs) {
        Inputs.category(inputs, "encoded");
        return List.of(new Output(DataType.INT, FeatureType.NOMINAL));
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
                "So many are no classes; hash them, with feature_hasher, or leave the column out.",
                counted -> {
                    Map<String, Column> learnt = new LinkedHashMap<>();
                    int[] numbers = order == CategoryOrder.SORTED ? counted.sorted() : counted.appeared();
                    learnt.put("categories", counted.index().values(numbers));
                    return new FittedState(learnt);
                });
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        return new CategoryNumbers(CategoryIndex.of(state.orElseThrow().column("categories")));
    }
}
