package io.shearwater.pipeline;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.api.SqlSummary;
import io.shearwater.model.DataType;
import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import io.shearwater.model.ShearwaterException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A pipeline as it stands in a store: which part reads which, and which groups. Checked: every name is there, no circle. */
final class Graph {
    private final FeaturePipeline pipeline;
    private final FeatureStore store;
    /** By node: the sources and nodes that it reads. */
    private final Map<String, List<String>> inputs = new LinkedHashMap<>();
    /** By node: the groups that its SQL names and no source does, by that name. */
    private final Map<String, Map<String, GroupRef>> lookups = new LinkedHashMap<>();

    private final Map<String, FeatureGroupSpec> groupsOfSources = new LinkedHashMap<>();
    private final Map<String, Long> units = new LinkedHashMap<>();

    Graph(FeaturePipeline pipeline, FeatureStore store) {
        this.pipeline = pipeline;
        this.store = store;
        pipeline.sources().forEach((name, source) -> {
            if (source instanceof Source.OfGroup group) {
                groupsOfSources.put(
                        name,
                        group(group.name(), group.version(), "the source '" + name + "'")
                                .spec());
            }
        });
        pipeline.nodes().forEach((name, node) -> {
            switch (node.work()) {
                case Work.Sql sql -> look(name, sql);
                default -> inputs.put(name, node.work().inputs());
            }
        });
        groupsOfSources.values().forEach(this::requireDaysOfZone);
        pipeline.nodes().keySet().forEach(name -> requireNoCircle(name, new LinkedHashSet<>()));
        pipeline.nodes().forEach(this::check);
    }

    /** The sources and nodes that a node reads, in order; of a source none. */
    List<String> inputs(String name) {
        return inputs.getOrDefault(name, List.of());
    }

    Map<String, GroupRef> lookups(String node) {
        return lookups.getOrDefault(node, Map.of());
    }

    /** The group that a source reads. */
    FeatureGroupSpec groupOf(String source) {
        return Objects.requireNonNull(groupsOfSources.get(source), source);
    }

    /** The group of a name, in a message about what wants it. */
    FeatureGroup group(String name, OptionalInt version, String what) {
        try {
            return version.isPresent() ? store.featureGroup(name, version.getAsInt()) : store.featureGroup(name);
        } catch (ShearwaterException missing) {
            throw new ShearwaterException(
                    missing.code(), "In " + pipeline.where() + ", " + what + ": " + missing.getMessage(), missing);
        }
    }

    private void look(String node, Work.Sql sql) {
        SqlSummary summary = summary(node, sql);
        List<String> reads = new ArrayList<>();
        Map<String, GroupRef> groups = new LinkedHashMap<>();
        for (String table : new TreeSet<>(summary.tables())) {
            boolean isPart =
                    pipeline.sources().containsKey(table) || pipeline.nodes().containsKey(table);
            if (isPart && summary.defined().contains(table)) {
                throw PipelineError.BAD_PIPELINE.because("In " + pipeline.where() + ", the SQL of the node '" + node
                        + "' defines '" + table + "' by WITH, which is a part of the pipeline too. Rename one.");
            }
            if (isPart) {
                reads.add(table);
            } else if (!summary.defined().contains(table)) {
                // A state of the past, g@17, stands for itself.
                find(table).ifPresent(group -> groups.put(table, group));
                if (!groups.containsKey(table) && !table.contains("@")) {
                    throw unknown(node, table);
                }
            }
        }
        inputs.put(node, reads);
        lookups.put(node, groups);
    }

    private SqlSummary summary(String node, Work.Sql sql) {
        SqlSummary summary;
        try {
            summary = store.inspectSql(sql.text());
        } catch (ShearwaterException refused) {
            throw new ShearwaterException(
                    refused.code(),
                    "In " + pipeline.where() + ", the node '" + node + "': " + refused.getMessage(),
                    refused);
        }
        if (sql.isPortable()) {
            PipelineError.requirePortable("the node '" + node + "' of " + pipeline.where(), summary.notPortable());
        }
        return summary;
    }

    private Optional<GroupRef> find(String table) {
        Optional<GroupRef> newest = store.featureGroups().stream()
                .map(group -> group.spec().ref())
                .filter(ref -> ref.name().equals(table))
                .reduce((first, second) -> second);
        return newest.or(() -> store.featureGroups().stream()
                .map(group -> group.spec().ref())
                .filter(ref -> (ref.name() + "__" + ref.version()).equals(table))
                .findFirst());
    }

    private ShearwaterException unknown(String node, String table) {
        List<String> known = Stream.of(
                        pipeline.sources().keySet().stream(),
                        pipeline.nodes().keySet().stream(),
                        store.featureGroups().stream().map(group -> group.spec().name()))
                .flatMap(names -> names)
                .distinct()
                .toList();
        return PipelineError.UNKNOWN_NODE.because("In " + pipeline.where() + ", the SQL of the node '" + node
                + "' selects from '" + table
                + "', which is neither a source or node of the pipeline nor a feature group."
                + Names.didYouMean(table, known) + " There are " + known + ".");
    }

    private void requireNoCircle(String name, Set<String> way) {
        if (!way.add(name)) {
            List<String> circle = new ArrayList<>(way);
            circle = new ArrayList<>(circle.subList(circle.indexOf(name), circle.size()));
            circle.add(name);
            throw PipelineError.CYCLE.because("The nodes of " + pipeline.where() + " need each other in a circle: "
                    + String.join(" reads ", circle) + ". One of them has to read from a source or a group instead.");
        }
        inputs(name).forEach(input -> requireNoCircle(input, way));
        way.remove(name);
    }

    private void check(String name, Node node) {
        if (node.window().isPresent() && !isTimed(name)) {
            throw PipelineError.BAD_PIPELINE.because("In " + pipeline.where() + ", the node '" + name
                    + "' has a window, but nothing that it reads has a time: name the column with time(…) of a source, or "
                    + "read a group with an event time as a source.");
        }
        if (node.expectation().isEmpty()) {
            return;
        }
        Node.Expectation expected = node.expectation().get();
        boolean isJoin = expected.cardinality() == Cardinality.JOIN;
        int read = inputs(name).size() + lookups(name).size();
        if (isJoin ? read < 2 : expected.input().isEmpty() && inputs(name).size() != 1) {
            throw PipelineError.BAD_PIPELINE.because("In " + pipeline.where() + ", the node '" + name
                    + "' is said to give "
                    + expected.cardinality().words() + ", but it reads " + inputs(name) + ". "
                    + (isJoin ? "A join has two or more." : "Name the one to compare with, in gives(…, input)."));
        }
        if (expected.input().isPresent()
                && !inputs(name).contains(expected.input().get())) {
            throw PipelineError.BAD_PIPELINE.because("In " + pipeline.where() + ", the rows of the node '" + name
                    + "' are to be compared with '" + expected.input().get() + "', which it does not read; it reads "
                    + inputs(name) + ".");
        }
    }

    /** Whether the rows of a source or node depend on the stretch of a run. */
    boolean isTimed(String name) {
        Source source = pipeline.sources().get(name);
        if (source != null) {
            return timeOf(name, source).isPresent();
        }
        return inputs(name).stream().anyMatch(this::isTimed);
    }

    /** The time column of a source. */
    Optional<String> timeOf(String name, Source source) {
        return switch (source) {
            case Source.OfGroup group -> groupOf(name).eventTime().map(EventTime::column);
            case Source.OfFiles files -> files.timeColumn();
            case Source.OfProgram program -> program.timeColumn();
        };
    }

    /** The coarsest unit of windows from the sources up to a node, in microseconds. */
    long unit(String name) {
        Long known = units.get(name);
        if (known != null) {
            return known;
        }
        Node node = pipeline.nodes().get(name);
        long unit = node == null ? 1 : node.window().map(Window::unit).orElse(1L);
        for (String input : inputs(name)) {
            unit = Math.max(unit, unit(input));
        }
        units.put(name, unit);
        return unit;
    }

    /** The coarsest unit, in microseconds, of the windows up to a node that date their rows by a column of this name. */
    long unitDating(String name, String column) {
        Node node = pipeline.nodes().get(name);
        long unit = node == null || node.time().filter(column::equals).isEmpty()
                ? 1
                : node.window().orElseThrow().unit();
        for (String input : inputs(name)) {
            unit = Math.max(unit, unitDating(input, column));
        }
        return unit;
    }

    /** What a run over a span gives of a node: the units that end in the span. */
    Span given(String name, Span run) {
        long unit = unit(name);
        return isTimed(name)
                ? new Span(
                        pipeline.calendar().floor(run.startInclusive(), unit),
                        pipeline.calendar().floor(run.endExclusive(), unit))
                : Span.ALL;
    }

    /** What a node reads of an input to give a span. */
    Span read(String name, String input, Span given) {
        if (!isTimed(input)) {
            return Span.ALL;
        }
        Node node = Objects.requireNonNull(pipeline.nodes().get(name), name);
        return node.window()
                .map(window -> window.read(given, pipeline.calendar()))
                .orElse(given);
    }

    /** Refuses a group whose dates are days of another zone. */
    void requireDaysOfZone(FeatureGroupSpec group) {
        Optional<EventTime> dated = group.eventTime()
                .filter(time -> group.schema().contains(time.column())
                        && group.schema().field(time.column()).type() instanceof DataType.DateType);
        if (dated.isPresent()
                && !dated.get()
                        .zone()
                        .normalized()
                        .equals(pipeline.calendar().zone().normalized())) {
            throw PipelineError.BAD_PIPELINE.because("The days of " + group.ref() + " are those of "
                    + dated.get().zone() + " and the days of " + pipeline.where() + " those of "
                    + pipeline.calendar().zone() + ": rows would fall between two runs. Say zone(ZoneId.of(\""
                    + dated.get().zone() + "\")) of the pipeline.");
        }
    }

    /** Refuses rows with an event time that are computed from later ones. */
    void requireKnownAtItsTime(String name, FeatureGroupSpec group) {
        Optional<String> future = readsFuture(name);
        if (future.isPresent() && group.eventTime().isPresent()) {
            throw PipelineError.READS_FUTURE.because("In " + pipeline.where() + ", the node '" + future.get()
                    + "' fills with later values, and '" + name + "' goes into " + group.ref()
                    + ", whose rows are read as known at their event time: training data would hold what was not known "
                    + "then. Fill forward, or write into a group without event time.");
        }
    }

    /** The node that makes rows for one model alone, among a part and what it reads. */
    Optional<Work.OfModel> model(String name) {
        Node node = pipeline.nodes().get(name);
        if (node != null && node.work() instanceof Work.OfModel model) {
            return Optional.of(model);
        }
        return inputs(name).stream().map(this::model).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> readsFuture(String name) {
        Node node = pipeline.nodes().get(name);
        if (node != null && node.direction() == Node.Direction.FUTURE) {
            return Optional.of(name);
        }
        return inputs(name).stream()
                .map(this::readsFuture)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
