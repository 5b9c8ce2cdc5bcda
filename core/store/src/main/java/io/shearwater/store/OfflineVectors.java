package io.shearwater.store;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureVector;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.FrameReader;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import io.shearwater.model.Times;
import io.shearwater.online.VectorAssembler;
import io.shearwater.online.VectorPlan;
import io.shearwater.plan.FrameRef;
import io.shearwater.plan.Plan;
import io.shearwater.plan.Version;
import io.shearwater.query.LabelRows;
import io.shearwater.query.PlanRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of requests of the past from the history of the groups: the query of training data, with a spine of what was asked;
 * then what a request goes through.
 */
final class OfflineVectors {
    private static final FrameRef ASKED = new FrameRef("asked");
    private static final String ROW = "_row";
    private static final String TIME = "_time";

    private final StoreParts parts;
    private final FeatureViewSpec spec;
    private final VectorAssembler assembler;
    private final VectorPlan plan;
    /** The places of the values that are read from the history, and what they are. */
    private final int[] places;

    private final List<Query.Output> values;

    OfflineVectors(StoreParts parts, FeatureViewSpec spec, VectorAssembler assembler) {
        this.parts = parts;
        this.assembler = assembler;
        this.plan = assembler.program().plan();
        this.spec = plan.looksUpRoot() ? spec : withoutRootFilter(spec);
        List<Query.Output> reads = plan.reads();
        this.places = IntStream.range(0, reads.size())
                .filter(place -> isLookedUp(reads.get(place).node()))
                .toArray();
        this.values = IntStream.of(places).mapToObj(reads::get).toList();
    }

    /** A root that is not looked up is what the request says, of which nothing is filtered. */
    private static FeatureViewSpec withoutRootFilter(FeatureViewSpec spec) {
        Query root = spec.query();
        Query bare = new Query(root.group(), root.columns(), root.wholeRow(), Predicate.all(), root.joins());
        return new FeatureViewSpec(
                spec.ref(),
                spec.description(),
                bare,
                spec.labels(),
                spec.trainingHelpers(),
                spec.inferenceHelpers(),
                spec.transformations());
    }

    private boolean isLookedUp(int node) {
        return node == 0 ? plan.looksUpRoot() : !spec.labelNode().equals(Optional.of(node));
    }

    /** Root columns by which a request says, in place of the root's row, which rows are joined. */
    Set<String> links(LoggedVector vector) {
        Set<String> links = new TreeSet<>(plan.rootLinks());
        links.retainAll(vector.named().keySet());
        return links;
    }

    /** Whether a request says, in place of a joined row, which rows are joined to that: a query of history cannot. */
    boolean isBeyondQueries(LoggedVector vector) {
        return plan.deeperLinks().stream().anyMatch(vector.named()::containsKey);
    }

    /**
     * Vectors as known then.
     *
     * @param asked all with the same {@link #links}
     * @param state of each group
     */
    List<FeatureVector> vectors(List<LoggedVector> asked, Function<GroupRef, Version> state) {
        long[] times = asked.stream().mapToLong(LoggedVector::time).toArray();
        @Nullable
        Object[][] stored = new @Nullable Object[asked.size()][plan.reads().size()];
        if (!values.isEmpty()) {
            read(asked, times, state, stored);
        }
        return assembler.recompute(asked.stream().map(LoggedVector::named).toList(), times, stored);
    }

    private void read(
            List<LoggedVector> asked, long[] times, Function<GroupRef, Version> state, @Nullable Object[][] into) {
        Frame spine = spine(asked);
        long first =
                IntStream.range(0, times.length).mapToLong(i -> times[i]).min().orElseThrow();
        long last =
                IntStream.range(0, times.length).mapToLong(i -> times[i]).max().orElseThrow();
        TimeRange range = new TimeRange(OptionalLong.of(first - 1), OptionalLong.of(last));
        LabelRows rows = new LabelRows.OfSpine(ASKED, spine.schema(), range, Optional.of(TIME));
        Plan query = new QueryReads(parts)
                .planner()
                .vectors(spec, PlanRequest.of(rows).at(versions(state)), ROW, values);
        try (FrameReader reader = parts.offline().reader().run(query, sources -> sources.with(ASKED, spine.reader()))) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                copy(next.get(), into);
            }
        }
    }

    private void copy(Frame found, @Nullable Object[][] into) {
        for (int row = 0; row < found.rows(); row++) {
            int at = Math.toIntExact((Long) found.column(0).valueAt(row));
            for (int i = 0; i < places.length; i++) {
                into[at][places[i]] = found.column(i + 1).value(row);
            }
        }
    }

    private List<Version> versions(Function<GroupRef, Version> state) {
        List<Query> nodes = spec.query().nodes();
        return IntStream.range(0, nodes.size())
                .mapToObj(node ->
                        isLookedUp(node) ? state.apply(nodes.get(node).group().ref()) : Version.latest())
                .toList();
    }

    private Frame spine(List<LoggedVector> asked) {
        FeatureGroupSpec root = spec.query().group();
        Set<String> names = new TreeSet<>(links(asked.getFirst()));
        plan.servingKeys().stream()
                .map(Field::name)
                .filter(root.schema()::contains)
                .forEach(names::add);
        List<Field> fields = new ArrayList<>();
        fields.add(new Field(ROW, DataType.LONG));
        fields.add(new Field(TIME, DataType.TIMESTAMP));
        names.forEach(name -> fields.add(root.schema().field(name)));
        FrameBuilder rows = new FrameBuilder(Schema.of(fields), asked.size());
        for (int i = 0; i < asked.size(); i++) {
            Map<String, @Nullable Object> row = new HashMap<>();
            row.put(ROW, (long) i);
            row.put(TIME, Times.instant(asked.get(i).time()));
            for (String name : names) {
                row.put(name, asked.get(i).named().get(name));
            }
            rows.append(row);
        }
        return Objects.requireNonNull(rows.build());
    }
}
