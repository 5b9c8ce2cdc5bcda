package io.shearwater.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * All pages, and the chapters they are read in: the second-level headings of {@code docs/manual/README.md} and the links
 * under each, then all other pages.
 *
 * @param root of the checkout
 * @param pages the first page, then those of the chapters in order
 * @param problems of all pages
 */
record Manual(Path root, List<Page> pages, List<Chapter> chapters, List<Problem> problems) {
    static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();

    private static final String INDEX = "docs/manual/README.md";

    /** A part of the navigation. */
    record Chapter(String title, List<Entry> entries) {}

    /** A page in the navigation, under the words of its link. */
    record Entry(String title, Page page) {}

    Manual {
        pages = List.copyOf(pages);
        chapters = List.copyOf(chapters);
        problems = List.copyOf(problems);
    }

    /** Reads {@code docs/manual}, {@code docs/format} and the vocabulary of a checkout. */
    static Manual read(Path root) {
        Map<String, Page> found = new LinkedHashMap<>();
        for (String source : sources(root)) {
            found.put(source, Page.parse(source, target(source), text(root.resolve(source))));
        }
        List<Problem> problems = new ArrayList<>();
        Page index = found.get(INDEX);
        if (index == null) {
            return new Manual(root, List.of(), List.of(), List.of(new Problem(INDEX, 0, "There is no first page.")));
        }
        Links links = new Links(root, found);
        List<Chapter> chapters = chapters(index, links);
        List<Page> ordered = new ArrayList<>(List.of(index));
        chapters.forEach(chapter -> chapter.entries().forEach(entry -> ordered.add(entry.page())));
        List<Page> others =
                found.values().stream().filter(page -> !ordered.contains(page)).toList();
        if (!others.isEmpty()) {
            chapters.add(new Chapter(
                    "More",
                    others.stream().map(page -> new Entry(page.title(), page)).toList()));
            ordered.addAll(others);
        }
        found.values().forEach(page -> problems.addAll(links.problems(page)));
        return new Manual(root, ordered.stream().distinct().toList(), chapters, problems);
    }

    Links links() {
        Map<String, Page> bySource = new LinkedHashMap<>();
        pages.forEach(page -> bySource.put(page.source(), page));
        return new Links(root, bySource);
    }

    private static List<String> sources(Path root) {
        List<String> sources = new ArrayList<>(markdown(root, "docs/manual"));
        sources.addAll(markdown(root, "docs/format"));
        if (Files.exists(root.resolve("docs/vocabulary.md"))) {
            sources.add("docs/vocabulary.md");
        }
        return sources;
    }

    private static List<String> markdown(Path root, String folder) {
        if (!Files.isDirectory(root.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .map(name -> folder + "/" + name)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(String source) {
        String name = source.substring("docs/".length(), source.length() - ".md".length());
        if (name.equals("manual/README")) {
            return "index.html";
        }
        String plain = name.startsWith("manual/") ? name.substring("manual/".length()) : name;
        return plain.replace("/README", "").replace('/', '-') + ".html";
    }

    private static List<Chapter> chapters(Page index, Links links) {
        List<Chapter> chapters = new ArrayList<>();
        index.document().accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                if (heading.getLevel() == 2) {
                    chapters.add(new Chapter(Words.of(heading), new ArrayList<>()));
                }
            }

            @Override
            public void visit(Link link) {
                if (!chapters.isEmpty() && links.resolve(index, link.getDestination()) instanceof Links.ToPage to) {
                    chapters.getLast().entries().add(new Entry(Words.of(link), to.page()));
                }
            }
        });
        return chapters;
    }
}
