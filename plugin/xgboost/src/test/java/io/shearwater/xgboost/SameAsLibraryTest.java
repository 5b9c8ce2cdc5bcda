package io.shearwater.xgboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models of the native library, of all kinds, beside the library's own answers for random and for odd rows. Margins are the same
 * bits where the base score is one; where it goes through a logarithm first, it may differ in the last places of
 * 1, and scores that go through an exponential function in their last two: there, these functions are the machine's.
 */
class SameAsLibraryTest {
    private static final float[] ROWS = Library.rows(1500, 1);
    private static final float[] NEW_ROWS = Library.rows(1000, 2);
    private static final float[] ODD_ROWS = Library.oddRows(1000, 3);

    /** A kind of model: what its labels are made of, and the parameters. */
    record Kind(String labels, int rounds, Map<String, String> parameters) {
        @Override
        public String toString() {
            return parameters.toString();
        }
    }

    private static Kind kind(String labels, int rounds, String... parameters) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return new Kind(labels, rounds, map);
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                kind("binary", 30, "objective", "binary:logistic", "max_depth", "6"),
                kind("binary", 20, "objective", "binary:logistic", "base_score", "0.5", "tree_method", "exact"),
                kind("binary", 20, "objective", "binary:logitraw", "max_depth", "4"),
                kind("binary", 20, "objective", "binary:hinge", "max_depth", "3"),
                kind("binary", 20, "objective", "reg:logistic", "grow_policy", "lossguide", "max_leaves", "20"),
                kind("number", 20, "objective", "reg:squarederror", "num_parallel_tree", "3", "subsample", "0.6"),
                kind("number", 20, "objective", "reg:absoluteerror", "max_depth", "5"),
                kind("number", 20, "objective", "reg:pseudohubererror", "max_depth", "5"),
                kind("positive", 20, "objective", "reg:squaredlogerror", "max_depth", "5"),
                kind("number", 20, "objective", "reg:quantileerror", "quantile_alpha", "[0.1,0.5,0.9]"),
                kind("positive", 20, "objective", "count:poisson", "max_depth", "4"),
                kind("positive", 20, "objective", "reg:gamma", "max_depth", "4"),
                kind("positive", 20, "objective", "reg:tweedie", "max_depth", "4", "tweedie_variance_power", "1.3"),
                kind("positive", 20, "objective", "survival:cox", "max_depth", "4"),
                kind("classes", 15, "objective", "multi:softprob", "num_class", "4", "max_depth", "5"),
                kind("classes", 15, "objective", "rank:pairwise", "max_depth", "4"),
                kind("classes", 15, "objective", "rank:ndcg", "max_depth", "4"),
                kind("number", 25, "booster", "dart", "rate_drop", "0.3", "objective", "reg:squarederror"),
                kind(
                        "classes",
                        10,
                        "booster",
                        "dart",
                        "rate_drop",
                        "0.4",
                        "objective",
                        "multi:softprob",
                        "num_class",
                        "4"),
                kind(
                        "number",
                        5,
                        "objective",
                        "reg:squarederror",
                        "max_depth",
                        "0",
                        "max_leaves",
                        "700",
                        "min_child_weight",
                        "0"),
                kind("number", 30, "booster", "gblinear", "objective", "reg:squarederror"),
                kind("classes", 30, "booster", "gblinear", "objective", "multi:softprob", "num_class", "4"),
                kind("categories", 25, "objective", "reg:squarederror", "max_cat_to_onehot", "1"),
                kind("categories", 25, "objective", "reg:squarederror", "max_cat_to_onehot", "50"));
    }

    private static DMatrix matrix(Kind kind) throws XGBoostError {
        float[] labels = Library.numbers(ROWS, 5);
        for (int i = 0; i < labels.length; i++) {
            labels[i] = switch (kind.labels()) {
                case "binary" -> labels[i] > 3 ? 1 : 0;
                case "positive" -> Math.round(Math.max(0, labels[i])) + 1;
                case "classes" -> Math.clamp((long) labels[i], 0, 3);
                default -> labels[i];
            };
        }
        DMatrix matrix = Library.matrix(ROWS, labels);
        if (kind.labels().equals("categories")) {
            matrix.setFeatureTypes(new String[] {"q", "q", "q", "q", "q", "q", "q", "c", "c"});
        }
        if (kind.parameters().toString().contains("rank:")) {
            int[] groups = new int[50];
            Arrays.fill(groups, 30);
            matrix.setGroup(groups);
        }
        return matrix;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void scores_and_contributions_are_the_librarys(Kind kind) throws XGBoostError, IOException {
        DMatrix train = matrix(kind);
        Booster trained = Library.train(train, kind.parameters(), kind.rounds());
        // As it was saved: what is in memory after training may know its base score better than its file.
        Booster booster = XGBoost.loadModel(trained.toByteArray("ubj"));
        trained.dispose();
        try {
            XgboostModel model = Library.load(booster.toByteArray("json"));
            assertSameScores(booster, model);
            assertSameScores(booster, Library.load(booster.toByteArray("ubj")));
            assertSameForOddRows(booster, model, kind);
            assertSameContributions(booster, model);
        } finally {
            booster.dispose();
            train.dispose();
        }
    }

    private static void assertSameScores(Booster booster, XgboostModel model) throws XGBoostError {
        DMatrix rows = new DMatrix(NEW_ROWS, NEW_ROWS.length / Library.WIDTH, Library.WIDTH, Float.NaN);
        try {
            assertSameMargins(model, Library.margins(model, NEW_ROWS), Library.flat(booster.predict(rows, true)));
            // Of the raw objective the library's scores are margins, ours are probabilities.
            if (!model.objective().name().equals("binary:logitraw")) {
                float[] scores = Library.flat(booster.predict(rows));
                // What a margin lacks in its last places, its exponential has as a share.
                int most = model.objective().link() == Objective.Link.EXP ? 16 : 2;
                assertThat(ulps(Library.scores(model, NEW_ROWS), scores)).isLessThanOrEqualTo(most);
            }
        } finally {
            rows.dispose();
        }
    }

    /**
     * Only this way the library takes infinite values; not for linear models, and for dart it takes the way over the base score
     * and back, which rounds.
     */
    private static void assertSameForOddRows(Booster booster, XgboostModel model, Kind kind) throws XGBoostError {
        if (kind.parameters().containsKey("booster")) {
            return;
        }
        int count = ODD_ROWS.length / Library.WIDTH;
        float[][] margins = booster.inplace_predict(
                ODD_ROWS, count, Library.WIDTH, Float.NaN, new int[] {0, 0}, Booster.PredictionType.kMargin, null);
        assertSameMargins(model, Library.margins(model, ODD_ROWS), Library.flat(margins));
    }

    private static void assertSameMargins(XgboostModel model, float[] ours, float[] theirs) {
        if (model.objective().base() == Objective.Link.IDENTITY) {
            assertThat(ours).containsExactly(theirs);
            return;
        }
        assertThat(ours).hasSameSizeAs(theirs);
        for (int i = 0; i < ours.length; i++) {
            assertThat(ours[i]).isCloseTo(theirs[i], offset(4 * Math.ulp(Math.max(1, Math.abs(theirs[i])))));
        }
    }

    private static void assertSameContributions(Booster booster, XgboostModel model) throws XGBoostError {
        int count = 150;
        float[] some = Arrays.copyOf(NEW_ROWS, count * Library.WIDTH);
        int width = Library.WIDTH + 1;
        double[] ours = new double[count * model.outputs() * width];
        for (int i = 0; i < count * model.outputs(); i++) {
            ours[i * width + width - 1] = model.base()[i % model.outputs()];
        }
        model.ensemble().contributions().orElseThrow().addTo(some, count, ours);
        float[] margins = Library.margins(model, some);
        DMatrix rows = new DMatrix(some, count, Library.WIDTH, Float.NaN);
        try {
            float[] theirs = Library.flat(booster.predictContrib(rows, 0));
            for (int i = 0; i < margins.length; i++) {
                double sum = 0;
                double scale = 0;
                for (int at = i * width; at < (i + 1) * width; at++) {
                    sum += ours[at];
                    scale += Math.abs(ours[at]);
                }
                assertThat(sum).isCloseTo(margins[i], offset(1e-6 * scale));
                for (int at = i * width; at < (i + 1) * width; at++) {
                    assertThat(ours[at]).isCloseTo(theirs[at], offset(1e-6 * scale));
                }
            }
        } finally {
            rows.dispose();
        }
    }

    /** The greatest distance of two floats, counted in floats. */
    private static long ulps(float[] ours, float[] theirs) {
        assertThat(ours).hasSameSizeAs(theirs);
        long most = 0;
        for (int i = 0; i < ours.length; i++) {
            most = Math.max(most, Math.abs((long) order(ours[i]) - order(theirs[i])));
        }
        return most;
    }

    private static int order(float value) {
        int bits = Float.floatToIntBits(value);
        return bits < 0 ? Integer.MIN_VALUE - bits : bits;
    }
}
