package io.shearwater.api;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.Query;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One project's feature groups and feature views. Thread-safe. Accessors that name one thing throw a notFound error that
 * suggests the nearest name; their {@code find…} twins return an Optional.
 */
public interface FeatureStore extends AutoCloseable {
    /**
     * The store on the server that the environment names: SHEARWATER_HOST, SHEARWATER_PROJECT, SHEARWATER_API_KEY. A host that is
     * not named is this machine; a project that is not named is the only one that the key is a member of.
     *
     * @throws io.shearwater.model.ShearwaterException NO_CLIENT without shearwater-client on the class path; what
     *     {@link #connect(String, String, String)} throws
     */
    static FeatureStore connect() {
        return StoreConnector.find()
                .connect(new StoreConnector.Server(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /** As {@link #connect(String, String, String)}, with the project that the environment names, or the key's only one. */
    static FeatureStore connect(String address, String apiKey) {
        return StoreConnector.find()
                .connect(new StoreConnector.Server(Optional.of(address), Optional.empty(), Optional.of(apiKey)));
    }

    /**
     * A project of a store on a server. What is read and written goes over the network, where a connection may break; code of
     * one's own has to be on the server.
     *
     * @param address as {@code https://features.example.com}, or a name with or without a port, which means TLS unless it is this
     *     machine
     * @param apiKey proves who asks
     * @throws io.shearwater.model.ShearwaterException NO_CLIENT without shearwater-client on the class path; BAD_ADDRESS, NOT_SAFE,
     *     UNREACHABLE; where the key is not valid, or the project is none of its
     */
    static FeatureStore connect(String address, String project, String apiKey) {
        return StoreConnector.find()
                .connect(new StoreConnector.Server(Optional.of(address), Optional.of(project), Optional.of(apiKey)));
    }

    String project();

    /** Makes a group; fails if this name and version exist. */
    FeatureGroup createFeatureGroup(FeatureGroupSpec spec);

    /** The group of this definition, made if it is not there; fails if it is there and defined otherwise. */
    FeatureGroup getOrCreateFeatureGroup(FeatureGroupSpec spec);

    FeatureGroup featureGroup(String name, int version);

    /** The newest version. */
    FeatureGroup featureGroup(String name);

    Optional<FeatureGroup> findFeatureGroup(String name, int version);

    /** By name, then version. */
    List<FeatureGroup> featureGroups();

    /** Deletes a group with its data; refused while something depends on it, naming what. */
    void deleteFeatureGroup(String name, int version);

    /** Makes a view; fails if this name and version exist. */
    FeatureView createFeatureView(FeatureViewSpec spec);

    /** The view of this definition, made if it is not there; fails if it is there and defined otherwise. */
    FeatureView getOrCreateFeatureView(FeatureViewSpec spec);

    FeatureView featureView(String name, int version);

    /** The newest version. */
    FeatureView featureView(String name);

    Optional<FeatureView> findFeatureView(String name, int version);

    /** By name, then version. */
    List<FeatureView> featureViews();

    /**
     * The functions of users that groups and views call, by name, then version. Their code is kept in the store: a program
     * that has other code under their names, or none, runs what was registered.
     */
    List<FunctionRef> transformations();

    /**
     * Looks whether the code of {@link #transformations} is kept in the store as it was registered.
     *
     * @return what is wrong, by function; nothing where all is well
     */
    Map<FunctionRef, String> checkTransformations();

    /** Deletes a view; refused while training datasets depend on it, naming them. */
    void deleteFeatureView(String name, int version);

    /** Everything that is defined, at one moment. */
    StoreDefinitions definitions();

    /**
     * Makes several changes of definitions in one transaction: all of them or none, also if the process is killed. Views are
     * deleted first, then groups; then groups are changed, made, and views made, whatever the order of the list.
     *
     * @param base what the changes were planned on
     * @throws io.shearwater.model.ShearwaterException CHANGED_MEANWHILE when something else is defined now, BAD_CHANGE,
     *     ALREADY_EXISTS, STILL_NEEDED, NOT_FOUND; nothing is changed
     */
    void changeDefinitions(StoreDefinitions base, List<DefinitionChange> changes);

    /**
     * Whether the code of all transformations is at hand that changes of definitions bring, and suits its columns; nothing is changed.
     *
     * @throws io.shearwater.model.ShearwaterException MISSING_CODE, CHANGED_CODE, or what else {@link #changeDefinitions} would
     *     say of a transformation
     */
    void checkDefinitions(List<DefinitionChange> changes);

    /** The rows of a query over the newest state; joins are point in time on the root's event time. */
    FrameReader reader(Query query);

    default Frame read(Query query) {
        return reader(query).readAll();
    }

    /**
     * The rows of a {@code SELECT} in DuckDB's SQL whose tables are feature groups: {@code g} is the newest version of the
     * group g, {@code g__2} its version 2, {@code g@17} its state right after commit 17. Window functions, {@code ASOF} joins
     * and common table expressions work; all tables are read at one moment. Files, settings and extensions are out of
     * reach, and nothing can be changed. Columns of a type that the store lacks come as the nearest one: very large integers
     * as decimals, times of day and intervals as texts.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST, saying where in the statement; UNKNOWN_TABLE
     */
    FrameReader sqlReader(String statement);

    /**
     * As {@link #sqlReader(String)}, with tables that stand for something else than the group of their name.
     *
     * @param tables by name, in lower case; a name of none of them is a group
     */
    default FrameReader sqlReader(String statement, Map<String, SqlTable> tables) {
        return sqlReader(statement, tables, ZoneOffset.UTC);
    }

    /**
     * As {@link #sqlReader(String, Map)}, where days, hours and times without a zone are those of a zone instead of UTC.
     *
     * @param zone UTC or a place, as Europe/Stockholm
     */
    FrameReader sqlReader(String statement, Map<String, SqlTable> tables, ZoneId zone);

    /**
     * What a statement selects from, and whether it means the same in Spark SQL; the tables need not exist.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST for a statement that {@link #sqlReader} refuses
     */
    SqlSummary inspectSql(String statement);

    /**
     * As {@link #inspectSql(String)}, with the columns of the tables known: tells also what means something else in Spark SQL by
     * their types. Nothing is read, and no rows are closed.
     *
     * @param tables by name, in lower case; a name of none of them is a group
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST or UNKNOWN_TABLE
     */
    SqlSummary inspectSql(String statement, Map<String, SqlTable> tables);

    /**
     * Tells one form of a program's code from another: a digest of a class, those it is nested with, and those of its jar or
     * directory that they name. Lines and names of local variables do not count. Of a lambda's class it is that of the program
     * around it; what the lambda captured is not seen.
     *
     * @return empty where the class files cannot be read
     */
    Optional<String> codeDigest(Class<?> code);

    /** How the engine would run a statement, for people: also which columns and rows are read of which files. */
    String explainSql(String statement, Map<String, SqlTable> tables);

    /** All rows of {@link #sqlReader}. */
    default Frame sql(String statement) {
        return sqlReader(statement).readAll();
    }

    /** The plan of a query and the statement that the engine would run, for people. */
    String explain(Query query);

    /** Files of the project beside its features. */
    ProjectFiles files();

    /** What was tried in training, and what came out. */
    Experiments experiments();

    /** The feature groups that this project lets others of the store read, and they this one. */
    Shares shares();

    /** The models of the project. */
    Models models();

    /** What answers requests. */
    Deployments deployments();

    /** Statistics of any rows, such as the training part of a version; the reader is closed. */
    Statistics statistics(FrameReader rows, StatisticsSpec wanted);

    /** Summary and distribution of any rows. */
    default Statistics statistics(Frame rows) {
        return statistics(rows.reader(), StatisticsSpec.STANDARD);
    }

    /** Rows of files outside the store. */
    FrameReader reader(FileSource source);

    /** All rows of one file, whose ending tells its format. */
    default Frame readFile(Path file) {
        return reader(FileSource.of(file)).readAll();
    }

    /** Writes rows to a file whose ending tells its format; replaces it once complete. Returns the rows. */
    long writeFile(FrameReader rows, Path file);

    default long writeFile(Frame rows, Path file) {
        return writeFile(rows.reader(), file);
    }

    @Override
    void close();
}
