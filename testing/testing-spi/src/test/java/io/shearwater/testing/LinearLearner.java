package io.shearwater.testing;

import io.shearwater.learning.Examples;
import io.shearwater.learning.FeatureRows;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelRuntime;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.TrainedModel;
import io.shearwater.learning.Trainer;
import io.shearwater.learning.TrainingTask;
import io.shearwater.model.Frame;
import io.shearwater.model.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** A learner and runtime in plain Java, as a user might write one: logistic regression by stochastic gradient descent. */
final class LinearLearner implements Trainer, ModelRuntime {
    private static final Set<String> PARAMETERS = Set.of("rounds", "rate");
    private static final String FILE = "weights.txt";

    @Override
    public String name() {
        return "linear";
    }

    @Override
    public String format() {
        return "linear";
    }

    @Override
    public TrainedModel train(TrainingTask task, Listener listener) {
        for (String name : task.parameters().keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw LearningError.BAD_PARAMETER.because(
                        "There is no parameter '" + name + "'." + Names.didYouMean(name, PARAMETERS));
            }
        }
        Examples rows = task.train();
        Frame features = rows.features().all();
        requireTwoClasses(rows);
        double rate = Double.parseDouble(task.parameters().getOrDefault("rate", "0.1"));
        int rounds = Integer.parseInt(task.parameters().getOrDefault("rounds", "10"));
        Path checkpoint =
                task.checkpoints().map(directory -> directory.resolve("linear")).orElse(null);
        double[] weights = new double[task.signature().features().size() + 1];
        int round = 0;
        if (checkpoint != null && Files.exists(checkpoint)) {
            double[] saved = read(checkpoint);
            System.arraycopy(saved, 1, weights, 0, weights.length);
            round = (int) saved[0];
        }
        Map<String, Double> measured = Map.of();
        float[] row = new float[weights.length - 1];
        for (; round < rounds; round++) {
            Random random = new Random(task.seed() * 1_000_003 + round);
            double loss = 0;
            for (int i = 0; i < rows.rows(); i++) {
                int at = random.nextInt(rows.rows());
                FeatureRows.copy(features, at, at + 1, row);
                double weight = rows.weights().isPresent() ? rows.weights().get()[at] : 1;
                double error = weight * (rows.labels()[at] - score(weights, row));
                loss += Math.abs(error);
                weights[row.length] += rate * error;
                for (int f = 0; f < row.length; f++) {
                    weights[f] += rate * error * (Float.isNaN(row[f]) ? 0 : row[f]);
                }
            }
            measured = Map.of("train-error", loss / rows.rows());
            if (checkpoint != null) {
                double[] saved = new double[weights.length + 1];
                saved[0] = round + 1;
                System.arraycopy(weights, 0, saved, 1, weights.length);
                write(checkpoint, saved);
            }
            if (listener.round(round, measured) == Progress.STOP) {
                break;
            }
        }
        return new Trained(task.signature(), weights, measured);
    }

    private static void requireTwoClasses(Examples rows) {
        boolean[] seen = new boolean[2];
        for (double label : rows.labels()) {
            if (label != 0 && label != 1) {
                throw LearningError.BAD_EXAMPLES.because("The label " + label + " is of no class.");
            }
            seen[(int) label] = true;
        }
        if (!(seen[0] && seen[1])) {
            throw LearningError.BAD_EXAMPLES.because("There are rows of one class only.");
        }
    }

    @Override
    public boolean recognises(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    @Override
    public Predictor load(Path directory, ModelSignature signature) {
        double[] weights = read(directory.resolve(FILE));
        if (weights.length != signature.features().size() + 1) {
            throw LearningError.WRONG_FEATURES.because("The model has " + (weights.length - 1) + " features.");
        }
        return new Loaded(signature, weights);
    }

    static void write(Path file, double[] numbers) {
        List<String> lines = new ArrayList<>();
        for (double number : numbers) {
            lines.add(Double.toString(number));
        }
        lines.add("end");
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.getLast().equals("end")) {
                throw LearningError.BAD_MODEL.because("The file of weights is cut off.");
            }
            double[] numbers = new double[lines.size() - 1];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Double.parseDouble(lines.get(i));
            }
            return numbers;
        } catch (IOException | NumberFormatException e) {
            throw LearningError.BAD_MODEL.because("The file of weights cannot be read.", e);
        }
    }

    private static double score(double[] weights, float[] row) {
        double margin = weights[row.length];
        for (int f = 0; f < row.length; f++) {
            margin += weights[f] * (Float.isNaN(row[f]) ? 0 : row[f]);
        }
        return 1 / (1 + Math.exp(-margin));
    }

    private static final class Loaded implements Predictor {
        private final ModelSignature signature;
        private final double[] weights;
        private volatile boolean closed;

        Loaded(ModelSignature signature, double[] weights) {
            this.signature = signature;
            this.weights = weights;
        }

        @Override
        public ModelSignature signature() {
            return signature;
        }

        @Override
        public double[] predict(Frame features) {
            if (closed) {
                throw LearningError.LEARNER_FAILED.because("The model is closed.");
            }
            FeatureRows.requireFeatures(signature, features);
            double[] scores = new double[features.rows()];
            float[] row = new float[weights.length - 1];
            for (int i = 0; i < scores.length; i++) {
                FeatureRows.copy(features, i, i + 1, row);
                scores[i] = score(weights, row);
            }
            return scores;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class Trained implements TrainedModel {
        private final Predictor predictor;
        private final double[] weights;
        private final Map<String, Double> metrics;

        Trained(ModelSignature signature, double[] weights, Map<String, Double> metrics) {
            this.predictor = new Loaded(signature, weights);
            this.weights = weights;
            this.metrics = metrics;
        }

        @Override
        public Predictor predictor() {
            return predictor;
        }

        @Override
        public String format() {
            return "linear";
        }

        @Override
        public void save(Path directory) {
            write(directory.resolve(FILE), weights);
        }

        @Override
        public Map<String, Double> metrics() {
            return metrics;
        }

        @Override
        public Map<String, Double> importance() {
            return Map.of();
        }

        @Override
        public Map<String, String> libraries() {
            return Map.of();
        }

        @Override
        public void close() {
            predictor.close();
        }
    }
}
