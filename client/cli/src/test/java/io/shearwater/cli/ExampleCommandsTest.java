package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleCommandsTest {
    private static final String[] SMALL = {"--scale", "0.002", "--seed", "7"};

    @TempDir
    private Path directory;

    private final Screen screen = Screen.pipe();

    private int quickstart(String... more) {
        List<String> arguments = new ArrayList<>(List.of("quickstart"));
        arguments.addAll(List.of(SMALL));
        arguments.addAll(List.of(more));
        return screen.run(arguments.toArray(String[]::new));
    }

    @Test
    void theQuickstartTellsItsStoryAndEndsWithFourCommandsThatWork() {
        Path store = directory.resolve("store");

        assertThat(quickstart("--keep", store.toString())).isZero();

        assertThat(screen.out())
                .startsWith("A feature store for credit-card fraud, in " + store)
                .contains("insert card_fg", "training data", "A leak:", "50 payments replayed");
        assertThat(screen.err()).isEmpty();
        List<String> commands = screen.out()
                .lines()
                .filter(line -> line.startsWith("  ./shearwater "))
                .map(line -> line.substring("  ./shearwater ".length()))
                .toList();
        assertThat(commands).hasSize(4).allSatisfy(command -> {
            Screen next = Screen.pipe();
            assertThat(next.run(command.split(" ", -1))).isZero();
            String name = command.split(" ", 2)[0];
            switch (name) {
                case "groups" -> assertThat(next.out()).hasLineCount(9);
                case "read" -> assertThat(next.out()).hasLineCount(6);
                case "vector" -> assertThat(next.out()).hasLineCount(29);
                default -> assertThat(next.out()).contains("days_to_card_expiry", "haversine_distance");
            }
        });
    }

    @Test
    void asJsonTheQuickstartIsOneDocument() throws IOException {
        assertThat(quickstart("--store", directory.resolve("store").toString(), "--output", "json"))
                .isZero();

        List<String> names = new ArrayList<>();
        int documents = 0;
        try (JsonParser json = new JsonFactory().createParser(screen.out())) {
            while (json.nextToken() == JsonToken.START_OBJECT) {
                documents++;
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    names.add(json.currentName());
                    json.nextToken();
                    json.skipChildren();
                }
            }
        }
        assertThat(documents).isEqualTo(1);
        assertThat(names)
                .containsExactly("steps", "events", "rows", "training", "vectors", "leak", "proof", "skew", "model");
    }

    @Test
    void anotherQuickstartInTheSamePlaceIsRefused() {
        String store = directory.resolve("store").toString();
        assertThat(quickstart("--keep", store)).isZero();

        assertThat(screen.run("quickstart", "--keep", store, "--scale", "0.002", "--seed", "8"))
                .isEqualTo(1);
        assertThat(screen.err()).contains("seed=7", "--keep DIR");
    }

    @Test
    void anImpossibleScaleIsRefused() {
        assertThat(screen.run("quickstart", "--keep", directory.toString(), "--scale", "-1"))
                .isEqualTo(1);
        assertThat(screen.err()).contains("scale = -1.0");
    }

    @Test
    void anExampleNeedsAName() {
        assertThat(screen.run("example")).isEqualTo(2);
        assertThat(screen.err()).contains("air-quality");
    }

    @Test
    void theAirQualityExampleNeedsAFile() {
        assertThat(screen.run("example", "air-quality")).isEqualTo(2);
        assertThat(screen.err()).contains("--data");
    }

    @Test
    void aWrongFileOfMeasurementsIsNamedWithItsLine() throws IOException {
        Path file = Files.writeString(directory.resolve("wrong.csv"), "date,pm25\n2020-01-01,17\n");

        assertThat(screen.run(
                        "example",
                        "air-quality",
                        "--data",
                        file.toString(),
                        "--keep",
                        directory.resolve("store").toString()))
                .isEqualTo(1);
        assertThat(screen.err()).contains(file.toString(), "line 1", "'date'");
    }

    @Test
    void readingNeedsAStore() {
        assertThat(screen.run("groups")).isEqualTo(2);
        assertThat(screen.err()).contains("--store DIR");
        assertThat(screen.run(
                        "read",
                        "weather",
                        "--store",
                        directory.resolve("nowhere").toString()))
                .isEqualTo(1);
    }
}
