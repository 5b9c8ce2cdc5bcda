package io.shearwater.api;

import io.shearwater.model.GroupRef;
import java.util.List;

/**
 * Feature groups that projects of a store let one another read. A project sees a group that is shared with it under the
 * group's own name and version, and reads it as its own: alone, in queries, SQL and views, offline and online. It cannot change
 * it. Thread-safe.
 */
public interface Shares {
    /**
     * Lets another project read a group, with all features, also those that come later.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND for a group or project that is not there; ALREADY_EXISTS where
     *     the project has a group of this name and version
     */
    void share(GroupRef group, String project);

    /**
     * Lets another project read some features of a group; those of the primary key and the event time always are. What was
     * shared before is replaced.
     *
     * @throws io.shearwater.model.ShearwaterException as {@link #share(GroupRef, String)}; BAD_SHARE for a feature that is not
     *     there, or that is computed on demand from one that is left out; STILL_NEEDED where the other project would lose a
     *     feature of a group that it uses
     */
    void share(GroupRef group, String project, List<String> features);

    /**
     * Takes a share back.
     *
     * @throws io.shearwater.model.ShearwaterException STILL_NEEDED naming the views of the other project that read the group;
     *     NOT_FOUND where it is not shared so
     */
    void unshare(GroupRef group, String project);

    /**
     * Takes a share back whatever uses it. The other project's views of it can be looked at and deleted from then on; reading
     * them fails, and its training data can be made no more. Sharing the group again mends them.
     *
     * @throws io.shearwater.model.ShearwaterException NOT_FOUND where it is not shared so
     */
    void withdraw(GroupRef group, String project);

    /** What this project lets others read, by group, then project. */
    List<SharedGroup> given();

    /** What others let this project read, by group. */
    List<SharedGroup> received();
}
