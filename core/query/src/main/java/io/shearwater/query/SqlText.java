package io.shearwater.query;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a user's SQL names feature groups. */
public final class SqlText {
    // Texts, quoted names and comments are passed over as they are.
    private static final Pattern AT_COMMIT = Pattern.compile(
            "'(?:[^']++|'')*+'|\"(?:[^\"]++|\"\")*+\"|\\$(\\w*)\\$.*?\\$\\1\\$|--[^\\n]*+|/\\*.*?\\*/"
                    + "|(?<table>[A-Za-z_]\\w*+@\\d++)",
            Pattern.DOTALL);

    private SqlText() {}

    /** The statement with names such as {@code g@17}, which no SQL knows, as quoted names. */
    public static String quoted(String statement) {
        return AT_COMMIT
                .matcher(statement)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group("table") == null ? found.group() : '"' + found.group("table") + '"'));
    }
}
