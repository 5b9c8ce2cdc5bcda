package io.shearwater.store;

import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.ViewRef;
import io.shearwater.registry.GroupRecord;
import java.util.Set;

/**
 * Finishes, when a store is opened for writing, what the last process could not: writes that began and did not end, commits
 * that are not online, changes of columns that online tables do not know of, online tables whose files are gone. What cannot
 * be finished now is left to the group's next use and does not keep the store from opening.
 */
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    private final StoreParts parts;
    private final EmbeddedLearning learning;
    private final OnlineAgreement agreement;

    Recovery(StoreParts parts, EmbeddedLearning learning) {
        this.parts = parts;
        this.learning = learning;
        this.agreement = new OnlineAgreement(parts);
    }

    void run() {
        for (GroupRef ref : unfinished()) {
            attempt(
                    "the feature group " + ref,
                    () -> parts.offline().writer().finish(parts.registry().group(ref)));
        }
        agree();
        for (ViewRef view : parts.registry().viewRefs()) {
            attempt("the training data of " + view, () -> parts.training().recover(view));
        }
        attempt("logs", () -> parts.logs().recover(parts));
        attempt("runs and models", learning::recover);
    }

    private Set<GroupRef> unfinished() {
        return parts.registry()
                .store()
                .read(reader -> reader.unfinished(parts.registry().project()));
    }

    /** Brings the online tables to what the definitions say, unless they are known to be there. */
    private void agree() {
        long changes = agreement.changes();
        if (agreement.isNoted(changes)) {
            return;
        }
        boolean all = true;
        for (OnlineAgreement.State state : agreement.states()) {
            all &= attempt("the feature group " + state.group().spec().ref(), () -> agree(state));
        }
        if (all) {
            // What was rebuilt has changed definitions; that is looked at when the store is closed or opened again.
            attempt("the note that all groups agree", () -> agreement.note(changes));
        }
    }

    private void agree(OnlineAgreement.State state) {
        GroupRecord group = state.group();
        if (OnlineAgreement.hasFixedColumns(group)) {
            parts.online().columnsChanged(group);
        }
        if (agreement.isWithoutAggregates(group)) {
            new OnlineAggregates(parts).rebuild(group);
        }
        if (agreement.isWithoutRows(state)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The online rows of {0} are gone or have columns of before; they are rebuilt",
                    group.spec().ref());
            new EmbeddedFeatureGroup(parts, group.spec().ref()).rebuildOnline();
        }
    }

    /** Whether it was done. */
    private static boolean attempt(String what, Runnable work) {
        try {
            work.run();
            return true;
        } catch (ShearwaterException failed) {
            LOG.log(System.Logger.Level.WARNING, "Recovery of " + what + " is left to its next use", failed);
            return false;
        }
    }
}
