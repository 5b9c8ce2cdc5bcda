package io.shearwater.wire;

import io.shearwater.api.DefinitionChange;
import io.shearwater.api.GroupDefinition;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.SharedGroup;
import io.shearwater.api.StoreDefinitions;
import io.shearwater.api.ViewDefinition;
import io.shearwater.model.Aggregate;
import io.shearwater.model.AggregateFunction;
import io.shearwater.model.Aggregation;
import io.shearwater.model.AggregationWindow;
import io.shearwater.model.ClassWeights;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.Commit;
import io.shearwater.model.Correlations;
import io.shearwater.model.DataType;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureStatus;
import io.shearwater.model.FeatureType;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.FilePath;
import io.shearwater.model.ForwardFill;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.GroupRef;
import io.shearwater.model.Join;
import io.shearwater.model.KeyPair;
import io.shearwater.model.OnlineCheck;
import io.shearwater.model.PartitionField;
import io.shearwater.model.Predicate;
import io.shearwater.model.Provenance;
import io.shearwater.model.Query;
import io.shearwater.model.SkewReport;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.Statistics;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.StoredFile;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TransformationCall;
import io.shearwater.model.ViewRef;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Something of each kind that crosses the wire, with as many of its parts as it can have. */
final class Samples {
    static final Instant AT = Instant.parse("1969-12-31T23:59:59.999999Z");
    static final GroupRef PAYMENTS = new GroupRef("payments", 2);

    static final TransformationCall ON_DEMAND = new TransformationCall(
            new FunctionRef(
                    "ratio_to",
                    3,
                    "acme.Ratio#of",
                    "ab12",
                    Map.of("big", 1e20, "whole", 5L, "odd", Double.NaN, "texts", List.of("a", "b"), "yes", true)),
            List.of("amount", "spent"),
            List.of("ratio"),
            List.of());

    static final FeatureGroupSpec GROUP = FeatureGroupSpec.builder("payments", 2)
            .description("What \"was\" paid 😀")
            .feature("card", DataType.string(34))
            .feature("ts", DataType.TIMESTAMP)
            .feature(Feature.of("amount", DataType.DOUBLE, "in €").withDefault(Double.NaN))
            .feature(Feature.of("price", DataType.decimal(20, 2)).withDefault(new BigDecimal("-1.50")))
            .feature(Feature.of("code", DataType.INT).as(FeatureType.NOMINAL).withDefault(7))
            .feature(Feature.of("since", DataType.DATE).withDefault(LocalDate.of(1969, 12, 31)))
            .feature("ratio", DataType.DOUBLE)
            .feature("merchant", DataType.LONG)
            .feature("parts", DataType.parse("array<struct<\"a b\":int,c:map<string,embedding(3)>>>"))
            .primaryKey("card")
            .eventTime("ts")
            .zone(ZoneId.of("Asia/Kolkata"))
            .knownAfter(Duration.ofMinutes(90))
            .foreignKey("merchants", "merchant")
            .partitionBy(PartitionField.bucket("card", 16))
            .partitionBy(PartitionField.day("ts"))
            .online()
            .ttl(Duration.ofDays(30))
            .entity("card")
            .statistics(StatisticsSpec.of(StatisticsSpec.Part.CORRELATION).ofColumns("amount"))
            .onDemand(ON_DEMAND)
            .build();

    static final FeatureGroupSpec MERCHANTS = FeatureGroupSpec.builder("merchants", 1)
            .feature("merchant", DataType.LONG)
            .feature("country", DataType.STRING)
            .feature("risky", DataType.BOOLEAN)
            .feature("at", DataType.TIMESTAMP)
            .primaryKey("merchant")
            .eventTime("at")
            .build();

    static final Predicate FILTER = Predicate.all()
            .and(new Predicate.Compare("amount", Predicate.Operator.GREATER, 5.0))
            .and(new Predicate.Or(List.of(
                    new Predicate.In("code", List.of(1, 2)),
                    new Predicate.Not(Predicate.isNull("card")),
                    Predicate.like("card", "4%_\\'"),
                    new Predicate.Compare("price", Predicate.Operator.LESS, new BigDecimal("1E+3")),
                    new Predicate.Compare("since", Predicate.Operator.EQUAL, LocalDate.of(2026, 1, 31)),
                    new Predicate.Compare("ts", Predicate.Operator.NOT_EQUAL, AT))));

    static final FeatureGroupSpec AGGREGATES = FeatureGroupSpec.builder("spending", 1)
            .primaryKey("card")
            .eventTime("ts")
            .online()
            .aggregating(Aggregation.over(
                            PAYMENTS,
                            AggregateFunction.sum("amount")
                                    .over(AggregationWindow.rolling(Duration.ofMinutes(10)))
                                    .as("sum_10min")
                                    .where(new Predicate.Compare("amount", Predicate.Operator.GREATER, 0.5))
                                    .excludeCurrent()
                                    .whenMissing(0.0),
                            Aggregate.of(AggregateFunction.count(), AggregationWindow.latest(5))
                                    .by("code"),
                            AggregateFunction.ratio(
                                            AggregateFunction.sum("amount").where(Predicate.isNull("merchant")),
                                            AggregateFunction.count().where(Predicate.all()))
                                    .over(AggregationWindow.lifetime())
                                    .as("share"))
                    .where(new Predicate.Not(Predicate.isNull("amount"))))
            .build()
            .over(GROUP);

    static final Query QUERY = Query.of(GROUP, List.of("card", "amount", "code"))
            .where(FILTER)
            .join(
                    Query.of(MERCHANTS, List.of("country", "risky")),
                    Join.inferred()
                            .withPrefix("m_")
                            .strictlyBefore()
                            .within(Duration.ofDays(3))
                            .requirePresent())
            .join(Query.allOf(AGGREGATES), Join.onPair("card", "card").withPrefix("a_"));

    static final FeatureViewSpec VIEW = FeatureViewSpec.builder("fraud", 4, QUERY)
            .description("for the model")
            .labels("m_risky")
            .trainingHelpers("card")
            .inferenceHelpers("code")
            .transform(ofAmount("forward_fill"), ofAmount("min_max_scaler"))
            .build();

    private static TransformationCall ofAmount(String function) {
        return new TransformationCall(
                FunctionRef.builtIn(function, Map.of()), List.of("amount"), List.of("amount"), List.of());
    }

    /** One thing of a kind. */
    record Sample<T>(String name, WireCodec<T> codec, T value) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Samples() {}

    static FeatureGroupSpec known(GroupRef ref) {
        List<FeatureGroupSpec> groups = new ArrayList<>(List.of(GROUP, MERCHANTS, AGGREGATES));
        groups.addAll(ForwardFill.kept(VIEW));
        return groups.stream()
                .filter(group -> group.ref().equals(ref))
                .findFirst()
                .orElseThrow(() -> WireError.BAD_REQUEST.because("There is no group " + ref + "."));
    }

    static List<Sample<?>> all() {
        return Stream.of(definitions(), options(), answers(), reports(), LearningSamples.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Sample<?>> definitions() {
        ViewRef ref = new ViewRef("fraud", 4);
        List<DefinitionChange> changes = List.of(
                new DefinitionChange.CreateView(VIEW),
                new DefinitionChange.CreateGroup(new GroupDefinition(GROUP, Map.of("owner", "risk"))),
                new DefinitionChange.ChangeGroup(new GroupDefinition(MERCHANTS, Map.of())),
                new DefinitionChange.DeleteGroup(new GroupRef("old", 1)),
                new DefinitionChange.DescribeView(ref, "better"),
                new DefinitionChange.DeleteView(new ViewRef("older", 1)));
        return List.of(
                new Sample<>("a group", FeatureGroupJson.SPECS, GROUP),
                new Sample<>("a declared group", FeatureGroupJson.DECLARED, GROUP),
                new Sample<>("a group of aggregates", FeatureGroupJson.SPECS, AGGREGATES),
                new Sample<>(
                        "a feature", FeatureGroupJson.FEATURES, GROUP.features().get(3)),
                new Sample<>(
                        "an aggregate",
                        AggregationJson.AGGREGATES,
                        AGGREGATES.aggregation().orElseThrow().aggregates().getFirst()),
                new Sample<>("a query", QueryJson.over(Samples::known), QUERY),
                new Sample<>("a query that is filled", QueryJson.over(Samples::known), VIEW.query()),
                new Sample<>("a view", FeatureViewJson.SPECS, VIEW),
                new Sample<>("a view over groups", FeatureViewJson.over(Samples::known), VIEW),
                new Sample<>("a condition", PredicateJson.PREDICATES, FILTER),
                new Sample<>("a function", TransformationJson.FUNCTIONS, ON_DEMAND.function()),
                new Sample<>("a call", TransformationJson.CALLS, ON_DEMAND),
                new Sample<>(
                        "definitions",
                        DefinitionsJson.DEFINITIONS,
                        new StoreDefinitions(
                                List.of(
                                        new GroupDefinition(GROUP, Map.of("owner", "risk")),
                                        new GroupDefinition(MERCHANTS, Map.of()),
                                        new GroupDefinition(AGGREGATES, Map.of())),
                                List.of(new ViewDefinition(VIEW, List.of(1, 3))),
                                Set.of(MERCHANTS.ref()))),
                new Sample<>(
                        "definitions with a view of another project's groups",
                        DefinitionsJson.DEFINITIONS,
                        new StoreDefinitions(
                                List.of(new GroupDefinition(MERCHANTS, Map.of())),
                                List.of(new ViewDefinition(VIEW, List.of())))),
                new Sample<>("changes", DefinitionsJson.changes(Samples::known), changes));
    }

    private static List<Sample<?>> options() {
        return List.of(
                new Sample<>("a range", TimeRangeJson.RANGES, TimeRange.of(AT, Instant.parse("2026-01-31T00:00:00Z"))),
                new Sample<>("all of time", TimeRangeJson.RANGES, TimeRange.ALL),
                new Sample<>("a whole", SplitJson.SPLITS, SplitSpec.whole()),
                new Sample<>(
                        "a random split",
                        SplitJson.SPLITS,
                        SplitSpec.trainValidationTest(0.1, 0.2, Long.MIN_VALUE).stratifiedBy("m_risky")),
                new Sample<>(
                        "a split by time",
                        SplitJson.SPLITS,
                        SplitSpec.trainTestByTime(TimeRange.upTo(AT), TimeRange.after(AT))),
                new Sample<>(
                        "options of a read",
                        OptionsJson.reads(GROUP.schema(), "group"),
                        ReadOptions.all()
                                .select("card")
                                .where(FILTER)
                                .within(TimeRange.after(AT))
                                .asOf(AT)
                                .limit(10)),
                new Sample<>(
                        "options of a read at a commit",
                        OptionsJson.reads(GROUP.schema(), "group"),
                        ReadOptions.all().asOf(17)));
    }

    private static final Commit COMMIT = new Commit(
            Long.MAX_VALUE,
            PAYMENTS,
            Commit.Operation.ADOPT,
            AT,
            -7,
            new Commit.Counts(1, 2, 3, 4),
            Duration.ofNanos(1_234_567_891));

    /** Of each Java type one. */
    private static Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("n", 1L << 60);
        values.put("none", null);
        values.put("i", 5);
        values.put("f", Float.NEGATIVE_INFINITY);
        values.put("d", -0.0);
        values.put("x", new BigDecimal("12.340"));
        values.put("day", LocalDate.of(2026, 1, 31));
        values.put("at", AT);
        values.put("list", Arrays.asList("a", null));
        values.put("map", Map.of("k", true));
        return values;
    }

    private static List<Sample<?>> answers() {
        Map<String, @Nullable Object> values = values();
        Provenance provenance = new Provenance(
                "amount",
                null,
                FeatureStatus.NOT_FOUND,
                Provenance.Origin.STORED,
                List.of(new Provenance.Row(
                        PAYMENTS,
                        List.of(new KeyPair("a", "b")),
                        values,
                        FeatureStatus.PRESENT,
                        values,
                        Optional.of(AT),
                        Optional.of(COMMIT))));
        return List.of(
                new Sample<>("a commit", CommitJson.COMMITS, COMMIT),
                new Sample<>("statistics", StatisticsJson.STATISTICS, statistics()),
                new Sample<>("wanted statistics", StatisticsJson.SPECS, StatisticsSpec.STANDARD),
                new Sample<>("provenance", ProvenanceJson.PROVENANCES, provenance),
                new Sample<>("a training dataset", TrainingDatasetJson.DATASETS, dataset()),
                new Sample<>(
                        "a file",
                        StoredFileJson.FILES,
                        new StoredFile(FilePath.of("Resources/ä b/notes.txt"), 1L << 40, AT)),
                new Sample<>("tags", TagsJson.TAGS, Map.of("a", "b", "odd name", "")),
                new Sample<>(
                        "a shared group",
                        SharedGroupJson.SHARES,
                        new SharedGroup(PAYMENTS, "bank", "fraud", Optional.empty())),
                new Sample<>(
                        "some features that are shared",
                        SharedGroupJson.SHARES,
                        new SharedGroup(PAYMENTS, "bank", "fraud", Optional.of(List.of("amount", "odd name")))),
                new Sample<>("a group's name", RefJson.GROUPS, PAYMENTS),
                new Sample<>("a view's name", RefJson.VIEWS, new ViewRef("fraud", 4)));
    }

    private static List<Sample<?>> reports() {
        Map<String, @Nullable Object> values = values();
        SkewReport.Difference difference =
                new SkewReport.Difference("r1", AT, values, Optional.of(3), Map.of(PAYMENTS, 5L), 1.5, null);
        return List.of(
                new Sample<>(
                        "an online check",
                        OnlineCheckJson.CHECKS,
                        new OnlineCheck(PAYMENTS, 10, 1, 2, 3, List.of(values))),
                new Sample<>(
                        "a skew report",
                        SkewReportJson.REPORTS,
                        new SkewReport(
                                new ViewRef("fraud", 4),
                                10,
                                1,
                                Map.of("gone", 2L),
                                List.of(
                                        new SkewReport.FeatureSkew("amount", 9, 1, Optional.of(difference), 1),
                                        new SkewReport.FeatureSkew("code", 9, 0, Optional.empty(), 0)))));
    }

    private static TrainingDataset dataset() {
        return new TrainingDataset(
                new ViewRef("fraud", 4),
                3,
                AT,
                SplitSpec.kFold(3, 1),
                FILTER,
                TimeRange.upTo(AT),
                List.of(new TrainingDataset.Pin(PAYMENTS, 12), new TrainingDataset.Pin(MERCHANTS.ref(), 0)),
                true,
                new TrainingDataset.Outcome(
                        Map.of("fold_1", new TrainingDataset.PartInfo(7, "abc")),
                        5,
                        Optional.of("fit"),
                        List.of("f1", "f2"),
                        Optional.of(new ClassWeights("m_risky", Map.of("true", 3L, "false", 4L)))));
    }

    private static Statistics statistics() {
        ColumnStatistics.Distribution spread = new ColumnStatistics.Distribution(
                3,
                0.01,
                List.of(new ColumnStatistics.Quantile(0.5, 1.5)),
                List.of(new ColumnStatistics.Bin(-1.0, Double.POSITIVE_INFINITY, 9)),
                List.of(new ColumnStatistics.ValueCount(2.5f, 4)));
        ColumnStatistics.Distribution days = new ColumnStatistics.Distribution(
                3,
                0,
                List.of(new ColumnStatistics.Quantile(0.5, AT)),
                List.of(new ColumnStatistics.Bin(AT, AT.plusSeconds(1), 9)),
                List.of(new ColumnStatistics.ValueCount(AT, 4)));
        return new Statistics(
                "payments version 2",
                9,
                10,
                1,
                List.of(
                        new ColumnStatistics(
                                new Field("f", DataType.FLOAT),
                                10,
                                1,
                                2,
                                Optional.of(new ColumnStatistics.Range(Float.NEGATIVE_INFINITY, 7f)),
                                Optional.of(new ColumnStatistics.Moments(8, Double.NaN, 0.1)),
                                Optional.of(spread)),
                        new ColumnStatistics(
                                new Field("ts", DataType.TIMESTAMP),
                                10,
                                0,
                                0,
                                Optional.of(new ColumnStatistics.Range(AT, AT.plusSeconds(1))),
                                Optional.empty(),
                                Optional.of(days)),
                        new ColumnStatistics(
                                new Field("raw", DataType.BINARY),
                                10,
                                10,
                                0,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())),
                Optional.of(new Correlations(List.of("f"), List.of(List.of(Double.NaN)))));
    }
}
