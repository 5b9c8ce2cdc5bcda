package io.shearwater.online;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.transform.BoundChain;
import io.shearwater.transform.Functions;
import io.shearwater.transform.Input;
import io.shearwater.transform.OnDemandChain;
import io.shearwater.transform.ViewChain;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a vector becomes what a model reads: what is read, what is computed on demand from it and from the request, and how the
 * result is transformed. Compiled once, used for every request. Immutable and thread-safe.
 *
 * <p>The order is fixed: what is stored, what is passed in its place, on-demand transformations, transformations of the view;
 * then what only they needed is left out.
 */
public final class VectorProgram {
    /** A place that holds the time of the request. */
    static final int NOW = -2;

    private final FeatureViewSpec view;
    private final VectorPlan plan;
    private final List<ServedOnDemand> onDemand;
    private final List<Field> slots;
    private final int[] features;
    private final Optional<BoundChain> transformations;
    private final int[] given;
    private final boolean isAggregated;
    private final Set<String> requestOnly;
    private final Map<String, Field> parameters;

    private VectorProgram(Compiler compiler) {
        this.view = compiler.view;
        this.plan = VectorPlan.ofOutputs(view, List.copyOf(compiler.reads.values()), compiler.filter, compiler.groups);
        this.onDemand = List.copyOf(compiler.onDemand);
        this.slots = List.copyOf(compiler.slots);
        this.features = compiler.features;
        this.transformations = compiler.transformations;
        this.given = compiler.given;
        this.isAggregated =
                plan.lookups().stream().anyMatch(lookup -> lookup.group().isAggregated());
        if (isAggregated) {
            compiler.requestTime();
        }
        this.parameters = Map.copyOf(compiler.parameters);
        Set<String> only = new LinkedHashSet<>(compiler.parameters.keySet());
        plan.servingKeys().forEach(key -> only.remove(key.name()));
        plan.passedFeatures().forEach(feature -> only.remove(feature.name()));
        this.requestOnly = Set.copyOf(only);
    }

    /**
     * The program of a view.
     *
     * @param groups the groups of the view that are kept online
     * @param filter on result columns: of an entity that does not pass nothing is found
     * @param chain the transformations of the view with what they learnt; absent where values are wanted as they are
     */
    public static VectorProgram of(
            FeatureViewSpec view,
            Collection<OnlineGroup> groups,
            Predicate filter,
            Functions functions,
            Optional<Transformed> chain) {
        return new VectorProgram(new Compiler(view, groups, filter, functions).compile(chain, List.of()));
    }

    /** As {@link #of}; the view's inference helpers are among the {@link #slots} too. */
    public static VectorProgram withHelpers(
            FeatureViewSpec view,
            Collection<OnlineGroup> groups,
            Predicate filter,
            Functions functions,
            Optional<Transformed> chain) {
        return new VectorProgram(
                new Compiler(view, groups, filter, functions).compile(chain, view.outputs(view.inferenceHelpers())));
    }

    /** The transformations of a view and what they learnt. */
    public record Transformed(ViewChain chain, BoundChain bound) {}

    FeatureViewSpec view() {
        return view;
    }

    /** What is read from the online store. */
    public VectorPlan plan() {
        return plan;
    }

    /** What a request may name besides keys and features: inputs of transformations that are not read, or not only. */
    public List<Field> requestParameters() {
        return parameters.values().stream()
                .sorted(Comparator.comparing(Field::name))
                .toList();
    }

    /** Names of a request that mean nothing to the plan. */
    Set<String> requestOnly() {
        return requestOnly;
    }

    Map<String, Field> parameters() {
        return parameters;
    }

    List<ServedOnDemand> onDemand() {
        return onDemand;
    }

    /** What is known of an entity before the view's transformations: what is read, then what is computed on demand. */
    public List<Field> slots() {
        return slots;
    }

    /** For each feature of the view its place among {@link #slots}. */
    int[] features() {
        return features;
    }

    /** The place of a feature of the view, before its transformations, among {@link #slots}. */
    public int slotOf(int feature) {
        return features[feature];
    }

    /** Whether a feature of the view is a result as it is. */
    public boolean isPassedThrough(int feature) {
        return transformations
                .map(chain -> Arrays.stream(chain.passedThrough()).anyMatch(given -> given == feature))
                .orElse(true);
    }

    /** All that a request may name: serving keys, features, and what only transformations read. */
    public List<Field> requestNames() {
        Map<String, Field> names = new LinkedHashMap<>();
        plan.servingKeys().forEach(field -> names.put(field.name(), field));
        plan.passedFeatures().forEach(field -> names.putIfAbsent(field.name(), field));
        view.featureSchema().fields().forEach(field -> names.putIfAbsent(field.name(), field));
        requestParameters().forEach(field -> names.putIfAbsent(field.name(), field));
        return List.copyOf(names.values());
    }

    Optional<BoundChain> transformations() {
        return transformations;
    }

    /** For each input of the transformations its place among {@link #slots}, or {@link #NOW}. */
    int[] given() {
        return given;
    }

    /** Names and types of the results, in order. */
    public Schema schema() {
        return transformations.map(BoundChain::features).orElseGet(view::featureSchema);
    }

    /** The root's event time, which stands for the time of the request. */
    Field time() {
        FeatureGroupSpec root = view.query().group();
        return root.column(root.eventTime().orElseThrow().column());
    }

    /** A value of a request as the Java type of its column. */
    public @Nullable Object value(String name, DataType type, @Nullable Object given) {
        return PassedValues.value(view.name(), new Field(name, type), given);
    }

    /** What an entry says to the plan: keys and features, without what only transformations read. */
    public Map<String, ?> withoutParameters(Map<String, ?> entry) {
        Map<String, Object> left = new HashMap<>(entry);
        left.keySet().removeAll(requestOnly);
        return left;
    }

    /** Whether the vector is what the plan reads, in its order. */
    boolean isPlain() {
        return onDemand.isEmpty() && transformations.isEmpty() && !isAggregated();
    }

    /** Whether some values are aggregates, as of the time that an entry names. */
    boolean isAggregated() {
        return isAggregated;
    }

    /** Finds the places of everything. Used once. */
    private static final class Compiler {
        private final FeatureViewSpec view;
        private final Collection<OnlineGroup> groups;
        private final Predicate filter;
        private final Functions functions;
        private final Map<String, Query.Output> reads = new LinkedHashMap<>();
        private final List<ServedOnDemand> onDemand = new ArrayList<>();
        private final List<Field> slots = new ArrayList<>();
        private final Map<String, Field> parameters = new LinkedHashMap<>();
        private final Map<String, Integer> computed = new HashMap<>();
        private final List<Query> nodes;
        private int[] features = {};
        private Optional<BoundChain> transformations = Optional.empty();
        private int[] given = {};

        Compiler(FeatureViewSpec view, Collection<OnlineGroup> groups, Predicate filter, Functions functions) {
            this.view = view;
            this.groups = groups;
            this.filter = filter;
            this.functions = functions;
            this.nodes = view.query().nodes();
        }

        Compiler compile(Optional<Transformed> chain, List<Query.Output> more) {
            List<String> extras = chain.map(ready -> ready.chain().extras()).orElse(List.of());
            List<Query.Output> wanted = new ArrayList<>(view.features());
            wanted.addAll(view.outputs(extras));
            wanted.addAll(more);
            Map<Integer, Set<String>> asked = new LinkedHashMap<>();
            for (Query.Output output : wanted) {
                if (isComputed(output)) {
                    asked.computeIfAbsent(output.node(), node -> new LinkedHashSet<>())
                            .add(output.column());
                } else {
                    read(output);
                }
            }
            Map<Integer, OnDemandChain> chains = new LinkedHashMap<>();
            asked.keySet()
                    .forEach(node ->
                            chains.put(node, OnDemandChain.of(nodes.get(node).group(), functions)));
            extras.forEach(this::readKey);
            Map<Integer, List<ServedOnDemand.Source>> sources = new LinkedHashMap<>();
            chains.forEach((node, own) -> sources.put(node, sources(node, own)));
            reads.values().forEach(output -> slots.add(new Field(output.name(), output.type())));
            chains.forEach((node, own) -> serve(node, own, Objects.requireNonNull(sources.get(node))));
            features = view.features().stream()
                    .mapToInt(output -> place(output.name()))
                    .toArray();
            chain.ifPresent(ready -> {
                transformations = Optional.of(ready.bound());
                given = ready.chain().givenAtInference().stream()
                        .mapToInt(this::place)
                        .toArray();
                extras.forEach(this::parameter);
            });
            return this;
        }

        private boolean isComputed(Query.Output output) {
            return nodes.get(output.node()).group().onDemandNames().contains(output.column());
        }

        private int read(Query.Output output) {
            reads.putIfAbsent(output.name(), output);
            return List.copyOf(reads.keySet()).indexOf(output.name());
        }

        private boolean isLookedUp(int node) {
            boolean labels = view.labelNode().equals(Optional.of(node));
            return !labels
                    && groups.stream()
                            .anyMatch(group -> group.spec()
                                    .ref()
                                    .equals(nodes.get(node).group().ref()));
        }

        /** A key of the root that transformations read though the view does not select it. */
        private void readKey(String name) {
            FeatureGroupSpec root = view.query().group();
            if (view.query().schema().contains(name) || isTime(0, name)) {
                return;
            }
            read(new Query.Output(name, 0, name, root.column(name).type(), true));
        }

        private boolean isTime(int node, String column) {
            return nodes.get(node)
                    .group()
                    .eventTime()
                    .filter(time -> time.column().equals(column))
                    .isPresent();
        }

        private List<ServedOnDemand.Source> sources(int node, OnDemandChain own) {
            List<int[]> origins = own.bound().origins();
            List<ServedOnDemand.Source> sources = new ArrayList<>();
            for (int i = 0; i < own.inputs().size(); i++) {
                int number = i;
                int[] feeds = IntStream.range(0, origins.size())
                        .filter(output -> Arrays.stream(origins.get(output)).anyMatch(origin -> origin == number))
                        .toArray();
                sources.add(source(node, own.inputs().get(i), feeds));
            }
            return sources;
        }

        private ServedOnDemand.Source source(int node, Input input, int[] feeds) {
            String name = input.name();
            parameters.putIfAbsent(name, input.field());
            if (!nodes.get(node).group().isWritten()) {
                return ofAggregates(node, input, feeds);
            }
            if (isTime(node, name)) {
                return new ServedOnDemand.Source(name, input.type(), VectorPlan.NONE, false, true, feeds);
            }
            Schema columns = nodes.get(node).group().schema();
            List<Query.Output> all = view.query().outputs();
            Optional<Query.Output> selected = all.stream()
                    .filter(output -> output.node() == node && output.column().equals(name))
                    .findFirst();
            Optional<Query.Output> own = selected.isPresent() || !columns.contains(name) || !isLookedUp(node)
                    ? selected
                    : Optional.of(VectorPlan.rowOutput(node, input.field()));
            // What is filled is no input of what is stored: rows were written with what they had.
            Optional<Query.Output> any = own.or(() -> all.stream()
                    .filter(output -> output.name().equals(name) && !isComputed(output))
                    .filter(output ->
                            !columns.contains(name) || !view.query().filled().contains(name))
                    .findFirst());
            return any.map(output -> new ServedOnDemand.Source(
                            name, input.type(), read(output), isLookedUp(output.node()), false, feeds))
                    .orElseGet(
                            () -> new ServedOnDemand.Source(name, input.type(), VectorPlan.NONE, false, false, feeds));
        }

        /** What a group of aggregates computes with: a column of its own, or of the view's first group, or of the request. */
        private ServedOnDemand.Source ofAggregates(int node, Input input, int[] feeds) {
            Query query = nodes.get(node);
            String name = input.name();
            if (!query.filter().passesAll()) {
                throw OnlineError.NO_LOOKUP.because("The feature view '" + view.name() + "' filters '"
                        + query.group().name() + "' where " + query.filter()
                        + ", and reads what is computed of its row on "
                        + "demand. Leave one of both out.");
            }
            boolean isOwn = query.group().schema().contains(name);
            int from = isOwn ? node : 0;
            Optional<Query.Output> selected = view.query().outputs().stream()
                    .filter(output -> output.node() == from && output.column().equals(name))
                    .filter(output -> !isComputed(output))
                    .findFirst();
            boolean isBeneath = view.query().filled().contains(name)
                    && nodes.getFirst().columns().contains(name)
                    && isLookedUp(0);
            return selected.or(() -> isOwn || isBeneath
                            ? Optional.of(VectorPlan.rowOutput(from, input.field()))
                            : Optional.empty())
                    .map(output ->
                            new ServedOnDemand.Source(name, input.type(), read(output), isLookedUp(from), false, feeds))
                    .orElseGet(
                            () -> new ServedOnDemand.Source(name, input.type(), VectorPlan.NONE, false, false, feeds));
        }

        private void serve(int node, OnDemandChain own, List<ServedOnDemand.Source> sources) {
            List<String> names = new ArrayList<>();
            for (Field output : own.bound().features().fields()) {
                String name = view.query().outputs().stream()
                        .filter(selected ->
                                selected.node() == node && selected.column().equals(output.name()))
                        .map(Query.Output::name)
                        .findFirst()
                        .orElse("");
                names.add(name);
                computed.put(name, slots.size());
                slots.add(new Field(name.isEmpty() ? VectorPlan.rowColumn(node, output.name()) : name, output.type()));
            }
            onDemand.add(new ServedOnDemand(own.bound(), sources, names));
        }

        private int place(String name) {
            Integer known = computed.get(name);
            if (known != null) {
                return known;
            }
            int read = List.copyOf(reads.keySet()).indexOf(name);
            return read >= 0 ? read : NOW;
        }

        /** A request may say as of when it is. */
        void requestTime() {
            FeatureGroupSpec root = view.query().group();
            root.eventTime()
                    .filter(time -> !view.labels().contains(time.column()))
                    .ifPresent(time -> parameters.putIfAbsent(time.column(), root.column(time.column())));
        }

        private void parameter(String name) {
            FeatureGroupSpec root = view.query().group();
            view.query().outputs().stream()
                    .filter(output -> output.name().equals(name))
                    .findFirst()
                    .map(output -> new Field(name, output.type()))
                    .or(() -> Optional.of(root.column(name)))
                    .ifPresent(field -> parameters.putIfAbsent(name, field));
        }
    }
}
