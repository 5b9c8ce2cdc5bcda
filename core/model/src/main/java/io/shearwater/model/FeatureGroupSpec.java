package io.shearwater.model;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The definition of a feature group: a table of features of one entity. A row's identity is the primary key together with
 * the event time, where there is one.
 *
 * @param features the columns in order; empty while the schema is to be inferred from the first frame
 * @param ttl how long after its event time a row is alive; only with an event time
 * @param entity the name of the entity that the primary key identifies; groups of one entity and equal key types are
 *     stored side by side online
 * @param statistics what is computed of rows while they are written; columns that do not exist are passed over
 * @param onDemand transformations in the order in which they run: of rows while they are written, and of a request at the
 *     moment of a request. Their outputs are features of the group; their inputs are columns of the group, outputs of those
 *     before, or come with the rows and the request alone. Of a group of aggregates they run for whoever asks; what is no
 *     column of it comes with the row that asks
 * @param aggregation where the rows are not written but follow from the events of another group; the columns are then the
 *     key, the event time and the aggregates, and stay open until the group of the events is known
 */
public record FeatureGroupSpec(
        GroupRef ref,
        String description,
        List<Feature> features,
        List<String> primaryKey,
        Optional<EventTime> eventTime,
        List<ForeignKey> foreignKeys,
        List<PartitionField> partitions,
        Storage storage,
        Optional<Duration> ttl,
        String entity,
        StatisticsSpec statistics,
        List<TransformationCall> onDemand,
        Optional<Aggregation> aggregation) {

    /** Column names that Shearwater keeps for itself begin with this. */
    public static final String HIDDEN_PREFIX = "_";

    public FeatureGroupSpec {
        features = List.copyOf(features);
        primaryKey = List.copyOf(primaryKey);
        foreignKeys = List.copyOf(foreignKeys);
        partitions = List.copyOf(partitions);
        onDemand = List.copyOf(onDemand);
        FeatureGroupCheck.check(ref, primaryKey, eventTime, ttl);
        if (aggregation.isPresent()) {
            AggregationCheck.check(ref, eventTime, ttl, onDemand, aggregation.get());
            AggregationCheck.checkPartitions(ref, partitions);
        }
        if (!features.isEmpty() && !isUnresolved(aggregation)) {
            FeatureGroupCheck.checkColumns(ref, features, primaryKey, eventTime, foreignKeys);
            FeatureGroupCheck.checkPartitions(ref, features, primaryKey, eventTime, partitions);
            FeatureGroupCheck.checkOnDemand(ref, features, primaryKey, eventTime, onDemand);
        }
    }

    public static Builder builder(String name, int version) {
        return new Builder(new GroupRef(name, version));
    }

    public String name() {
        return ref.name();
    }

    public int version() {
        return ref.version();
    }

    /** The columns as a schema. */
    public Schema schema() {
        return Schema.of(features.stream().map(Feature::field).toList());
    }

    /**
     * The column of this name.
     *
     * @throws ShearwaterException UNKNOWN_COLUMN naming the group, suggesting the nearest name
     */
    public Field column(String name) {
        return features.stream()
                .map(Feature::field)
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names = features.stream().map(Feature::name).toList();
                    return ModelError.UNKNOWN_COLUMN.because("The feature group '" + ref.name() + "' version "
                            + ref.version() + " has no column '" + name + "'; it has " + names + "."
                            + Names.didYouMean(name, names));
                });
    }

    /** The columns that on-demand transformations give. */
    public Set<String> onDemandNames() {
        Set<String> names = new TreeSet<>();
        onDemand.forEach(call -> names.addAll(call.outputs()));
        return names;
    }

    /** Whether the columns are still to be inferred from the first frame. */
    public boolean schemaIsOpen() {
        return features.isEmpty() || isUnresolved(aggregation);
    }

    private static boolean isUnresolved(Optional<Aggregation> aggregation) {
        return aggregation.filter(part -> part.source().isEmpty()).isPresent();
    }

    /** Whether rows are written to it, and do not follow from those of another group. */
    public boolean isWritten() {
        return aggregation.isEmpty();
    }

    /** The group whose rows are stored: this one, or that of the events that this one aggregates. */
    public FeatureGroupSpec stored() {
        return aggregation.flatMap(Aggregation::source).orElse(this);
    }

    /**
     * This group of aggregates with its columns, which follow from the group of the events.
     *
     * @throws ShearwaterException BAD_DEFINITION where the events lack what is needed, UNKNOWN_COLUMN
     */
    public FeatureGroupSpec over(FeatureGroupSpec events) {
        Aggregation part = aggregation.orElseThrow();
        return with(ref, description, part.features(this, events), onDemand, Optional.of(part.of(events)));
    }

    /** Primary key, then the event time: what makes a row unique. */
    public List<String> identity() {
        List<String> identity = new ArrayList<>(primaryKey);
        eventTime.ifPresent(time -> identity.add(time.column()));
        return identity;
    }

    /** Primary key, event time, foreign keys and partition columns: what is not a feature. */
    public Set<String> indexColumns() {
        Set<String> columns = new TreeSet<>(identity());
        foreignKeys.forEach(key -> columns.addAll(key.columns()));
        partitions.forEach(partition -> columns.add(partition.column()));
        return columns;
    }

    /** The columns that are features, in order. */
    public List<String> featureNames() {
        Set<String> index = indexColumns();
        return features.stream()
                .map(Feature::name)
                .filter(name -> !index.contains(name))
                .toList();
    }

    /** This definition under another name or version. */
    public FeatureGroupSpec withRef(GroupRef next) {
        return with(next, description, features, onDemand, aggregation);
    }

    /** This definition with another description. */
    public FeatureGroupSpec withDescription(String next) {
        return with(ref, next, features, onDemand, aggregation);
    }

    /** This definition with other columns. */
    public FeatureGroupSpec withFeatures(List<Feature> next) {
        return with(ref, description, next, onDemand, aggregation);
    }

    /** This definition with other on-demand transformations. */
    public FeatureGroupSpec withOnDemand(List<TransformationCall> next) {
        return with(ref, description, features, next, aggregation);
    }

    /** This definition with other aggregates, whose columns follow when it is put {@link #over} the events. */
    public FeatureGroupSpec withAggregation(Aggregation next) {
        return with(ref, description, features, onDemand, Optional.of(next));
    }

    private FeatureGroupSpec with(
            GroupRef name,
            String text,
            List<Feature> columns,
            List<TransformationCall> computed,
            Optional<Aggregation> part) {
        return new FeatureGroupSpec(
                name,
                text,
                columns,
                primaryKey,
                eventTime,
                foreignKeys,
                partitions,
                storage,
                ttl,
                entity,
                statistics,
                computed,
                part);
    }

    /** Collects the parts of a definition. Not thread-safe. */
    public static final class Builder {
        private final GroupRef ref;
        private String description = "";
        private final List<Feature> features = new ArrayList<>();
        private List<String> primaryKey = List.of();
        private Optional<String> eventTimeColumn = Optional.empty();
        private ZoneId zone = ZoneId.of("UTC");
        private Duration knownAfter = Duration.ZERO;
        private final List<ForeignKey> foreignKeys = new ArrayList<>();
        private final List<PartitionField> partitions = new ArrayList<>();
        private Storage storage = Storage.OFFLINE;
        private Optional<Duration> ttl = Optional.empty();
        private Optional<String> entity = Optional.empty();
        private StatisticsSpec statistics = StatisticsSpec.STANDARD;
        private final List<TransformationCall> onDemand = new ArrayList<>();
        private Optional<Aggregation> aggregation = Optional.empty();

        private Builder(GroupRef ref) {
            this.ref = ref;
        }

        public Builder description(String text) {
            description = text;
            return this;
        }

        public Builder feature(String name, DataType type) {
            return feature(Feature.of(name, type));
        }

        public Builder feature(String name, DataType type, String text) {
            return feature(Feature.of(name, type, text));
        }

        public Builder feature(Feature feature) {
            features.add(feature);
            return this;
        }

        public Builder primaryKey(String... columns) {
            primaryKey = List.of(columns);
            return this;
        }

        public Builder eventTime(String column) {
            eventTimeColumn = Optional.of(column);
            return this;
        }

        /** The zone in which dates of the event time are days; UTC unless said. */
        public Builder zone(ZoneId dayZone) {
            zone = dayZone;
            return this;
        }

        /** How long after its event time a row is known; nothing unless said. */
        public Builder knownAfter(Duration delay) {
            knownAfter = delay;
            return this;
        }

        public Builder foreignKey(String group, String... columns) {
            foreignKeys.add(new ForeignKey(Arrays.asList(columns), group));
            return this;
        }

        public Builder partitionBy(PartitionField partition) {
            partitions.add(partition);
            return this;
        }

        /** Keeps the latest rows for serving as well. */
        public Builder online() {
            storage = Storage.OFFLINE_AND_ONLINE;
            return this;
        }

        /** Keeps the latest rows for serving and no history. */
        public Builder onlineOnly() {
            storage = Storage.ONLINE;
            return this;
        }

        public Builder ttl(Duration lifetime) {
            ttl = Optional.of(lifetime);
            return this;
        }

        public Builder entity(String name) {
            entity = Optional.of(Names.check("entity", name));
            return this;
        }

        /** What is computed of rows while they are written; {@link StatisticsSpec#STANDARD} unless said. */
        public Builder statistics(StatisticsSpec kept) {
            statistics = kept;
            return this;
        }

        /**
         * Computes features of the group from columns of the rows that are written, and from a request when it is asked; its
         * outputs are declared as features too. In a group of aggregates it computes from these, its key and event time, and
         * from columns of the row that asks: of a view's first group, a spine, or a request.
         */
        public Builder onDemand(TransformationCall... calls) {
            onDemand.addAll(List.of(calls));
            return this;
        }

        /** Has the rows follow from the events of another group, instead of being written. */
        public Builder aggregating(Aggregation aggregates) {
            aggregation = Optional.of(aggregates);
            return this;
        }

        /**
         * Has the rows follow from events, by aggregates that are written as SQL window functions. The key is what the windows
         * are partitioned by, the event time that of the events.
         *
         * @param sql {@code SELECT cc_num, sum(amount) OVER w AS sum_10min FROM payments WINDOW w AS (PARTITION BY cc_num ORDER
         *     BY ts RANGE BETWEEN INTERVAL '10 minutes' PRECEDING AND CURRENT ROW)}; {@code EXCLUDE GROUP} leaves out events of
         *     the current time, {@code FILTER (WHERE ...)} those that do not pass
         * @throws ShearwaterException BAD_DEFINITION naming the place, what was expected and what is allowed
         */
        public Builder aggregating(FeatureGroupSpec events, String sql) {
            AggregateSql.Read read = AggregateSql.read(sql, events);
            primaryKey = read.key();
            eventTimeColumn = Optional.of(events.eventTime().orElseThrow().column());
            aggregation = Optional.of(read.aggregation());
            return this;
        }

        public FeatureGroupSpec build() {
            List<String> names = features.stream().map(Feature::name).toList();
            for (String column : features.isEmpty() ? List.<String>of() : statistics.columns()) {
                if (!names.contains(column)) {
                    throw ModelError.UNKNOWN_COLUMN.because("The feature group '" + ref.name()
                            + "' asks for statistics of the column '" + column + "', but its columns are " + names
                            + "." + Names.didYouMean(column, names));
                }
            }
            Optional<EventTime> eventTime = eventTimeColumn.map(column -> new EventTime(column, zone, knownAfter));
            if (eventTime.isEmpty() && !knownAfter.isZero()) {
                throw ModelError.BAD_DEFINITION.because("The feature group '" + ref.name()
                        + "' says when rows are known (knownAfter) but has no event time.");
            }
            return new FeatureGroupSpec(
                    ref,
                    description,
                    features,
                    primaryKey,
                    eventTime,
                    foreignKeys,
                    partitions,
                    storage,
                    ttl,
                    entity.orElse(String.join("_", primaryKey)),
                    statistics,
                    onDemand,
                    aggregation);
        }
    }
}
