package io.shearwater.snippets;

import io.shearwater.manual.CodeBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A page of the manual, or the README, whose code is checked as a page's is. */
record ManualPage(Path file) {
    /** {@code -Dmanual.update=true} writes into the pages what the regions and the commands give. */
    static final boolean UPDATE = Boolean.getBoolean("manual.update");

    static final Path CHECKOUT = Path.of("").toAbsolutePath().resolve("../..").normalize();

    static List<ManualPage> all() {
        try (Stream<Path> files = Files.list(CHECKOUT.resolve("docs/manual"))) {
            return Stream.concat(
                            Stream.of(CHECKOUT.resolve("README.md")),
                            files.filter(file -> file.toString().endsWith(".md"))
                                    .sorted())
                    .map(ManualPage::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return CHECKOUT.relativize(file).toString();
    }

    List<CodeBlock> blocks() {
        return CodeBlock.of(text());
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a block stands, for a message. */
    String at(CodeBlock block) {
        return name() + ":" + block.firstLine();
    }

    /** Puts other code into blocks of this page, all at once. */
    void replace(Map<CodeBlock, String> changes) {
        List<String> lines = new ArrayList<>(text().lines().toList());
        Map<CodeBlock, String> fromTheEnd = new LinkedHashMap<>();
        changes.keySet().stream()
                .sorted(Comparator.comparingInt(CodeBlock::firstLine).reversed())
                .forEach(block -> fromTheEnd.put(block, changes.getOrDefault(block, "")));
        fromTheEnd.forEach((block, code) -> {
            List<String> old = lines.subList(block.firstLine() - 1, block.firstLine() - 1 + block.lines());
            old.clear();
            lines.addAll(block.firstLine() - 1, code.lines().toList());
        });
        try {
            Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
