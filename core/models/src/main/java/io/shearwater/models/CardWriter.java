package io.shearwater.models;

import io.shearwater.api.ModelLineage;
import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelCard;
import io.shearwater.learning.ModelCard.Section;
import io.shearwater.learning.ModelFiles;
import io.shearwater.learning.ModelSignature;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Validation;
import io.shearwater.model.Names;
import io.shearwater.model.TrainingDataset;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes model cards: what the registry knows, and what people wrote where it does not. */
final class CardWriter {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MM/dd/yyyy", Locale.ROOT);

    /** Sections in order; those that are filled by themselves unless somebody writes them. */
    private enum Title {
        NAME("Name"),
        DATE("Date"),
        PURPOSE("Intended use"),
        NOT_INTENDED("Uses that are not intended"),
        ARCHITECTURE("Architecture"),
        DATA("Training data"),
        SIGNATURE("Signature"),
        METRICS("Metrics"),
        TEST("Test data"),
        BASELINE("Comparison with a baseline"),
        BIAS("Bias"),
        RISKS("Risks and limitations"),
        ENVIRONMENT("Environment"),
        DEPENDENCIES("Dependencies"),
        MONITORING("Monitoring"),
        RETRAINING("Retraining"),
        IMPORTANCE("Feature importance and explanations"),
        COMPLIANCE("Compliance"),
        FEEDBACK("Feedback"),
        COST("Cost"),
        REFERENCES("References and contact");

        private final String text;

        Title(String text) {
            this.text = text;
        }
    }

    private final ModelLineage lineage;

    CardWriter(ModelLineage lineage) {
        this.lineage = lineage;
    }

    /** Refuses a title that no card has. */
    static void requireTitle(String title) {
        List<String> known = titles();
        if (!known.contains(title)) {
            throw LearningError.BAD_DEFINITION.because("A model card has no section '" + title + "'; it has " + known
                    + "." + Names.didYouMean(title, known));
        }
    }

    private static List<String> titles() {
        return Arrays.stream(Title.values()).map(title -> title.text).toList();
    }

    ModelCard card(ModelVersion model, Optional<TrainingDataset> data) {
        List<Section> sections = new ArrayList<>();
        for (Title title : Title.values()) {
            String written = model.dossier().card().get(title.text);
            sections.add(
                    written != null
                            ? new Section(title.text, written, false)
                            : new Section(title.text, known(title, model, data), true));
        }
        return new ModelCard(model.ref(), sections);
    }

    private String known(Title title, ModelVersion model, Optional<TrainingDataset> data) {
        return switch (title) {
            case NAME -> model.ref().toString();
            case DATE -> DATE.format(model.created().atZone(ZoneOffset.UTC));
            case PURPOSE -> model.dossier().description();
            case ARCHITECTURE -> architecture(model);
            case DATA -> data.map(this::trainingData).orElse("");
            case SIGNATURE -> signature(model.signature());
            case METRICS -> joined(lines(model.metrics()), plots(model, name -> !isImportance(name)));
            case IMPORTANCE -> plots(model, CardWriter::isImportance);
            case TEST -> data.map(CardWriter::testData).orElse("");
            case BIAS -> checks(model);
            case ENVIRONMENT ->
                lineage.deployments().isEmpty()
                        ? ""
                        : "Online: deployments " + String.join(", ", lineage.deployments());
            case DEPENDENCIES -> lines(model.origin().libraries());
            case NOT_INTENDED, BASELINE, RISKS, MONITORING, RETRAINING, COMPLIANCE, FEEDBACK, COST, REFERENCES -> "";
        };
    }

    private static String checks(ModelVersion model) {
        StringBuilder text = new StringBuilder();
        model.assessment().scorecard().ifPresent(text::append);
        model.validations().stream()
                .filter(Validation::isRequired)
                .forEach(found -> text.append("Validation '")
                        .append(found.name())
                        .append("', ")
                        .append(DATE.format(found.at().atZone(ZoneOffset.UTC)))
                        .append(", ")
                        .append(found.data())
                        .append(":\n")
                        .append(found.scorecard()));
        return text.toString();
    }

    /** The plots among the model's files, which the card shows where it is drawn. */
    private static String plots(ModelVersion model, Predicate<String> chosen) {
        return model.files().files().stream()
                .map(ModelFiles.ModelFile::path)
                .filter(path -> path.startsWith(TrainingReport.DIRECTORY) && path.endsWith(".svg"))
                .filter(chosen)
                .map(path -> "Plot: " + path)
                .collect(Collectors.joining("\n"));
    }

    private static boolean isImportance(String path) {
        return path.endsWith("/importance.svg");
    }

    private static String joined(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + "\n" + second;
    }

    private static String architecture(ModelVersion model) {
        String parameters = lines(model.origin().parameters());
        return "Format: " + model.files().format() + (parameters.isEmpty() ? "" : "\n" + parameters);
    }

    private String trainingData(TrainingDataset data) {
        long rows = data.parts().values().stream()
                .mapToLong(TrainingDataset.PartInfo::rows)
                .sum();
        return "Version " + data.version() + " of the feature view " + data.view() + ": " + rows
                + " rows of the groups " + lineage.groups();
    }

    private static String testData(TrainingDataset data) {
        return data.parts().entrySet().stream()
                .map(part -> part.getKey() + ": " + part.getValue().rows() + " rows")
                .collect(Collectors.joining("\n", "Split: " + data.split() + "\n", ""));
    }

    private static String signature(ModelSignature signature) {
        return "Features: " + signature.features().fields() + "\nLabel: " + signature.label() + ", "
                + signature.task().text()
                + (signature.classes().isEmpty() ? "" : " of " + signature.classes());
    }

    private static String lines(Map<String, ?> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
    }
}
