package io.shearwater.training;

import io.shearwater.model.GroupRef;
import io.shearwater.plan.Plan;
import io.shearwater.spi.Sources;

/** What training data needs of the history of feature groups. Implemented where the store is composed. Thread-safe. */
public interface GroupHistory {
    /**
     * Holds the newest state of a group under a tag, so that it can be read whatever is written, compacted or expired later.
     *
     * @return the commit that made the state; 0 for a group without commits, for which nothing is held
     */
    long hold(GroupRef group, String tag);

    /** Lets go of what a tag holds; harmless if it holds nothing. */
    void release(GroupRef group, String tag);

    /** The files of the tables that a plan names, all seen at one moment. */
    Sources sources(Plan plan);
}
