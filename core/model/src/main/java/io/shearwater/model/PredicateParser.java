package io.shearwater.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A recursive-descent reader of {@link PredicateText}. */
final class PredicateParser {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)"
            + "|(?<column>\"[^\"]*+(?:\"\"[^\"]*+)*+\")"
            + "|(?<text>'[^']*+(?:''[^']*+)*+')"
            + "|(?<number>[-+]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?)"
            + "|(?<sign>::|<=|>=|!=|<>|==|[-=<>(),]))");
    private static final int DEEPEST = 64;

    private final String text;
    private final Schema schema;
    private final String where;
    private final Matcher tokens;
    private int at;
    private int next;
    private int depth;

    PredicateParser(String text, Schema schema, String where) {
        this.text = text;
        this.schema = schema;
        this.where = where;
        this.tokens = TOKEN.matcher(text);
        advance(0);
    }

    Predicate parse() {
        if (atEnd()) {
            throw error("it is empty");
        }
        Predicate predicate = any();
        if (!atEnd()) {
            throw error("'and' or 'or' is expected, not " + shown());
        }
        return predicate;
    }

    private Predicate any() {
        return chain("or", this::every, Predicate.Or::new);
    }

    private Predicate every() {
        return chain("and", this::single, Predicate.And::new);
    }

    private Predicate chain(String word, Supplier<Predicate> part, Function<List<Predicate>, Predicate> join) {
        List<Predicate> parts = new ArrayList<>(List.of(part.get()));
        while (acceptWord(word)) {
            parts.add(part.get());
        }
        return parts.size() == 1 ? parts.getFirst() : join.apply(parts);
    }

    private Predicate single() {
        if (++depth > DEEPEST) {
            throw error("it is nested more than " + DEEPEST + " deep");
        }
        Predicate predicate = group();
        depth--;
        return predicate;
    }

    private Predicate group() {
        if (acceptWord("not")) {
            return new Predicate.Not(single());
        }
        if (acceptSign("(")) {
            Predicate inner = any();
            expectSign(")");
            return inner;
        }
        if (acceptWord("true")) {
            return new Predicate.And(List.of());
        }
        if (acceptWord("false")) {
            return new Predicate.Or(List.of());
        }
        if (acceptWord("all")) {
            return new Predicate.And(arguments());
        }
        return acceptWord("any") ? new Predicate.Or(arguments()) : test();
    }

    private List<Predicate> arguments() {
        return listed(this::any);
    }

    private <T> List<T> listed(Supplier<T> element) {
        List<T> elements = new ArrayList<>();
        expectSign("(");
        if (!acceptSign(")")) {
            do {
                elements.add(element.get());
            } while (acceptSign(","));
            expectSign(")");
        }
        return elements;
    }

    private Predicate test() {
        Field field = column();
        if (acceptWord("is")) {
            boolean not = acceptWord("not");
            if (!acceptWord("null")) {
                throw error("'null' is expected, not " + shown());
            }
            Predicate isNull = new Predicate.IsNull(field.name());
            return not ? new Predicate.Not(isNull) : isNull;
        }
        if (acceptWord("not")) {
            return new Predicate.Not(membership(field).orElseThrow(() -> error("'in' or 'like' is expected")));
        }
        return membership(field).orElseGet(() -> comparison(field));
    }

    private Optional<Predicate> membership(Field field) {
        if (acceptWord("in")) {
            return Optional.of(new Predicate.In(field.name(), listed(() -> constant(field))));
        }
        if (acceptWord("like")) {
            String pattern = taken("text");
            if (pattern.isEmpty()) {
                throw error("a pattern in single quotes is expected, not " + shown());
            }
            return Optional.of(new Predicate.Like(
                    field.name(), pattern.substring(1, pattern.length() - 1).replace("''", "'")));
        }
        return Optional.empty();
    }

    private Predicate comparison(Field field) {
        for (Predicate.Operator operator : Predicate.Operator.values()) {
            if (acceptSign(operator.symbol())) {
                return new Predicate.Compare(field.name(), operator, constant(field));
            }
        }
        if (acceptSign("==")) {
            return new Predicate.Compare(field.name(), Predicate.Operator.EQUAL, constant(field));
        }
        if (acceptSign("<>")) {
            return new Predicate.Compare(field.name(), Predicate.Operator.NOT_EQUAL, constant(field));
        }
        if (field.type() instanceof DataType.BooleanType) {
            return Predicate.equalTo(field.name(), true);
        }
        throw error("a comparison with '" + field.name()
                + "' is expected (=, !=, <, <=, >, >=, in, like, is null), not " + shown());
    }

    private Field column() {
        int start = at;
        String quoted = taken("column");
        String name = quoted.isEmpty()
                ? taken("word")
                : quoted.substring(1, quoted.length() - 1).replace("\"\"", "\"");
        if (name.isEmpty()) {
            throw error("a column is expected, not " + shown());
        }
        if (schema.contains(name)) {
            return schema.field(name);
        }
        if (quoted.isEmpty() && PredicateText.WORDS.contains(name.toLowerCase(Locale.ROOT))) {
            at = start;
            throw error("a column is expected, not '" + name + "'");
        }
        throw ModelError.UNKNOWN_COLUMN.because("The filter '" + text + "' on " + where + " names the column '" + name
                + "', which does not exist; there are " + schema.names() + "."
                + Names.didYouMean(name, schema.names()));
    }

    private Object constant(Field field) {
        int start = at;
        boolean negative = acceptSign("-");
        String written = written();
        if (written.isEmpty() || (negative && !written.equals("infinity"))) {
            throw error(
                    acceptWord("null")
                            ? "nothing equals null; write \"" + field.name() + " is null\""
                            : "a constant is expected for '" + field.name() + "', not " + shown());
        }
        String signed = negative ? "-" + written : written;
        try {
            if (acceptSign("::")) {
                return PredicateConstant.typed(signed, taken("word").toLowerCase(Locale.ROOT));
            }
            return PredicateConstant.of(signed, field.type());
        } catch (ShearwaterException unfit) {
            at = start;
            throw error("'" + field.name() + "': " + unfit.getMessage());
        }
    }

    private String written() {
        for (String word : List.of("true", "false", "nan", "infinity")) {
            if (acceptWord(word)) {
                return word;
            }
        }
        String number = taken("number");
        return number.isEmpty() ? taken("text") : number;
    }

    // ---- tokens

    private boolean atEnd() {
        return text.substring(at).isBlank();
    }

    private void advance(int to) {
        at = to;
        next = tokens.region(to, text.length()).lookingAt() ? tokens.end() : -1;
    }

    private String taken(String kind) {
        String token = next < 0 ? null : tokens.group(kind);
        if (token == null) {
            return "";
        }
        advance(next);
        return token;
    }

    private boolean acceptWord(String word) {
        return accept("word", word);
    }

    private boolean acceptSign(String sign) {
        return accept("sign", sign);
    }

    private boolean accept(String kind, String wanted) {
        String token = next < 0 ? null : tokens.group(kind);
        if (token == null || !token.equalsIgnoreCase(wanted)) {
            return false;
        }
        advance(next);
        return true;
    }

    private void expectSign(String sign) {
        if (!acceptSign(sign)) {
            throw error("'" + sign + "' is expected, not " + shown());
        }
    }

    private String shown() {
        if (atEnd()) {
            return "the end";
        }
        if (next >= 0) {
            return "'" + text.substring(at, next).strip() + "'";
        }
        return text.substring(at).strip().startsWith("'")
                ? "a text whose closing quote is missing"
                : "'" + text.substring(at).strip() + "'";
    }

    private ShearwaterException error(String what) {
        int blanks =
                text.substring(at).length() - text.substring(at).stripLeading().length();
        return ModelError.BAD_FILTER.because("The filter '" + text + "' on " + where + " cannot be read: " + what
                + " (at character " + (at + blanks + 1) + ").");
    }
}
