package io.shearwater.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shearwater.api.TrainingData;
import io.shearwater.api.TrainingOptions;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameBuilder;
import io.shearwater.model.Join;
import io.shearwater.model.ModelError;
import io.shearwater.model.Predicate;
import io.shearwater.model.Query;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import io.shearwater.model.SplitSpec;
import io.shearwater.model.TimeRange;
import io.shearwater.model.TrainingDataset;
import io.shearwater.model.TrainingFiles;
import io.shearwater.registry.Registry;
import io.shearwater.registry.RegistryError;
import io.shearwater.spi.Actor;
import io.shearwater.spi.Definition;
import io.shearwater.spi.DefinitionKey;
import io.shearwater.testing.InMemoryRegistryStore;
import io.shearwater.transform.ClassFunctions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingDatasetsTest extends FraudDatasets {
    @Test
    void partsHaveFeaturesLabelsHelpersAndIndexOfTheSameRows() {
        TrainingData data = datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.of(SplitSpec.trainTest(0.3, 42)));

        assertThat(data.parts()).containsOnlyKeys("train", "test");
        TrainingData.Part train = data.train();
        assertThat(train.features().schema().names()).containsExactly("amount", "total");
        assertThat(train.labels().schema().names()).containsExactly("fraud");
        assertThat(train.helpers().schema().names()).containsExactly("card");
        assertThat(train.index().schema().names()).containsExactly("id", "ts");
        for (int row = 0; row < train.index().rows(); row++) {
            long id = ids(data, "train").get(row);
            assertThat(train.features().value(row, "amount")).isEqualTo(id * 1.0);
            assertThat(train.labels().value(row, "fraud")).isEqualTo(id % 7 == 0);
            assertThat(train.helpers().value(row, "card")).isEqualTo(id % 5);
        }
        assertThat(ids(data, "train")).doesNotContainAnyElementsOf(ids(data, "test"));
        assertThat(ids(data, "train").size() + ids(data, "test").size()).isEqualTo(80);
    }

    @Test
    void rowsThatLackARequiredGroupAreCounted() {
        TrainingDataset dataset =
                datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.whole()).dataset();

        assertThat(dataset.parts().values())
                .extracting(TrainingDataset.PartInfo::rows)
                .containsExactly(80L);
        assertThat(dataset.droppedRows()).isEqualTo(20);
    }

    @Test
    void aVersionReadAgainIsIdenticalWhateverHappened() {
        TrainingData first = datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.of(SplitSpec.trainTest(0.3, 42)));

        lake.insert(EVENTS.ref(), events(20, 60, 1_000));
        lake.insert(EVENTS.ref(), events(200, 230, 0));
        lake.deleteWhere(EVENTS.ref(), Predicate.lessThan("id", 10L));
        lake.insert(CARDS.ref(), cards(77));
        lake.expire();
        TrainingData again = datasets.read(VIEW, Form.TRANSFORMED, 1);

        assertThat(again.dataset()).isEqualTo(first.dataset());
        assertThat(again.parts()).isEqualTo(first.parts());
        TrainingData second = datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.of(SplitSpec.trainTest(0.3, 42)));
        assertThat(second.dataset().version()).isEqualTo(2);
        assertThat(second.parts()).isNotEqualTo(first.parts());
        assertThat(datasets.all(VIEW.ref())).containsExactly(first.dataset(), second.dataset());
    }

    @Test
    void rowsKeepTheirPartsWhenRowsAreAdded() {
        TrainingData first = datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.of(SplitSpec.trainTest(0.3, 42)));
        lake.insert(EVENTS.ref(), events(100, 200, 0));
        TrainingData second = datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.of(SplitSpec.trainTest(0.3, 42)));

        assertThat(ids(second, "train")).containsAll(ids(first, "train"));
        assertThat(ids(second, "test"))
                .containsAll(ids(first, "test"))
                .doesNotContainAnyElementsOf(ids(first, "train"));
    }

    @Test
    void theVersionKeepsWhatItWasMadeOf() {
        clock.set(START.plusSeconds(5));
        TrainingOptions options = TrainingOptions.of(new SplitSpec.Random(
                        List.of(new SplitSpec.Part("a", 0.5), new SplitSpec.Part("b", 0.5)), -3, List.of("card")))
                .where(Predicate.greaterThan("total", 1.5))
                .within(TimeRange.upTo(START.plusSeconds(50)));

        TrainingDataset dataset =
                datasets.create(VIEW, Form.TRANSFORMED, options).dataset();

        assertThat(datasets.find(VIEW.ref(), 1)).isEqualTo(dataset);
        assertThat(dataset.created()).isEqualTo(START.plusSeconds(5));
        assertThat(dataset.split()).isEqualTo(options.split());
        assertThat(dataset.filter()).isEqualTo(options.filter());
        assertThat(dataset.range()).isEqualTo(options.range());
        assertThat(dataset.pins())
                .containsExactly(new TrainingDataset.Pin(EVENTS.ref(), 1), new TrainingDataset.Pin(CARDS.ref(), 2));
        assertThat(datasets.read(VIEW, Form.TRANSFORMED, 1).dataset()).isEqualTo(dataset);
    }

    @Test
    void equalValuesOfTheGroupStayTogether() {
        TrainingData data = datasets.create(
                VIEW,
                Form.TRANSFORMED,
                TrainingOptions.of(new SplitSpec.Random(
                        List.of(new SplitSpec.Part("a", 0.5), new SplitSpec.Part("b", 0.5)), 5, List.of("card"))));

        assertThat(column(data.part("a").helpers(), "card"))
                .isNotEmpty()
                .doesNotContainAnyElementsOf(column(data.part("b").helpers(), "card"));
    }

    @Test
    void aSplitByTimeLeavesItsGapOut() {
        TrainingOptions options = TrainingOptions.of(SplitSpec.trainTestByTime(
                TimeRange.upTo(START.plusSeconds(40)), TimeRange.of(START.plusSeconds(60), START.plusSeconds(80))));

        TrainingData data = datasets.create(VIEW, Form.TRANSFORMED, options);

        assertThat(ids(data, "train")).allMatch(id -> id <= 40).hasSize(32);
        assertThat(ids(data, "test")).allMatch(id -> id > 60 && id <= 80).hasSize(16);
        assertThat(data.dataset().droppedRows()).isEqualTo(9 + 4);
    }

    @Test
    void aVersionWhoseValuesChangedIsAnError() {
        datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.whole());
        lake.insert(CARDS.ref(), cards(1));
        lake.tamper(CARDS.ref(), 2);

        assertThatThrownBy(() -> datasets.read(VIEW, Form.TRANSFORMED, 1))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(TrainingError.CHANGED))
                .hasMessageContaining("Version 1 of the training data of fraud version 1 cannot be read again")
                .hasMessageContaining("its part 'train' had 80 rows");
        assertThatThrownBy(() -> datasets.write(
                        VIEW, Form.TRANSFORMED, 1, TrainingFiles.of(directory, TrainingFiles.Format.CSV)))
                .hasMessageContaining("cannot be read again");
        assertThatThrownBy(() -> file(directory.resolve("train.csv"))).hasMessageContaining("There is no file");
        TrainingFiles records = TrainingFiles.of(directory, TrainingFiles.Format.TFRECORD);
        assertThatThrownBy(() -> datasets.write(VIEW, Form.TRANSFORMED, 1, records.withRowsPerFile(10)))
                .hasMessageContaining("cannot be read again");
        assertThat(directory).as("no file of those before is left either").isEmptyDirectory();
    }

    @Test
    void aSpineGivesTheRowsAndComesBackWithTheVersion() {
        Schema schema = Schema.of(
                new Field("card", DataType.LONG),
                new Field("ts", DataType.TIMESTAMP),
                new Field("fraud", DataType.BOOLEAN),
                new Field("Case No", DataType.STRING));
        FrameBuilder spine = new FrameBuilder(schema, 3);
        spine.append(3L, START.plusSeconds(10), true, "b");
        spine.append(1L, START.plusSeconds(10), false, "a");
        spine.append(3L, START.plusSeconds(10), true, "b");

        TrainingData data =
                datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.whole().withSpine(spine.build()));
        lake.insert(CARDS.ref(), cards(9));

        assertThat(column(data.train().index(), "Case No")).containsExactly("b", "a", "b");
        assertThat(column(data.train().features(), "total")).containsExactly(3.0, 1.0, 3.0);
        assertThat(column(data.train().features(), "amount")).containsOnlyNulls();
        assertThat(column(data.train().labels(), "fraud")).containsExactly(true, false, true);
        assertThat(datasets.read(VIEW, Form.TRANSFORMED, 1).parts()).isEqualTo(data.parts());
        assertThat(spines.names()).containsExactly("training__fraud__1__1");
        datasets.delete(VIEW.ref(), 1);
        assertThat(spines.names()).isEmpty();
    }

    @Test
    void aGroupWithoutCommitsStaysEmptyForTheVersion() {
        FeatureGroupSpec late = FeatureGroupSpec.builder("late", 1)
                .feature("card", DataType.LONG)
                .feature("x", DataType.LONG)
                .primaryKey("card")
                .build();
        lake.create(late);
        FeatureViewSpec view = FeatureViewSpec.builder(
                        "fraud",
                        1,
                        Query.of(EVENTS, List.of("amount")).join(Query.of(late, List.of("x")), Join.on("card")))
                .build();

        TrainingData data = datasets.create(view, Form.TRANSFORMED, TrainingOptions.whole());
        lake.insert(late.ref(), Frame.of(late.schema(), List.of(Map.of("card", 1L, "x", 5L))));

        assertThat(column(data.train().features(), "x")).containsOnlyNulls();
        assertThat(datasets.read(view, Form.TRANSFORMED, 1).parts()).isEqualTo(data.parts());
    }

    @Test
    void aDeletedVersionLetsGoOfItsStates() {
        datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.whole());
        datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.whole());
        assertThat(lake.tags()).hasSize(4);

        datasets.delete(VIEW.ref(), 1);

        assertThat(lake.tags()).containsOnly("training__fraud__1__2");
        assertThatThrownBy(() -> datasets.read(VIEW, Form.TRANSFORMED, 1))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(TrainingError.NOT_FOUND))
                .hasMessageContaining("There is no version 1")
                .hasMessageContaining("there are the versions [2]");
        assertThat(datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.whole())
                        .dataset()
                        .version())
                .isEqualTo(3);
    }

    @Test
    void aVersionThatSomethingDependsOnIsNotDeleted() {
        datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.whole());
        DefinitionKey version = new DefinitionKey("p", DefinitionKey.Kind.TRAINING_DATASET, "fraud__1", 1);
        store.change(registry.actor(), tx -> {
            tx.put(new Definition(
                    new DefinitionKey("p", DefinitionKey.Kind.FEATURE_VIEW, "other", 1), "{}", 0, List.of(version)));
            tx.audit("p", "create", "other");
            return tx;
        });

        assertThatThrownBy(() -> datasets.delete(VIEW.ref(), 1))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(RegistryError.STILL_NEEDED));
        assertThat(datasets.read(VIEW, Form.TRANSFORMED, 1).parts()).isNotEmpty();
    }

    @Test
    void theViewIsNeededByItsVersions() {
        datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.whole());

        assertThat(registry.dependants(registry.key(VIEW.ref())))
                .extracting(DefinitionKey::toString)
                .containsExactly("training dataset 'fraud__1' version 1");
    }

    @Test
    void optionsThatAreWrongBeginNoVersion() {
        assertThatThrownBy(() -> datasets.create(
                        VIEW, Form.TRANSFORMED, TrainingOptions.whole().where(Predicate.isNull("totl"))))
                .isInstanceOfSatisfying(
                        ShearwaterException.class, e -> assertThat(e.code()).isEqualTo(ModelError.UNKNOWN_COLUMN));
        assertThatThrownBy(() -> datasets.create(
                        VIEW,
                        Form.TRANSFORMED,
                        TrainingOptions.of(new SplitSpec.Random(
                                List.of(new SplitSpec.Part("a", 0.5), new SplitSpec.Part("b", 0.5)),
                                5,
                                List.of("crd")))))
                .hasMessageContaining("Did you mean 'card'?");

        assertThat(lake.tags()).isEmpty();
        assertThat(datasets.create(VIEW, Form.TRANSFORMED, TrainingOptions.whole())
                        .dataset()
                        .version())
                .isEqualTo(1);
    }

    @Test
    void aFailureLeavesNothingBehind() {
        TrainingOptions failing = TrainingOptions.whole().withProgress(rows -> {
            throw new IllegalStateException("the caller's own");
        });

        assertThatThrownBy(() -> datasets.create(VIEW, Form.TRANSFORMED, failing))
                .hasMessage("the caller's own");

        assertThat(lake.tags()).isEmpty();
        assertThat(registry.dependants(registry.key(VIEW.ref()))).isEmpty();
        assertThat(datasets.all(VIEW.ref())).isEmpty();
    }

    @Test
    void whatADeadProcessLeftBehindIsClearedByTheNext() {
        InMemoryRegistryStore.Disk disk = new InMemoryRegistryStore.Disk();
        InMemoryRegistryStore dying = new InMemoryRegistryStore(disk, clock);
        Registry before = new Registry(dying, "p", new Actor("tester"));
        TrainingDataset draft = new TrainingDataset(
                VIEW.ref(),
                1,
                START,
                SplitSpec.whole(),
                Predicate.all(),
                TimeRange.ALL,
                List.of(new TrainingDataset.Pin(EVENTS.ref(), 0), new TrainingDataset.Pin(CARDS.ref(), 0)),
                true,
                TrainingDataset.Outcome.NONE);
        DatasetLedger ledger = new DatasetLedger(before);
        ledger.claim(VIEW.ref(), ledger.nextVersion(VIEW.ref()));
        ledger.put(draft, "begin");
        lake.hold(List.of(EVENTS), "training__fraud__1__1");
        spines.saveSpine("training__fraud__1__1", events(0, 3, 0).reader());

        Registry after = new Registry(new InMemoryRegistryStore(disk, clock), "p", new Actor("tester"));
        TrainingDatasets next =
                new TrainingDatasets(after, lake, spines, lake.engine(), new ClassFunctions(null), clock);
        assertThat(next.recover(VIEW.ref())).isZero();
        assertThat(lake.tags()).hasSize(1);
        dying.close();

        assertThat(next.recover(VIEW.ref())).isEqualTo(1);
        assertThat(lake.tags()).isEmpty();
        assertThat(spines.names()).isEmpty();
        assertThat(next.create(VIEW, Form.TRANSFORMED, TrainingOptions.whole())
                        .dataset()
                        .version())
                .isEqualTo(2);
    }

    @Test
    void theExplanationShowsThePlanAndTheEnginesStatement() {
        assertThat(datasets.explain(VIEW))
                .contains("point-in-time join on n0.card = n1.card: the last row with n1.ts <= n0.ts")
                .contains("row by row: ");
    }
}
