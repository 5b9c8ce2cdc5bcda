package io.shearwater.api;

import io.shearwater.model.Aggregate;
import io.shearwater.model.Commit;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.OnlineCheck;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of features of one entity: its history, and, if declared, the latest rows for serving. Thread-safe; writes to one
 * group happen one after another. All writes are atomic and durable when they return, and visible to every later read of
 * this process.
 */
public interface FeatureGroup {
    /** The definition as it is now. */
    FeatureGroupSpec spec();

    /** These columns, for a view or a read. */
    default Query select(String... columns) {
        return Query.of(spec(), List.of(columns));
    }

    /** Every column. */
    default Query selectAll() {
        return Query.allOf(spec());
    }

    /** Every column that is a feature. */
    default Query selectFeatures() {
        return Query.featuresOf(spec());
    }

    /** Every column but these. */
    default Query selectExcept(String... columns) {
        return Query.except(spec(), List.of(columns));
    }

    /**
     * Writes rows; a row whose identity (primary key and event time) is there replaces it. Of several input rows with one
     * identity the last counts. One bad row and nothing is written: the error names the first ten.
     */
    default Commit insert(Frame rows) {
        return insert(rows.reader(), WriteOptions.plain());
    }

    /** As {@link #insert(Frame)}, for any number of rows; the reader is closed. */
    Commit insert(FrameReader rows, WriteOptions options);

    /** Writes rows whose identities must be new: fails, writing nothing, if one of them exists. */
    default Commit append(Frame rows) {
        return append(rows.reader(), WriteOptions.plain());
    }

    /** As {@link #append(Frame)}, for any number of rows; the reader is closed. */
    Commit append(FrameReader rows, WriteOptions options);

    /** Deletes rows by primary key (every event time), or by whole identity where the frame has the event time too. */
    Commit deleteRecords(Frame keys);

    /** Deletes the rows for which the condition is true. */
    Commit deleteWhere(Predicate condition);

    /** All rows as they are now. */
    default Frame read() {
        return read(ReadOptions.all());
    }

    /**
     * Chosen rows in memory.
     *
     * @throws io.shearwater.model.ShearwaterException FRAME_TOO_LARGE when they take more than half of the free heap
     */
    default Frame read(ReadOptions options) {
        return reader(options).readAll();
    }

    /** Chosen rows as a stream. */
    FrameReader reader(ReadOptions options);

    /**
     * What changed after one commit up to and including another: the columns of the group, then {@code change_type} with
     * {@code insert}, {@code update} or {@code delete}. Updated rows have their new values, deleted ones their last.
     *
     * @param fromExclusive 0 for everything; a commit of another group stands for the state that this one had then
     * @param toInclusive a commit of this group
     */
    FrameReader changes(long fromExclusive, long toInclusive);

    /** Every commit, oldest first. */
    List<Commit> commits();

    /**
     * Statistics of all rows as they are now, of the columns and parts that the definition says. Put together from what large
     * commits kept of their rows; where rows were replaced or deleted since, every row is read, with bounded memory.
     */
    Statistics statistics();

    /**
     * Statistics of the rows that one commit wrote; of none if it wrote none.
     *
     * @throws io.shearwater.model.ShearwaterException UNKNOWN_COMMIT; EXPIRED_COMMIT where it kept no statistics and its state
     *     was given up
     */
    Statistics statistics(long commit);

    /**
     * Statistics of all rows without reading many: rows that were replaced or deleted may count still, and
     * {@link Statistics#superseded()} says how many. Empty where too little was kept.
     */
    Optional<Statistics> storedStatistics();

    /** Statistics computed from every row as it is now, with bounded memory. */
    Statistics computeStatistics(StatisticsSpec wanted);

    /** Rewrites small files and files with many deleted rows; changes no value. */
    Commit compact();

    /** Gives up reading states before an instant, except those that training datasets hold. Returns how many. */
    int expireCommits(Instant olderThan);

    /**
     * Takes over what another program (any that writes Iceberg tables) committed to the group's table. Until then reads see
     * the last commit before that, and writes are refused. Checks columns, keys and that each identity is there once, then
     * rebuilds the online table. Harmless to call again.
     *
     * @return the commit that took it over; empty where there was nothing
     * @throws io.shearwater.model.ShearwaterException FOREIGN_ROWS naming what breaks the group's rules; nothing is changed
     */
    Optional<Commit> adopt();

    /** Adds features; rows written before read as their default, else null. */
    void appendFeatures(List<Feature> features);

    /**
     * Adds aggregates to a group of aggregates, without a new version: those that are there keep their meaning. Where the group is
     * served, its events are loaded anew before the new aggregates are known.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_CHANGE for a group whose rows are written, BAD_DEFINITION,
     *     DUPLICATE_COLUMN
     */
    void appendAggregates(List<Aggregate> aggregates);

    /** Widens a column's type in place: int to long, float to double, more decimal digits, a longer text. */
    void widen(String column, DataType type);

    /** Renames a column that nothing depends on. */
    void rename(String from, String to);

    /** Drops a column that nothing depends on. */
    void drop(String column);

    /** Copies rows of a stretch of event time from history to the online table. Returns how many were considered. */
    long materialize(TimeRange range);

    /** Brings the online table up to the newest commit. Returns the number of commits applied. */
    int materializeIncremental();

    /** Builds the online table anew from history, while the old one is read. Returns the number of rows. */
    long rebuildOnline();

    /** Removes online rows whose TTL has passed. Returns how many. */
    long purgeExpired();

    /**
     * Compares the rows online with the history, entity by entity, in bounded memory. Rows that are written meanwhile may be
     * counted as different.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_CHANGE for a group that is not kept both online and offline
     */
    OnlineCheck checkOnline();

    /**
     * Online rows through time of one entity, or of all whose key begins with the given columns, newest first.
     *
     * @param key the primary key, or its leading columns
     * @param most the greatest number of rows for each entity
     */
    Frame onlineRows(Map<String, Object> key, TimeRange range, int most);

    Map<String, String> tags();

    void tag(String name, String value);

    void untag(String name);
}
