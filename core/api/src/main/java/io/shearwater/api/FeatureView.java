package io.shearwater.api;

import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Provenance;
import io.shearwater.model.Schema;
import io.shearwater.model.SkewReport;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import io.shearwater.model.TransformationCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model reads: the same ordered features as training data that is correct at each label's point in time, as batch
 * inference data and as online vectors. Thread-safe.
 */
public interface FeatureView {
    FeatureViewSpec spec();

    /**
     * Names and types of the features, in order, as training data, batches and vectors have them.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FITTED for a view whose transformations learn from training data, and
     *     no version of it was chosen
     */
    Schema featureSchema();

    /**
     * The same view without its transformations: every read gives the values as they are stored. Versions of training data that
     * it makes are those of the view, and learn what the transformations need.
     */
    FeatureView untransformed();

    /** The version of the training data that was chosen with {@link #withTrainingDataset}. */
    Optional<TrainingDataset> trainingDataset();

    /**
     * What the transformations learnt from the chosen version, by call, in order: named columns, for people and for checks.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FITTED while no version is chosen
     */
    Map<TransformationCall, Map<String, Frame>> fittedTransformations();

    /** The keys that {@link #featureVector} needs. */
    List<Field> servingKeys();

    /**
     * What a request may name beside keys and features: the inputs of transformations. Those that are read from the store, or
     * are the time of the request, need not be named; on-demand features cannot be computed without the others.
     */
    List<Field> requestParameters();

    /** The plan of the training data and the statement that the engine would run, for people. */
    String explain();

    /** Makes a new version of the training data and reads it. */
    TrainingData trainingData(TrainingOptions options);

    /** All rows, in one part. */
    default TrainingData trainingData() {
        return trainingData(TrainingOptions.whole());
    }

    /** Parts {@code train} and {@code test}, at random by row. */
    default TrainingData trainTestSplit(double testShare, long seed) {
        return trainingData(TrainingOptions.of(SplitSpec.trainTest(testShare, seed)));
    }

    /** Parts {@code train}, {@code validation} and {@code test}, at random by row. */
    default TrainingData trainValidationTestSplit(double validationShare, double testShare, long seed) {
        return trainingData(TrainingOptions.of(SplitSpec.trainValidationTest(validationShare, testShare, seed)));
    }

    /** Parts {@code train} and {@code test} by the labels' event time; rows between them are in neither. */
    default TrainingData trainTestSplit(TimeRange train, TimeRange test) {
        return trainingData(TrainingOptions.of(SplitSpec.trainTestByTime(train, test)));
    }

    /** Reads a version again: the same values, whatever happened to the groups since. */
    TrainingData trainingData(int version);

    /**
     * Makes a new version without holding its rows in memory: read them with {@link #trainingRows}. With a version chosen
     * ({@link #withTrainingDataset}) the transformations learn nothing, and the rows are to evaluate what was trained with that one.
     */
    TrainingDataset makeTrainingData(TrainingOptions options);

    /**
     * The rows of a part of a version as a stream. With another or the same version chosen ({@link #withTrainingDataset}) they are
     * transformed as that one's model reads what it is given; else by what was learnt from the version itself.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND naming the versions, UNKNOWN_COLUMN naming the parts there are
     */
    TrainingRows trainingRows(int version, String part);

    /**
     * Makes a new version and writes each part to files of its own, of any size.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_IN_FORMAT naming a column that the format cannot hold
     */
    TrainingDataset writeTrainingData(TrainingOptions options, TrainingFiles files);

    /** Writes a version again. */
    TrainingDataset writeTrainingData(int version, TrainingFiles files);

    /** The versions, oldest first. */
    List<TrainingDataset> trainingDatasets();

    /** Forgets a version; its states of the groups may then expire. */
    void deleteTrainingDataset(int version);

    /**
     * The view as a model reads it that was trained with a version: transformations use what they learnt from it, batch data holds only rows that pass the version's extra
     * filter, and of an entity that does not pass, a vector finds nothing. Conditions on labels choose training rows alone.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND naming the versions there are
     */
    FeatureView withTrainingDataset(int version);

    /** Features of the root rows of a stretch of event time, as known at each row's time; index columns first. */
    FrameReader batchData(TimeRange range);

    /** Features for keys and times that the caller brings; the spine's columns first. */
    FrameReader batchData(Frame spine);

    /** Features of the latest row of every entity of the root group, as of now; index columns first. */
    FrameReader latest();

    /** The vector of one entity as of now. */
    default FeatureVector featureVector(Map<String, ?> entry) {
        return featureVectors(List.of(entry)).getFirst();
    }

    /**
     * Vectors of many entities, one for each entry, in order.
     *
     * @param entries serving keys, features that the caller knows better than the store, and {@link #requestParameters}: what a
     *     request names wins over stored values. An entry may also state a {@code request_id}, by which its vector is known in
     *     the {@link #vectorLog}; of the entries of one request each another one
     */
    List<FeatureVector> featureVectors(List<? extends Map<String, ?>> entries);

    /** As {@link #featureVector(Map)}, with parameters of the request apart; they win over passed features of their name. */
    default FeatureVector featureVector(Map<String, ?> entry, Map<String, ?> parameters) {
        Map<String, Object> all = new HashMap<>(entry);
        all.putAll(parameters);
        return featureVector(all);
    }

    /** The view's inference helpers for one entity. */
    FeatureVector inferenceHelpers(Map<String, ?> entry);

    /**
     * Why {@link #featureVector} gives a feature the value that it gives: the rows behind it, with their commits.
     *
     * @throws io.shearwater.model.ShearwaterException UNKNOWN_COLUMN when the view has no such feature, and what
     *     {@link #featureVector} throws
     */
    Provenance why(Map<String, ?> entry, String feature);

    /**
     * The same view, each vector of which is also written to the {@link #vectorLog}: what was asked, what was served, and from
     * which commits. It costs a request about a microsecond and never makes it wait.
     *
     * @throws io.shearwater.model.ShearwaterException READ_ONLY when the store was opened to read only, BAD_CHANGE for a view
     *     {@link #untransformed}: the log holds the untransformed values too
     */
    FeatureView logged();

    /**
     * The log of this view's vectors.
     *
     * @throws io.shearwater.model.ShearwaterException NOTHING_LOGGED when no vector of it was ever logged
     */
    VectorLog vectorLog();

    /**
     * Computes logged vectors again, offline, at each request's time and as known at the commits that were online then, with
     * what the request named and what the transformations had learnt, and compares bit for bit. Needs memory for a frame, not
     * for the sample.
     *
     * @throws io.shearwater.model.ShearwaterException NOTHING_LOGGED when no vector of the view was ever logged
     */
    SkewReport verifySkew(SkewSample sample);

    Map<String, String> tags();

    void tag(String name, String value);

    void untag(String name);
}
