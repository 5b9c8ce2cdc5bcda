package io.shearwater.store;

import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.ShearwaterException;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.RegistryReader;

/**
 * Finishes, when a store is opened for writing, what the last process could not: writes that began and did not end, commits
 * that are not online, changes of columns that online tables do not know of, online tables whose files are gone. What cannot
 * be finished now is left to the group's next use and does not keep the store from opening.
 */
record Recovery(StoreParts parts) {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    void run() {
        for (GroupRecord group : parts.registry().groups()) {
            attempt("the feature group " + group.spec().ref(), () -> recover(group));
        }
        for (FeatureViewSpec view : parts.registry().views()) {
            attempt("the training data of " + view.ref(), () -> parts.training().recover(view.ref()));
        }
    }

    private void recover(GroupRecord group) {
        if (parts.registry().store().read(registry -> isUnfinished(registry, group))) {
            parts.offline().writer().finish(group);
        }
        if (!group.spec().schemaIsOpen()) {
            parts.online().columnsChanged(group);
        }
        if (isOnlineLost(group)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The online rows of {0} are gone or have columns of before; they are rebuilt",
                    group.spec().ref());
            new EmbeddedFeatureGroup(parts, group.spec().ref()).rebuildOnline();
        }
    }

    private static boolean isUnfinished(RegistryReader registry, GroupRecord group) {
        return !registry.intents(group.project(), group.spec().ref()).isEmpty()
                || !registry.outbox(group.project(), group.spec().ref()).isEmpty();
    }

    private boolean isOnlineLost(GroupRecord group) {
        return group.spec().storage().hasOnline()
                && group.spec().storage().hasOffline()
                && !group.spec().schemaIsOpen()
                && parts.registry()
                        .store()
                        .read(registry -> registry.latestCommit(
                                group.project(), group.spec().ref()))
                        .isPresent()
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
