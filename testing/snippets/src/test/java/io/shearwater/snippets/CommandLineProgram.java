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

    /** Made once for each run of the tests. */
    private static final class Prepared {
        private static final Path DIRECTORY = Path.of("target", "programs-" + System.getProperty("tests.fork", "1"));
        static final ProgramFiles FILES = ProgramFiles.in(DIRECTORY)
                .recordedBy(
                        MAIN,
                        List.of(
                                "quickstart",
                                "--scale",
                                "0.0005",
                                "--keep",
                                DIRECTORY.resolve("recorded").toString()));
    }
}
