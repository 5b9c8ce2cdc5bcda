package io.shearwater.transform;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The place of a category in a given order, from 0. A category that is not in the order is refused in training data, since the
 * order is then wrong, and is {@value CategoryIndex#UNSEEN} afterwards. Null stays null and NaN becomes null.
 *
 * @param order all categories, the least first
 */
record OrdinalEncoder(List<Object> order) implements Transformation {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("ordinal_encoder")
            .does("the place of the category in a given order, from 0")
            .categories()
            .learns("nothing; checks that the training data have no other category")
            .rules("not in the order: refused in training data, -1 afterwards; NaN: null")
            .parameter(Parameter.required("order", Parameter.Kind.VALUES, "all categories, the least first"))
            .made(given -> new OrdinalEncoder(given.list("order")));

    OrdinalEncoder {
        order = List.copyOf(order);
        if (order.isEmpty() || order.size() > CategoryFitting.MOST) {
            throw TransformError.BAD_CALL.because(
                    "An order has 1 to " + CategoryFitting.MOST + " categories, not " + order.size() + ".");
        }
    }

    @Override
    public List<Output> outputs(List<Input> inputs) {
        Categories.listed(Inputs.category(inputs, "encoded"), order);
        return List.of(new Output(DataType.INT, FeatureType.ORDINAL));
    }

    @Override
    public boolean isFitted() {
        return true;
    }

    @Override
    public Fitting fitting(List<Input> inputs) {
        Input input = Inputs.only(inputs);
        CategoryIndex index = CategoryIndex.of(Categories.listed(input, order));
        return new Fitting() {
            @Override
            public void add(ColumnBatch batch) {
                int[] numbers = new int[batch.rows()];
                index.find(batch.column(0), numbers);
                for (int row = 0; row < numbers.length; row++) {
                    if (numbers[row] == CategoryIndex.UNSEEN) {
                        throw TransformError.CANNOT_FIT.because("'" + input.name() + "' is '"
                                + batch.column(0).valueAt(row) + "' in the training data, which is not in the order "
                                + order + ". Add it where it belongs.");
                    }
                }
            }

            @Override
            public FittedState end() {
                return new FittedState(Map.of());
            }
        };
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        return new CategoryNumbers(CategoryIndex.of(Categories.listed(inputs.getFirst(), order)));
    }
}
