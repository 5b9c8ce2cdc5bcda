package io.shearwater.snippets;

import io.shearwater.testing.ProgramFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The command line as a program of its own: a script that starts it as quickly as the launcher does. */
final class CommandLineProgram {
    private static final String MAIN = "io.shearwater.cli.Main";

    private CommandLineProgram() {}

    /** Puts the script {@code shearwater} into a directory. */
    static void install(Path directory) {
        List<String> command =
                new ArrayList<>(Prepared.FILES.command("-Xmx512m", "-Duser.timezone=America/Bahia_Banderas"));
        command.add(MAIN);
        try {
            Path script = directory.resolve("shearwater");
            Files.writeString(script, """
                    #!/bin/sh
                    exec %s "$@"
                    """.formatted(
                            command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "))));
            if (!script.toFile().setExecutable(true)) {
                throw new IOException("Cannot make " + script + " executable.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Made once for each run of the tests. An import loads what most of the commands do. */
    private static final class Prepared {
        private static final Path DIRECTORY = Path.of("target", "programs-" + System.getProperty("tests.fork", "1"));
        static final ProgramFiles FILES = ProgramFiles.in(DIRECTORY)
                .recordedBy(
                        MAIN,
                        List.of(
                                "import",
                                file().toString(),
                                "--key",
                                "id",
                                "--event-time",
                                "at",
                                "--store",
                                DIRECTORY.resolve("recorded").toString()));

        private static Path file() {
            try {
                return Files.writeString(DIRECTORY.resolve("rows.csv"), "id,at,n\n1,2026-01-01T00:00:00Z,2.5\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
