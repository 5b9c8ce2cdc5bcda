package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.server.ServerOptions;
import io.shearwater.server.ShearwaterServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Python and the curl that an import prints are run against a server of its store. */
@Tag("server")
class ImportRequestsTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"Name,day", "day", "price"})
    void bothFindTheRowThatTheImportShows(String key) throws IOException, InterruptedException {
        Path file = Files.writeString(
                directory.resolve("sales.csv"), "Name,day,price,sold\n\"O'Brien \"\"é\"\"\",2025-03-01,2.50,7\n");
        Path store = directory.resolve("it's a store");
        Screen screen = Screen.pipe();
        int code = screen.run(
                "import", file.toString(), "--store", store.toString(), "--key", key, "--type", "price=decimal(9,2)");
        assertThat(code).as(screen.err()).isZero();
        String printed = screen.out();
        assertThat(printed).contains("./shearwater serve --store ");

        try (ShearwaterServer server =
                ShearwaterServer.start(store, ServerOptions.defaults().withPort(0))) {
            String usual = "http://127.0.0.1:7373";
            String python = Screen.code(printed, "Then in Python, with the package in client/python:");
            String curl = Screen.code(printed, "And with curl:");
            assertThat(List.of(python, curl))
                    .allSatisfy(text -> assertThat(text).contains(usual));
            assertThat(run("python3", "-c", python.replace(usual, server.url())))
                    .contains("'sold': 7");
            assertThat(run("sh", "-c", curl.replace(usual, server.url()))).contains("\"sold\":7");
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path printed = directory.resolve("printed");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed.toFile());
        Path client = Path.of("../python/src").toAbsolutePath().normalize();
        builder.environment().putAll(Map.of("PYTHONPATH", client.toString(), "PYTHONDONTWRITEBYTECODE", "1"));
        int code = builder.start().waitFor();
        String text = Files.readString(printed);
        assertThat(code).as(String.join(" ", command) + "\n" + text).isZero();
        return text;
    }
}
