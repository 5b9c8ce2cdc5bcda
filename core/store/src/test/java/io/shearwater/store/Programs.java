package io.shearwater.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Programs that are compiled in a test, to be on the class path of this thread for a while. */
final class Programs {
    private Programs() {}

    /** Compiles one file into a directory of its own. */
    static Path compile(Path parent, String file, String source, String... flags) throws IOException {
        Path home = Files.createTempDirectory(parent, "program");
        Path written = home.resolve(file);
        Files.writeString(written, source);
        List<String> arguments =
                new ArrayList<>(List.of("-d", home.toString(), "-cp", System.getProperty("java.class.path")));
        arguments.addAll(List.of(flags));
        arguments.add(written.toString());
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return home;
    }

    /** Puts classes before those of a loader, for this thread. */
    static ClassLoader use(Path home, ClassLoader before) throws IOException {
        ClassLoader loader = new URLClassLoader(new URL[] {home.toUri().toURL()}, before);
        Thread.currentThread().setContextClassLoader(loader);
        return loader;
    }
}
