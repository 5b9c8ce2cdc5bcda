package io.shearwater.manual;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/** The text of a page as HTML: headings with anchors, links to pages of the site, highlighted code, pictures in place. */
final class PageHtml {
    private final Page page;
    private final Links links;

    PageHtml(Page page, Links links) {
        this.page = page;
        this.links = links;
    }

    String render() {
        return HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .nodeRendererFactory(Nodes::new)
                .build()
                .render(page.document());
    }

    /** Where a link to another page of the site goes. */
    private static String href(Links.ToPage to) {
        return to.page().target() + (to.anchor().isEmpty() ? "" : "#" + to.anchor());
    }

    /** Attributes in one order, so that the same page gives the same bytes. */
    private static Map<String, String> ordered(String... namesAndValues) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return attributes;
    }

    private final class Nodes implements NodeRenderer {
        private final HtmlNodeRendererContext context;
        private final HtmlWriter html;
        private int headings;

        Nodes(HtmlNodeRendererContext context) {
            this.context = context;
            this.html = context.getWriter();
        }

        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(
                    Heading.class,
                    Link.class,
                    Image.class,
                    FencedCodeBlock.class,
                    IndentedCodeBlock.class,
                    HtmlBlock.class,
                    HtmlInline.class);
        }

        @Override
        public void render(Node node) {
            switch (node) {
                case Heading heading -> heading(heading);
                case Link link -> link(link);
                case Image image -> picture(image);
                case FencedCodeBlock block ->
                    code(Objects.requireNonNullElse(block.getInfo(), "").strip(), block.getLiteral());
                case IndentedCodeBlock block -> code("", block.getLiteral());
                default -> {
                    // Comments are for who edits the page, and other HTML no page has.
                }
            }
        }

        private void heading(Heading heading) {
            String anchor = page.heading(headings++).map(Page.Heading::anchor).orElse("");
            String tag = "h" + heading.getLevel();
            html.line();
            html.tag(tag, Map.of("id", anchor));
            children(heading);
            if (heading.getLevel() > 1) {
                html.tag("a", ordered("class", "anchor", "href", "#" + anchor, "aria-label", "Link to this heading"));
                html.text("#");
                html.tag("/a");
            }
            html.tag("/" + tag);
            html.line();
        }

        private void link(Link link) {
            switch (links.resolve(page, link.getDestination())) {
                case Links.ToPage to -> anchor(link, Map.of("href", href(to)));
                case Links.ToNetwork to -> anchor(link, Map.of("href", to.address()));
                default -> children(link);
            }
        }

        private void anchor(Node link, Map<String, String> attributes) {
            html.tag("a", attributes);
            children(link);
            html.tag("/a");
        }

        private void picture(Image image) {
            if (!(links.resolve(page, image.getDestination()) instanceof Links.ToFile to)) {
                return;
            }
            try {
                String svg = Files.readString(to.file());
                html.tag("span", ordered("class", "picture", "role", "img", "aria-label", Words.of(image)));
                html.raw(Pictures.inPage(svg));
                html.tag("/span");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void code(String language, String text) {
            html.line();
            html.tag("pre", language.isEmpty() ? Map.of() : Map.of("class", "language-" + language));
            html.tag("code");
            html.raw(
                    language.equals("console")
                            ? Highlighter.console(text)
                            : Highlighter.of(language).html(text));
            html.tag("/code");
            html.tag("/pre");
            html.line();
        }

        private void children(Node parent) {
            for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
                context.render(child);
            }
        }
    }
}
