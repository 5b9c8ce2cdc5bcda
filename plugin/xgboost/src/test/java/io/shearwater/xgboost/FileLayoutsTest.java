package io.shearwater.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.shearwater.learning.Examples;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.TrainingTask;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Files as other versions and languages lay them out: written by hand after {@code SaveModel} in the sources of the library at
 * 1.0.0, 3.1.0 and 3.4.1. What they should give is worked out from the trees in the comments.
 */
class FileLayoutsTest {
    private static final Schema FEATURES = Schema.of(new Field("a", DataType.DOUBLE), new Field("b", DataType.DOUBLE));
    private static final ModelSignature BINARY = ModelSignature.binary(FEATURES, "y", "no", "yes");
    private static final ModelSignature NUMBER = ModelSignature.regression(FEATURES, "y");

    /** a < 0.5 ? (b < 2 ? 0.25 : -0.5) : 1; without a value to the right by a, to the left by b. */
    private static final String TREE = """
            {"base_weights":[0.1,0.2,1,0.25,-0.5],"default_left":[0,1,0,0,0],"id":0,
             "left_children":[1,3,-1,-1,-1],"right_children":[2,4,-1,-1,-1],"parents":[2147483647,0,0,1,1],
             "loss_changes":[3E0,1E0,0E0,0E0,0E0],"split_conditions":[5E-1,2E0,1E0,2.5E-1,-5E-1],
             "split_indices":[0,1,0,0,0],"split_type":[0,0,0,0,0],"sum_hessian":[1E1,6E0,4E0,4E0,2E0],
             "categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],
             "tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"5","size_leaf_vector":"1"}}""";

    private static final Frame ROWS = Frame.of(
            FEATURES,
            List.of(
                    Map.of("a", 0.0, "b", 0.0),
                    Map.of("a", 0.0, "b", 2.0),
                    Map.of("a", 0.5, "b", 0.0),
                    Map.of("a", 0.0),
                    Map.of("b", 0.0)));
    private static final double[] LEAVES = {0.25, -0.5, 1, 0.25, 1};

    private static String file(String parameters, String objective, String booster, String more) {
        return """
                {"learner":{"attributes":{},%s"gradient_booster":%s,"learner_model_param":{%s},
                 "objective":{"name":"%s"}},"version":[3,1,0]}""".formatted(more, booster, parameters, objective);
    }

    private static String gbtree(String info, String... trees) {
        return """
                {"model":{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"%s"},
                 "tree_info":[%s],"trees":[%s]},"name":"gbtree"}""".formatted(trees.length, info, String.join(",", trees));
    }

    private static String parameters(String base) {
        return "\"base_score\":\"%s\",\"num_class\":\"0\",\"num_feature\":\"2\"".formatted(base);
    }

    private static Predictor load(String file, ModelSignature signature) {
        return XgboostRuntime.load(file.getBytes(StandardCharsets.UTF_8), "model.json", signature);
    }

    private static double sigmoid(double margin) {
        return 1 / (1 + Math.exp(-margin));
    }

    @Test
    void version_1_writes_truth_values_for_directions_and_a_base_score_with_six_digits() {
        String old = TREE.replace("\"default_left\":[0,1,0,0,0]", "\"default_left\":[false,true,false,false,false]")
                .replaceAll("\"categories.*?\\],?", "")
                .replace("\"split_type\":[0,0,0,0,0],", "\"leaf_child_counts\":[0,0,0,0,0],");
        String file = file(parameters("0.200000"), "binary:logistic", gbtree("0", old), "")
                .replace("[3,1,0]", "[1,0,0]");

        try (Predictor model = load(file, BINARY)) {
            double[] scores = model.predict(ROWS);
            for (int row = 0; row < scores.length; row++) {
                assertThat(scores[row]).isCloseTo(sigmoid(Math.log(0.25) + LEAVES[row]), offset(1e-6));
            }
        }
    }

    @Test
    void version_3_has_a_list_of_base_scores_and_lists_of_categories() {
        String cats = "\"cats\":{\"enc\":[],\"feature_segments\":[],\"sorted_idx\":[]},";
        String file = file(
                parameters("[1E-1,2E-1,3E-1]").replace("\"num_class\":\"0\"", "\"num_class\":\"3\""),
                "multi:softprob",
                gbtree("2,0", TREE, TREE).replace("\"tree_info\"", cats + "\"tree_info\""),
                "\"feature_names\":[\"a\",\"b\"],\"feature_types\":[\"float\",\"float\"],");

        try (Predictor model = load(file, ModelSignature.multiclass(FEATURES, "y", List.of("x", "y", "z")))) {
            double[] scores = model.predict(ROWS);
            for (int row = 0; row < LEAVES.length; row++) {
                double[] margins = {0.1 + LEAVES[row], 0.2, 0.3 + LEAVES[row]};
                double sum = Math.exp(margins[0]) + Math.exp(margins[1]) + Math.exp(margins[2]);
                for (int i = 0; i < 3; i++) {
                    assertThat(scores[row * 3 + i]).isCloseTo(Math.exp(margins[i]) / sum, offset(1e-6));
                }
            }
        }
    }

    @Test
    void trees_have_weights_beside_the_trees_or_among_them() {
        String inner = gbtree("0,0", TREE, TREE);
        String dart = "{\"name\":\"dart\",\"gbtree\":%s,\"weight_drop\":[5E-1,2E0]}".formatted(inner);
        String newer = inner.replace("\"tree_info\"", "\"weight_drop\":[5E-1,2E0],\"tree_info\"");

        for (String booster : List.of(dart, newer, newer.replace("gbtree\"}", "dart\"}"))) {
            try (Predictor model = load(file(parameters("1E0"), "reg:squarederror", booster, ""), NUMBER)) {
                double[] scores = model.predict(ROWS);
                for (int row = 0; row < scores.length; row++) {
                    assertThat(scores[row]).isCloseTo(1 + 2.5 * LEAVES[row], offset(1e-6));
                }
            }
        }
    }

    @Test
    void a_category_goes_to_the_right_if_it_is_in_the_set() {
        String categorical = TREE.replace("\"split_type\":[0,0,0,0,0]", "\"split_type\":[1,0,0,0,0]")
                .replace("\"categories\":[]", "\"categories\":[3,40]")
                .replace("\"categories_nodes\":[]", "\"categories_nodes\":[0]")
                .replace("\"categories_segments\":[]", "\"categories_segments\":[0]")
                .replace("\"categories_sizes\":[]", "\"categories_sizes\":[2]");
        Frame rows = Frame.of(
                FEATURES,
                List.of(
                        Map.of("a", 3.0, "b", 0.0),
                        Map.of("a", 40.9, "b", 0.0),
                        Map.of("a", 4.0, "b", 0.0),
                        Map.of("a", -3.0, "b", 0.0),
                        Map.of("a", 1e9, "b", 0.0)));

        try (Predictor model =
                load(file(parameters("0E0"), "reg:squarederror", gbtree("0", categorical), ""), NUMBER)) {
            assertThat(model.predict(rows)).containsExactly(1, 1, 0.25, 0.25, 0.25);
        }
    }

    @Test
    void a_logit_without_link_is_still_a_probability_here() {
        try (Predictor model = load(file(parameters("0E0"), "binary:logitraw", gbtree("0", TREE), ""), BINARY)) {
            assertThat(model.predict(ROWS)[2]).isCloseTo(sigmoid(1), offset(1e-6));
        }
    }

    @Test
    void without_the_sums_of_the_training_there_is_no_explanation() {
        String bare = TREE.replaceAll("\"sum_hessian\":\\[.*?\\],", "");
        try (Predictor model = load(file(parameters("0E0"), "reg:squarederror", gbtree("0", bare), ""), NUMBER);
                Predictor whole = load(file(parameters("0E0"), "reg:squarederror", gbtree("0", TREE), ""), NUMBER)) {
            assertThat(model.explainer()).isEmpty();
            assertThat(whole.explainer()).isPresent();
        }
    }

    @Test
    void trees_that_are_none_are_refused() {
        refusesTree("\"left_children\":[1,3,-1,-1,-1]", "\"left_children\":[1,0,-1,-1,-1]", "in the tree already");
        refusesTree("\"left_children\":[1,3,-1,-1,-1]", "\"left_children\":[1,2,-1,-1,-1]", "in the tree already");
        refusesTree("\"left_children\":[1,3,-1,-1,-1]", "\"left_children\":[1,5,-1,-1,-1]", "there are 5 nodes");
        refusesTree("\"left_children\":[1,3,-1,-1,-1]", "\"left_children\":[-7,3,-1,-1,-1]", "child -7");
        refusesTree("\"left_children\":[1,3,-1,-1,-1]", "\"left_children\":[1.5,3,-1,-1,-1]", "not a whole number");
        refusesTree("\"split_indices\":[0,1,0,0,0]", "\"split_indices\":[0,2,0,0,0]", "feature 2 of 2");
        refusesTree("\"split_indices\":[0,1,0,0,0]", "\"split_indices\":[0,1,0,0]", "4 values instead of 5");
        refusesTree("5E-1,2E0,1E0,2.5E-1,-5E-1]", "5E-1,2E0,1E0,2.5E-1,NaN]", "leaf 4 has the value NaN");
        refusesTree("5E-1,2E0,1E0,2.5E-1,-5E-1]", "5E-1,2E0,1E0,2.5E-1,1E99]", "leaf 4 has the value Infinity");
        refusesTree("\"right_children\"", "\"right_childs\"", "there is no 'right_children'");
        refusesTree("\"tree_info\":[0]", "\"tree_info\":[1]", "adds to output 1 of 1");
        refusesTree("\"num_feature\":\"2\"},", "\"num_feature\":\"two\"},", "whole number");
        refusesTree("\"base_score\":\"5E-1\"", "\"base_score\":\"half\"", "'half' is no number");
        refusesTree("\"base_score\":\"5E-1\"", "\"base_score\":\"[1E0,2E0]\"", "2 base scores for 1 outputs");
        refusesTree("\"num_class\":\"0\"", "\"num_class\":\"999999999\"", "there are 999999999 outputs");
        refusesTree("\"version\"", "\"version\":[1,2,3],\"version\"", "Duplicate");
    }

    private static void refusesTree(String part, String by, String because) {
        String file = file(parameters("5E-1"), "reg:squarederror", gbtree("0", TREE), "");
        assertThat(file).contains(part);
        refuses(file.replace(part, by).getBytes(StandardCharsets.UTF_8), NUMBER, LearningError.BAD_MODEL, because);
    }

    private static void refuses(byte[] file, ModelSignature signature, LearningError code, String because) {
        assertThatThrownBy(() -> XgboostRuntime.load(file, "model.json", signature))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(because);
    }

    @Test
    void files_that_would_take_all_memory_or_the_whole_stack_are_refused() {
        refuses(
                "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
                NUMBER,
                LearningError.BAD_MODEL,
                "no XGBoost model");
        String deep = "{\"a\":".repeat(100_000);
        refuses(deep.getBytes(StandardCharsets.UTF_8), NUMBER, LearningError.BAD_MODEL, "nesting depth");
        byte[] nested = new byte[100_000];
        for (int i = 0; i + 10 < nested.length; i += 10) {
            System.arraycopy(new byte[] {'{', 'L', 0, 0, 0, 0, 0, 0, 0, 0}, 0, nested, i, 10);
        }
        refuses(nested, NUMBER, LearningError.BAD_MODEL, "parts lie in more than");
        refuses(packed(1L << 40), NUMBER, LearningError.BAD_MODEL, "a length is 1099511627776");
        refuses(packed(100_000_000), NUMBER, LearningError.BAD_MODEL, "a length is 100000000, and 16 bytes are left");
        refuses(packed(-1), NUMBER, LearningError.BAD_MODEL, "a length is -1");
    }

    /** An object with one array of bytes that says how long it is. */
    private static byte[] packed(long length) {
        return ByteBuffer.allocate(40)
                .put(new byte[] {'{', 'L', 0, 0, 0, 0, 0, 0, 0, 1, 'a', '[', '$', 'U', '#', 'L'})
                .putLong(length)
                .array();
    }

    @Test
    void what_is_not_supported_says_what_it_is() {
        String several = TREE.replace("\"size_leaf_vector\":\"1\"", "\"size_leaf_vector\":\"3\"");
        refuses(
                bytes("reg:squarederror", gbtree("0", several)),
                NUMBER,
                LearningError.UNSUPPORTED_MODEL,
                "multi_output_tree");
        refuses(
                bytes("reg:squarederor", gbtree("0", TREE)),
                NUMBER,
                LearningError.UNSUPPORTED_MODEL,
                "'reg:squarederror'?");
        refuses(
                bytes("reg:squarederror", gbtree("0", TREE).replace("\"gbtree\"}", "\"gbforest\"}")),
                NUMBER,
                LearningError.UNSUPPORTED_MODEL,
                "'gbforest'");
        refuses(new byte[] {'b', 'i', 'n', 'f', 0}, NUMBER, LearningError.BAD_MODEL, "older binary form");
    }

    private static byte[] bytes(String objective, String booster) {
        return file(parameters("5E-1"), objective, booster, "").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_file_of_a_newer_library_that_cannot_be_read_says_by_which_it_was_written() {
        byte[] alike = newer("reg:squarederror", gbtree("0", TREE));
        byte[] other = newer("reg:squarederror", gbtree("0", TREE).replace("\"gbtree\"}", "\"gbforest\"}"));

        XgboostRuntime.load(alike, "model.json", NUMBER).close();
        refuses(
                other,
                NUMBER,
                LearningError.UNSUPPORTED_MODEL,
                "was written by xgboost 9.0.1. Files of 1.0 to 3.x are read");
    }

    private static byte[] newer(String objective, String booster) {
        return new String(bytes(objective, booster), StandardCharsets.UTF_8)
                .replace("[3,1,0]", "[9,0,1]")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_model_of_other_features_or_for_another_task_is_refused() {
        String named =
                file(parameters("5E-1"), "reg:squarederror", gbtree("0", TREE), "\"feature_names\":[\"b\",\"a\"],");
        refuses(
                named.getBytes(StandardCharsets.UTF_8),
                NUMBER,
                LearningError.WRONG_FEATURES,
                "Feature 1 of the model is 'b'");
        refuses(bytes("reg:squarederror", gbtree("0", TREE)), BINARY, LearningError.WRONG_FEATURES, "'binary'");
        ModelSignature quantiles = ModelSignature.quantiles(FEATURES, "y", List.of(0.1));
        byte[] file = bytes(
                "reg:quantileerror\",\"quantile_loss_param\":{\"quantile_alpha\":\"[0.2]\"},\"x\":\"",
                gbtree("0", TREE));
        refuses(file, quantiles, LearningError.WRONG_FEATURES, "[0.2]");
        Schema text = Schema.of(new Field("a", DataType.STRING), new Field("b", DataType.DOUBLE));
        assertThatThrownBy(() -> new XgboostTrainer()
                        .train(TrainingTask.of(
                                ModelSignature.regression(text, "y"),
                                Examples.of(Frame.of(text, List.of(Map.of("a", "x"))), new double[] {1}))))
                .hasMessageContaining("[a string] is none");
    }
}
