package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.store.Shearwater;
import io.shearwater.transform.BuiltIns;
import io.shearwater.transform.Transformations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands over a store whose group computes on demand and whose view learns from training data. */
class TransformationCommandsTest {
    @TempDir
    private Path directory;

    private Path store = Path.of("");

    @BeforeEach
    void makeStore() throws IOException {
        store = directory.resolve("store");
        try (FeatureStore made = Shearwater.open(store)) {
            FeatureGroup cards = made.createFeatureGroup(FeatureGroupSpec.builder("cards", 1)
                    .primaryKey("card")
                    .online()
                    .build());
            cards.insert(read(made, "card,credit\nc1,100.0\nc2,300.0\n"));
            FeatureGroup payments = made.createFeatureGroup(FeatureGroupSpec.builder("payments", 1)
                    .feature("id", DataType.LONG)
                    .feature("at", DataType.TIMESTAMP)
                    .feature("card", DataType.STRING)
                    .feature("amount", DataType.DOUBLE)
                    .feature("category", DataType.STRING)
                    .feature("distance", DataType.DOUBLE)
                    .feature("fraud", DataType.BOOLEAN)
                    .primaryKey("id")
                    .eventTime("at")
                    .foreignKey("cards", "card")
                    .onDemand(Transformations.method(TripFunctions.class, "distance"))
                    .build());
            payments.insert(read(made, """
                    id,at,card,amount,category,fraud,latitude,home
                    1,2025-01-01T10:00:00Z,c1,1.0,food,false,3.5,1.0
                    2,2025-01-01T11:00:00Z,c2,2.0,travel,true,4.0,1.0
                    3,2025-01-02T10:00:00Z,c1,3.0,food,false,5.0,1.0
                    4,2025-01-03T10:00:00Z,c2,4.0,fuel,false,6.0,1.0
                    """));
            made.createFeatureView(FeatureViewSpec.builder(
                            "fraud_fv",
                            1,
                            payments.select("amount", "category", "distance", "fraud")
                                    .join(cards.select("credit"), Join.inferred()))
                    .labels("fraud")
                    .transform(
                            BuiltIns.standardScaler("amount"),
                            BuiltIns.oneHotEncoder("category"),
                            BuiltIns.clip("credit", 0, 200).as("credit_used"))
                    .build());
            made.createFeatureView(FeatureViewSpec.builder("cards_fv", 1, cards.selectFeatures())
                    .build());
        }
    }

    private Frame read(FeatureStore made, String csv) throws IOException {
        Path file = Files.writeString(directory.resolve("rows.csv"), csv);
        return made.reader(FileSource.of(file)).readAll();
    }

    private Screen run(int code, String... arguments) {
        Screen screen = Screen.pipe();
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--store", store.toString()))
                .toArray(String[]::new);
        assertThat(screen.run(all)).as(screen.out() + screen.err()).isEqualTo(code);
        return screen;
    }

    private Screen makeTrainingData() {
        return run(
                0, "training-data", "fraud_fv", "--to", directory.resolve("td").toString(), "--format", "csv");
    }

    private List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> all = Files.list(store.resolve(folder))) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    @Test
    void theTransformationsOfAViewAreShownWithWhatTheyNeedAndGive() {
        assertThat(run(0, "views", "--output", "csv", "fraud_fv").out().lines())
                .first()
                .isEqualTo("step,transformation,version,parameters,reads,gives,drops,learns,code");
        assertThat(run(0, "views", "fraud_fv").out())
                .containsPattern("1 +standard_scaler +1 +\\[amount] +\\[amount] +.*mean")
                .containsPattern("2 +one_hot_encoder +1 +\\[category] +\\[category] +\\[category] +.*categories")
                .containsPattern("3 +clip +1 +\\{max=200.0, min=0.0} +\\[credit] +\\[credit_used]");
        assertThat(run(0, "views", "cards_fv").err()).contains("'cards_fv' transforms nothing");
        assertThat(run(0, "views").out()).containsPattern("fraud_fv .* 3 +0").containsPattern("cards_fv .* 0 +0");
        assertThat(run(1, "views", "frad_fv").err()).contains("Did you mean 'fraud_fv'?");
    }

    @Test
    void whatAGroupComputesOnDemandIsDescribedWithWhatItNeeds() {
        assertThat(run(0, "describe", "payments").out())
                .contains("on demand    distance(latitude, home) as distance\n", "it needs     latitude, home\n")
                .containsPattern("distance +double +on demand");
        assertThat(run(0, "describe", "payments", "--text").out())
                .contains("On demand it computes distance(latitude, home) as distance.")
                .contains("Rows and requests have to give latitude, home for it.");
        assertThat(run(0, "describe", "cards").out()).doesNotContain("demand", "needs");
    }

    @Test
    void trainingDataTellsWhatWasLearnt() {
        String learnt = """

                learnt:
                  standard_scaler(amount): mean 2.5, deviation 1.118033988749895
                  one_hot_encoder(category): categories [food, fuel, travel]
                """;
        assertThat(makeTrainingData().out()).endsWith(learnt);
        assertThat(run(0, "training-data", "fraud_fv", "--version", "1").out())
                .contains(" 4 ")
                .endsWith(learnt);
        assertThat(run(0, "training-data", "fraud_fv").out()).doesNotContain("learnt");
        assertThat(run(0, "training-data", "fraud_fv", "--version", "1", "--output", "json")
                        .out())
                .doesNotContain("learnt");
        assertThat(run(1, "training-data", "fraud_fv", "--version", "2").err()).contains("there are the versions [1]");
    }

    @Test
    void trainingDataOfFoldsTellsWhatItsFilesAre() {
        String to = directory.resolve("folds").toString();
        assertThat(run(0, "training-data", "fraud_fv", "--to", to, "--folds", "2")
                        .out())
                .contains(
                        "fold_1",
                        "fold_2",
                        "fold_1_train has the rows of the other folds",
                        "all_folds is for the final");
        assertThat(directory.resolve("folds"))
                .isDirectoryContaining("glob:**/fold_1_train.parquet")
                .isDirectoryContaining("glob:**/fold_2_test.parquet")
                .isDirectoryContaining("glob:**/all_folds.parquet");
    }

    @Test
    void aVectorIsTransformedAsTheChosenModelDoesOrNotAtAll() {
        String[] entry = {"vector", "fraud_fv", "card=c2", "amount=4.5", "category=fuel", "latitude=3", "home=1"};
        assertThat(run(1, entry).err())
                .contains("learn from training data", "--training-dataset N (none was made yet", "--untransformed");
        makeTrainingData();
        assertThat(run(1, entry).err()).contains("--training-dataset N (there are [1])");
        assertThat(run(0, with(entry, "--training-dataset", "1", "--output", "csv"))
                        .out()
                        .lines()
                        .map(line -> line.split(",", -1)[0] + " " + line.split(",", -1)[1]))
                .containsExactly(
                        "feature value",
                        "amount 1.7888543819998317",
                        "category_food 0",
                        "category_fuel 1",
                        "category_travel 0",
                        "distance 2.0",
                        "credit 300.0",
                        "credit_used 200.0");
        assertThat(run(0, with(entry, "--untransformed", "--output", "csv"))
                        .out()
                        .lines()
                        .map(line -> line.split(",", -1)[0] + " " + line.split(",", -1)[1]))
                .containsExactly("feature value", "amount 4.5", "category fuel", "distance 2.0", "credit 300.0");
        assertThat(run(1, with(entry, "--training-dataset", "7")).err()).contains("there are the versions [1]");
        assertThat(run(0, "vector", "cards_fv", "card=c1").out()).contains("100.0");
    }

    @Test
    void whatATransformationOnDemandNeedsIsSaidWhereItIsMissingMisspeltOrNoValue() {
        String[] entry = {"vector", "fraud_fv", "--untransformed", "card=c2", "amount=4.5", "category=fuel", "home=1"};
        assertThat(run(1, entry).err()).contains("has no 'latitude' (double)", "distance");
        assertThat(run(1, with(entry, "latitud=3")).err()).contains("'latitud'", "Did you mean 'latitude'?");
        assertThat(run(2, with(entry, "latitude=north")).err()).contains("'latitude' is of type double, not 'north'");
    }

    @Test
    void whyIsAnsweredForAViewThatLearns() {
        assertThat(run(0, "why", "fraud_fv", "card=c2", "amount=1", "category=food", "latitude=3", "home=1", "credit")
                        .out())
                .startsWith("credit = 300.0 (PRESENT)");
        assertThat(run(0, "why", "fraud_fv", "card=c2", "credit").out()).startsWith("credit = 300.0 (PRESENT)");
    }

    @Test
    void transformationsAreListedAndExplained() {
        String all = run(0, "transformations").out();
        assertThat(all)
                .containsPattern("min_max_scaler +a number +.*low, high")
                .containsPattern("distance +1 +\\S+TripFunctions#distance +\\[payments version 1]");
        assertThat(Screen.pipe().run("transformations")).isZero();
        assertThat(run(0, "transformations", "one_hot_encoder").out())
                .contains("does        ", "learns      ", "unseen")
                .containsPattern("min_count +a whole number +1 +how often");
        assertThat(run(2, "transformations", "one_hot_encodr").err()).contains("Did you mean 'one_hot_encoder'?");
    }

    @Test
    void helpAndListsFitAScreenOf80Columns() {
        for (String command :
                List.of("vector", "views", "transformations", "training-data", "describe", "delete group")) {
            Screen screen = Screen.interactive(Map.of("COLUMNS", "80", "NO_COLOR", "1"));
            assertThat(screen.run((command + " --help").split(" ")))
                    .as(screen.err())
                    .isZero();
            assertThat(screen.out()).contains("Usage: shearwater " + command, "-h, --help");
            assertThat(screen.out().lines())
                    .allSatisfy(line -> assertThat(CellText.width(line)).isLessThanOrEqualTo(80));
        }
        Screen screen = Screen.interactive(Map.of("COLUMNS", "80", "NO_COLOR", "1"));
        assertThat(screen.run("transformations")).isZero();
        assertThat(screen.out().lines())
                .allSatisfy(line -> assertThat(CellText.width(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void aDeletedVersionLeavesNothingOfWhatWasLearnt() throws IOException {
        makeTrainingData();
        makeTrainingData();
        assertThat(files("spines/default", ".fitted")).hasSize(2);
        run(0, "delete", "training-data", "fraud_fv", "1", "--yes");
        assertThat(files("spines/default", ".fitted"))
                .singleElement()
                .asString()
                .endsWith("__2.fitted");
    }

    @Test
    void doctorNamesVersionsWhoseLearntStateIsMissingOrChanged() throws IOException {
        makeTrainingData();
        makeTrainingData();
        assertThat(run(0, "doctor", "--quick").out()).containsPattern("training data +ok +2 versions");
        List<Path> fitted = files("spines/default", ".fitted").stream().sorted().toList();
        byte[] bytes = Files.readAllBytes(fitted.getFirst());
        bytes[bytes.length - 1] ^= 1;
        Files.write(fitted.getFirst(), bytes);
        Files.delete(fitted.getLast());
        assertThat(run(1, "doctor", "--quick").out())
                .containsPattern("training data fraud_fv v1, 1 +WRONG +.*was changed from outside")
                .containsPattern("training data fraud_fv v1, 2 +WRONG +.*\\.fitted' cannot be used");
    }

    @Test
    void doctorNamesFunctionsWhoseCodeIsMissingOrChangedAndWhoUsesThem() throws IOException {
        assertThat(run(0, "doctor", "--quick").out()).containsPattern("code +ok +1 function");
        Path jar = files("code", ".jar").getFirst();
        byte[] bytes = Files.readAllBytes(jar);
        bytes[bytes.length / 2] ^= 1;
        Files.write(jar, bytes);
        assertThat(run(1, "doctor", "--quick").out())
                .containsPattern("code distance v1 +WRONG +.*is used by \\[payments version 1]");
        Files.delete(jar);
        assertThat(run(1, "doctor", "--quick").out()).containsPattern("code distance v1 +WRONG +.*there is no '");
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }
}
