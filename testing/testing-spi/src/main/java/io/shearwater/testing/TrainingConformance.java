package io.shearwater.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureView;
import io.shearwater.api.ReadOptions;
import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Feature;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Versions of training data: what they hold, that they hold it for ever, and what they keep from being deleted. */
public abstract class TrainingConformance extends StoreConformance {
    private TrainingWorld world() {
        String suffix = name("");
        return new TrainingWorld(twin(), () -> suffix);
    }

    private static void assertUserError(ThrowingCallable call, String... parts) {
        assertFails(ErrorKind.USER, call, parts);
    }

    private static void assertFails(ErrorKind kind, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContainingAll(parts)
                .extracting(error -> ((ShearwaterException) error).kind())
                .isEqualTo(kind);
    }

    private static List<String> allLines(TrainingData data) {
        List<String> lines = new ArrayList<>();
        data.parts().values().forEach(part -> lines.addAll(TrainingWorld.lines(part)));
        return lines;
    }

    private static Frame spine() {
        Schema schema = Schema.of(
                new Field("note", DataType.string(5)),
                new Field("at", DataType.TIMESTAMP),
                new Field("user_id", DataType.STRING),
                new Field("id", DataType.INT));
        return frame(
                schema,
                row("1", minutes(-300), "a", 29),
                row("2", minutes(-301), "a", 29),
                row("1", minutes(-300), "a", 29),
                row(null, minutes(-200), null, 30),
                row("", minutes(0), "", null),
                row("🐦", minutes(-600), "nobody", 4_711));
    }

    // ---- what a version holds

    @Test
    void aVersionReadAgainIsIdenticalWhateverHappensToItsGroups() {
        TrainingWorld world = world().fill();
        List<TrainingOptions> asked = List.of(
                TrainingOptions.whole(),
                TrainingOptions.of(SplitSpec.trainValidationTest(0.2, 0.3, 7)),
                TrainingOptions.of(new SplitSpec.Random(
                        List.of(new SplitSpec.Part("one", 0.5), new SplitSpec.Part("other", 0.5)),
                        -1,
                        List.of("user_id"))),
                TrainingOptions.of(SplitSpec.trainTestByTime(
                        TimeRange.of(minutes(-500), minutes(-300)), TimeRange.after(minutes(-200)))),
                TrainingOptions.whole().where(Predicate.atLeast("items", 2)).within(TimeRange.upTo(minutes(-100))),
                TrainingOptions.whole().withSpine(spine()));
        Map<Integer, TrainingData> made = new LinkedHashMap<>();
        for (TrainingOptions options : asked) {
            TrainingData data = world.view().trainingData(options);
            assertThat(allLines(data)).isNotEmpty();
            made.put(data.dataset().version(), data);
        }
        assertSameVersions(world, made, "nothing");
        world.changes().forEach((what, change) -> {
            change.run();
            assertSameVersions(world, made, what);
        });
        FeatureGroup carts = world.twin.group(world.carts);
        carts.appendFeatures(List.of(Feature.of("weight", DataType.DOUBLE)));
        assertSameVersions(world, made, "another feature");
        reopen();
        assertSameVersions(world, made, "reopening");
        List.of(world.payments, world.carts, world.shops)
                .forEach(group -> world.twin.group(group).expireCommits(minutes(1_000_000)));
        assertSameVersions(world, made, "expiry after reopening");
    }

    private static void assertSameVersions(TrainingWorld world, Map<Integer, TrainingData> made, String after) {
        made.forEach((version, before) -> {
            TrainingData now = world.view().trainingData(version);
            String what = "version " + version + " after " + after;
            assertThat(now.dataset()).as(what).isEqualTo(before.dataset());
            assertThat(List.copyOf(now.parts().keySet()))
                    .as(what)
                    .isEqualTo(List.copyOf(before.parts().keySet()));
            before.parts().forEach((name, part) -> {
                assertThat(TrainingWorld.lines(now.part(name))).as(what).isEqualTo(TrainingWorld.lines(part));
                assertThat(now.part(name)).as(what).isEqualTo(part);
            });
        });
        assertThat(world.view().trainingDatasets())
                .isEqualTo(made.values().stream().map(TrainingData::dataset).toList());
    }

    @Test
    void aVersionHoldsWhatTheOracleSays() {
        TrainingWorld world = world();
        List<TrainingOptions> asked = List.of(
                TrainingOptions.whole(),
                TrainingOptions.whole().within(TimeRange.of(minutes(-500), minutes(-300))),
                TrainingOptions.whole().where(Predicate.equalTo("city", "Oslo").or(Predicate.isNull("items"))),
                TrainingOptions.whole()
                        .where(Predicate.equalTo("fraud", true).and(Predicate.not(Predicate.atMost("items", 2))))
                        .within(TimeRange.after(minutes(-300))));
        FeatureViewSpec strict =
                world.view(name("strict"), Join.on("user_id").strictlyBefore().requirePresent());
        FeatureView second = store().createFeatureView(strict);
        Runnable compare = () -> {
            for (TrainingOptions options : asked) {
                assertThat(TrainingWorld.lines(
                                world.view().trainingData(options).train()))
                        .containsExactlyInAnyOrderElementsOf(world.expected(world.spec, options));
                TrainingData data = second.trainingData(options);
                assertThat(TrainingWorld.lines(data.train()))
                        .containsExactlyInAnyOrderElementsOf(world.expected(strict, options));
                assertThat(data.dataset().droppedRows()).isEqualTo(dropped(world, strict, options));
            }
        };
        compare.run();
        world.fill();
        compare.run();
        world.changes().values().forEach(Runnable::run);
        compare.run();
    }

    private static long dropped(TrainingWorld world, FeatureViewSpec view, TrainingOptions options) {
        return world.twin.oracle().now().results(view.query(), options.range()).stream()
                .filter(result -> NaiveValues.passes(options.filter(), result.values()))
                .filter(NaiveQuery.Result::missing)
                .count();
    }

    @Test
    void theFramesOfAPartAreFeaturesLabelsHelpersAndIndexInTheOrderOfTheView() {
        TrainingWorld world = world().fill();
        TrainingData.Part part = world.view().trainingData().train();
        assertThat(part.features().schema().names()).containsExactly("amount", "items", "city");
        assertThat(part.features().schema()).isEqualTo(world.view().featureSchema());
        assertThat(part.labels().schema().names()).containsExactly("fraud");
        assertThat(part.helpers().schema().names()).containsExactly("shop", "user_id");
        assertThat(part.index().schema().names()).containsExactly("id", "at");
        assertThat(List.of(part.labels(), part.helpers(), part.index()))
                .allSatisfy(frame ->
                        assertThat(frame.rows()).isEqualTo(part.features().rows()));
    }

    @Test
    void ofAViewWithoutRowsAVersionIsCompleteAndEmptyForEver() {
        TrainingWorld world = world();
        TrainingData before = world.view().trainTestSplit(0.5, 1);
        assertThat(allLines(before)).isEmpty();
        assertThat(before.parts().keySet()).containsExactly("train", "test");
        world.fill();
        int version = before.dataset().version();
        assertThat(allLines(world.view().trainingData(version))).isEmpty();
        reopen();
        assertThat(world.view().trainingData(version).dataset()).isEqualTo(before.dataset());
        assertThat(world.view().trainingData(version).parts()).isEqualTo(before.parts());
    }

    @Test
    void equalRowsHaveEqualDigestsAndOtherRowsOthers() {
        TrainingWorld world = world().fill();
        String digest = digest(world.view().trainingData());
        assertThat(digest(world.view().trainingData())).isEqualTo(digest);
        world.carts(row("a", minutes(-500), 2));
        String changed = digest(world.view().trainingData());
        assertThat(changed).isNotEqualTo(digest);
        world.carts(row("a", minutes(-500), 1));
        assertThat(digest(world.view().trainingData())).isEqualTo(digest);
    }

    private static String digest(TrainingData data) {
        return Objects.requireNonNull(data.dataset().parts().get("train")).digest();
    }

    @Test
    void aWidenedColumnKeepsTheValuesOfVersionsMadeBefore() {
        TrainingWorld world = world().fill();
        TrainingData before = world.view().trainingData();
        world.twin.group(world.carts).widen("items", DataType.LONG);
        TrainingData after = world.view().trainingData(before.dataset().version());
        assertThat(after.dataset()).isEqualTo(before.dataset());
        assertThat(items(after)).isEqualTo(items(before));
    }

    private static double[][] items(TrainingData data) {
        return data.train().features().select(List.of("items")).toDoubles();
    }

    // ---- numbers, deletion

    @Test
    void versionsCountUpAndANumberIsNeverUsedTwice() {
        TrainingWorld world = world().fill();
        FeatureView view = world.view();
        assertThat(view.trainingDatasets()).isEmpty();
        assertThat(List.of(version(view), version(view), version(view))).containsExactly(1, 2, 3);
        view.deleteTrainingDataset(3);
        view.deleteTrainingDataset(1);
        assertThat(version(view)).isEqualTo(4);
        assertThat(view.trainingDatasets()).extracting(TrainingDataset::version).containsExactly(2, 4);
        reopen();
        assertThat(world.view().trainingDatasets())
                .extracting(TrainingDataset::version)
                .containsExactly(2, 4);
        for (int version : List.of(0, 1, 3, 5, -1)) {
            assertFails(ErrorKind.NOT_FOUND, () -> world.view().trainingData(version), version + "", "[2, 4]");
            assertFails(ErrorKind.NOT_FOUND, () -> world.view().deleteTrainingDataset(version), version + "");
            assertFails(ErrorKind.NOT_FOUND, () -> world.view().withTrainingDataset(version), version + "");
        }
    }

    private static int version(FeatureView view) {
        return view.trainingData().dataset().version();
    }

    @Test
    void optionsThatAreRefusedMakeNoVersion() {
        TrainingWorld world = world().fill();
        FeatureView view = world.view();
        assertUserError(
                () -> view.trainingData(TrainingOptions.whole().where(Predicate.isNull("itms"))), "itms", "items");
        assertUserError(
                () -> view.trainingData(TrainingOptions.of(new SplitSpec.Random(
                        List.of(new SplitSpec.Part("a", 0.5), new SplitSpec.Part("b", 0.5)), 1, List.of("usr")))),
                "usr");
        Schema noTime = Schema.of(new Field("id", DataType.INT));
        assertUserError(() -> view.trainingData(TrainingOptions.whole().withSpine(frame(noTime, row(1)))), "'at'");
        Schema wrong = Schema.of(new Field("id", DataType.STRING), new Field("at", DataType.TIMESTAMP));
        assertUserError(
                () -> view.trainingData(TrainingOptions.whole().withSpine(frame(wrong, row("1", minutes(0))))),
                "id",
                "string",
                "int");
        Schema noKey = Schema.of(new Field("at", DataType.TIMESTAMP));
        assertUserError(
                () -> view.trainingData(TrainingOptions.whole().withSpine(frame(noKey, row(minutes(0))))), "user_id");
        assertThat(view.trainingDatasets()).isEmpty();
    }

    @Test
    void aVersionIsDeletedAlsoWhereAGroupNeverHadACommit() {
        TrainingWorld world = world();
        world.pay(3);
        int version = version(world.view());
        world.view().deleteTrainingDataset(version);
        assertThat(world.view().trainingDatasets()).isEmpty();
        int second = version(world.view());
        world.shops(row(0, "Oslo"));
        world.view().deleteTrainingDataset(second);
        assertThat(world.view().trainingDatasets()).isEmpty();
        deleteAll(world);
    }

    @Test
    void whatIsNeededIsNotDeletedAndTheNeedIsNamed() {
        TrainingWorld world = world().fill();
        int version = version(world.view());
        for (FeatureGroupSpec group : List.of(world.payments, world.carts, world.shops)) {
            assertFails(
                    ErrorKind.CONFLICT,
                    () -> store().deleteFeatureGroup(group.name(), 1),
                    group.name(),
                    world.spec.name());
        }
        assertFails(
                ErrorKind.CONFLICT,
                () -> store().deleteFeatureView(world.spec.name(), 1),
                world.spec.name(),
                Integer.toString(version));
        assertThat(allLines(world.view().trainingData(version))).isNotEmpty();
        world.view().deleteTrainingDataset(version);
        deleteAll(world);
    }

    private void deleteAll(TrainingWorld world) {
        store().deleteFeatureView(world.spec.name(), 1);
        for (FeatureGroupSpec group : List.of(world.payments, world.carts, world.shops)) {
            store().deleteFeatureGroup(group.name(), 1);
            assertThat(store().findFeatureGroup(group.name(), 1)).isEmpty();
        }
    }

    @Test
    void aViewMadeAgainUnderItsNameDoesNotFindVersionsOfTheOldOne() {
        TrainingWorld world = world().fill();
        int version = version(world.view());
        world.view().deleteTrainingDataset(version);
        store().deleteFeatureView(world.spec.name(), 1);
        store().createFeatureView(world.spec);
        assertThat(world.view().trainingDatasets()).isEmpty();
        TrainingData data = world.view().trainingData();
        assertThat(world.view().trainingData(data.dataset().version()).parts()).isEqualTo(data.parts());
    }

    @Test
    void heldStatesOutliveExpiryUntilTheVersionIsDeleted() {
        TrainingWorld world = world().fill();
        TrainingData data = world.view().trainingData();
        long commit = data.dataset().pins().stream()
                .filter(pin -> pin.group().equals(world.carts.ref()))
                .findFirst()
                .orElseThrow()
                .commit();
        FeatureGroup carts = world.twin.group(world.carts);
        Frame held = carts.read(ReadOptions.all().asOf(commit));
        world.carts(row("a", minutes(-1), 1));
        world.carts(row("a", minutes(-2), 1));
        carts.expireCommits(minutes(1_000_000));
        assertThat(carts.read(ReadOptions.all().asOf(commit))).isEqualTo(held);
        world.view().deleteTrainingDataset(data.dataset().version());
        carts.expireCommits(minutes(1_000_000));
        assertThatThrownBy(() -> carts.read(ReadOptions.all().asOf(commit)))
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(Long.toString(commit));
    }

    @Test
    void aGroupWithoutHistoryGivesNoTrainingDataAndIsNamed() {
        TrainingWorld world = world().fill();
        FeatureGroupSpec brief = FeatureGroupSpec.builder(name("brief"), 1)
                .feature("user_id", DataType.STRING)
                .feature("clicks", DataType.INT)
                .primaryKey("user_id")
                .onlineOnly()
                .build();
        store().createFeatureGroup(brief);
        FeatureView view = store().createFeatureView(FeatureViewSpec.builder(
                        name("view"),
                        1,
                        Query.of(world.payments, List.of("amount"))
                                .join(Query.of(brief, List.of("clicks")), Join.on("user_id")))
                .build());
        assertThatThrownBy(view::trainingData)
                .isInstanceOf(ShearwaterException.class)
                .hasMessageContaining(brief.name());
        assertThat(view.trainingDatasets()).isEmpty();
        store().deleteFeatureView(view.spec().name(), 1);
    }

    // ---- spines, files, plans

    @Test
    void aSpineGivesTheRowsTheirOrderAndItsColumns() {
        TrainingWorld world = world().fill();
        TrainingData data = world.view().trainingData(TrainingOptions.whole().withSpine(spine()));
        assertThat(data.train().index()).isEqualTo(spine());
        List<String> expected = world.twin.oracle().now().spine(world.spec.query(), spine()).stream()
                .map(result ->
                        TrainingWorld.line(world.spec, result, spine().schema().names()))
                .toList();
        assertThat(TrainingWorld.lines(data.train())).isEqualTo(expected);
        TrainingData part = world.view()
                .trainingData(
                        TrainingOptions.whole().withSpine(spine()).within(TimeRange.of(minutes(-301), minutes(-200))));
        assertThat(part.train().index().toMaps())
                .extracting(row -> row.get("id"))
                .containsExactly(29, 29, 30);
        assertThat(part.dataset().hasSpine()).isTrue();
        TrainingData filtered = world.view()
                .trainingData(TrainingOptions.whole().withSpine(spine()).where(Predicate.isNull("items")));
        assertThat(TrainingWorld.lines(filtered.train()))
                .isEqualTo(expected.stream()
                        .filter(line -> line.contains("items=null"))
                        .toList());
    }

    @Test
    void filesHoldTheFramesInEveryFormat() {
        TrainingWorld world = world().fill();
        SplitSpec split = SplitSpec.trainTest(0.3, 11);
        TrainingData data = world.view().trainingData(TrainingOptions.of(split));
        for (TrainingFiles.Format format :
                List.of(TrainingFiles.Format.PARQUET, TrainingFiles.Format.CSV, TrainingFiles.Format.JSON_LINES)) {
            Path directory = file("files" + format.ending());
            TrainingDataset written =
                    world.view().writeTrainingData(TrainingOptions.of(split), TrainingFiles.of(directory, format));
            assertThat(written.parts()).isEqualTo(data.dataset().parts());
            assertSameFiles(directory, format, data);
            Path again = file("again" + format.ending());
            assertThat(world.view().writeTrainingData(data.dataset().version(), TrainingFiles.of(again, format)))
                    .isEqualTo(data.dataset());
            assertSameFiles(again, format, data);
        }
        world.changes().values().forEach(Runnable::run);
        Path later = file("later.d");
        world.view().writeTrainingData(data.dataset().version(), TrainingFiles.of(later, TrainingFiles.Format.PARQUET));
        assertSameFiles(later, TrainingFiles.Format.PARQUET, data);
    }

    private void assertSameFiles(Path directory, TrainingFiles.Format format, TrainingData data) {
        String ending = format.ending();
        assertThat(directory.toFile().list())
                .containsExactlyInAnyOrder(data.parts().keySet().stream()
                        .map(name -> name + ending)
                        .toArray(String[]::new));
        data.parts().forEach((name, part) -> {
            Path file = directory.resolve(name + ending);
            assertThat(Files.exists(file)).isTrue();
            List<Field> fields = new ArrayList<>(part.features().schema().fields());
            fields.addAll(part.labels().schema().fields());
            fields.addAll(part.helpers().schema().fields());
            Frame rows = store().reader(FileSource.of(file).withSchema(Schema.of(fields)))
                    .readAll();
            assertThat(rows.select(part.features().schema().names())).isEqualTo(part.features());
            assertThat(rows.select(part.labels().schema().names())).isEqualTo(part.labels());
            assertThat(rows.select(part.helpers().schema().names())).isEqualTo(part.helpers());
        });
    }

    @Test
    void theExtraFilterOfAVersionIsAppliedToBatchDataButNotItsConditionsOnLabels() {
        TrainingWorld world = world().fill();
        Predicate onFeatures = Predicate.atLeast("items", 2).and(Predicate.notEqualTo("amount", 3.0));
        Predicate filter = onFeatures.and(Predicate.equalTo("fraud", true));
        int version = world.view()
                .trainingData(TrainingOptions.whole().where(filter))
                .dataset()
                .version();
        reopen();
        assertThat(world.view().trainingDatasets().getFirst().filter()).isEqualTo(filter);
        FeatureView trained = world.view().withTrainingDataset(version);
        TimeRange range = TimeRange.of(minutes(-450), minutes(-50));
        Frame rows = trained.batchData(range).readAll();
        assertThat(ids(rows)).isNotEmpty().containsExactlyInAnyOrderElementsOf(ids(world, range, onFeatures));
        assertThat(world.view().batchData(range).readAll().rows()).isGreaterThan(rows.rows());
        List<Object> passing = world.twin.oracle().now().spine(world.spec.query(), spine()).stream()
                .filter(result -> NaiveValues.passes(onFeatures, result.values()))
                .<Object>map(result -> String.valueOf(result.root().get("note")))
                .toList();
        assertThat(passing).isNotEmpty();
        assertThat(trained.batchData(spine()).readAll().toMaps())
                .extracting(row -> (Object) String.valueOf(row.get("note")))
                .isEqualTo(passing);
    }

    private static List<Object> ids(TrainingWorld world, TimeRange range, Predicate filter) {
        return world.twin.oracle().now().results(world.spec.query(), range).stream()
                .filter(result -> NaiveValues.passes(filter, result.values()))
                .<Object>map(result -> String.valueOf(result.root().get("id")))
                .toList();
    }

    private static List<Object> ids(Frame rows) {
        return rows.toMaps().stream()
                .<Object>map(row -> String.valueOf(row.get("id")))
                .toList();
    }

    @Test
    void theExplanationNamesTheGroupsAndWhatIsNotPointInTime() {
        TrainingWorld world = world().fill();
        assertThat(world.view().explain())
                .contains(world.payments.name(), world.carts.name(), world.shops.name())
                .containsIgnoringCase("not point in time");
    }
}
