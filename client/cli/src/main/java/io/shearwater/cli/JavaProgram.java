package io.shearwater.cli;

import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A Java program of one file, compiled with everything that Shearwater has imported. */
final class JavaProgram implements AutoCloseable {
    /** In the file's first line, so that line numbers stay what they are. */
    static final List<String> IMPORTS = List.of(
            "import module java.base;",
            "import io.shearwater.api.*;",
            "import io.shearwater.evaluation.*;",
            "import io.shearwater.learning.*;",
            "import io.shearwater.model.*;",
            "import io.shearwater.pipeline.*;",
            // Of the two that there are, programs name a pipeline's; that of an experiment is read as var.
            "import io.shearwater.pipeline.Run;",
            "import io.shearwater.store.*;",
            "import static io.shearwater.cli.Session.*;");

    private final Path file;
    private final Path classes;

    private JavaProgram(Path file, Path classes) {
        this.file = file;
        this.classes = classes;
    }

    /** What the compiler says about a program that is not right. */
    static final class Mistake extends Exception {
        private static final long serialVersionUID = 1;

        Mistake(String message) {
            super(message);
        }

        String told() {
            return String.valueOf(getMessage());
        }
    }

    static JavaProgram compile(Path file) throws IOException, Mistake {
        String text = Files.readString(file);
        JavaProgram program = new JavaProgram(file, Files.createTempDirectory("shearwater-run-"));
        try {
            program.compile(text);
            return program;
        } catch (IOException | Mistake | RuntimeException failed) {
            program.close();
            throw failed;
        }
    }

    private void compile(String text) throws IOException, Mistake {
        JavaCompiler compiler = Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
                .orElseThrow(() -> new Mistake("This Java has no compiler; run with a JDK instead of a JRE."));
        boolean inPackage = text.lines().anyMatch(line -> line.strip().startsWith("package "));
        String imports = inPackage ? "" : String.join(" ", IMPORTS) + " ";
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
            boolean right = compiler.getTask(
                            Writer.nullWriter(),
                            files,
                            found,
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "-proc:none",
                                    // The inputs of a transformation bind by the names of parameters.
                                    "-parameters"),
                            null,
                            List.of(new Source(file, imports + text)))
                    .call();
            if (!right) {
                throw new Mistake(mistakes(found, text, imports.length()));
            }
        }
    }

    /** The compiler's errors with the line that they are in. */
    private String mistakes(DiagnosticCollector<JavaFileObject> found, String text, int shift) {
        List<String> lines = text.lines().toList();
        StringBuilder told = new StringBuilder();
        for (Diagnostic<? extends JavaFileObject> diagnostic : found.getDiagnostics()) {
            if (diagnostic.getKind() != Diagnostic.Kind.ERROR) {
                continue;
            }
            long line = diagnostic.getLineNumber();
            told.append(told.isEmpty() ? "" : System.lineSeparator())
                    .append(file)
                    .append(line > 0 ? ":" + line : "")
                    .append(": ")
                    .append(diagnostic.getMessage(null));
            if (line > 0 && line <= lines.size()) {
                long column = Math.max(1, diagnostic.getColumnNumber() - (line == 1 ? shift : 0));
                told.append(System.lineSeparator())
                        .append(lines.get((int) line - 1))
                        .append(System.lineSeparator())
                        .append(" ".repeat((int) column - 1))
                        .append('^');
            }
        }
        return told.toString();
    }

    /** Runs its main method, as the java command would. */
    void run(List<String> arguments) throws Throwable {
        URL[] urls = {classes.toUri().toURL()};
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(urls, JavaProgram.class.getClassLoader())) {
            thread.setContextClassLoader(loader);
            Method main = main(loader);
            main.setAccessible(true);
            Object[] given =
                    main.getParameterCount() == 0 ? new Object[0] : new Object[] {arguments.toArray(String[]::new)};
            main.invoke(Modifier.isStatic(main.getModifiers()) ? null : instance(main.getDeclaringClass()), given);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Object instance(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    /** The main method: of the class that is named as the file, or of the only one that has one. */
    private Method main(ClassLoader loader) throws IOException, ReflectiveOperationException, Mistake {
        List<Method> found = new ArrayList<>();
        for (String name : classNames()) {
            mainOf(Class.forName(name, false, loader)).ifPresent(found::add);
        }
        String stem = String.valueOf(file.getFileName()).replaceFirst("\\.java$", "");
        Optional<Method> named = found.stream()
                .filter(main -> main.getDeclaringClass().getSimpleName().equals(stem))
                .findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new Mistake(file
                + (found.isEmpty()
                        ? " has no main method; write void main() { … }"
                        : " has several classes with a main method; name one of them " + stem));
    }

    private static Optional<Method> mainOf(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("main") && !Modifier.isPrivate(method.getModifiers()))
                .filter(method -> method.getReturnType() == void.class)
                .filter(method -> method.getParameterCount() == 0
                        || Arrays.equals(method.getParameterTypes(), new Class<?>[] {String[].class}))
                .max(Comparator.comparingInt(Method::getParameterCount));
    }

    private List<String> classNames() throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(path -> path.toString().endsWith(".class"))
                    .map(path -> classes.relativize(path).toString())
                    .map(path -> path.substring(0, path.length() - ".class".length()))
                    .map(path -> path.replace('/', '.').replace('\\', '.'))
                    .sorted()
                    .toList();
        }
    }

    /** Whether a stack frame is one of the program's. */
    boolean isOwn(StackTraceElement frame) {
        return String.valueOf(file.getFileName()).equals(frame.getFileName());
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException leftInTheTemporaryDirectory) {
            // Some bytes in a directory that is emptied by the system.
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(Path file, String text) {
            super(URI.create("string:///" + file.toUri().getRawPath().replaceFirst(".*/", "")), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
