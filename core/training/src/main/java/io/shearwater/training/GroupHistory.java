package io.shearwater.training;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.plan.Plan;
import io.shearwater.spi.Sources;
import java.util.List;

/** What training data needs of the history of feature groups. Implemented where the store is composed. Thread-safe. */
public interface GroupHistory {
    /**
     * Holds the newest states of groups, all as of one moment, under a tag, so that they can be read whatever is written,
     * compacted or expired later.
     *
     * @param groups of aggregates the states of their events are held
     * @return for each group the commit that made its state; 0 for a group without commits, for which nothing is held
     */
    List<Long> hold(List<FeatureGroupSpec> groups, String tag);

    /** What a tag is called in the table that has the rows of a group, or its events. */
    String tagOf(FeatureGroupSpec group, String tag);

    /** Lets go of what a tag holds; harmless if it holds nothing. */
    void release(GroupRef group, String tag);

    /** The files of the tables that a plan names, all seen at one moment. */
    Sources sources(Plan plan);
}
