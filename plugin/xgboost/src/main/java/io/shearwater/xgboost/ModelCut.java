package io.shearwater.xgboost;

import io.shearwater.model.DataType;
import io.shearwater.model.Schema;
import io.shearwater.xgboost.ModelValue.Group;
import io.shearwater.xgboost.ModelValue.Items;
import io.shearwater.xgboost.ModelValue.Kind;
import io.shearwater.xgboost.ModelValue.Numbers;
import io.shearwater.xgboost.ModelValue.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes of what the library saves what is kept: the trees of the first rounds, with the names of the features. */
final class ModelCut {
    private ModelCut() {}

    /**
     * The model with only its first rounds. Weighted trees (dart) must not be cut: later rounds changed the weights of
     * earlier ones.
     *
     * @param rounds how many; of a model without trees all stay
     */
    static ModelValue firstRounds(ModelValue model, int rounds) {
        ModelPart learner = new ModelPart("", model).at("learner");
        ModelPart booster = learner.at("gradient_booster");
        if (!booster.at("name").text().equals("gbtree")) {
            return model;
        }
        ModelPart trees = booster.at("model");
        int[] begins = trees.at("iteration_indptr").wholes();
        if (rounds >= begins.length - 1) {
            return model;
        }
        int count = begins[rounds];
        Group parameters = with(trees.at("gbtree_model_param"), "num_trees", new Text(String.valueOf(count)));
        Group cut = with(
                new ModelPart("", with(trees, "gbtree_model_param", parameters)),
                "trees",
                new Items(((Items) trees.at("trees").value()).items().subList(0, count)));
        cut = with(new ModelPart("", cut), "tree_info", first(trees.at("tree_info"), count));
        cut = with(new ModelPart("", cut), "iteration_indptr", first(trees.at("iteration_indptr"), rounds + 1));
        Group changed = with(learner, "gradient_booster", with(booster, "model", cut));
        return with(new ModelPart("", model), "learner", changed);
    }

    /** The model with names and types of its features. */
    static ModelValue named(ModelValue model, Schema features, Set<String> categories) {
        List<ModelValue> names = new ArrayList<>();
        List<ModelValue> types = new ArrayList<>();
        for (int i = 0; i < features.size(); i++) {
            String name = features.field(i).name();
            names.add(new Text(name));
            types.add(new Text(
                    categories.contains(name) ? "c" : type(features.field(i).type())));
        }
        ModelPart learner = new ModelPart("", model).at("learner");
        Group changed = with(
                new ModelPart("", with(learner, "feature_names", new Items(names))), "feature_types", new Items(types));
        return with(new ModelPart("", model), "learner", changed);
    }

    private static String type(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> "i";
            case DataType.IntType t -> "int";
            case DataType.LongType t -> "int";
            default -> "float";
        };
    }

    private static Numbers first(ModelPart part, int count) {
        double[] numbers =
                Arrays.stream(part.wholes()).limit(count).asDoubleStream().toArray();
        return new Numbers(numbers, Kind.WHOLE);
    }

    private static Group with(ModelPart group, String name, ModelValue value) {
        group.find(name);
        Map<String, ModelValue> parts = new LinkedHashMap<>(((Group) group.value()).parts());
        parts.put(name, value);
        return new Group(parts);
    }
}
