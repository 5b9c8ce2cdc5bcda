package io.shearwater.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;

/**
 * A block of code in a page, with the comment before it that says where it comes from:
 *
 * <pre>{@code
 * <!-- region: start.first-store -->
 * <!-- file: wind.csv -->
 * <!-- not run: needs a cluster -->
 * }</pre>
 *
 * @param language what is named behind the fence; empty for an indented block
 * @param text the code, each line ended
 * @param mark what the comment says
 * @param firstLine the first line of code in the page, 1-based
 * @param lines how many lines of code there are
 */
public record CodeBlock(String language, String text, Optional<Mark> mark, int firstLine, int lines) {
    private static final Pattern MARK =
            Pattern.compile("<!--\\s*(region|file|not run):\\s*(.+?)\\s*-->", Pattern.DOTALL);

    /** What the comment before a block says of it. */
    public record Mark(Kind kind, String value) {}

    /** Where a block comes from. */
    public enum Kind {
        /** A marked region of code that is compiled and run. */
        REGION,
        /** A file that the page's commands work on. */
        FILE,
        /** Nothing runs it; the value says why. */
        NOT_RUN
    }

    /** All blocks of a page in order. */
    public static List<CodeBlock> of(String markdown) {
        List<CodeBlock> blocks = new ArrayList<>();
        Manual.PARSER.parse(markdown).accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                int fence = line(block);
                String language =
                        Objects.requireNonNullElse(block.getInfo(), "").strip();
                String text = block.getLiteral();
                blocks.add(new CodeBlock(language, text, markOf(block), fence + 1, lines(text)));
            }

            @Override
            public void visit(IndentedCodeBlock block) {
                String text = block.getLiteral();
                blocks.add(new CodeBlock("", text, markOf(block), line(block), lines(text)));
            }
        });
        return blocks;
    }

    private static int line(Node node) {
        return node.getSourceSpans().getFirst().getLineIndex() + 1;
    }

    private static int lines(String text) {
        return (int) text.lines().count();
    }

    private static Optional<Mark> markOf(Node block) {
        if (!(block.getPrevious() instanceof HtmlBlock comment)) {
            return Optional.empty();
        }
        Matcher mark = MARK.matcher(comment.getLiteral());
        if (!mark.find()) {
            return Optional.empty();
        }
        Kind kind = switch (mark.group(1)) {
            case "region" -> Kind.REGION;
            case "file" -> Kind.FILE;
            default -> Kind.NOT_RUN;
        };
        return Optional.of(new Mark(kind, mark.group(2)));
    }
}
