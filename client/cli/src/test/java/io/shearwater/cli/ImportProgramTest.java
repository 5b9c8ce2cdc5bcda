package io.shearwater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java program that an import prints is run as a reader would run it. */
class ImportProgramTest {
    @TempDir
    private Path directory;

    private String imported(String... arguments) {
        Screen screen = Screen.pipe();
        assertThat(screen.run(arguments)).as(screen.err()).isZero();
        return screen.out();
    }

    /** What the program behind "The same in Java:" prints when the JDK runs it from its source. */
    private String run(String output) throws IOException, InterruptedException {
        String program = Screen.code(output, "The same in Java:");
        Path source = Files.writeString(directory.resolve("Same.java"), program);
        Path printed = directory.resolve("printed");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(List.of(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        source.toString()))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        assertThat(process.waitFor()).as(program + Files.readString(printed)).isZero();
        return Files.readString(printed);
    }

    @Test
    void theProgramOfANewGroupMakesTheSameGroupInAnotherStore() throws IOException, InterruptedException {
        Path file = Files.write(
                directory.resolve("Luft \"A\".csv"),
                "Nr;Jahr;Monat;Tag;Stunde;PM2.5\n007;2010;1;1;0;NA\n008;2010;1;1;1;\u20ac\n"
                        .getBytes(Charset.forName("windows-1252")));
        Path store = directory.resolve("store");
        String output = imported(
                "import",
                file.toString(),
                "--store",
                store.toString(),
                "--group",
                "luft",
                "--key",
                "nr",
                "--event-time",
                "Jahr,Monat,Tag,Stunde",
                "--zone",
                "Asia/Shanghai",
                "--null",
                "NA",
                "--encoding",
                "windows-1252");
        String other =
                output.replace(store.toString(), directory.resolve("other").toString());
        assertThat(run(other)).contains("nr=007", "event_time=2009-12-31T16:00:00Z", "pm2_5=null");
        assertThat(imported(
                        "read", "luft", "--store", directory.resolve("other").toString(), "--output", "json"))
                .isEqualTo(imported("read", "luft", "--store", store.toString(), "--output", "json"))
                .contains("\u20ac");
    }

    @Test
    void theProgramOfAKnownGroupWritesIntoItWithItsTypes() throws IOException, InterruptedException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Files.writeString(data.resolve("a.csv"), "Id,day,v\n1,31.12.2024,1.5\n", StandardCharsets.UTF_8);
        String store = directory.resolve("store").toString();
        List<String> command = new ArrayList<>(List.of("import", data + "/*.csv", "--store", store, "--group", "g"));
        List<String> first = new ArrayList<>(command);
        first.addAll(
                List.of("--key", "id", "--event-time", "day", "--time-format", "day=d.M.yyyy", "--type", "Id=string"));
        imported(first.toArray(String[]::new));
        Files.writeString(data.resolve("a.csv"), "Id,day,v\n2,1.1.2025,7\n", StandardCharsets.UTF_8);
        command.addAll(List.of("--time-format", "day=d.M.yyyy"));
        String output = imported(command.toArray(String[]::new));
        assertThat(output)
                .contains("store.featureGroup(\"g\", 1)", "FileSource.matching(", "DataType.parse(\"double\")");
        Files.writeString(data.resolve("b.csv"), "Id,day,v\n3,2.1.2025,8\n", StandardCharsets.UTF_8);
        assertThat(run(output)).contains("id=2", "day=2025-01-01", "v=7.0");
        assertThat(imported("read", "g", "--store", store)).contains("2025-01-02", "8.0");
    }
}
