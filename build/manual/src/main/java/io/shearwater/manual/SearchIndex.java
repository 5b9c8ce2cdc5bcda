package io.shearwater.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.commonmark.node.Heading;

/** The words of all pages, section by section, as a script that a page can load from a folder. */
final class SearchIndex {
    private SearchIndex() {}

    /**
     * What stands under one heading.
     *
     * @param address page and anchor
     * @param page the title of the page
     * @param heading empty above the first one
     */
    record Section(String address, String page, String heading, String words) {}

    static List<Section> sections(List<Page> pages) {
        List<Section> sections = new ArrayList<>();
        for (Page page : pages) {
            new Collector(page, sections).collect();
        }
        return sections;
    }

    /** The script: an array of sections, each an array of four texts. */
    static String script(List<Page> pages) {
        return sections(pages).stream()
                .map(section -> "["
                        + List.of(section.address(), section.page(), section.heading(), section.words()).stream()
                                .map(SearchIndex::quoted)
                                .collect(Collectors.joining(","))
                        + "]")
                .collect(Collectors.joining(",\n", "const SECTIONS = [\n", "\n];\n"));
    }

    private static String quoted(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", " ")
                        .replace("</", "<\\/")
                + "\"";
    }

    private static final class Collector extends Words {
        private final Page page;
        private final List<Section> into;
        private Optional<Page.Heading> current = Optional.empty();
        private int headings;

        Collector(Page page, List<Section> into) {
            this.page = page;
            this.into = into;
        }

        void collect() {
            page.document().accept(this);
            end();
        }

        private void end() {
            String text = taken();
            if (current.isPresent() || !text.isEmpty()) {
                boolean title = current.map(heading -> heading.level() == 1).orElse(true);
                String heading = title ? "" : current.map(Page.Heading::text).orElse("");
                String anchor =
                        title ? "" : "#" + current.map(Page.Heading::anchor).orElse("");
                into.add(new Section(page.target() + anchor, page.title(), heading, text));
            }
        }

        @Override
        public void visit(Heading heading) {
            end();
            current = page.heading(headings++);
        }
    }
}
