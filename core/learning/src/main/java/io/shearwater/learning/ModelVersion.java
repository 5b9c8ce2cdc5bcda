package io.shearwater.learning;

import io.shearwater.evaluation.Scorecard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A version of a registered model. Its files, what it reads and where it comes from never change; its stage, card and scorecard
 * may. Immutable: read it again to see what it has become.
 *
 * @param assessment how good it is
 * @param dossier what people said of it and did with it
 */
public record ModelVersion(
        ModelRef ref,
        Instant created,
        ModelSignature signature,
        ModelFiles files,
        ModelOrigin origin,
        Assessment assessment,
        Dossier dossier) {
    public String name() {
        return ref.name();
    }

    public int version() {
        return ref.version();
    }

    public ModelStage stage() {
        return dossier.stage();
    }

    public SortedMap<String, Double> metrics() {
        return assessment.metrics();
    }

    /** What was found since it was registered, oldest first. */
    public List<Validation> validations() {
        return assessment.validations();
    }

    /** The same as people see it now. */
    public ModelVersion withDossier(Dossier next) {
        return new ModelVersion(ref, created, signature, files, origin, assessment, next);
    }

    /** The same with another judgement. */
    public ModelVersion withAssessment(Assessment next) {
        return new ModelVersion(ref, created, signature, files, origin, next, dossier);
    }

    /**
     * How good a version is.
     *
     * @param metrics by name, of its test
     * @param scorecard what its checks found, if there were any
     * @param validations what was found since it was registered, oldest first
     */
    public record Assessment(
            SortedMap<String, Double> metrics, Optional<Scorecard> scorecard, List<Validation> validations) {
        public Assessment {
            validations = List.copyOf(validations);
        }

        /** Before anything was found since. */
        public Assessment(SortedMap<String, Double> metrics, Optional<Scorecard> scorecard) {
            this(metrics, scorecard, List.of());
        }

        /** The same with one more validation. */
        public Assessment with(Validation validation) {
            List<Validation> next = new ArrayList<>(validations);
            next.add(validation);
            return new Assessment(metrics, scorecard, next);
        }
    }

    /**
     * What people said of a version and did with it.
     *
     * @param card sections of the model card that are not filled by themselves, by title
     * @param changes of its stage, oldest first
     */
    public record Dossier(
            ModelStage stage, String description, SortedMap<String, String> card, List<StageChange> changes) {
        public Dossier {
            changes = List.copyOf(changes);
        }
    }

    /**
     * A change of a version's stage.
     *
     * @param by who did it
     * @param comment why; of one to production the approval
     */
    public record StageChange(ModelStage from, ModelStage to, Instant at, String by, String comment) {}
}
