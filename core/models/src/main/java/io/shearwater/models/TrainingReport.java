package io.shearwater.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.api.RunLog;
import io.shearwater.evaluation.BinaryPredictions;
import io.shearwater.evaluation.Evaluation;
import io.shearwater.evaluation.Metric;
import io.shearwater.evaluation.Scorecard;
import io.shearwater.model.IoReason;
import io.shearwater.registry.Json;
import io.shearwater.spi.SpiError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** What a training measured, as files beside the model: {@code report/evaluation.json}, {@code report/importance.json} and plots. */
final class TrainingReport {
    /** Where the files lie within the model. */
    static final String DIRECTORY = "report/";

    private static final int BINS = 10;

    private final Path directory;

    TrainingReport(Path model) {
        this.directory = model.resolve(DIRECTORY);
    }

    void write(Optional<Judged> judged, Map<String, Double> importance, Scorecard scorecard) {
        judged.ifPresent(found -> write("evaluation.json", evaluation(found, scorecard)));
        if (!importance.isEmpty()) {
            ObjectNode node = Json.object();
            importance.forEach((feature, share) -> put(node, feature, share));
            write("importance.json", node);
            write("importance.svg", ModelPlots.importance(importance));
        }
        judged.ifPresent(this::plot);
    }

    /** Keeps the report of a directory with a run too. */
    static void keep(RunLog run, Path directory) {
        for (Path file : ModelFolder.regularFiles(directory)) {
            String name = directory.relativize(file).toString().replace('\\', '/');
            if (name.startsWith(DIRECTORY)) {
                run.artifact(file, name);
            }
        }
    }

    private void plot(Judged judged) {
        Evaluation all = judged.slices().all();
        all.confusion().ifPresent(matrix -> write("confusion.svg", ModelPlots.confusion(matrix)));
        // Of one class alone there are no curves.
        if (judged.predictions() instanceof BinaryPredictions binary
                && all.find(Metric.ROC_AUC).isPresent()) {
            write("roc.svg", ModelPlots.roc(binary.roc()));
            write("precision-recall.svg", ModelPlots.precisionRecall(binary.precisionRecall()));
            // Nor is there a calibration of scores that are no probabilities.
            if (all.find(Metric.CALIBRATION_ERROR).isPresent()) {
                write("calibration.svg", ModelPlots.calibration(binary.calibration(BINS)));
            }
        }
    }

    private static ObjectNode evaluation(Judged judged, Scorecard scorecard) {
        ObjectNode node = evaluation(judged.slices().all());
        ObjectNode columns = Json.object();
        judged.slices().slices().forEach((column, values) -> {
            ObjectNode byValue = Json.object();
            values.forEach((value, evaluation) -> byValue.set(value, evaluation(evaluation)));
            columns.set(column, byValue);
        });
        node.set("slices", columns);
        node.set("checks", ScorecardJson.write(scorecard));
        return node;
    }

    private static ObjectNode evaluation(Evaluation evaluation) {
        ObjectNode node = Json.object().put("rows", evaluation.rows());
        ObjectNode metrics = Json.object();
        evaluation.metrics().forEach((name, value) -> put(metrics, name, value));
        node.set("metrics", metrics);
        evaluation.confusion().ifPresent(matrix -> {
            ObjectNode counts = Json.object();
            for (int actual = 0; actual < matrix.classes().size(); actual++) {
                ObjectNode row = Json.object();
                for (int predicted = 0; predicted < matrix.classes().size(); predicted++) {
                    row.put(matrix.classes().get(predicted), matrix.count(actual, predicted));
                }
                counts.set(matrix.classes().get(actual), row);
            }
            node.set("confusion", counts);
        });
        return node;
    }

    /** JSON has no NaN. */
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.put(name, Double.toString(value));
        }
    }

    private void write(String name, ObjectNode content) {
        write(name, content.toPrettyString() + "\n");
    }

    private void write(String name, String content) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name), content);
        } catch (IOException failed) {
            throw SpiError.IO.because(
                    "The report of a training cannot be written to '" + directory + "': " + IoReason.of(failed) + ".",
                    failed);
        }
    }
}
