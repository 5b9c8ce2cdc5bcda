package io.shearwater.manual;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/** The headings of a page and their anchors, which are those that a forge makes. */
final class Headings {
    private Headings() {}

    static List<Page.Heading> of(Node document) {
        List<Page.Heading> headings = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                String text = Words.of(heading);
                String anchor = anchor(text);
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                headings.add(new Page.Heading(heading.getLevel(), text, before == 0 ? anchor : anchor + "-" + before));
            }
        });
        return headings;
    }

    /** Small letters, digits, hyphens and underlines; blanks become hyphens, all else goes. */
    static String anchor(String heading) {
        return heading.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
