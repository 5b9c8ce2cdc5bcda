package io.shearwater.offline;

import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import io.shearwater.plan.Version;
import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.TablePointer;
import io.shearwater.spi.WrittenFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds rows by identity: what new files repeat, and what they replace. Only identity columns are read, and only of files
 * that can hold these identities.
 */
final class Identities {
    private static final int SHOWN = 10;

    private final OfflineContext context;

    Identities(OfflineContext context) {
        this.context = context;
    }

    /**
     * @param duplicates rows of the new files that a later row of them repeats
     * @param replaced rows of the table whose identity the new files have
     * @param repeated rows of the input that a later one repeats, written or not
     */
    record Clashes(FileSet staged, Positions duplicates, Positions replaced, long repeated) {
        Map<String, DeletedRows> deletedRows() {
            Map<String, DeletedRows> all = new HashMap<>(duplicates.byFile());
            all.putAll(replaced.byFile());
            return all;
        }
    }

    Clashes clashes(GroupRecord group, List<WrittenFile> files, IncomingRows rows) {
        FileSet staged = staged(group, files);
        if (files.isEmpty()) {
            return new Clashes(staged, new Positions(), new Positions(), rows.duplicates());
        }
        Positions duplicates =
                rows.isUnique() ? new Positions() : new Positions().addAll(read(repeated(group), with(group, staged)));
        Positions replaced = new Positions()
                .addAll(read(existing(group, rows.bounds().condition(), List.of()), with(group, staged)));
        return new Clashes(staged, duplicates, replaced, rows.duplicates() + duplicates.count());
    }

    /** The error of an append that is not one, naming some identities. */
    void requireNone(GroupRecord group, Clashes clashes, IncomingRows rows) {
        if (clashes.repeated() == 0 && clashes.replaced().isEmpty()) {
            return;
        }
        throw OfflineError.IDENTITY_EXISTS.because(
                "Nothing was appended to the feature group '" + group.spec().name() + "' version "
                        + group.spec().version() + ": " + clashes.replaced().count() + " identities exist and "
                        + clashes.repeated() + " are in the input more than once, such as "
                        + String.join(", ", examples(group, clashes, rows)) + ". Use insert to replace rows.");
    }

    private List<String> examples(GroupRecord group, Clashes clashes, IncomingRows rows) {
        if (clashes.replaced().isEmpty() && rows.whole().isPresent()) {
            return rows.examples();
        }
        Plan plan = clashes.replaced().isEmpty() ? repeated(group) : existing(group, Predicate.all(), List.of());
        Frame some =
                read(new Plan.Limit(plan, SHOWN), with(group, clashes.staged())).readAll();
        return some.select(group.spec().identity()).toMaps().stream()
                .map(Object::toString)
                .toList();
    }

    /**
     * Writes columns of the rows of the table that new files replace, each combination once.
     *
     * @param rows of which the files are
     */
    void exportReplaced(GroupRecord group, FileSet staged, IncomingRows rows, List<String> columns, Path file) {
        Plan found = distinct(existing(group, rows.bounds().condition(), columns), columns);
        context.engine().export(found, sources(found, with(group, staged)), file, QueryContext.plain());
    }

    /** Columns of rows, each combination once. */
    static Plan distinct(Plan rows, List<String> columns) {
        List<Plan.Rename> kept =
                columns.stream().map(column -> new Plan.Rename(column, column)).toList();
        return new Plan.Latest(new Plan.Project(rows, kept), columns, List.of());
    }

    /** Key columns and positions of the rows of the table that pass. */
    Plan located(GroupRecord group, List<String> columns, Predicate condition) {
        return new Plan.Scan(group.table(), Version.latest(), withPosition(group, columns), condition);
    }

    FrameReader read(Plan plan, Function<TableSources, TableSources> more) {
        return context.engine().read(plan, sources(plan, more), QueryContext.plain());
    }

    /** Sources that see the newest state, and whatever else is named. */
    TableSources sources(Plan plan, Function<TableSources, TableSources> more) {
        TableSources sources = more.apply(new TableSources(context.tables()));
        return context.registryStore().read(registry -> sources.pin(plan, registry));
    }

    private static Function<TableSources, TableSources> with(GroupRecord group, FileSet files) {
        return sources -> sources.with(GroupWriter.staged(group), files);
    }

    /** New rows but the last of each identity; in a file, position is the order of the input. */
    static Plan repeated(GroupRecord group) {
        List<String> identity = group.spec().identity();
        Plan all = GroupWriter.scan(GroupWriter.staged(group), withPosition(group, identity), Predicate.all());
        List<String> position = List.of(HiddenColumns.FILE.name(), HiddenColumns.ROW.name());
        Plan last = new Plan.Latest(all, identity, position);
        return new Plan.SemiJoin(all, last, pairs(position), Plan.SemiJoin.Kind.ANTI);
    }

    private Plan existing(GroupRecord group, Predicate bounds, List<String> more) {
        List<String> identity = group.spec().identity();
        Set<String> columns = new LinkedHashSet<>(identity);
        columns.addAll(more);
        TableRef staged = GroupWriter.staged(group);
        Plan fresh = GroupWriter.scan(staged, group.spec().schema().select(identity), Predicate.all());
        return new Plan.SemiJoin(
                located(group, List.copyOf(columns), bounds), fresh, pairs(identity), Plan.SemiJoin.Kind.SEMI);
    }

    private FileSet staged(GroupRecord group, List<WrittenFile> files) {
        TablePointer pointer = context.registryStore().read(registry -> CommitProtocol.pointer(registry, group));
        return new FileSet(
                GroupWriter.staged(group),
                0,
                context.tables().fields(pointer),
                files.stream()
                        .map(file -> new FileScan(file.path(), file.rows(), file.bytes(), DeletedRows.NONE))
                        .toList());
    }

    private static Schema withPosition(GroupRecord group, List<String> columns) {
        return group.spec().schema().select(columns).plus(List.of(HiddenColumns.FILE, HiddenColumns.ROW));
    }

    private static List<KeyPair> pairs(List<String> columns) {
        return columns.stream().map(column -> new KeyPair(column, column)).toList();
    }
}
