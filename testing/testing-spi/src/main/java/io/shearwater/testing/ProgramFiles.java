package io.shearwater.testing;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * What lets programs in processes of their own start as quickly as with the launcher: this process's class path as jars, the
 * native libraries unpacked, and an archive of the classes that a first program loaded. A test that starts many programs
 * would otherwise spend its time on starts. Immutable.
 */
public final class ProgramFiles {
    private final Path directory;
    private final List<String> options;

    private ProgramFiles(Path directory, List<String> options) {
        this.directory = directory;
        this.options = List.copyOf(options);
    }

    /** Of this process's class path and the libraries on it, made in a directory, of which nothing else is left. */
    public static ProgramFiles in(Path directory) {
        Path absolute = directory.toAbsolutePath();
        try {
            clear(absolute);
            Files.createDirectories(absolute);
            List<String> options = new ArrayList<>(List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xlog:cds=off"));
            options.addAll(unpackedLibraries(absolute));
            options.add("-cp");
            options.add(jars(absolute));
            return new ProgramFiles(absolute, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end and archives the classes that it loaded, for the programs to come. */
    public ProgramFiles recordedBy(String program, List<String> arguments) {
        Path archive = directory.resolve("classes.jsa");
        try {
            Files.deleteIfExists(archive);
            Path output = directory.resolve("recording.log");
            List<String> command = command("-Xmx512m", "-XX:ArchiveClassesAtExit=" + archive);
            command.add(program);
            command.addAll(arguments);
            int code = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("Ended with " + code + ": " + Files.readString(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        List<String> more = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + archive));
        more.addAll(options);
        return new ProgramFiles(directory, more);
    }

    /** The command of a Java with these files, to be followed by the name of a class and its arguments. */
    public List<String> command(String... more) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(more));
        command.addAll(options);
        return command;
    }

    private static void clear(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** An archive of classes wants jars, not folders. */
    private static String jars(Path directory) throws IOException {
        PrintWriter noise = new PrintWriter(Writer.nullWriter());
        ToolProvider jarTool = ToolProvider.findFirst("jar").orElseThrow();
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Files.isDirectory(Path.of(entry))) {
                String jar = directory.resolve(entries.size() + ".jar").toString();
                if (jarTool.run(noise, noise, "cf0", jar, "-C", entry, ".") != 0) {
                    throw new IOException("No jar could be made of " + entry);
                }
                entries.add(jar);
            } else {
                entries.add(entry);
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    /** Where a library is not known here, it unpacks itself at each start. */
    private static List<String> unpackedLibraries(Path directory) throws IOException {
        String machine = System.getProperty("os.name") + "/" + System.getProperty("os.arch");
        if (!machine.equals("Linux/amd64")) {
            return List.of();
        }
        Path duckdb = unpacked("libduckdb_java.so_linux_amd64", directory);
        unpacked("librocksdbjni-linux64.so", directory);
        unpacked("org/sqlite/native/Linux/x86_64/libsqlitejdbc.so", directory);
        return List.of(
                "-Dshearwater.duckdb.library=" + duckdb,
                "-Djava.library.path=" + directory,
                "-Dorg.sqlite.lib.path=" + directory);
    }

    private static Path unpacked(String resource, Path directory) throws IOException {
        Path file = directory.resolve(resource.substring(resource.lastIndexOf('/') + 1));
        try (InputStream library = ProgramFiles.class.getClassLoader().getResourceAsStream(resource)) {
            if (library == null) {
                throw new IOException("There is no " + resource + " on the class path");
            }
            Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }
}
