package io.shearwater.manual;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the pages, their style and their search into a folder. */
final class Site {
    private final Manual manual;
    private final Links links;

    Site(Manual manual) {
        this.manual = manual;
        this.links = manual.links();
    }

    /** Writes everything; files of the same names are replaced. */
    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < manual.pages().size(); i++) {
                Files.writeString(folder.resolve(manual.pages().get(i).target()), html(i));
            }
            Files.writeString(folder.resolve("manual.css"), resource("manual.css"));
            Files.writeString(folder.resolve("search.js"), resource("search.js"));
            Files.writeString(folder.resolve("search-index.js"), SearchIndex.script(manual.pages()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Site.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("The resource " + name + " is missing.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String html(int index) throws IOException {
        Page page = manual.pages().get(index);
        return resource("page.html")
                .replace(
                        "{{title}}",
                        Highlighter.escaped(index == 0 ? "Shearwater manual" : page.title() + " · Shearwater"))
                .replace("{{navigation}}", navigation(page))
                .replace("{{contents}}", contents(page))
                .replace("{{beside}}", beside(index))
                .replace("{{text}}", new PageHtml(page, links).render());
    }

    private String navigation(Page here) {
        StringBuilder html = new StringBuilder();
        for (Manual.Chapter chapter : manual.chapters()) {
            html.append("<h2>").append(Highlighter.escaped(chapter.title())).append("</h2>\n<ul>\n");
            for (Manual.Entry entry : chapter.entries()) {
                html.append("<li><a href=\"")
                        .append(entry.page().target())
                        .append(entry.page().equals(here) ? "\" aria-current=\"page\">" : "\">")
                        .append(Highlighter.escaped(entry.title()))
                        .append("</a></li>\n");
            }
            html.append("</ul>\n");
        }
        return html.toString();
    }

    private static String contents(Page page) {
        List<Page.Heading> headings = page.headings().stream()
                .filter(heading -> heading.level() == 2 || heading.level() == 3)
                .toList();
        if (headings.size() < 2) {
            return "";
        }
        return headings.stream()
                .map(heading -> "<li class=\"level-" + heading.level() + "\"><a href=\"#" + heading.anchor() + "\">"
                        + Highlighter.escaped(heading.text()) + "</a></li>\n")
                .collect(Collectors.joining("", "<h2>On this page</h2>\n<ul>\n", "</ul>\n"));
    }

    /** Links to the page before and the page after. */
    private String beside(int index) {
        StringBuilder html = new StringBuilder();
        if (index > 0) {
            html.append(link(manual.pages().get(index - 1), "before", "← "));
        }
        if (index + 1 < manual.pages().size()) {
            html.append(link(manual.pages().get(index + 1), "after", "→ "));
        }
        return html.toString();
    }

    private static String link(Page page, String kind, String arrow) {
        return "<a class=\"" + kind + "\" href=\"" + page.target() + "\">" + arrow + Highlighter.escaped(page.title())
                + "</a>\n";
    }
}
