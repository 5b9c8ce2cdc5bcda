package io.shearwater.manual;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Colours code by one regular expression for each language, whose groups are the classes. */
final class Highlighter {
    private static final List<String> CLASSES = List.of("comment", "string", "meta", "keyword", "number", "type");

    private static final String STRING =
            "(?<string>\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])*')";
    private static final String NUMBER = "(?<number>\\b\\d[\\d_]*(?:\\.\\d+)?[LlFfDd]?\\b)";
    private static final String HASH_COMMENT = "(?<comment>(?<![^\\s])#[^\\n]*)";

    private static final Highlighter JAVA = of(
            "(?<comment>//[^\\n]*|/\\*[\\s\\S]*?\\*/)",
            STRING,
            "(?<meta>@[A-Za-z]\\w*)",
            words(
                    "abstract assert boolean break byte case catch char class continue default do double else enum extends final "
                            + "finally float for if implements import instanceof int interface long new package private protected "
                            + "public record return sealed short static super switch this throw throws true try var void while "
                            + "yield null false"),
            NUMBER,
            "(?<type>\\b[A-Z]\\w*)");
    private static final Highlighter PYTHON = of(
            HASH_COMMENT,
            STRING,
            "(?<meta>@[A-Za-z]\\w*)",
            words(
                    "and as class def elif else False for from if import in is lambda None not or print return True with"),
            NUMBER,
            "(?<type>\\b[A-Z]\\w*)");
    private static final Highlighter SQL = of(
            "(?<comment>--[^\\n]*)",
            STRING,
            "(?<keyword>(?i:\\b(?:select|from|where|group|by|order|limit|join|left|asof|on|and|or|not|as|with|over|partition|"
                    + "using|between|in|is|null|desc|asc|case|when|then|else|end|count|sum|avg|min|max|having|distinct|union|"
                    + "all|rows|range|preceding|following|current|row|interval|lag|lead)\\b))",
            NUMBER);
    private static final Highlighter YAML =
            of(HASH_COMMENT, "(?<keyword>(?m:^[\\s-]*[A-Za-z_][\\w-]*(?=:)))", STRING, NUMBER);
    private static final Highlighter JSON =
            of("(?<keyword>\"(?:\\\\.|[^\"\\\\])*\"(?=\\s*:))", STRING, NUMBER, "(?<meta>\\b(?:true|false|null)\\b)");
    private static final Highlighter XML = of("(?<comment><!--[\\s\\S]*?-->)", "(?<keyword></?[\\w.:-]+|/?>)", STRING);
    private static final Highlighter SHELL = of(
            HASH_COMMENT,
            STRING,
            "(?<meta>(?<=\\s)--?[A-Za-z][\\w-]*)",
            "(?<keyword>(?m:^\\s*(?:\\./)?shearwater\\b))");
    private static final Highlighter PLAIN = new Highlighter(Pattern.compile("(?!)"));

    private static final Map<String, Highlighter> BY_LANGUAGE =
            Map.of("java", JAVA, "python", PYTHON, "sql", SQL, "yaml", YAML, "json", JSON, "xml", XML, "sh", SHELL);

    private final Pattern pattern;

    private Highlighter(Pattern pattern) {
        this.pattern = pattern;
    }

    private static Highlighter of(String... groups) {
        return new Highlighter(Pattern.compile(String.join("|", groups)));
    }

    private static String words(String spaced) {
        return "(?<keyword>\\b(?:" + spaced.replace(' ', '|') + ")\\b)";
    }

    /** The highlighter of a language, or one that leaves code as it is. */
    static Highlighter of(String language) {
        return BY_LANGUAGE.getOrDefault(language, PLAIN);
    }

    /** The code as HTML. In a console, commands stand out from what they print. */
    String html(String code) {
        StringBuilder html = new StringBuilder();
        Matcher matcher = pattern.matcher(code);
        int done = 0;
        while (matcher.find()) {
            html.append(escaped(code.substring(done, matcher.start())));
            html.append("<span class=\"")
                    .append(classOf(matcher))
                    .append("\">")
                    .append(escaped(matcher.group()))
                    .append("</span>");
            done = matcher.end();
        }
        return html.append(escaped(code.substring(done))).toString();
    }

    private static String classOf(MatchResult match) {
        return CLASSES.stream()
                .filter(name -> match.namedGroups().containsKey(name) && match.group(name) != null)
                .findFirst()
                .orElse("plain");
    }

    /** A console: prompts, commands and what they print. */
    static String console(String text) {
        boolean[] continued = {false};
        return text.lines()
                .map(line -> {
                    boolean command = line.startsWith("$ ");
                    String shown = command
                            ? "<span class=\"prompt\">$ </span><span class=\"command\">" + SHELL.html(line.substring(2))
                                    + "</span>"
                            : continued[0]
                                    ? "<span class=\"command\">" + SHELL.html(line) + "</span>"
                                    : "<span class=\"output\">" + escaped(line) + "</span>";
                    continued[0] = (command || continued[0]) && line.endsWith("\\");
                    return shown;
                })
                .collect(Collectors.joining("\n", "", "\n"));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
