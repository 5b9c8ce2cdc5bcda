package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.FileSource;
import io.shearwater.model.Frame;
import io.shearwater.model.Join;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The commands over one small store, as a person types them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreCommandsTest {
    private Path directory;

    private Path store;

    @BeforeAll
    void makeStore(@TempDir Path shared) throws IOException {
        directory = shared;
        store = directory.resolve("store");
        try (FeatureStore made = Shearwater.open(store)) {
            FeatureGroup merchants = made.createFeatureGroup(FeatureGroupSpec.builder("merchants", 1)
                    .primaryKey("merchant")
                    .eventTime("since")
                    .online()
                    .build());
            merchants.insert(read(made, """
                    merchant,avg_daily_spend,since
                    m1,10.5,2025-01-01T00:00:00Z
                    m2,20.5,2025-01-01T00:00:00Z
                    """));
            merchants.insert(read(made, """
                    merchant,avg_daily_spend,since
                    m1,11.5,2025-01-02T00:00:00Z
                    """));
            FeatureGroup payments = made.createFeatureGroup(FeatureGroupSpec.builder("payments", 1)
                    .primaryKey("id")
                    .eventTime("at")
                    .foreignKey("merchants", "merchant")
                    .build());
            payments.insert(read(made, """
                    id,merchant,amount,fraud,at
                    1,m1,1.0,false,2025-01-01T10:00:00Z
                    2,m2,2.0,true,2025-01-01T11:00:00Z
                    3,m1,3.0,false,2025-01-02T10:00:00Z
                    4,m9,4.0,false,2025-01-03T10:00:00Z
                    """));
            made.createFeatureView(FeatureViewSpec.builder(
                            "payments_fv",
                            1,
                            payments.select("amount", "fraud")
                                    .join(merchants.select("avg_daily_spend"), Join.inferred()))
                    .labels("fraud")
                    .build());
        }
    }

    private Frame read(FeatureStore store, String csv) throws IOException {
        Path file = Files.writeString(directory.resolve("rows.csv"), csv);
        return store.reader(FileSource.of(file)).readAll();
    }

    private Screen run(int code, String... arguments) {
        Screen screen = Screen.pipe();
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--store";
        all[arguments.length + 1] = store.toString();
        assertThat(screen.run(all)).as(screen.out() + screen.err()).isEqualTo(code);
        return screen;
    }

    @Test
    void sqlSelectsFromGroups() {
        assertThat(run(0, "sql", "SELECT merchant, count(*) AS n FROM payments GROUP BY ALL ORDER BY ALL")
                        .out())
                .isEqualTo("""
                        merchant  n
                        m1        2
                        m2        1
                        m9        1
                        """);
    }

    @Test
    void sqlShowsNoMoreThanTheLimitAndSaysSo() {
        Screen screen = run(0, "sql", "SELECT id FROM payments ORDER BY id", "--limit", "2", "--output", "csv");
        assertThat(screen.out()).isEqualTo("id\n1\n2\n");
        assertThat(screen.err()).contains("the first 2 rows");
        assertThat(run(0, "sql", "SELECT id FROM payments", "--limit", "4").err())
                .isEmpty();
    }

    @Test
    void sqlWritesAFile() throws IOException {
        Path file = directory.resolve("out.csv");
        assertThat(run(0, "sql", "SELECT id, amount FROM payments ORDER BY id", "--to", file.toString())
                        .out())
                .contains("4");
        assertThat(Files.readString(file)).startsWith("id,amount\n1,1.0\n2,2.0\n");
    }

    @Test
    void sqlReadsAStatementFromAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("q.sql"), "SELECT max(amount) AS most\nFROM payments;\n");
        assertThat(run(0, "sql", "--file", file.toString()).out()).isEqualTo("most\n 4.0\n");
        assertThat(run(2, "sql", "--file", directory + "/none.sql").err()).contains("cannot be read");
    }

    @Test
    void sqlMistakesPointAtThePlace() {
        assertThat(run(1, "sql", "SELECT amont FROM payments").err())
                .contains("\"amount\"", "LINE 1: SELECT amont FROM payments", "^");
        assertThat(run(1, "sql", "SELECT * FROM paymets").err()).contains("Did you mean 'payments'?");
        assertThat(run(1, "sql", "DROP TABLE payments").err()).contains("not allowed");
        assertThat(run(2, "sql").err()).contains("STATEMENT");
    }

    @Test
    void diffShowsWhatACommitChanged() {
        assertThat(run(0, "diff", "merchants", "1", "2").out()).isEqualTo("""
                        merchant  avg_daily_spend  since                 change_type
                        m1                   11.5  2025-01-02T00:00:00Z  insert
                        """);
        assertThat(run(1, "diff", "merchants", "1", "77").err()).contains("no commit 77");
    }

    @Test
    void whyShowsTheRowsBehindAValue() {
        Screen screen = run(0, "why", "payments_fv", "merchant=m1", "avg_daily_spend");
        assertThat(screen.out())
                .startsWith("avg_daily_spend = 11.5 (PRESENT)\n")
                .contains("merchants", "{merchant=m1}", "2025-01-02T00:00:00Z", "INSERT", "avg_daily_spend=11.5");
        assertThat(run(0, "why", "payments_fv", "merchant=nobody", "avg_daily_spend")
                        .out())
                .contains("avg_daily_spend = null (NOT_FOUND)");
        assertThat(run(1, "why", "payments_fv", "merchant=m1", "avg_daily_spent")
                        .err())
                .contains("Did you mean 'avg_daily_spend'?");
        assertThat(run(2, "why", "payments_fv", "merchant=m1").err()).contains("Name one feature");
    }

    @Test
    void trainingDataIsWrittenAndWrittenAgainAlike() throws IOException {
        Path first = directory.resolve("td");
        Path again = directory.resolve("again");
        Screen made = run(0, "training-data", "payments_fv", "--to", first.toString(), "--format", "csv");
        String version =
                made.out().lines().skip(1).findFirst().orElseThrow().strip().split(" +")[0];
        run(0, "training-data", "payments_fv", "--to", again.toString(), "--format", "csv", "--version", version);
        assertThat(Files.readString(again.resolve("train.csv")))
                .isEqualTo(Files.readString(first.resolve("train.csv")))
                .contains("11.5");
        assertThat(run(0, "training-data", "payments_fv").out()).contains("train", "4");
        assertThat(run(2, "training-data", "payments_fv", "--test", "0.2").err())
                .contains("--to DIR");
        assertThat(run(1, "training-data", "payments_fv", "--to", first + "2", "--test", "1.5")
                        .err())
                .contains("1.5");
    }

    @Test
    void trainingDataIsSplitAsTheOptionsSay() {
        assertThat(parts("--test", "0.25", "--exact")).containsExactly("train 3", "test 1");
        assertThat(parts("--folds", "2")).containsExactly("fold_1 2", "fold_2 2");
        assertThat(parts("--validation", "0.25", "--test", "0.25", "--stratify", "fraud", "--seed", "7"))
                .hasSize(3);
        assertThat(parts("--test", "0.5", "--group-by", "avg_daily_spend")).hasSize(2);
        assertThat(parts("--train-days", "..2025-01-01", "--test-days", "2025-01-03.."))
                .containsExactly("train 2", "test 1");
        assertThat(parts("--train-days", "2025-01-01..2025-01-02", "--validation-days", "2025-01-03..2025-01-03"))
                .containsExactly("train 3", "validation 1");
    }

    @Test
    void trainingDataIsWrittenInEveryFormat() {
        Path numbers = directory.resolve("numbers");
        run(0, "training-data", "payments_fv", "--to", numbers.toString(), "--format", "npy", "--test", "0.5");
        assertThat(numbers.toFile().list())
                .containsExactlyInAnyOrder(
                        "train_features.npy", "train_labels.npy", "test_features.npy", "test_labels.npy");
        Path several = directory.resolve("several");
        run(
                0,
                "training-data",
                "payments_fv",
                "--to",
                several.toString(),
                "--format",
                "tfrecord",
                "--rows-per-file",
                "3");
        assertThat(several.toFile().list()).containsExactlyInAnyOrder("train-00000.tfrecord", "train-00001.tfrecord");
        assertThat(training(2, "--format", "hdf5").err()).contains("'hdf5'", "TFRECORD", "NPY");
        assertThat(training(1, "--rows-per-file", "0").err()).contains("1 row or more; 0 rows a file");
    }

    @Test
    void trainingDataIsWeightedByTheClassesOfALabel() throws IOException {
        Screen made = training(0, "--test", "0.25", "--exact", "--class-weights", "fraud");
        assertThat(made.out()).contains("\"exactly 0.75 at random, seed 42, weighted by fraud\"");
        List<String> lines = Files.readAllLines(directory.resolve("split").resolve("train.csv"));
        assertThat(lines.getFirst()).endsWith(",fraud,class_weight");
        double sum = lines.stream()
                .skip(1)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(',') + 1)))
                .sum();
        assertThat(sum).isEqualTo(3);
        assertThat(training(1, "--class-weights", "frau").err()).contains("Did you mean 'fraud'?");
        assertThat(training(2, "--class-weights", "fraud", "--version", "1").err())
                .contains("has its split");
    }

    @Test
    void theListOfVersionsSaysHowTheyAreSplit() {
        training(0, "--folds", "2", "--group-by", "avg_daily_spend", "--seed", "7");
        training(0, "--test", "0.25", "--stratify", "fraud");
        training(0, "--test", "0.1");
        training(0, "--train-days", "2025-01-01..2025-01-02", "--test-days", "2025-01-03..");
        assertThat(run(0, "training-data", "payments_fv", "--output", "csv").out())
                .contains(
                        "\"exactly 0.5 at random, seed 7, together by avg_daily_spend\"",
                        "\"exactly 0.75 at random, seed 42, of each fraud\"",
                        "\"0.1 at random, seed 42\"",
                        "2025-01-02T23:59:59.999999Z");
    }

    private List<String> parts(String... split) {
        return training(0, split)
                .out()
                .lines()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(cells -> cells[1] + " " + cells[2])
                .toList();
    }

    private Screen training(int code, String... split) {
        List<String> all = new ArrayList<>(List.of(
                "training-data",
                "payments_fv",
                "--to",
                directory.resolve("split").toString(),
                "--format",
                "csv",
                "--output",
                "csv"));
        all.addAll(List.of(split));
        return run(code, all.toArray(String[]::new));
    }

    @Test
    void splitsThatCannotBeAreRefused() {
        assertThat(training(2, "--exact").err()).contains("Say how to divide: --test SHARE");
        assertThat(training(2, "--folds", "3", "--test", "0.2").err()).contains("for testing in turn");
        assertThat(training(2, "--test-days", "2024-05-03..").err()).contains("needs --train-days");
        assertThat(training(2, "--train-days", "..2024-05-01", "--test-days", "2024-05-03..", "--seed", "1")
                        .err())
                .contains("A split by days is not random");
        assertThat(training(2, "--train-days", "yesterday").err()).contains("'yesterday' is no stretch of days");
        assertThat(training(2, "--train-days", "2024-13-01..").err()).contains("'2024-13-01' is no day");
        assertThat(training(2, "--train-days", "..").err()).contains("'..' is no stretch of days");
        assertThat(training(2, "--stratfy", "fraud").err()).contains("Did you mean '--stratify'?");
        assertThat(training(1, "--folds", "1").err()).contains("2 to 100 folds; 1 were asked for");
        assertThat(training(1, "--test", "0.2", "--stratify", "frau").err()).contains("Did you mean 'fraud'?");
        assertThat(training(1, "--test", "0.2", "--stratify", "fraud", "--group-by", "avg_daily_spend")
                        .err())
                .contains("Leave one of the two out");
        assertThat(training(1, "--train-days", "..2024-05-03", "--test-days", "2024-05-03..")
                        .err())
                .contains("overlap");
    }

    @Test
    void compactTellsWhatItDid() {
        assertThat(run(0, "compact", "merchants", "--expire", "30").out()).contains("merchants");
        assertThat(run(1, "compact", "merchant").err()).contains("Did you mean 'merchants'?");
        assertThat(run(2, "compact", "--expire", "-1").err()).contains("0 or more");
    }

    @Test
    void deleteAsksFirst() {
        run(0, "import", file("id,x\n1,a\n2,b\n3,b\n"), "--group", "victims", "--key", "id");
        assertThat(run(2, "delete").err()).contains("Delete what?", "rows", "group");
        assertThat(run(2, "delete", "rows", "victims", "x=b").err()).contains("2 rows of 'victims'", "--yes");
        assertThat(run(0, "delete", "rows", "victims", "x=b", "--yes").out()).contains("2");
        assertThat(run(0, "delete", "rows", "victims", "x=b").out()).contains("0");
        assertThat(run(2, "delete", "rows", "victims", "id=1").err()).contains("1 row of 'victims' is about");
        assertThat(run(2, "delete", "rows", "victims", "id=one", "--yes").err()).contains("'id' is of type long");
        assertThat(run(1, "delete", "rows", "victims", "y=b", "--yes").err()).contains("no column 'y'");
        assertThat(run(1, "delete", "group", "merchants", "--yes").err()).contains("payments_fv");
        assertThat(run(0, "delete", "group", "victims", "--yes").out()).contains("1");
        assertThat(run(1, "delete", "group", "victims", "--yes").err()).contains("victims");
    }

    @Test
    void nobodyHasToWaitForTheStoreWhileSomebodyThinksAboutADeletion() {
        run(0, "import", file("id\n1\n2\n"), "--group", "pondered", "--key", "id");
        AtomicBoolean answer = new AtomicBoolean();
        Question question = new Question() {
            @Override
            public boolean canBeAsked() {
                return true;
            }

            @Override
            public boolean isAnsweredYes(String text) {
                // Refused where another has it open, even in the same process.
                Shearwater.open(store).close();
                return answer.get();
            }
        };
        String[][] deletions = {
            {"delete", "rows", "pondered", "id=1"},
            {"delete", "group", "pondered"},
        };
        for (String[] deletion : deletions) {
            String[] arguments = Stream.concat(Stream.of(deletion), Stream.of("--store", store.toString()))
                    .toArray(String[]::new);
            for (boolean yes : new boolean[] {false, true}) {
                answer.set(yes);
                Screen screen = Screen.pipe();
                assertThat(Commands.commandLine(screen.terminal(), question).execute(arguments))
                        .as(screen.err())
                        .isEqualTo(yes ? 0 : 1);
                assertThat(screen.out()).matches(yes ? "(?s)deleted.* 1\\R" : "");
                assertThat(screen.err()).isEqualTo(yes ? "" : "shearwater: nothing was deleted\n");
            }
        }
        run(1, "read", "pondered");
    }

    private String file(String csv) {
        try {
            return Files.writeString(directory.resolve("import.csv"), csv).toString();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void doctorLooksAtTheStore() {
        assertThat(run(0, "doctor").out())
                .contains("java", "disk", "lock", "free", "online merchants v1", "2 entities as in the history")
                .doesNotContain("WRONG");
        Screen other = Screen.pipe();
        assertThat(other.run("doctor", "--store", directory + "/nothing")).isEqualTo(1);
        assertThat(other.out()).contains("WRONG", "There is no store in");
    }

    @Test
    void aCommandThatChangesMakesNoStoreByMistake() {
        Screen screen = Screen.pipe();
        assertThat(screen.run("compact", "--store", directory + "/typo")).isEqualTo(1);
        assertThat(screen.err()).contains("There is no store in");
        assertThat(directory.resolve("typo")).doesNotExist();
    }
}
