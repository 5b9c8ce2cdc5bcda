package io.shearwater.xgboost;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Task;
import io.shearwater.learning.TrainingTask;
import io.shearwater.model.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a training was asked for.
 *
 * @param library what goes to the library as it is
 * @param metrics what is measured after each round; the last decides when to stop; the library's choice if empty
 * @param rounds at most
 * @param patience rounds without a better validation after which to stop; 0 for never
 * @param checkpointRounds rounds between two checkpoints
 * @param categories the features that are categories
 */
record TrainingParameters(
        Map<String, String> library,
        List<String> metrics,
        int rounds,
        int patience,
        int checkpointRounds,
        Set<String> categories) {

    private static final String ROUNDS = "num_round";
    private static final String PATIENCE = "early_stopping_rounds";
    private static final String CHECKPOINT = "checkpoint_rounds";
    private static final String METRICS = "eval_metric";
    private static final String CATEGORIES = "categorical_features";
    private static final String OBJECTIVE = "objective";
    private static final String CLASSES = "num_class";
    private static final String QUANTILES = "quantile_alpha";

    /** Other names, as the library and its Python interface have them, and ours for the same. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("n_estimators", ROUNDS),
            Map.entry("num_boost_round", ROUNDS),
            Map.entry("learning_rate", "eta"),
            Map.entry("min_split_loss", "gamma"),
            Map.entry("reg_lambda", "lambda"),
            Map.entry("reg_alpha", "alpha"),
            Map.entry("n_jobs", "nthread"));

    /** Of the library's documentation, {@code doc/parameter.rst}. */
    private static final Set<String> LIBRARY = Set.of(
            "alpha",
            "aft_loss_distribution",
            "aft_loss_distribution_scale",
            "base_score",
            "booster",
            "colsample_bylevel",
            "colsample_bynode",
            "colsample_bytree",
            "device",
            "eta",
            "feature_selector",
            "gamma",
            "grow_policy",
            "huber_slope",
            "interaction_constraints",
            "lambda",
            "lambdarank_bias_norm",
            "lambdarank_num_pair_per_sample",
            "lambdarank_pair_method",
            "lambdarank_unbiased",
            "lambdarank_normalization",
            "max_bin",
            "max_cached_hist_node",
            "max_cat_threshold",
            "max_cat_to_onehot",
            "max_delta_step",
            "max_depth",
            "max_leaves",
            "min_child_weight",
            "monotone_constraints",
            "ndcg_exp_gain",
            "normalize_type",
            "nthread",
            "num_parallel_tree",
            OBJECTIVE,
            "one_drop",
            "rate_drop",
            "sample_type",
            "sampling_method",
            "scale_pos_weight",
            "sketch_ratio",
            "skip_drop",
            "subsample",
            "top_k",
            "tree_method",
            "tweedie_variance_power",
            "verbosity");

    private static final Set<String> OURS =
            Set.of(ROUNDS, PATIENCE, CHECKPOINT, METRICS, CATEGORIES, CLASSES, QUANTILES);

    static TrainingParameters of(TrainingTask task) {
        Map<String, String> given = given(task.parameters());
        ModelSignature signature = task.signature();
        Map<String, String> library = new LinkedHashMap<>();
        library.put("verbosity", "0");
        library.put("nthread", String.valueOf(Runtime.getRuntime().availableProcessors()));
        given.forEach((name, value) -> {
            if (LIBRARY.contains(name)) {
                library.put(name, value);
            }
        });
        // With a seed for each round a training that goes on from a checkpoint draws what it would have drawn.
        library.put("seed", String.valueOf(Math.floorMod(task.seed(), Integer.MAX_VALUE)));
        library.put("seed_per_iteration", "true");
        addObjective(library, given, signature);
        int patience = count(given, PATIENCE, 0, 0);
        if (patience > 0 && task.validation().isEmpty()) {
            throw LearningError.BAD_PARAMETER.because("The parameter '" + PATIENCE + "' is " + patience
                    + ", but there are no validation rows by which to see when to stop. Give some, or leave it out.");
        }
        return new TrainingParameters(
                library,
                words(given.getOrDefault(METRICS, "")),
                count(given, ROUNDS, 100, 1),
                patience,
                count(given, CHECKPOINT, 10, 1),
                categories(given, signature));
    }

    private static Map<String, String> given(Map<String, String> parameters) {
        Map<String, String> given = new LinkedHashMap<>();
        Map<String, String> source = new LinkedHashMap<>();
        Set<String> known = new TreeSet<>(LIBRARY);
        known.addAll(OURS);
        known.addAll(ALIASES.keySet());
        parameters.forEach((name, value) -> {
            if (name.equals("seed") || name.equals("random_state")) {
                throw LearningError.BAD_PARAMETER.because(
                        "The parameter '" + name + "' is not needed: the seed is that of the task.");
            }
            if (!known.contains(name)) {
                throw LearningError.BAD_PARAMETER.because(
                        "There is no parameter '" + name + "' of xgboost (it is given '" + value + "')."
                                + Names.didYouMean(name, known) + " See doc/parameter.rst of the library.");
            }
            String main = ALIASES.getOrDefault(name, name);
            String other = source.put(main, name);
            if (other != null) {
                throw LearningError.BAD_PARAMETER.because(
                        "The parameters '" + other + "' and '" + name + "' are the same one. Give one of them.");
            }
            given.put(main, value.strip());
        });
        return given;
    }

    private static void addObjective(Map<String, String> library, Map<String, String> given, ModelSignature signature) {
        Task task = signature.task();
        String name = given.getOrDefault(OBJECTIVE, Objective.of(task).name());
        Objective objective = Objective.named(name)
                .orElseThrow(() -> LearningError.BAD_PARAMETER.because("The parameter 'objective' is '" + name
                        + "', which xgboost does not have." + Names.didYouMean(name, Objective.names())));
        if (!objective.tasks().contains(task)) {
            throw LearningError.BAD_PARAMETER.because("The parameter 'objective' is '" + name
                    + "', which does not give what the task '" + task.text() + "' is. Use one of "
                    + Objective.names(task) + ".");
        }
        library.put(OBJECTIVE, name);
        if (task == Task.MULTICLASS) {
            int classes = signature.classes().size();
            if (count(given, CLASSES, classes, 1) != classes) {
                throw LearningError.BAD_PARAMETER.because("The parameter '" + CLASSES + "' is '" + given.get(CLASSES)
                        + "', but '" + signature.label() + "' has " + classes + " classes. Leave it out.");
            }
            library.put(CLASSES, String.valueOf(classes));
        }
        if (task == Task.QUANTILES) {
            library.put(
                    QUANTILES,
                    signature.quantiles().stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        } else if (given.containsKey(QUANTILES)) {
            throw LearningError.BAD_PARAMETER.because("The parameter '" + QUANTILES
                    + "' is for models of the task 'quantiles', which have them by themselves.");
        }
    }

    private static Set<String> categories(Map<String, String> given, ModelSignature signature) {
        List<String> names = words(given.getOrDefault(CATEGORIES, ""));
        List<String> features = signature.features().names();
        for (String name : names) {
            if (!features.contains(name)) {
                throw LearningError.BAD_PARAMETER.because("The parameter '" + CATEGORIES + "' names '" + name
                        + "', which is not a feature." + Names.didYouMean(name, features));
            }
        }
        return new LinkedHashSet<>(names);
    }

    private static List<String> words(String list) {
        List<String> words = new ArrayList<>();
        for (String word : list.split(",", -1)) {
            if (!word.isBlank()) {
                words.add(word.strip());
            }
        }
        return words;
    }

    private static int count(Map<String, String> given, String name, int otherwise, int least) {
        String text = Optional.ofNullable(given.get(name)).orElse(String.valueOf(otherwise));
        try {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw LearningError.BAD_PARAMETER.because(
                    "The parameter '" + name + "' is '" + text + "'; it must be a whole number.", e);
        }
        throw LearningError.BAD_PARAMETER.because(
                "The parameter '" + name + "' is " + text + "; the least is " + least + ".");
    }

    /** Whether trees are grown of rows or columns by chance. */
    boolean samples() {
        return !booster().equals("gblinear")
                && library.keySet().stream()
                        .anyMatch(name -> name.equals("subsample") || name.startsWith("colsample_"));
    }

    String booster() {
        return library.getOrDefault("booster", "gbtree");
    }
}
