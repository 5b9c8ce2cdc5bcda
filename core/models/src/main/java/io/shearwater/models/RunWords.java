package io.shearwater.models;

import io.shearwater.learning.LearningError;
import io.shearwater.model.ShearwaterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of a search for runs, one after the other. Not thread-safe. */
final class RunWords {
    private static final Pattern WORD =
            Pattern.compile("\\s*(?:(?<single>'(?:[^']|'')*')|(?<double>\"[^\"]*\")|(?<quoted>`[^`]*`)"
                    + "|(?<number>[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)"
                    + "|(?<name>[A-Za-z_][\\w/-]*)|(?<sign><=|>=|!=|=|<|>|\\.|\\(|\\)|,))\\s*");

    private final String text;
    private final Matcher matcher;
    private int at;

    RunWords(String text) {
        this.text = text;
        this.matcher = WORD.matcher(text);
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    /** A name of what to look at, as {@code metrics.`a b`} or {@code status}. */
    RunValue value() {
        String first = name();
        if (!tryWord(".")) {
            return new RunValue(RunValue.Kind.ATTRIBUTE, first);
        }
        RunValue.Kind kind =
                RunValue.Kind.find(first).orElseThrow(() -> bad("one of metrics, params, tags, attributes"));
        StringBuilder name = new StringBuilder(name());
        while (tryWord(".")) {
            name.append('.').append(name());
        }
        return new RunValue(kind, name.toString());
    }

    private String name() {
        require("a name", "name", "quoted", "double");
        String plain = matcher.group("name");
        String quoted = matcher.group("quoted") != null ? matcher.group("quoted") : matcher.group("double");
        at = matcher.end();
        return plain != null ? plain : unquoted(quoted);
    }

    /** A text in quotes. */
    String text() {
        require("a text in quotes", "single", "double");
        String single = matcher.group("single");
        String text = single == null
                ? unquoted(matcher.group("double"))
                : unquoted(single).replace("''", "'");
        at = matcher.end();
        return text;
    }

    double number() {
        require("a number", "number");
        at = matcher.end();
        return Double.parseDouble(matcher.group("number"));
    }

    /** Texts in parentheses. */
    List<String> texts() {
        if (!tryWord("(")) {
            throw bad("(");
        }
        List<String> all = new ArrayList<>();
        do {
            all.add(text());
        } while (tryWord(","));
        if (!tryWord(")")) {
            throw bad(")");
        }
        return all;
    }

    /** Passes a sign or keyword if it comes next, in upper or lower case. */
    boolean tryWord(String word) {
        if (isAtEnd() || !matcher.region(at, text.length()).lookingAt()) {
            return false;
        }
        String found = matcher.group("sign") != null ? matcher.group("sign") : matcher.group("name");
        if (found == null || !found.toUpperCase(Locale.ROOT).equals(word)) {
            return false;
        }
        at = matcher.end();
        return true;
    }

    private void require(String what, String... groups) {
        if (!isAtEnd() && matcher.region(at, text.length()).lookingAt()) {
            for (String group : groups) {
                if (matcher.group(group) != null) {
                    return;
                }
            }
        }
        throw bad(what);
    }

    ShearwaterException bad(String expected) {
        return LearningError.BAD_DEFINITION.because("'" + text + "' cannot be read at character " + (at + 1)
                + (isAtEnd() ? ", its end" : ": '" + text.substring(at).strip() + "'") + ". Expected is " + expected
                + ", as in: metrics.pr_auc > 0.9 and params.max_depth = '6'");
    }

    private static String unquoted(@Nullable String quoted) {
        if (quoted == null) {
            throw new IllegalStateException("Only a word that was found is read");
        }
        return quoted.substring(1, quoted.length() - 1);
    }
}
