package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureView;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.ForwardFill;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.KeyPair;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what a store reads of a random snowflake with the oracle, by every path. */
final class SnowflakeChecks {
    private final Twin twin;
    private final RandomSnowflake snowflake;
    private final FeatureViewSpec spec;
    private final Query query;
    private final FeatureGroupSpec root;
    private final Instant now;

    SnowflakeChecks(Twin twin, RandomSnowflake snowflake, Instant now) {
        this.twin = twin;
        this.snowflake = snowflake;
        this.spec = snowflake.view();
        this.query = spec.query();
        this.root = snowflake.root();
        this.now = now;
    }

    private FeatureView view() {
        return twin.store().featureView(spec.name(), spec.version());
    }

    private NaiveQuery oracle() {
        return twin.oracle().now();
    }

    private static Stream<NaiveQuery.Result> complete(List<NaiveQuery.Result> results) {
        return results.stream().filter(result -> !result.missing());
    }

    /** The query as it is. */
    void reads() {
        assertThat(Canonical.sorted(twin.store().read(query)))
                .as("%s", query)
                .isEqualTo(complete(oracle().results(query, TimeRange.ALL))
                        .map(result -> Canonical.row(result.values()))
                        .sorted()
                        .toList());
    }

    // ---- batch data

    /** Batch data of ranges, and the latest rows. */
    void batches() {
        for (TimeRange range : List.of(TimeRange.ALL, range())) {
            assertThat(Canonical.sorted(view().batchData(range).readAll()))
                    .as("batch data of %s in %s", query, range)
                    .isEqualTo(inference(oracle().results(query, range), Predicate.all()));
        }
        assertThat(Canonical.sorted(view().latest().readAll()))
                .as("latest of %s", query)
                .isEqualTo(inference(oracle().latest(query, now), Predicate.all()));
    }

    private TimeRange range() {
        List<Instant> ends = Stream.of(0, 1)
                .map(end -> (Instant) snowflake.random().value(DataType.TIMESTAMP))
                .sorted()
                .toList();
        Instant near = now.minusSeconds(60L * snowflake.random().below(2_000));
        return switch (snowflake.random().below(4)) {
            case 0 -> TimeRange.of(ends.getFirst(), ends.getLast());
            case 1 -> TimeRange.after(near);
            case 2 -> TimeRange.upTo(near);
            default -> TimeRange.of(near, now);
        };
    }

    /** Index and features of results that pass a filter, sorted. */
    private List<String> inference(List<NaiveQuery.Result> results, Predicate filter) {
        return complete(results)
                .filter(result -> NaiveValues.passes(filter, result.values()))
                .map(result -> inference(result, root.identity()))
                .sorted()
                .toList();
    }

    private String inference(NaiveQuery.Result result, List<String> index) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        index.forEach(column -> row.put(column, result.root().get(column)));
        spec.featureSchema()
                .names()
                .forEach(name -> row.put(name, result.values().get(name)));
        return Canonical.row(row);
    }

    // ---- spines

    /** Batch data and training data of spines, in their order. */
    void spines() {
        for (int i = 0; i < 2; i++) {
            Frame spine = spine();
            List<NaiveQuery.Result> expected =
                    complete(oracle().spine(query, spine)).toList();
            List<String> index = spine.schema().names();
            assertThat(Canonical.rows(view().batchData(spine).readAll()))
                    .as("batch data of %s for %s", query, spine.toMaps())
                    .isEqualTo(expected.stream()
                            .map(result -> inference(result, index))
                            .toList());
            TrainingData data = view().trainingData(TrainingOptions.whole().withSpine(spine));
            assertThat(TrainingWorld.lines(data.train()))
                    .as("training data of %s for %s", query, spine.toMaps())
                    .isEqualTo(expected.stream()
                            .map(result -> TrainingWorld.line(spec, result, index))
                            .toList());
            assertSameAgain(data);
        }
    }

    /** The root's key, or the columns that joins, filter and labels need; always the time, and something of its own. */
    private Frame spine() {
        Set<String> needed = new HashSet<>(root.identity());
        if (snowflake.random().chance(50)) {
            needed.removeAll(root.primaryKey());
            query.joins().forEach(join -> join.how().on().forEach(pair -> needed.add(pair.left())));
            needed.addAll(query.filter().columns());
            needed.addAll(spec.labels());
        }
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("note", DataType.INT));
        for (Field field : root.schema().fields()) {
            if (needed.contains(field.name()) || snowflake.random().chance(20)) {
                fields.add(field);
            }
        }
        Schema schema = Schema.of(fields);
        int rows = snowflake.random().below(9);
        FrameBuilder builder = new FrameBuilder(schema, rows);
        for (int row = 0; row < rows; row++) {
            builder.append(schema.fields().stream().map(snowflake::orNull).toArray());
        }
        return builder.build();
    }

    // ---- training data

    /** Training data by extra filters and ranges, and what a model trained with it reads. */
    void training() {
        for (TimeRange range : List.of(TimeRange.ALL, range())) {
            Predicate filter = snowflake.random().chance(50)
                    ? new RandomPredicates(query.schema(), snowflake.random()).any(2)
                    : Predicate.all();
            TrainingOptions options = TrainingOptions.whole().where(filter).within(range);
            TrainingData data = view().trainingData(options);
            List<NaiveQuery.Result> results = oracle().results(query, range).stream()
                    .filter(result -> NaiveValues.passes(filter, result.values()))
                    .toList();
            assertThat(TrainingWorld.lines(data.train()))
                    .as("training data of %s in %s where %s", query, range, filter)
                    .containsExactlyInAnyOrderElementsOf(complete(results)
                            .map(result -> TrainingWorld.line(spec, result, root.identity()))
                            .toList());
            assertThat(data.dataset().droppedRows())
                    .isEqualTo(
                            results.stream().filter(NaiveQuery.Result::missing).count());
            assertSameAgain(data);
            int version = data.dataset().version();
            assertThat(Canonical.sorted(
                            view().withTrainingDataset(version).batchData(range).readAll()))
                    .as("batch data of %s as trained in %s where %s", query, range, filter)
                    .isEqualTo(inference(oracle().results(query, range), spec.inferenceFilter(filter)));
        }
        assertLabelOrder();
    }

    private void assertSameAgain(TrainingData data) {
        TrainingData again = view().trainingData(data.dataset().version());
        assertThat(again.dataset()).isEqualTo(data.dataset());
        assertThat(again.parts()).isEqualTo(data.parts());
    }

    private void assertLabelOrder() {
        Query labels = Query.of(root, root.identity()).where(query.filter());
        List<String> rows = new ArrayList<>(Canonical.rows(twin.store().read(labels)));
        List<String> read = Canonical.rows(view().trainingData().train().index());
        rows.retainAll(read);
        assertThat(read).as("label order of %s", query).isEqualTo(rows);
    }

    // ---- vectors

    /** Requests with all that they may say, some of it wrong in the store's eyes. */
    void vectors() {
        List<Map<String, @Nullable Object>> entries = new ArrayList<>();
        for (int i = snowflake.random().below(12); i > 0; i--) {
            entries.add(entry());
        }
        assertThat(view().featureVectors(entries).stream().map(Canonical::vector))
                .as("vectors of %s for %s", query, entries)
                .isEqualTo(entries.stream()
                        .map(entry -> twin.oracle().vectors().vector(spec, entry, now))
                        .map(Canonical::vector)
                        .toList());
    }

    private Map<String, @Nullable Object> entry() {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        optional().forEach((name, column) -> {
            if (snowflake.random().chance(12) && !spec.labels().contains(name)) {
                entry.put(name, snowflake.orNull(column));
            }
        });
        if (!query.filled().isEmpty()) {
            // What is filled is as of a time that the request names, which the oracle does not know.
            entry.remove(root.eventTime().orElseThrow().column());
        }
        view().servingKeys().forEach(key -> entry.put(key.name(), snowflake.orNull(key)));
        return entry;
    }

    /** What a request may name: features, and keys of joined groups. */
    private Map<String, Field> optional() {
        Map<String, Field> names = new LinkedHashMap<>();
        spec.features().forEach(output -> names.put(output.name(), new Field(output.column(), output.type())));
        collectKeys(query, "", names);
        return names;
    }

    private static void collectKeys(Query from, String prefix, Map<String, Field> names) {
        for (Query.Joined join : from.joins()) {
            if (join.fills()) {
                continue;
            }
            for (KeyPair pair : join.how().on()) {
                names.putIfAbsent(prefix + pair.left(), from.group().schema().field(pair.left()));
            }
            collectKeys(join.query(), prefix + join.how().prefix(), names);
        }
    }

    /** The heart: a vector is the row of batch data for the same keys at now. */
    void vectorsAreBatchData() {
        Field time = root.schema().field(root.eventTime().orElseThrow().column());
        if (!(time.type() instanceof DataType.TimestampType)) {
            return;
        }
        Map<String, Field> given = new LinkedHashMap<>();
        view().servingKeys().forEach(key -> given.put(key.name(), key));
        boolean passed = !given.keySet().containsAll(root.primaryKey())
                || !root.storage().hasOnline()
                || spec.labelNode().filter(node -> node == 0).isPresent();
        if (passed) {
            Set<String> ofRoot = query.declared().outputs().stream()
                    .filter(output -> output.node() == 0)
                    .map(Query.Output::name)
                    .collect(Collectors.toSet());
            spec.features().stream()
                    .filter(output -> ofRoot.contains(output.name()))
                    .forEach(output -> given.put(output.name(), new Field(output.column(), output.type())));
        }
        List<Map<String, @Nullable Object>> entries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            given.forEach((name, column) -> entry.put(name, name.equals(time.name()) ? now : snowflake.orNull(column)));
            entries.add(entry);
        }
        List<Field> fields = new ArrayList<>(given.values());
        if (!given.containsKey(time.name())) {
            fields.add(time);
        }
        FrameBuilder spine = new FrameBuilder(Schema.of(fields), entries.size());
        for (Map<String, @Nullable Object> entry : entries) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>(entry);
            row.put(time.name(), now);
            spine.append(row);
        }
        // The time of a spine is the caller's, that of a vector the row's.
        List<String> features = spec.features().stream()
                .filter(output ->
                        passed || output.node() != 0 || !output.column().equals(time.name()))
                .map(Query.Output::name)
                .toList();
        assertThat(Canonical.rows(view().batchData(spine.build()).readAll().select(features)))
                .as("batch data beside vectors of %s for %s", query, entries)
                .isEqualTo(view().featureVectors(entries).stream()
                        .map(vector -> only(vector.toMap(), features))
                        .map(Canonical::row)
                        .toList());
    }

    /** What is kept online for filling is what history has. */
    void lastValuesOnline() {
        for (FeatureGroupSpec kept : ForwardFill.kept(spec)) {
            assertThat(twin.store()
                            .featureGroup(kept.name(), kept.version())
                            .checkOnline()
                            .agrees())
                    .as("what is online of %s", kept.ref())
                    .isTrue();
        }
    }

    private static Map<String, @Nullable Object> only(Map<String, @Nullable Object> row, List<String> names) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(row);
        values.keySet().retainAll(names);
        return values;
    }
}
