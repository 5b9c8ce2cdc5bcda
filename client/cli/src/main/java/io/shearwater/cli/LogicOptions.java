package io.shearwater.cli;

import io.shearwater.api.FeatureStore;
import io.shearwater.learning.LogicCode;
import io.shearwater.learning.Variant;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Code of users around models and views. Filled by picocli before the command runs. */
final class LogicOptions {
    private static final Pattern VIEW = Pattern.compile("([^/]+)(?:/(\\d{1,9}))?");

    @Option(
            names = "--logic",
            paramLabel = "CLASS",
            description = "A class that decides by asking several models and views, such as acme.Cascade.")
    private @Nullable String logic;

    @Option(names = "--jar", paramLabel = "FILE", description = "Of --logic the jar, which is kept in the store.")
    private @Nullable Path jar;

    @Option(
            names = "--model",
            paramLabel = "NAME=MODEL",
            description = "Of --logic a model, by the name under which it asks; can be said several times.")
    private Map<String, ModelName> models = new LinkedHashMap<>();

    @Option(
            names = "--vectors",
            paramLabel = "NAME=VIEW[/N]",
            description = "Of --logic a view, by the name under which it asks; N is the version of the training data "
                    + "whose transformations are used.")
    private Map<String, String> views = new LinkedHashMap<>();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before run
    private CommandSpec command;

    boolean isGiven() {
        return logic != null;
    }

    /** Checks that nothing is said of logic where there is none. */
    void requireWhole() {
        if (logic == null && (jar != null || !models.isEmpty() || !views.isEmpty())) {
            throw wrong("--jar, --model and --vectors belong to a --logic CLASS");
        }
        if (jar != null && !jar.toFile().isFile()) {
            throw wrong("There is no file '" + jar + "'; --jar names the jar of the logic");
        }
    }

    Variant.Logic of(FeatureStore store) {
        Variant.Logic made = new Variant.Logic(new LogicCode(String.valueOf(logic), ""), Map.of());
        for (Map.Entry<String, ModelName> model : models.entrySet()) {
            made = made.with(
                    model.getKey(), model.getValue().find(store.models()).ref());
        }
        for (Map.Entry<String, String> view : views.entrySet()) {
            made = made.with(view.getKey(), vectors(store, view.getValue()));
        }
        return made;
    }

    private Variant.Vectors vectors(FeatureStore store, String text) {
        Matcher parts = VIEW.matcher(text);
        if (!parts.matches()) {
            throw wrong("'" + text + "' is no view: write shops, or shops/3 for a version of its training data");
        }
        return new Variant.Vectors(
                store.featureView(parts.group(1)).spec().ref(),
                parts.group(2) == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(parts.group(2))));
    }

    /** Does something while the classes of the jar are those of the program. */
    <T> T withJar(Supplier<T> work) {
        if (jar == null) {
            return work.get();
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {url(jar.toFile())}, before)) {
            thread.setContextClassLoader(loader);
            return work.get();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL url(File file) throws IOException {
        return file.toURI().toURL();
    }

    private ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
