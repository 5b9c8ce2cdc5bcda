package io.shearwater.offline;

import io.shearwater.model.Commit;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.Lease;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.TableChange;
import io.shearwater.spi.WrittenFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes over what another program committed to a group's table. Until then reads see the last commit of our own and nothing
 * can be written. Rows that came without a write sequence of ours get that of the adopting commit. Thread-safe.
 */
public final class Adoption {
    private static final int SHOWN = 10;

    private final OfflineContext context;
    private final GroupLocks locks;
    private final CommitProtocol protocol;

    Adoption(OfflineContext context, GroupLocks locks, CommitProtocol protocol) {
        this.context = context;
        this.locks = locks;
        this.protocol = protocol;
    }

    /**
     * Checks the table and makes its state the group's newest; nothing where it is already.
     *
     * @throws io.shearwater.model.ShearwaterException FOREIGN_ROWS naming rows without a key or with one that another has, or
     *     columns that are not the group's
     */
    public Optional<Commit> adopt(GroupRecord group) {
        return locks.alone(
                group, lease -> protocol.isForeign(group) ? Optional.of(adoptForeign(group, lease)) : Optional.empty());
    }

    private Commit adoptForeign(GroupRecord group, Lease lease) {
        CommitProtocol.Begun begun = protocol.beginOnForeign(group, Commit.Operation.ADOPT, lease);
        try {
            FileSet files =
                    context.tables().plan(begun.base(), context.tables().snapshot(begun.base()), Predicate.all());
            FileSet staged = new FileSet(GroupWriter.staged(group), files.snapshot(), files.fields(), files.files());
            requireColumns(group, staged);
            requireKeys(group, staged);
            Supplier<TableSources> sources =
                    () -> new TableSources(context.tables()).with(GroupWriter.staged(group), staged);
            Positions unsequenced = new Positions()
                    .addAll(context.engine().read(positions(begun), sources.get(), QueryContext.plain()));
            List<WrittenFile> written = unsequenced.isEmpty() ? List.of() : sequenced(begun, sources.get());
            TableChange change = new TableChange(
                    begun.commit(),
                    written,
                    unsequenced.byFile(),
                    List.of(),
                    Map.of("shearwater.commit", Long.toString(begun.commit())));
            return protocol.publish(
                    begun,
                    change,
                    new CommitProtocol.Outcome(
                            new Commit.Counts(unsequenced.count(), 0, 0, 0), Optional.empty(), Optional.empty()));
        } catch (RuntimeException | Error failure) {
            protocol.abandon(group, begun.intent());
            throw failure;
        }
    }

    private static void requireColumns(GroupRecord group, FileSet files) {
        List<Field> found = files.fields().stream()
                .map(field -> new Field(field.name(), field.type()))
                .filter(field -> !field.name().equals(HiddenColumns.SEQUENCE.name()))
                .toList();
        if (!Schema.of(found).equals(group.spec().schema())) {
            throw refused(
                    group,
                    "its columns are " + found + ", and those of the group are "
                            + group.spec().schema().fields() + ". Change them back there.");
        }
    }

    private void requireKeys(GroupRecord group, FileSet staged) {
        List<String> identity = group.spec().identity();
        Schema columns = group.spec().schema().select(identity);
        TableRef table = GroupWriter.staged(group);
        Predicate incomplete =
                identity.stream().map(Predicate::isNull).reduce(Predicate::or).orElseThrow();
        requireNone(group, GroupWriter.scan(table, columns, incomplete), staged, "rows without a whole key");
        requireNone(group, Identities.repeated(group), staged, "rows whose key another row has");
    }

    private void requireNone(GroupRecord group, Plan plan, FileSet staged, String what) {
        TableSources sources = new TableSources(context.tables()).with(GroupWriter.staged(group), staged);
        Frame some = context.engine()
                .read(new Plan.Limit(plan, SHOWN), sources, QueryContext.plain())
                .readAll();
        if (some.rows() > 0) {
            throw refused(
                    group,
                    "it has " + what + ", such as "
                            + some.select(group.spec().identity()).toMaps() + ". Correct them there.");
        }
    }

    /** Rows of writers that know no write sequences: they put 0 there, or anything. */
    private static Predicate unsequenced(CommitProtocol.Begun begun) {
        String sequence = HiddenColumns.SEQUENCE.name();
        return Predicate.isNull(sequence)
                .or(Predicate.lessThan(sequence, 1L))
                .or(Predicate.atLeast(sequence, begun.sequence()));
    }

    private static Plan positions(CommitProtocol.Begun begun) {
        Schema positions = begun.group()
                .spec()
                .schema()
                .select(begun.group().spec().primaryKey())
                .plus(List.of(HiddenColumns.FILE, HiddenColumns.ROW));
        return GroupWriter.scan(GroupWriter.staged(begun.group()), positions, unsequenced(begun));
    }

    /** The rows without a sequence once more, with one. */
    private List<WrittenFile> sequenced(CommitProtocol.Begun begun, TableSources sources) {
        GroupRecord group = begun.group();
        Plan rows = GroupWriter.scan(GroupWriter.staged(group), group.spec().schema(), unsequenced(begun));
        FileTarget target = context.tables().target(begun.base(), begun.commit());
        return context.engine()
                .write(
                        new Plan.Constant(rows, HiddenColumns.SEQUENCE, begun.sequence()),
                        sources,
                        target,
                        QueryContext.plain());
    }

    private static RuntimeException refused(GroupRecord group, String why) {
        return OfflineError.FOREIGN_ROWS.because(
                "The feature group '" + group.spec().name() + "' version "
                        + group.spec().version() + " cannot take over what another program wrote to its table: " + why);
    }
}
