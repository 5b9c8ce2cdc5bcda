package io.shearwater.manual;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Renders the manual of a checkout into a folder: {@code Main CHECKOUT FOLDER}. Fails if a page has a problem. */
final class Main {
    private Main() {}

    @SuppressWarnings("SystemOut") // a program of the build, whose words are for whoever runs it
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length != 2) {
            err.println("Usage: Main CHECKOUT FOLDER");
            return 2;
        }
        Manual manual = Manual.read(Path.of(arguments[0]));
        List<Problem> problems = manual.problems();
        problems.forEach(err::println);
        if (!problems.isEmpty()) {
            err.println("The manual was not rendered: " + problems.size() + " problems.");
            return 1;
        }
        Path folder = Path.of(arguments[1]).toAbsolutePath().normalize();
        new Site(manual).write(folder);
        out.println(manual.pages().size() + " pages of the manual: " + folder.resolve("index.html"));
        return 0;
    }
}
