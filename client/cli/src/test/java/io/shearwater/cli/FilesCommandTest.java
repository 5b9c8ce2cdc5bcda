package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.shearwater.store.Shearwater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesCommandTest {
    @TempDir
    private Path directory;

    private String store = "";
    private String file = "";

    @BeforeEach
    void makeAStoreAndAFile() throws IOException {
        store = directory.resolve("store").toString();
        Shearwater.open(Path.of(store)).close();
        file = Files.writeString(directory.resolve("model.json"), "{}").toString();
    }

    private Screen run(int expected, String... arguments) {
        Screen screen = Screen.pipe();
        String[] all = Stream.concat(
                        Stream.of("files"), Stream.concat(Stream.of(arguments), Stream.of("--store", store)))
                .toArray(String[]::new);
        assertThat(screen.run(all)).as(screen.err()).isEqualTo(expected);
        return screen;
    }

    @Test
    void filesArePutListedCopiedOutAndDeleted() {
        assertThat(run(0, "put", file, "Models/fraud/3/").out()).containsPattern("Models/fraud/3/model.json +2 +20");
        assertThat(run(1, "put", file, "Models/fraud/3/model.json").err()).contains("already");
        run(0, "put", file, "Models/fraud/3/model.json", "--replace");
        assertThat(run(0, "list", "Models", "--output", "csv").out().lines())
                .hasSize(2)
                .first()
                .isEqualTo("path,bytes,modified");
        assertThat(run(0, "list", "Logs").out().lines()).hasSize(1);
        Path copy = directory.resolve("copy.json");
        run(0, "get", "Models/fraud/3/model.json", copy.toString());
        assertThat(copy).hasContent("{}");
        assertThat(run(2, "delete", "Models/fraud/3/model.json").err()).contains("--yes");
        assertThat(run(0, "delete", "Models/fraud/3/model.json", "--yes").out()).containsPattern("files +1");
        assertThat(run(0, "list").out().lines()).hasSize(1);
    }

    @Test
    void mistakesAreToldInOneLine() {
        assertThat(run(1, "put", file, "Model/x").err())
                .hasLineCount(1)
                .contains("is in no directory of a project", "Did you mean 'Models'?");
        assertThat(run(1, "put", file, "Models/../../x").err()).contains("not allowed");
        assertThat(run(1, "get", "Models/x").err()).contains("There is no file 'Models/x'");
        assertThat(run(1, "put", file + "x", "Models/x").err()).contains("does not exist");
        assertThat(run(2).err()).contains("list, put, get or delete");
    }
}
