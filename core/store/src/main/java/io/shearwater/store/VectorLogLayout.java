package io.shearwater.store;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Names;
import io.shearwater.model.Query;
import io.shearwater.model.ViewRef;
import io.shearwater.online.VectorProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The columns of a log of vectors, as one version of the training data gives them. Versions share what they have in common:
 * the group has the columns of all. Immutable.
 *
 * <p>In this order: the {@link #FIXED} ones; {@code request_…} what a request named; {@code commit_…} for each group that
 * was read, and {@code until_…} where it was being written; {@code raw_…} features before the view's transformations, where these change them; features as they were served.
 */
final class VectorLogLayout implements LogLayout {
    static final String REQUEST_ID = "request_id";
    static final String REQUEST_TIME = "request_time";
    static final String DATASET = "training_dataset";
    static final String NAMED = "request_named";
    static final String STATUSES = "statuses";
    static final String SETTLED = "settled";
    static final String DURATION = "duration_nanos";
    static final String ENTRIES = "request_entries";
    static final String DROPPED = "dropped_before";

    static final List<Feature> FIXED = List.of(
            Feature.of(REQUEST_ID, DataType.STRING, "One vector of one request: as it stated, or generated"),
            Feature.of(REQUEST_TIME, DataType.TIMESTAMP, "When it was asked for"),
            Feature.of(DATASET, DataType.INT, "The version of the training data that the view was initialised with"),
            Feature.of(NAMED, DataType.STRING, "What the request named, separated by commas"),
            Feature.of(STATUSES, DataType.STRING, "feature=STATUS of each that is not PRESENT, separated by commas"),
            Feature.of(SETTLED, DataType.BOOLEAN, "Whether no group changed while it was read"),
            Feature.of(DURATION, DataType.LONG, "How long the whole request took in the store"),
            Feature.of(ENTRIES, DataType.INT, "Vectors of the whole request"),
            Feature.of(DROPPED, DataType.LONG, "Vectors before it, since the log was opened, that are not in the log"));

    private static final Pattern LOG_NAME = Pattern.compile(".+_\\d+_(vectors|predictions)");
    private static final int LONGEST = 63;

    private final GroupRef group;
    private final String description;
    private final List<Feature> fixed;
    private final List<Field> named;
    private final List<GroupRef> groups;
    private final List<Integer> raw;
    private final List<Field> served;
    private final List<Field> helpers;
    private final List<Feature> columns;

    VectorLogLayout(FeatureViewSpec spec, VectorProgram program) {
        this(
                group(spec.ref()),
                "Vectors served of the feature view '" + spec.name() + "' version " + spec.version(),
                FIXED,
                spec,
                program);
    }

    /** A log of more than vectors, in a group of its own; with the view's inference helpers where the program has them. */
    VectorLogLayout(
            GroupRef group, String description, List<Feature> fixed, FeatureViewSpec spec, VectorProgram program) {
        this.group = group;
        this.description = description;
        this.fixed = fixed;
        this.named = program.requestNames();
        this.groups = lookedUp(spec);
        List<Field> features = spec.featureSchema().fields();
        this.raw = IntStream.range(0, features.size())
                .filter(feature -> !program.isPassedThrough(feature))
                .boxed()
                .toList();
        this.served = program.schema().fields();
        this.helpers = program.slots().stream()
                .filter(slot -> spec.inferenceHelpers().contains(slot.name()))
                .toList();
        List<Field> variable = new ArrayList<>();
        fixed.forEach(column -> variable.add(column.field()));
        named.forEach(field -> variable.add(prefixed("request_", field)));
        groups.forEach(read -> variable.add(new Field("commit_" + tableName(read), DataType.LONG)));
        groups.forEach(read -> variable.add(new Field("until_" + tableName(read), DataType.LONG)));
        raw.forEach(feature -> variable.add(prefixed("raw_", features.get(feature))));
        variable.addAll(served);
        helpers.forEach(field -> variable.add(prefixed("helper_", field)));
        List<String> names = Names.proposals(variable.stream().map(Field::name).toList());
        List<Feature> all = new ArrayList<>(fixed);
        for (int i = fixed.size(); i < variable.size(); i++) {
            all.add(Feature.of(names.get(i), variable.get(i).type()));
        }
        this.columns = List.copyOf(all);
    }

    /** The groups whose commits say what vectors are read from: of aggregates that of the events. */
    static List<GroupRef> lookedUp(FeatureViewSpec spec) {
        return lookups(spec).map(group -> group.stored().ref()).distinct().toList();
    }

    private static Stream<FeatureGroupSpec> lookups(FeatureViewSpec spec) {
        List<Query> nodes = spec.query().nodes();
        return IntStream.range(0, nodes.size())
                .filter(node -> !spec.labelNode().equals(Optional.of(node)))
                .mapToObj(node -> nodes.get(node).group())
                .filter(group -> group.storage().hasOnline());
    }

    /** A group of a view whose rows, or those of its events, are these. */
    static FeatureGroupSpec lookup(FeatureViewSpec spec, GroupRef rows) {
        return lookups(spec)
                .filter(group -> group.stored().ref().equals(rows))
                .findFirst()
                .orElseThrow();
    }

    private static Field prefixed(String prefix, Field field) {
        return new Field(prefix + field.name(), field.type());
    }

    private static String tableName(GroupRef group) {
        return group.version() == 1 ? group.name() : group.name() + "_" + group.version();
    }

    /** The group that is the log of a view. */
    static GroupRef group(ViewRef view) {
        return group(view.name(), "_" + view.version() + "_vectors");
    }

    /** The group of a name, shortened where it would be too long, and an ending. */
    static GroupRef group(String name, String ending) {
        int most = LONGEST - ending.length();
        return new GroupRef((name.length() > most ? name.substring(0, most) : name) + ending, 1);
    }

    /** Whether a group is a log of vectors: it is named like one and begins with its columns. */
    static boolean isLog(FeatureGroupSpec group) {
        return LOG_NAME.matcher(group.name()).matches()
                && group.features().size() > FIXED.size()
                && group.features().subList(0, FIXED.size()).equals(FIXED);
    }

    @Override
    public FeatureGroupSpec group() {
        FeatureGroupSpec.Builder builder =
                FeatureGroupSpec.builder(group.name(), group.version()).description(description);
        columns.forEach(builder::feature);
        return builder.primaryKey(REQUEST_ID).eventTime(REQUEST_TIME).build();
    }

    @Override
    public List<Feature> columns() {
        return columns;
    }

    /** What requests may name, in the order of their columns. */
    List<Field> named() {
        return named;
    }

    String namedColumn(int index) {
        return columns.get(fixed.size() + index).name();
    }

    /** The view's groups, each once, in the order of their columns. */
    List<GroupRef> groups() {
        return groups;
    }

    String commitColumn(int index) {
        return columns.get(fixed.size() + named.size() + index).name();
    }

    String untilColumn(int index) {
        return columns.get(fixed.size() + named.size() + groups.size() + index).name();
    }

    /** The features of the view that transformations change, by their place, in the order of their columns. */
    List<Integer> raw() {
        return raw;
    }

    String rawColumn(int index) {
        return columns.get(fixed.size() + named.size() + 2 * groups.size() + index)
                .name();
    }

    /** The features as they are served, in the order of their columns. */
    List<Field> served() {
        return served;
    }

    String servedColumn(int index) {
        return columns.get(fixed.size() + named.size() + 2 * groups.size() + raw.size() + index)
                .name();
    }

    /** The inference helpers, in the order of their columns, which are the last. */
    List<Field> helpers() {
        return helpers;
    }

    String helperColumn(int index) {
        return columns.get(columns.size() - helpers.size() + index).name();
    }
}
