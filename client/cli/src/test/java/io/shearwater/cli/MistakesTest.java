package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.api.FeatureGroup;
import io.shearwater.api.FeatureStore;
import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureViewSpec;
import io.shearwater.model.Frame;
import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer gets wrong at the command line, and what is said to it. */
class MistakesTest {
    @TempDir
    private Path directory;

    private String store = "";

    @BeforeEach
    void makeStore() {
        Path path = directory.resolve("store");
        store = path.toString();
        try (FeatureStore made = Shearwater.open(path)) {
            FeatureGroupSpec spec = FeatureGroupSpec.builder("weather", 1)
                    .feature("city", DataType.STRING)
                    .feature("wind", DataType.INT)
                    .primaryKey("city")
                    .online()
                    .build();
            FeatureGroup weather = made.createFeatureGroup(spec);
            weather.insert(Frame.of(spec.schema(), List.of(Map.of("city", "kiruna", "wind", 7))));
            made.createFeatureView(FeatureViewSpec.builder("forecast", 1, weather.selectFeatures())
                    .build());
        }
    }

    /** The command fails with this code, says all of this in one message without a trace, and prints no result. */
    private static void assertSays(int code, List<String> arguments, String... says) {
        Screen screen = Screen.pipe();
        assertThat(screen.run(arguments.toArray(String[]::new)))
                .as(screen.err())
                .isEqualTo(code);
        assertThat(screen.err())
                .startsWith("shearwater: ")
                .contains(says)
                .doesNotContain("null", "Exception", "\tat ", "internal error");
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void wrongUsageIsExitCodeTwoAndSaysWhatIsRight() {
        assertSays(2, List.of("raed", "weather"), "Unknown command 'raed'. Did you mean 'read'?");
        assertSays(2, List.of("read", "--stroe", store, "weather"), "Unknown option '--stroe'", "'--store'?");
        assertSays(2, List.of("read", "--store", store), "Missing required parameter: 'GROUP'", "read --help");
        assertSays(2, List.of("read", "weather"), "Which store? Name its directory with --store DIR");
        assertSays(2, List.of("read", "weather", "more", "--store", store), "Unexpected argument 'more'");
        assertSays(2, List.of("read", "weather", "--limit", "many", "--store", store), "--limit", "'many'");
        assertSays(2, List.of("vector", "forecast", "city", "--store", store), "'city'", "Write NAME=VALUE");
        assertSays(2, List.of("vector", "forecast", "city=x", "wind=low", "--store", store), "'wind'", "int", "'low'");
        assertSays(2, List.of("groups", "--output", "xml", "--store", store), "xml", "table, json");
        assertSays(2, List.of("diff", "weather", "one", "2", "--store", store), "Invalid value for FROM: 'one'");
        assertSays(
                2,
                List.of("delete", "rows", "weather", "city", "--store", store),
                "'city' is not NAME=VALUE. Write NAME=VALUE, without spaces.");
        assertSays(2, List.of("example", "airquality"), "Unknown command 'airquality'. Did you mean 'air-quality'?");
    }

    @Test
    void whatTheStoreRefusesIsExitCodeOneInEitherFormOfOutput() {
        for (String format : List.of("table", "json")) {
            List<String> form = List.of("--store", store, "--output", format);
            assertSays(1, with(form, "read", "waether"), "no feature group 'waether'", "Did you mean 'weather'?");
            assertSays(1, with(form, "read", "sales"), "no feature group 'sales'", "there are [weather]");
            assertSays(1, with(form, "read", "weather", "--columns", "wnd"), "'weather'", "'wnd'", "mean 'wind'?");
            assertSays(1, with(form, "read", "weather", "--limit", "-5"), "-5", "0 or more");
            assertSays(1, with(form, "vector", "forcast", "city=x"), "no feature view", "Did you mean 'forecast'?");
            assertSays(1, with(form, "vector", "forecast"), "has no 'city'", "[city string]");
            assertSays(1, with(form, "vector", "forecast", "ctiy=kiruna"), "'ctiy'", "Did you mean 'city'?");
            assertSays(1, with(form, "explain", "weather"), "no feature view 'weather'", "there are [forecast]");
        }
    }

    @Test
    void aFileThatCannotBeUsedIsNamedWithTheReason() throws IOException {
        String file = Files.writeString(directory.resolve("empty.yaml"), "").toString();
        String nowhere = directory.resolve("nowhere.java").toString();
        List<String> form = List.of("--store", store);
        assertSays(2, with(form, "run", nowhere), "'" + nowhere + "' cannot be read", "does not exist");
        assertSays(2, with(form, "run", directory.toString()), "'" + directory + "' cannot be read", "a directory");
        assertSays(2, with(form, "view", "create", file), "'" + file + "' defines no feature view");
        assertSays(1, with(form, "pull", file), "cannot be written to '" + file + "'", "is in the way. Name another");
        assertSays(1, with(form, "training-data", "forecast", "--to", file), file);
        assertSays(1, with(form, "files", "put", directory.toString(), "Models/x"), "is a directory");
    }

    private static List<String> with(List<String> options, String... command) {
        return Stream.concat(Stream.of(command), options.stream()).toList();
    }

    @Test
    void aPlaceWithoutAStoreIsNamedAndLeftAsItIs() throws IOException {
        Path nowhere = directory.resolve("nowhere");
        assertSays(1, List.of("groups", "--store", nowhere.toString()), "There is no store in '" + nowhere + "'");
        assertThat(nowhere).doesNotExist();
        Path file = Files.writeString(directory.resolve("rows.csv"), "id\n1\n");
        assertSays(1, List.of("groups", "--store", file.toString()), "There is no store in '" + file + "'");
        Screen screen = Screen.pipe();
        assertThat(screen.run("quickstart", "--keep", file.toString())).isEqualTo(1);
        assertThat(screen.err()).contains("'" + file + "' is a file; a store is a directory");
        assertThat(file).hasContent("id\n1\n");
    }
}
