package io.shearwater.store;

import io.shearwater.model.GroupRef;
import io.shearwater.model.ShearwaterException;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.DefinitionKey.Kind;
import java.util.List;
import java.util.Set;

/**
 * Whether the online tables of a project agree with the definitions of its feature groups: their columns are described there,
 * and rows that should be there are. It is noted beside the tables, where it goes with them, together with how often definitions
 * had been changed: so a store that was closed in order opens without looking at each of its groups.
 */
record OnlineAgreement(StoreParts parts) {
    private static final System.Logger LOG = System.getLogger(OnlineAgreement.class.getName());

    /** What a group's records say. */
    record State(GroupRecord group, boolean written) {}

    /** How often groups of the project were changed. Asked before what is then noted is looked at. */
    long changes() {
        return parts.registry()
                .store()
                .read(reader -> reader.changes(parts.registry().project(), Kind.FEATURE_GROUP));
    }

    /** Whether nothing was changed since all was found in agreement. */
    boolean isNoted(long changes) {
        return parts.online().agreed(parts.registry().project()) == changes;
    }

    /** Keeps that all groups are in agreement. */
    void note(long changes) {
        parts.online().agree(parts.registry().project(), changes);
    }

    /** Looks at the groups, if any was changed, and notes what it finds; changes nothing else. */
    void noteIfHeld() {
        try {
            long changes = changes();
            if (!isNoted(changes) && states().stream().noneMatch(this::isDescribedOtherwiseOrLost)) {
                note(changes);
            }
        } catch (ShearwaterException unreadable) {
            LOG.log(System.Logger.Level.DEBUG, "All groups are looked at when the store is opened again", unreadable);
        }
    }

    /** Of all groups, in few questions: a store may have a thousand. */
    List<State> states() {
        return parts.registry().store().read(reader -> {
            Set<GroupRef> written = reader.written(parts.registry().project());
            return parts.registry().groups(reader).stream()
                    .map(group -> new State(group, written.contains(group.spec().ref())))
                    .toList();
        });
    }

    private boolean isDescribedOtherwiseOrLost(State state) {
        return (hasFixedColumns(state.group()) && !parts.online().isDescribed(state.group()))
                || isWithoutAggregates(state.group())
                || isWithoutRows(state);
    }

    static boolean hasFixedColumns(GroupRecord group) {
        return !group.spec().schemaIsOpen();
    }

    /** Whether a group of aggregates has to be made anew from its events. */
    boolean isWithoutAggregates(GroupRecord group) {
        return OnlineAggregates.isServed(group) && parts.online().isLost(group);
    }

    /** Whether a group that was written has to be made anew from its history. */
    boolean isWithoutRows(State state) {
        GroupRecord group = state.group();
        return state.written()
                && hasFixedColumns(group)
                && group.spec().storage().hasOnline()
                && group.spec().storage().hasOffline()
                && parts.online().isLost(group);
    }
}
