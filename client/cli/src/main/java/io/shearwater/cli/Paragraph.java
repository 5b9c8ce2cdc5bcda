package io.shearwater.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text for a screen: its lines are broken between words, where the screen would break them within. */
final class Paragraph {
    private static final Pattern WORD = Pattern.compile("( +)([^ ]+)|[^ ]+");

    private Paragraph() {}

    /**
     * The text with more line breaks. A word that is wider than the screen stays whole.
     *
     * @param width columns of the screen
     * @param indent spaces before the lines that are added
     */
    static String of(String text, int width, int indent) {
        StringBuilder broken = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            broken.append(broken.isEmpty() ? "" : "\n");
            add(line, broken, width, indent);
        }
        return broken.toString();
    }

    private static void add(String line, StringBuilder to, int width, int indent) {
        int column = 0;
        Matcher words = WORD.matcher(line);
        while (words.find()) {
            String word = words.group();
            if (column > 0 && column + word.length() > width) {
                to.append('\n').append(" ".repeat(indent));
                column = indent;
                word = word.stripLeading();
            }
            to.append(word);
            column += word.length();
        }
    }
}
