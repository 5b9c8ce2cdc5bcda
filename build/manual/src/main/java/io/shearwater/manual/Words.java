package io.shearwater.manual;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** Collects the words of nodes without their form. */
class Words extends AbstractVisitor {
    private final StringBuilder words = new StringBuilder();

    /** The words of a node. */
    static String of(Node node) {
        Words words = new Words();
        node.accept(words);
        return words.taken();
    }

    /** The words since the last call, with single spaces between. */
    final String taken() {
        String taken = words.toString().replaceAll("\\s+", " ").strip();
        words.setLength(0);
        return taken;
    }

    @Override
    public void visit(Text text) {
        words.append(text.getLiteral());
    }

    @Override
    public void visit(Code code) {
        words.append(code.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak lineBreak) {
        words.append(' ');
    }

    @Override
    public void visit(HardLineBreak lineBreak) {
        words.append(' ');
    }

    @Override
    public void visit(Paragraph paragraph) {
        visitChildren(paragraph);
        words.append(' ');
    }

    @Override
    public void visit(CustomNode cellOrRow) {
        visitChildren(cellOrRow);
        words.append(' ');
    }

    @Override
    public void visit(FencedCodeBlock block) {
        words.append(block.getLiteral()).append(' ');
    }

    @Override
    public void visit(IndentedCodeBlock block) {
        words.append(block.getLiteral()).append(' ');
    }
}
