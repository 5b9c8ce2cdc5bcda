package io.shearwater.query;

import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.ModelError;
import io.shearwater.model.Predicate;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.plan.Plan;
import io.shearwater.plan.TimeColumn;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Label rows that the caller brings in place of the root's. */
final class SpineLabels {
    private final Node root;
    private final LabelRows.OfSpine spine;
    private final Set<String> needed;
    private final Set<String> rootKeys;
    private final Optional<TimeColumn> time;

    /**
     * Rows of a spine.
     *
     * @param needed the columns of the root that the plan reads
     * @param rootKeys those of them by which groups are joined
     */
    SpineLabels(Node root, LabelRows.OfSpine spine, List<String> needed, Set<String> rootKeys) {
        this.root = root;
        this.spine = spine;
        this.needed = new LinkedHashSet<>(needed);
        this.rootKeys = rootKeys;
        requireTypes(root.group(), spine.schema());
        this.time = spine.time()
                .map(column -> new TimeColumn(ColumnNames.ofSpine(column), ZoneOffset.UTC))
                .or(() -> root.group().eventTime().map(this::rootTime))
                .or(() -> ownTime(spine.schema()));
    }

    /**
     * The rows in their order.
     *
     * @param labels columns of the root that must not be null for want of them
     */
    LabelSide rows(TableScans scans, Set<String> labels) {
        Map<String, String> names = new LinkedHashMap<>();
        spine.schema().names().stream()
                .filter(this::isRootColumn)
                .forEach(column -> names.put(column, ColumnNames.ofSpine(column)));
        List<String> lacking = needed.stream()
                .filter(column -> !spine.schema().contains(column))
                .toList();
        LabelSpan span = span();
        Plan plan = inRange();
        List<String> notes = new ArrayList<>();
        if (!lacking.isEmpty() && hasWholeKey()) {
            plan = GroupJoin.lookup(root)
                    .to(plan, scans, lookupColumns(lacking), new GroupJoin.LabelTime(time, span, this::given));
            notes.add("Root columns " + lacking + ": looked up in "
                    + root.group().ref() + " by " + root.group().primaryKey() + ".");
        } else if (!lacking.isEmpty()) {
            requireEssential(lacking, labels);
            for (String column : lacking) {
                Field field = new Field(
                        ColumnNames.ofNode(0, column),
                        root.group().schema().field(column).type());
                plan = new Plan.Constant(plan, field, null);
            }
            notes.add("Root columns " + lacking + ": null, the spine has neither them nor the primary key "
                    + root.group().primaryKey() + ".");
        }
        lacking.forEach(column -> names.put(column, ColumnNames.ofNode(0, column)));
        Predicate filter =
                ColumnNames.rename(root.query().filter(), column -> Objects.requireNonNull(names.get(column)));
        Plan passing = filter.passesAll() ? plan : new Plan.Filter(plan, filter);
        return new LabelSide(passing, names, time, span, lead(), identity(), notes);
    }

    /** What the plan calls a column that a group of aggregates computes with. */
    private Optional<String> given(String column) {
        return spine.schema().contains(column) ? Optional.of(ColumnNames.ofSpine(column)) : Optional.empty();
    }

    private Plan inRange() {
        Plan rows = new Plan.Project(
                new Plan.Rows(spine.frame(), spine.schema()),
                lead().stream()
                        .map(rename -> new Plan.Rename(rename.to(), rename.from()))
                        .toList());
        if (spine.range().equals(TimeRange.ALL)) {
            return rows;
        }
        TimeColumn column = time.orElseThrow(() -> QueryError.NO_EVENT_TIME.because("The spine cannot be limited to "
                + spine.range() + ": it has no time. Add a column '" + LabelRows.OfSpine.EVENT_TIME + "'."));
        return new Plan.Filter(
                rows,
                TimeBounds.within(column, rows.schema().field(column.column()).type(), spine.range()));
    }

    private LabelSpan span() {
        return time.map(column -> LabelSpan.of(spine.range(), timeType(column), column.zone()))
                .orElse(LabelSpan.UNKNOWN);
    }

    private DataType timeType(TimeColumn column) {
        return spine.schema().fields().stream()
                .filter(field -> ColumnNames.ofSpine(field.name()).equals(column.column()))
                .findFirst()
                .orElseThrow()
                .type();
    }

    private List<String> lookupColumns(List<String> lacking) {
        Set<String> columns = new LinkedHashSet<>(root.group().identity());
        columns.addAll(lacking);
        return List.copyOf(columns);
    }

    private List<Plan.Rename> lead() {
        return spine.schema().names().stream()
                .map(column -> new Plan.Rename(ColumnNames.ofSpine(column), column))
                .toList();
    }

    /** The root's identity if the spine has it; else the keys, in the root's order, and the time; else all it has. */
    private List<String> identity() {
        List<String> keys = hasWholeKey()
                ? root.group().primaryKey()
                : root.group().schema().names().stream()
                        .filter(rootKeys::contains)
                        .filter(spine.schema()::contains)
                        .toList();
        Set<String> columns = new LinkedHashSet<>();
        keys.forEach(column -> columns.add(ColumnNames.ofSpine(column)));
        time.ifPresent(column -> columns.add(column.column()));
        if (columns.isEmpty()) {
            lead().forEach(rename -> columns.add(rename.from()));
        }
        return List.copyOf(columns);
    }

    private boolean hasWholeKey() {
        return root.group().primaryKey().stream().allMatch(spine.schema()::contains);
    }

    private boolean isRootColumn(String column) {
        return root.group().schema().contains(column);
    }

    private TimeColumn rootTime(EventTime eventTime) {
        if (!spine.schema().contains(eventTime.column())) {
            throw ModelError.MISSING_COLUMN.because("The spine has no column '" + eventTime.column()
                    + "', the event time of '" + root.group().name()
                    + "': the time for which features are wanted. It has "
                    + spine.schema().names() + ".");
        }
        return new TimeColumn(ColumnNames.ofSpine(eventTime.column()), eventTime.zone());
    }

    private static Optional<TimeColumn> ownTime(Schema schema) {
        String name = LabelRows.OfSpine.EVENT_TIME;
        if (!schema.contains(name)) {
            return Optional.empty();
        }
        DataType type = schema.field(name).type();
        if (!(type instanceof DataType.TimestampType || type instanceof DataType.DateType)) {
            throw QueryError.BAD_SPINE.because(
                    "The spine's column '" + name + "' is " + type + "; as a time it must be a timestamp or a date.");
        }
        return Optional.of(new TimeColumn(ColumnNames.ofSpine(name), ZoneOffset.UTC));
    }

    private void requireEssential(List<String> lacking, Set<String> labels) {
        Set<String> essential = new LinkedHashSet<>(rootKeys);
        essential.addAll(root.query().filter().columns());
        essential.addAll(labels);
        List<String> missing = lacking.stream().filter(essential::contains).toList();
        if (!missing.isEmpty()) {
            throw ModelError.MISSING_COLUMN.because("The spine lacks " + missing + " of '"
                    + root.group().name() + "', which joins, the filter or the labels need; it has "
                    + spine.schema().names() + ". Add them, or the primary key "
                    + root.group().primaryKey() + " by which they can be looked up.");
        }
    }

    private static void requireTypes(FeatureGroupSpec root, Schema spine) {
        for (Field field : spine.fields()) {
            if (!root.schema().contains(field.name())) {
                continue;
            }
            DataType expected = root.schema().field(field.name()).type();
            boolean texts = expected instanceof DataType.StringType && field.type() instanceof DataType.StringType;
            if (!texts && !expected.equals(field.type())) {
                throw ModelError.WRONG_TYPE.because("The spine's column '" + field.name() + "' is " + field.type()
                        + ", but in '" + root.name() + "' it is " + expected + ". Convert it.");
            }
        }
    }
}
