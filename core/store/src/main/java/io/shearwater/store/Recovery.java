package io.shearwater.store;

import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.registry.GroupRecord;
import java.util.List;
import java.util.Set;

/**
 * Finishes, when a store is opened for writing, what the last process could not: writes that began and did not end, commits
 * that are not online, changes of columns that online tables do not know of, online tables whose files are gone. What cannot
 * be finished now is left to the group's next use and does not keep the store from opening.
 */
record Recovery(StoreParts parts, EmbeddedLearning learning) {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    void run() {
        for (State state : states(parts.registry().groups())) {
            attempt("the feature group " + state.group().spec().ref(), () -> recover(state));
        }
        for (FeatureViewSpec view : parts.registry().views()) {
            attempt("the training data of " + view.ref(), () -> parts.training().recover(view.ref()));
        }
        attempt("logs", () -> parts.logs().recover(parts));
        attempt("runs and models", learning::recover);
    }

    /** What a group's records say when the store is opened. */
    private record State(GroupRecord group, boolean unfinished, boolean written) {}

    /** In few questions: a store may have a thousand groups. */
    private List<State> states(List<GroupRecord> groups) {
        return parts.registry().store().read(registry -> {
            String project = parts.registry().project();
            Set<GroupRef> unfinished = registry.unfinished(project);
            Set<GroupRef> written = registry.written(project);
            return groups.stream()
                    .map(group -> new State(
                            group,
                            unfinished.contains(group.spec().ref()),
                            written.contains(group.spec().ref())))
                    .toList();
        });
    }

    private void recover(State state) {
        GroupRecord group = state.group();
        if (state.unfinished()) {
            parts.offline().writer().finish(group);
        }
        if (!group.spec().schemaIsOpen()) {
            parts.online().columnsChanged(group);
        }
        if (OnlineAggregates.isServed(group) && parts.online().isLost(group)) {
            new OnlineAggregates(parts).rebuild(group);
        }
        if (state.written() && isOnlineLost(group)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The online rows of {0} are gone or have columns of before; they are rebuilt",
                    group.spec().ref());
            new EmbeddedFeatureGroup(parts, group.spec().ref()).rebuildOnline();
        }
    }

    private boolean isOnlineLost(GroupRecord group) {
        return group.spec().storage().hasOnline()
                && group.spec().storage().hasOffline()
                && !group.spec().schemaIsOpen()
                && parts.online().isLost(group);
    }

    private static void attempt(String what, Runnable work) {
        try {
            work.run();
        } catch (ShearwaterException failed) {
            LOG.log(System.Logger.Level.WARNING, "Recovery of " + what + " is left to its next use", failed);
        }
    }
}
