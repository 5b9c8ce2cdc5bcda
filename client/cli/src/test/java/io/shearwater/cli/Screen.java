package io.shearwater.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

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
}
