package io.shearwater.store;

import io.shearwater.model.Aggregation;
import io.shearwater.model.DataType;
import io.shearwater.model.GroupRef;
import io.shearwater.model.OnlineCheck;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.RegistryTransaction;
import io.shearwater.spi.SchemaChange;
import java.util.List;
import java.util.Optional;

/** Brings the events of groups of aggregates online, from the history of these events. */
record OnlineAggregates(StoreParts parts) {

    /** Loads a group that is new or was given more aggregates; does nothing to other kinds of groups. */
    void load(GroupRef ref) {
        GroupRecord group = parts.registry().group(ref);
        if (isServed(group)) {
            events(group).ifPresent(events -> parts.offline().materializer().rebuildAggregates(events, group));
        }
    }

    /**
     * A group that gets more aggregates: what is online of it is of fewer. So it moves to a generation that is not there yet, in
     * the transaction that changes it: if the process ends before that is loaded, the next use sees it.
     */
    GroupRecord inNextGeneration(GroupRecord group) {
        return isServed(group) ? group.withGeneration(parts.online().nextGeneration(group)) : group;
    }

    /** The groups whose events lie otherwise once columns of these are changed so: a decimal may need more bytes. */
    List<GroupRef> relaid(GroupRecord events, List<SchemaChange> changes) {
        return changes.stream()
                        .noneMatch(change -> change instanceof SchemaChange.Widen widened
                                && widened.type() instanceof DataType.DecimalType)
                ? List.of()
                : parts.offline().materializer().followers(events).stream()
                        .map(follower -> follower.spec().ref())
                        .toList();
    }

    /** Moves such groups on in the transaction that changes the columns; they are loaded after it. */
    void relay(RegistryTransaction tx, List<GroupRef> relaid) {
        relaid.forEach(ref ->
                parts.registry().putGroup(tx, inNextGeneration(parts.registry().group(tx, ref))));
    }

    static boolean isServed(GroupRecord group) {
        return !group.spec().isWritten() && group.spec().storage().hasOnline();
    }

    /** Makes the online rows of a group anew. Returns the number of events. */
    long rebuild(GroupRecord group) {
        GroupRecord next = group.withGeneration(group.generation() + 1);
        long events =
                parts.offline().materializer().rebuildAggregates(events(group).orElseThrow(), next);
        parts.registry().store().change(parts.registry().actor(), tx -> {
            tx.audit(group.project(), "rebuild online", group.spec().ref().toString());
            return parts.registry().putGroup(tx, next);
        });
        return events;
    }

    /** Compares what is online of a group with the history of its events. */
    OnlineCheck check(GroupRecord group) {
        return parts.offline().materializer().checkAggregates(events(group).orElseThrow(), group);
    }

    /** Forgets what was deleted online, of which no write can come any more. */
    void purge(GroupRecord group) {
        GroupRecord events = events(group).orElseThrow();
        parts.registry()
                .store()
                .read(registry ->
                        registry.latestCommit(events.project(), events.spec().ref()))
                .ifPresent(newest ->
                        parts.online().purgeAggregates(group, newest.commit().sequence()));
    }

    /** Rebuilds the groups over events whose columns or rows changed beside commits. */
    void follow(GroupRef events) {
        parts.offline().materializer().followers(parts.registry().group(events)).forEach(this::rebuild);
    }

    private Optional<GroupRecord> events(GroupRecord group) {
        return group.spec().aggregation().map(Aggregation::events).map(parts.registry()::group);
    }
}
