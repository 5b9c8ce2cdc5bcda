package io.shearwater.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an SQL text one after the other. Keywords are in either case, and end where a word ends. Not thread-safe. */
final class SqlWords {
    private static final Pattern WORD = Pattern.compile(
            "\\s*([A-Za-z_][A-Za-z0-9_]*|\"[^\"]*+(?:\"\"[^\"]*+)*+\"|'[^']*+(?:''[^']*+)*+'|[0-9]+(?:\\.[0-9]+)?|\\S)");

    private final String text;
    private final Matcher matcher;
    private int at;

    SqlWords(String text) {
        this.text = text;
        this.matcher = WORD.matcher(text);
    }

    /** The next word, empty at the end; it is not taken. */
    private String peek() {
        matcher.region(at, text.length());
        return matcher.lookingAt() ? matcher.group(1) : "";
    }

    boolean isNext(String word) {
        return peek().equalsIgnoreCase(word);
    }

    boolean accept(String word) {
        if (!isNext(word)) {
            return false;
        }
        at = matcher.end();
        return true;
    }

    void need(String word) {
        if (!accept(word)) {
            throw error(word.toUpperCase(Locale.ROOT) + " is expected");
        }
    }

    /** A name, in double quotes where it is not a plain word. */
    String name(String what) {
        String word = peek();
        if (!word.matches("[A-Za-z_].*|(?s)\".*\"")) {
            throw error(what + " is expected");
        }
        at = matcher.end();
        return word.startsWith("\"") ? word.substring(1, word.length() - 1).replace("\"\"", "\"") : word;
    }

    /** A text in single quotes. */
    String text(String what) {
        String word = peek();
        if (!word.startsWith("'") || word.length() < 2) {
            throw error(what + " is expected");
        }
        at = matcher.end();
        return word.substring(1, word.length() - 1).replace("''", "'");
    }

    int count() {
        String word = peek();
        if (!word.matches("[0-9]{1,6}")) {
            throw error("a number of rows is expected");
        }
        at = matcher.end();
        return Integer.parseInt(word);
    }

    /** Whether a word and an opening bracket come next. */
    boolean opensCall() {
        int before = at;
        boolean opens = peek().matches("[A-Za-z_].*");
        if (opens) {
            at = matcher.end();
            opens = isNext("(");
        }
        at = before;
        return opens;
    }

    /** Takes this word and an opening bracket, if they come next. */
    boolean acceptCall(String word) {
        if (!opensCall() || !accept(word)) {
            return false;
        }
        need("(");
        return true;
    }

    /** A name with all that stands in brackets behind it. */
    String call() {
        if (!opensCall()) {
            throw error("an aggregate function is expected");
        }
        String function = name("a function");
        need("(");
        String arguments = upToClosing();
        need(")");
        return function + "(" + arguments + ")";
    }

    /** The text up to the bracket that closes the one that is open. */
    String upToClosing() {
        return upTo(Set.of(")"));
    }

    /** The text up to one of these words outside of brackets, or to the end. */
    String upTo(Set<String> ends) {
        int from = at;
        int depth = 0;
        for (String word = peek(); !word.isEmpty(); word = peek()) {
            if (depth == 0 && ends.contains(word.toLowerCase(Locale.ROOT))) {
                break;
            }
            depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
            at = matcher.end();
        }
        return text.substring(from, at);
    }

    void end() {
        accept(";");
        if (!peek().isEmpty()) {
            throw error("nothing more is expected");
        }
    }

    ShearwaterException error(String what) {
        String next = peek();
        return ModelError.BAD_DEFINITION.because("The aggregates in SQL cannot be read, at character "
                + (next.isEmpty() ? text.length() : matcher.start(1) + 1) + " (\""
                + (next.isEmpty() ? "the end" : next) + "\"): " + what
                + (what.endsWith("?") ? "" : ".") + " They are SELECT key, sum(amount) OVER w AS total "
                + "FROM events WINDOW w AS (PARTITION BY key ORDER BY event_time RANGE BETWEEN INTERVAL '10 minutes' "
                + "PRECEDING AND CURRENT ROW), and nothing else.");
    }
}
