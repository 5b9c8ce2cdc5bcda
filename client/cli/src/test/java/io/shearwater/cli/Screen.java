package io.shearwater.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link Terminal} whose output is kept. */
final class Screen {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;

    private Screen(String terminals, Map<String, String> environment) {
        terminal = Terminal.of(out, err, StandardCharsets.UTF_8, terminals, environment);
    }

    static Screen pipe() {
        return new Screen("", Map.of());
    }

    static Screen interactive(Map<String, String> environment) {
        return new Screen("out,err", environment);
    }

    Terminal terminal() {
        return terminal;
    }

    int run(String... arguments) {
        return Commands.commandLine(terminal, List.of(arguments)).execute(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** The indented code behind a title that was printed. */
    static String code(String printed, String title) {
        return printed.substring(printed.indexOf(title))
                .lines()
                .skip(2)
                .takeWhile(line -> line.isBlank() || line.startsWith("    "))
                .map(line -> line.replaceFirst("^ {4}", ""))
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }
}
