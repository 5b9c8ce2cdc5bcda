package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureStore;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionCommandsTest {
    private static final String CARDS = """
            group: cards
            key: id
            columns: {id: long, limit_left: double}
            storage: offline-and-online
            """;
    private static final String VIEW = """
            view: risk
            query: cards
            """;

    @TempDir
    private Path directory;

    private String folder = "";
    private String store = "";

    @BeforeEach
    void writeDefinitions() throws IOException {
        store = directory.resolve("store").toString();
        folder = Files.createDirectory(directory.resolve("definitions")).toString();
        write("cards.yaml", CARDS);
        write("risk.yaml", VIEW);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(Path.of(folder, file), text);
    }

    private Screen run(int code, String... arguments) {
        return run(Screen.pipe(), code, arguments);
    }

    private Screen run(Screen screen, int code, String... arguments) {
        assertThat(screen.run(withStore(arguments))).as(screen.err()).isEqualTo(code);
        return screen;
    }

    private String[] withStore(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--store", store));
        return all.toArray(String[]::new);
    }

    /** Runs apply with somebody at the terminal. */
    private Screen apply(boolean answer, int code, Runnable before) {
        Screen screen = Screen.pipe();
        List<String> asked = new ArrayList<>();
        Question question = new Question() {
            @Override
            public boolean canBeAsked() {
                return true;
            }

            @Override
            public boolean isAnsweredYes(String text) {
                asked.add(text);
                before.run();
                return answer;
            }
        };
        GlobalOptions options = new GlobalOptions();
        List<Object> commands = List.of(new ApplyCommand(options, screen.terminal(), question));
        assertThat(Commands.assemble(options, screen.terminal(), commands).execute(withStore("apply", folder)))
                .as(screen.err())
                .isEqualTo(code);
        assertThat(asked).containsExactly("The plan is about to be applied. Go on? [y/N] ");
        return screen;
    }

    @Test
    void aPlanShowsWhatWouldHappenAndChangesNothing() {
        assertThat(run(0, "plan", folder).out().lines())
                .containsExactly(
                        "+ feature group cards version 1",
                        "    id long",
                        "    limit_left double",
                        "+ feature view risk version 1",
                        "    1 feature of cards version 1",
                        "    no labels",
                        "2 to create, 0 to change, 0 to delete.");
        assertThat(Path.of(store)).doesNotExist();
        run(3, "plan", folder, "--exit-code");
        run(0, "apply", folder, "--yes");
        assertThat(run(0, "plan", folder, "--exit-code").out()).isEqualTo("The store is as the definitions say.\n");
    }

    @Test
    void aPlanThatNeedsCodeWhichIsNotAtHandSaysSo() throws IOException {
        run(0, "apply", folder, "--yes");
        write("scored.yaml", """
                view: scored
                query: cards
                transformations:
                  - score: {code: com.acme.Scores#score, columns: [limit_left]}
                """);

        for (List<String> command : List.of(List.of("plan", folder), List.of("apply", folder, "--yes"))) {
            assertThat(run(1, command.toArray(String[]::new)).err())
                    .contains("The code 'com.acme.Scores#score' of the transformation 'score' version 1 is neither");
        }
    }

    @Test
    void applyingTwiceDoesNothingTheSecondTime() {
        assertThat(run(0, "apply", folder, "--yes").out()).endsWith("Applied.\n");
        assertThat(run(0, "apply", folder).out()).isEqualTo("The store is as the definitions say.\n");
        assertThat(run(0, "views").out()).containsPattern("risk +1 +1 +\\[\\] +\\[cards version 1\\] +0");
        assertThat(run(0, "groups").out()).contains("cards");
    }

    @Test
    void nobodyToAskIsAUsageErrorAndNoIsNo() {
        assertThat(run(2, "apply", folder).err()).contains("say --yes");
        assertThat(Path.of(store)).doesNotExist();
        assertThat(apply(false, 1, () -> {}).err()).contains("nothing was changed");
        assertThat(Path.of(store)).doesNotExist();
        assertThat(apply(true, 0, () -> {}).out()).endsWith("Applied.\n");
        assertThat(run(0, "plan", folder).out()).isEqualTo("The store is as the definitions say.\n");
    }

    @Test
    void whatAnotherProcessDoesWhileSomebodyThinksIsNoticed() throws IOException {
        run(0, "apply", folder, "--yes");
        write("cards.yaml", CARDS + "description: Cards\n");
        Screen refused = apply(true, 1, () -> {
            try (FeatureStore other = Shearwater.open(Path.of(store))) {
                other.featureGroup("cards").tag("owner", "other");
            }
        });
        assertThat(refused.err()).contains("changed since the changes were planned", "Plan again");
        assertThat(run(3, "plan", folder, "--exit-code").out()).contains("~ feature group cards");
    }

    @Test
    void whatIsNotPossibleIsExitCodeOne() throws IOException {
        run(0, "apply", folder, "--yes");
        write("cards.yaml", CARDS.replace("limit_left: double", "limit_left: string"));
        for (String command : List.of("plan", "apply")) {
            Screen refused = run(1, command, folder);
            assertThat(refused.out())
                    .contains("! feature group cards version 1", "column limit_left is string, the store has double")
                    .contains("write it as version 2; version 1 is read by risk version 1");
            assertThat(refused.err()).contains("1 of the definitions is not possible", "nothing was applied");
        }
    }

    @Test
    void mistakesInFilesAreShownWithTheirPlaces() throws IOException {
        write("cards.yaml", CARDS.replace("key: id", "key: di"));
        write("risk.yaml", VIEW + "labels: [limit]\n");
        assertThat(run(1, "plan", folder).err().lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("cards.yaml:2:6: there is no column 'di'; there are id, limit_left.");
        assertThat(run(1, "plan", folder + "x").err()).contains("There is no file or folder");
        assertThat(run(2, "plan").err()).contains("DIR");
    }

    @Test
    void deletionIsAskedForAndColouredOnATerminal() throws IOException {
        run(0, "apply", folder, "--yes");
        Files.delete(Path.of(folder, "risk.yaml"));
        assertThat(run(0, "plan", folder).out().lines())
                .containsExactly(
                        "? feature view risk version 1",
                        "What only the store has (?) is left alone; --delete deletes it.",
                        "The store is as the definitions say.");
        Screen terminal = run(Screen.interactive(Map.of("TERM", "xterm")), 0, "plan", folder, "--delete");
        assertThat(terminal.out()).contains("\u001b[31m- feature view risk version 1\u001b[39m");
        run(0, "apply", folder, "--delete", "--yes");
        assertThat(run(0, "views", "--output", "json").out()).doesNotContain("risk");
    }

    @Test
    void aPlanIsAvailableToPrograms() {
        assertThat(run(0, "plan", folder, "--output", "json").out())
                .containsPattern("\"action\"\\s*:\\s*\"create\"")
                .containsPattern("\"name\"\\s*:\\s*\"risk\"")
                .contains("\"limit_left double\"");
    }

    @Test
    void aPulledFolderIsInStepWithItsStore() throws IOException {
        run(0, "apply", folder, "--yes");
        String pulled = directory.resolve("pulled").toString();
        assertThat(run(0, "pull", pulled).out().lines())
                .containsExactly(
                        "wrote groups/cards.v1.yaml",
                        "wrote views/risk.v1.yaml",
                        "wrote definitions.schema.json",
                        "3 files.");
        assertThat(run(0, "pull", pulled).out()).isEqualTo("The files are as the store says.\n");
        run(0, "plan", pulled, "--exit-code");
        Path cards = Path.of(pulled, "groups/cards.v1.yaml");
        Files.writeString(cards, Files.readString(cards) + "description: Mine\n");
        assertThat(run(1, "pull", pulled).err()).contains("nothing was written", "groups/cards.v1.yaml");
        assertThat(run(0, "pull", pulled, "--force", "--output", "json").out()).contains("groups/cards.v1.yaml");
        assertThat(Files.readString(cards)).doesNotContain("Mine");
    }

    @Test
    void aViewIsMadeFromAFileAndDeleted() throws IOException {
        write("second.yaml", VIEW + "version: 2\n");
        String risk = Path.of(folder, "risk.yaml").toString();
        assertThat(run(1, "view", "create", risk).err()).contains("There is no store in");
        assertThat(Path.of(store)).doesNotExist();
        Shearwater.open(Path.of(store)).close();
        assertThat(run(1, "view", "create", risk).err())
                .contains("risk.yaml:2:8: there is no feature group 'cards' version 1");
        assertThat(run(2, "view", "create", folder).err()).contains("defines feature groups too", "shearwater apply");
        run(0, "apply", Path.of(folder, "cards.yaml").toString(), "--yes");
        assertThat(run(0, "view", "create", risk).out()).containsPattern("risk +1 +created");
        assertThat(run(0, "view", "create", risk).out()).doesNotContain("created");
        run(0, "view", "create", Path.of(folder, "second.yaml").toString());
        assertThat(run(2, "delete", "view", "risk", "--yes").err()).contains("'risk' has the versions [1, 2]");
        assertThat(run(0, "delete", "view", "risk", "--version", "1", "--yes").out())
                .containsPattern("feature views +1");
        assertThat(run(0, "delete", "view", "risk", "--yes").out()).containsPattern("feature views +1");
        assertThat(run(1, "delete", "view", "rsk", "--yes").err()).contains("There is no feature view 'rsk'");
        assertThat(run(2, "view").err()).contains("create");
    }

    @Test
    void bashCompletesCommandsAndOptions() throws IOException, InterruptedException {
        Path script = directory.resolve("completion.bash");
        Files.writeString(script, run(0, "completion", "bash").out());
        assertThat(completed(script, "shearwater", "pla")).contains("plan");
        assertThat(completed(script, "shearwater", "apply", "--de")).contains("--delete");
        assertThat(completed(script, "shearwater", "view", "cr")).contains("create");
    }

    private List<String> completed(Path script, String... words) throws IOException, InterruptedException {
        String program = "source " + script + "; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_shearwater; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "-c", program)
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return Arrays.stream(output.split("\\R")).map(String::strip).toList();
    }
}
