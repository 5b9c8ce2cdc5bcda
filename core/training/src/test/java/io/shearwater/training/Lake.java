package io.shearwater.training;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.HiddenColumns;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TableRef;
import io.shearwater.plan.Version;
import io.shearwater.spi.ComputeEngine;
import io.shearwater.spi.DeletedRows;
import io.shearwater.spi.FileScan;
import io.shearwater.spi.FileSet;
import io.shearwater.spi.FileTarget;
import io.shearwater.spi.QueryContext;
import io.shearwater.spi.Sources;
import io.shearwater.spi.TableField;
import io.shearwater.spi.WrittenFile;
import io.shearwater.testing.NaiveEngine;
import io.shearwater.testing.NaiveGroup;
import io.shearwater.testing.NaiveRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Feature groups of the oracle whose states are files of the naive engine: history, tags and expiry. Not thread-safe. */
final class Lake implements GroupHistory {
    private final String project;
    private final NaiveEngine engine = new NaiveEngine();
    private final Map<TableRef, Group> groups = new LinkedHashMap<>();
    private long commits;

    private record Group(NaiveGroup rows, TreeMap<Long, FileSet> states, Map<String, Long> tags) {}

    Lake(String project) {
        this.project = project;
    }

    NaiveEngine engine() {
        return engine;
    }

    void create(FeatureGroupSpec spec) {
        groups.put(table(spec.ref()), new Group(new NaiveGroup(spec), new TreeMap<>(), new HashMap<>()));
    }

    long insert(GroupRef ref, Frame rows) {
        group(ref).rows().insert(++commits, Instant.EPOCH, rows);
        return keep(ref);
    }

    long deleteWhere(GroupRef ref, Predicate condition) {
        group(ref).rows().deleteWhere(++commits, Instant.EPOCH, condition);
        return keep(ref);
    }

    /** Replaces a state behind everybody's back. */
    void tamper(GroupRef ref, long commit) {
        group(ref)
                .states()
                .put(
                        commit,
                        Objects.requireNonNull(group(ref).states().lastEntry()).getValue());
    }

    /** Gives up every state but the newest of each group and those that are held. */
    void expire() {
        for (Group group : groups.values()) {
            group.states()
                    .keySet()
                    .removeIf(commit ->
                            commit < group.states().lastKey() && !group.tags().containsValue(commit));
        }
    }

    /** All tags of all groups. */
    List<String> tags() {
        return groups.values().stream()
                .flatMap(group -> group.tags().keySet().stream())
                .sorted()
                .toList();
    }

    @Override
    public List<Long> hold(List<FeatureGroupSpec> held, String tag) {
        return held.stream().map(group -> hold(group.stored().ref(), tag)).toList();
    }

    @Override
    public String tagOf(FeatureGroupSpec group, String tag) {
        return tag;
    }

    private long hold(GroupRef ref, String tag) {
        Group group = group(ref);
        if (group.states().isEmpty()) {
            return 0;
        }
        group.tags().put(tag, group.states().lastKey());
        return group.states().lastKey();
    }

    @Override
    public void release(GroupRef ref, String tag) {
        group(ref).tags().remove(tag);
    }

    @Override
    public Sources sources(Plan plan) {
        return new Sources() {
            @Override
            public FileSet files(Plan.Scan scan) {
                Group group = Objects.requireNonNull(groups.get(scan.table()));
                return switch (scan.version()) {
                    case Version.Latest latest ->
                        group.states().isEmpty()
                                ? new FileSet(scan.table(), 0, List.of(), List.of())
                                : group.states().lastEntry().getValue();
                    case Version.AtTag tag ->
                        Objects.requireNonNull(group.states()
                                .get(Objects.requireNonNull(group.tags().get(tag.tag()))));
                    case Version.AtCommit at ->
                        group.states().getOrDefault(at.commit(), new FileSet(scan.table(), 0, List.of(), List.of()));
                    case Version.AtInstant at -> throw new AssertionError(at);
                };
            }

            @Override
            public FrameReader frame(FrameRef ref) {
                throw new AssertionError(ref);
            }
        };
    }

    private long keep(GroupRef ref) {
        Group group = group(ref);
        Schema schema = group.rows().spec().schema().plus(List.of(HiddenColumns.SEQUENCE));
        List<Map<String, @Nullable Object>> values = new ArrayList<>();
        for (NaiveRow row : group.rows().rows()) {
            Map<String, @Nullable Object> all = new LinkedHashMap<>(row.values());
            all.put(HiddenColumns.SEQUENCE.name(), row.written());
            values.add(all);
        }
        List<TableField> fields = new ArrayList<>();
        for (Field field : schema.fields()) {
            fields.add(new TableField(fields.size() + 1, field.name(), field.type(), List.of(), Optional.empty()));
        }
        List<FileScan> scans = write(Frame.of(schema, values), fields).stream()
                .map(file -> new FileScan(file.path(), file.rows(), file.bytes(), DeletedRows.NONE))
                .toList();
        group.states().put(commits, new FileSet(table(ref), commits, fields, scans));
        return commits;
    }

    private List<WrittenFile> write(Frame rows, List<TableField> fields) {
        FrameRef ref = new FrameRef("rows");
        Sources sources = new SpineSources(sources(new Plan.Rows(ref, rows.schema())), ref, rows::reader);
        FileTarget target = new FileTarget("lake", "c" + commits, fields, List.of(), List.of(), Long.MAX_VALUE);
        ComputeEngine writer = engine;
        return writer.write(new Plan.Rows(ref, rows.schema()), sources, target, QueryContext.plain());
    }

    private Group group(GroupRef ref) {
        return Objects.requireNonNull(groups.get(table(ref)));
    }

    private TableRef table(GroupRef ref) {
        return new TableRef(project, ref.tableName());
    }
}
