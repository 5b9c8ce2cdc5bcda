package io.shearwater.manual;

import java.util.List;
import java.util.Optional;
import org.commonmark.node.Node;

/**
 * One page.
 *
 * @param source its file, from the root of the checkout, with slashes
 * @param target the name of its file in the site
 * @param title its first heading
 * @param text as read
 * @param document as parsed
 * @param headings in order, the title first
 */
record Page(String source, String target, String title, String text, Node document, List<Heading> headings) {
    /**
     * A heading.
     *
     * @param level 1 for the title
     * @param anchor what a link names, as a forge would
     */
    record Heading(int level, String text, String anchor) {}

    Page {
        headings = List.copyOf(headings);
    }

    static Page parse(String source, String target, String text) {
        Node document = Manual.PARSER.parse(text);
        List<Heading> headings = Headings.of(document);
        String title = headings.isEmpty() ? source : headings.getFirst().text();
        return new Page(source, target, title, text, document, headings);
    }

    /** Whether a link may name this anchor. */
    boolean hasAnchor(String anchor) {
        return headings.stream().anyMatch(heading -> heading.anchor().equals(anchor));
    }

    /** The folder of the source, without a slash at its end. */
    String folder() {
        int slash = source.lastIndexOf('/');
        return slash < 0 ? "" : source.substring(0, slash);
    }

    /** The heading of a node, by the order of headings. */
    Optional<Heading> heading(int index) {
        return index < headings.size() ? Optional.of(headings.get(index)) : Optional.empty();
    }
}
