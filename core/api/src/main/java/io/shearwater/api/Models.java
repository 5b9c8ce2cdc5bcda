package io.shearwater.api;

import io.shearwater.evaluation.Scorecard;
import io.shearwater.learning.ModelCard;
import io.shearwater.learning.ModelDraft;
import io.shearwater.learning.ModelRef;
import io.shearwater.learning.ModelStage;
import io.shearwater.learning.ModelVersion;
import io.shearwater.learning.Predictor;
import io.shearwater.learning.RegisteredModel;
import io.shearwater.learning.Validation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models of a project: versions of files that never change, with what they read, where they come from and how good they
 * are. Thread-safe. A name, version or alias that is not there is NOT_FOUND, suggesting the nearest.
 */
public interface Models {
    /**
     * Trains, evaluates and registers: tracked as a run of the experiment of the model's name.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_APPROVED with the scorecard when a check fails: the run is kept, and
     *     nothing is registered; what {@link io.shearwater.learning.Trainer#train} throws
     */
    ModelVersion train(ModelTraining training);

    /**
     * Tries parameters and compares what comes out on the part {@code validation}; each trial is a run of the experiment of the
     * model's name. Nothing is registered: train with the parameters of the best.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_DEFINITION; LEARNER_FAILED when no trial measured what was asked for
     */
    ModelSearch.Result search(ModelSearch search);

    /**
     * Evaluates a registered version with data of its view, wherever it was trained, and keeps what was found with the version: tracked as
     * a run of the experiment of the model's name. A check that fails is no error: it is among what was found, and keeps the version from
     * the next stage.
     *
     * @return the newest of the version's validations
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND when it is not known on which view and with which version of its training data
     *     the model was trained, WRONG_FEATURES when the view does not have the model's features, BAD_EXAMPLES when no row has a label
     */
    Validation evaluate(ModelEvaluation evaluation);

    /**
     * Registers a model whose files were made anywhere, as the next version of its name.
     *
     * @param directory all files in it and below are the model's
     * @throws io.shearwater.model.ShearwaterException NO_RUNTIME when no runtime recognises the files and the draft names no
     *     format; BAD_MODEL, WRONG_FEATURES when the runtime of their format cannot load them
     */
    ModelVersion register(ModelDraft draft, Path directory);

    /** All models, by name. */
    List<RegisteredModel> list();

    RegisteredModel registered(String name);

    /** The versions of a model, ascending. */
    List<ModelVersion> versions(String name);

    ModelVersion model(String name, int version);

    /** The newest version. */
    ModelVersion model(String name);

    /** The version that an alias stands for. */
    ModelVersion aliased(String name, String alias);

    Optional<ModelVersion> find(String name, int version);

    /**
     * The version with the best value of a metric, of equal ones the newest; archived versions are left out.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND when no version has the metric
     */
    ModelVersion best(String name, String metric, Direction direction);

    /** Which values are better. */
    enum Direction {
        MAXIMIZE,
        MINIMIZE
    }

    /** Lets an alias stand for a version, and for none else. */
    RegisteredModel alias(ModelRef model, String alias);

    RegisteredModel unalias(String name, String alias);

    /**
     * Moves a version to another stage. To {@code PRODUCTION} it takes a version that is validated, and a comment: who says so is the
     * approval. To {@code VALIDATED} a version whose scorecard, if it has one, passed,
     * and of its validations with checks the newest of each name.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_APPROVED saying what is missing
     */
    ModelVersion moveTo(ModelRef model, ModelStage stage, String comment);

    /** Keeps what checks found, in the place of what was found before. */
    ModelVersion judge(ModelRef model, Scorecard scorecard);

    ModelVersion describe(ModelRef model, String description);

    /** Writes a section of the model card, in the place of what it said. */
    ModelVersion writeCard(ModelRef model, String title, String text);

    /** The model card, with what is known by itself filled in. */
    ModelCard card(ModelRef model);

    /** What the model comes from, and what depends on it, as far as it is known in the project. */
    ModelLineage lineage(ModelRef model);

    /** The models that were trained on a group, directly or through others, by name, then version. */
    List<ModelRef> trainedOnGroup(String group, int version);

    /** The view that the model was trained on, with its version of the training data. */
    FeatureView featureView(ModelRef model);

    /**
     * Loads a version; its files are checked against what was registered.
     *
     * @throws io.shearwater.model.ShearwaterException NO_RUNTIME, BAD_MODEL
     */
    Predictor load(ModelRef model);

    /**
     * Copies the files of a version to a directory that is empty or not there.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_MODEL when they are not as they were registered
     */
    Path download(ModelRef model, Path directory);

    /**
     * Looks whether the files of all versions are as they were registered; reads all of them.
     *
     * @return what is wrong, by version; nothing where all is well
     */
    Map<ModelRef, String> check();

    /**
     * Deletes a version with its files and aliases. Its number is not used again.
     *
     * @throws io.shearwater.model.ShearwaterException STILL_NEEDED naming what depends on it
     */
    void delete(ModelRef model);
}
