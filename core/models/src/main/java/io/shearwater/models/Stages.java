package io.shearwater.models;

import io.shearwater.learning.LearningError;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.ModelVersion.Dossier;
import io.shearwater.learning.ModelVersion.StageChange;
import io.shearwater.learning.Validation;
import io.shearwater.model.Times;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The rules of a version's life. */
final class Stages {
    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final Pattern VERSION = Pattern.compile("v\\d+");

    private final Supplier<String> actor;
    private final InstantSource clock;

    Stages(Supplier<String> actor, InstantSource clock) {
        this.actor = actor;
        this.clock = clock;
    }

    static Dossier first(ModelDraft draft) {
        return new Dossier(ModelStage.UNVALIDATED, draft.description(), draft.card(), List.of());
    }

    ModelVersion moved(ModelVersion model, ModelStage to, String comment) {
        if (model.stage() == to) {
            return model;
        }
        switch (to) {
            case VALIDATED -> requirePassed(model);
            case PRODUCTION -> requireApproval(model, comment);
            case UNVALIDATED, ARCHIVED -> {
                // Always possible: it takes nothing for granted.
            }
        }
        Dossier was = model.dossier();
        List<StageChange> changes = new ArrayList<>(was.changes());
        changes.add(new StageChange(was.stage(), to, Times.truncated(clock.instant()), actor.get(), comment));
        return model.withDossier(new Dossier(to, was.description(), was.card(), changes));
    }

    /** Of its own checks and of the validations of each name the newest: what passed before says nothing of what was found since. */
    private static void requirePassed(ModelVersion model) {
        List<String> failed = new ArrayList<>();
        model.assessment()
                .scorecard()
                .filter(scorecard -> !scorecard.isPassed())
                .ifPresent(scorecard -> failed.add("checks failed when it was registered.\n" + scorecard));
        Map<String, Validation> newest = new LinkedHashMap<>();
        model.validations().stream()
                .filter(Validation::isRequired)
                .forEach(validation -> newest.put(validation.name(), validation));
        newest.values().stream()
                .filter(validation -> !validation.scorecard().isPassed())
                .forEach(validation -> failed.add("checks of the validation '" + validation.name() + "' ("
                        + validation.number() + ", " + validation.at() + ", " + validation.data() + ") failed.\n"
                        + validation.scorecard()));
        if (!failed.isEmpty()) {
            throw LearningError.NOT_APPROVED.because(model.ref() + " cannot be validated: " + String.join("", failed));
        }
    }

    private static void requireApproval(ModelVersion model, String comment) {
        if (model.stage() != ModelStage.VALIDATED) {
            throw LearningError.NOT_APPROVED.because(
                    model.ref() + " is " + model.stage().text()
                            + ". Only a validated version goes to production: move it to 'validated' first.");
        }
        requirePassed(model);
        if (comment.isBlank()) {
            throw LearningError.NOT_APPROVED.because(
                    "Moving " + model.ref() + " to production is an approval, which needs a comment: say why.");
        }
    }

    static ModelVersion described(ModelVersion model, String description) {
        Dossier was = model.dossier();
        return model.withDossier(new Dossier(was.stage(), description, was.card(), was.changes()));
    }

    static ModelVersion withCard(ModelVersion model, String title, String text) {
        Dossier was = model.dossier();
        SortedMap<String, String> card = new TreeMap<>(was.card());
        card.put(title, text);
        return model.withDossier(new Dossier(was.stage(), was.description(), card, was.changes()));
    }

    /** Aliases as other registries have them: not a name that could mean a version. */
    static void requireAlias(String alias) {
        String lower = alias.toLowerCase(Locale.ROOT);
        if (!ALIAS.matcher(alias).matches()
                || lower.equals("latest")
                || VERSION.matcher(lower).matches()) {
            throw LearningError.BAD_DEFINITION.because(
                    "'" + alias + "' cannot be an alias: it has letters, digits, '-' and"
                            + " '_', and is neither 'latest' nor 'v' with a number.");
        }
    }
}
