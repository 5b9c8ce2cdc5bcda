package io.shearwater.manual;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Block;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** Where the links of pages lead. */
final class Links {
    private final Path root;
    private final Map<String, Page> pages;

    Links(Path root, Map<String, Page> pages) {
        this.root = root;
        this.pages = pages;
    }

    /** Where a link leads. */
    sealed interface Aim {}

    /** To a page of the manual, at an anchor, which may be empty. */
    record ToPage(Page page, String anchor) implements Aim {}

    /** To something on the network; not looked at. */
    record ToNetwork(String address) implements Aim {}

    /** To a file of the checkout that is no page. */
    record ToFile(Path file) implements Aim {}

    /** Nowhere. */
    record Nowhere(String why) implements Aim {}

    Aim resolve(Page from, String destination) {
        if (destination.matches("[a-z]+:.*")) {
            return new ToNetwork(destination);
        }
        int hash = destination.indexOf('#');
        String path = hash < 0 ? destination : destination.substring(0, hash);
        String anchor = hash < 0 ? "" : destination.substring(hash + 1);
        String source = path.isEmpty()
                ? from.source()
                : Path.of(from.folder()).resolve(path).normalize().toString().replace('\\', '/');
        Page page = pages.getOrDefault(source, pages.get(source + "/README.md"));
        if (page == null) {
            Path file = root.resolve(source);
            return Files.exists(file) ? new ToFile(file) : new Nowhere("There is no " + source + ".");
        }
        if (!anchor.isEmpty() && !page.hasAnchor(anchor)) {
            return new Nowhere(page.source() + " has no heading with the anchor '" + anchor + "'; it has "
                    + page.headings().stream().map(Page.Heading::anchor).toList() + ".");
        }
        return new ToPage(page, anchor);
    }

    /** The links and pictures of a page that lead nowhere. */
    List<Problem> problems(Page page) {
        List<Problem> problems = new ArrayList<>();
        page.document().accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                check(link, link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                check(image, image.getDestination());
                if (Words.of(image).isEmpty()) {
                    problems.add(
                            new Problem(page.source(), line(image), "A picture without words for who cannot see it."));
                }
            }

            private void check(Node node, String destination) {
                if (resolve(page, destination) instanceof Nowhere nowhere) {
                    problems.add(new Problem(
                            page.source(), line(node), "The link " + destination + " leads nowhere. " + nowhere.why()));
                }
            }
        });
        return problems;
    }

    private static int line(Node node) {
        Node block = node;
        while (block.getParent() != null
                && (!(block instanceof Block) || block.getSourceSpans().isEmpty())) {
            block = block.getParent();
        }
        return block.getSourceSpans().isEmpty()
                ? 0
                : block.getSourceSpans().getFirst().getLineIndex() + 1;
    }
}
