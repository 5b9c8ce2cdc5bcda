package io.shearwater.snippets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The marked regions of code: from {@code // region: page.name} to {@code // end}, indented as if they stood alone. */
record Regions(Map<String, String> byName) {
    private static final Pattern BEGIN = Pattern.compile("\\s*(?://|#|--) region: (\\S+)");
    private static final Pattern END = Pattern.compile("\\s*(?://|#|--) end");

    /** Of the tests of this module and of the Python client, and of the programs of the examples. */
    static Regions ofCheckout() {
        Map<String, String> regions = new TreeMap<>();
        List<Path> roots = new ArrayList<>(List.of(
                ManualPage.CHECKOUT.resolve("testing/snippets/src/test/java"),
                ManualPage.CHECKOUT.resolve("client/python/tests")));
        try (Stream<Path> examples = Files.list(ManualPage.CHECKOUT.resolve("examples"))) {
            examples.map(example -> example.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .forEach(roots::add);
            for (Path root : roots) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(".java")
                                    || file.toString().endsWith(".py"))
                            .sorted()
                            .forEach(file -> read(file, regions));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Regions(regions);
    }

    private static void read(Path file, Map<String, String> into) {
        try {
            of(Files.readAllLines(file), file.toString()).forEach((name, code) -> {
                if (into.put(name, code) != null) {
                    throw new IllegalStateException("The region " + name + " is there twice, also in " + file);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> of(List<String> lines, String file) {
        Map<String, String> regions = new TreeMap<>();
        Optional<String> open = Optional.empty();
        StringBuilder code = new StringBuilder();
        for (String line : lines) {
            Matcher begin = BEGIN.matcher(line);
            if (begin.matches()) {
                if (open.isPresent()) {
                    throw new IllegalStateException("The region " + open.get() + " of " + file + " does not end");
                }
                open = Optional.of(begin.group(1));
            } else if (open.isPresent() && END.matcher(line).matches()) {
                // Without the last line's end, which would count as a line that is not indented.
                regions.put(open.get(), code.toString().stripTrailing().stripIndent() + "\n");
                code.setLength(0);
                open = Optional.empty();
            } else if (open.isPresent()) {
                code.append(line.stripTrailing()).append('\n');
            }
        }
        if (open.isPresent()) {
            throw new IllegalStateException("The region " + open.get() + " of " + file + " does not end");
        }
        return regions;
    }
}
