package io.shearwater.snippets;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** The command line as a program of its own: jars, an archive of loaded classes as the launcher has one, and a script. */
final class CommandLineProgram {
    private static final Path LIBRARY = Path.of("target/command-line").toAbsolutePath();

    private CommandLineProgram() {}

    /** Puts the script {@code shearwater} into a directory. */
    static void install(Path directory) {
        try {
            Path script = directory.resolve("shearwater");
            Files.writeString(script, """
                    #!/bin/sh
                    exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED \\
                      --sun-misc-unsafe-memory-access=allow -Xlog:cds=off -Xlog:aot=off -Duser.timezone=America/Bahia_Banderas \\
                      -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile='%s' \\
                      -cp '%s' io.shearwater.cli.Main "$@"
                    """.formatted(
                            Path.of(System.getProperty("java.home"), "bin", "java"),
                            LIBRARY.resolve("classes.jsa"),
                            Library.CLASS_PATH));
            if (!script.toFile().setExecutable(true)) {
                throw new IOException("Cannot make " + script + " executable.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Made once for each run of the tests: an archive of classes wants jars, and finds them unchanged by their times. */
    private static final class Library {
        static final String CLASS_PATH = make();

        private static String make() {
            PrintWriter noise = new PrintWriter(Writer.nullWriter());
            try {
                Files.createDirectories(LIBRARY);
                Files.deleteIfExists(LIBRARY.resolve("classes.jsa"));
                List<String> entries = new ArrayList<>();
                for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                    if (Files.isDirectory(Path.of(entry))) {
                        String jar = LIBRARY.resolve(entries.size() + ".jar").toString();
                        int code = ToolProvider.findFirst("jar")
                                .orElseThrow()
                                .run(noise, noise, "cf0", jar, "-C", entry, ".");
                        if (code != 0) {
                            throw new IOException("No jar could be made of " + entry);
                        }
                        entries.add(jar);
                    } else {
                        entries.add(entry);
                    }
                }
                return String.join(File.pathSeparator, entries);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
