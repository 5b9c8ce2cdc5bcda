package io.shearwater.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** A recursive-descent reader of the canonical text of a {@link DataType}. */
final class DataTypeParser {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_]+");
    private static final int DEEPEST = 32;

    private final String text;
    private int at;
    private int depth;

    DataTypeParser(String text) {
        this.text = text;
    }

    /** A struct's field name as it stands in a type's text. */
    static String quoted(String name) {
        return WORD.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    DataType parse() {
        DataType type = type();
        skipBlanks();
        if (at != text.length()) {
            throw error("unexpected '" + text.substring(at) + "'");
        }
        return type;
    }

    private DataType type() {
        if (++depth > DEEPEST) {
            throw error("types are nested more than " + DEEPEST + " deep");
        }
        skipBlanks();
        int start = at;
        String word = word().toLowerCase(Locale.ROOT);
        DataType type = switch (word) {
            case "boolean" -> DataType.BOOLEAN;
            case "int" -> DataType.INT;
            case "long" -> DataType.LONG;
            case "float" -> DataType.FLOAT;
            case "double" -> DataType.DOUBLE;
            case "binary" -> DataType.BINARY;
            case "date" -> DataType.DATE;
            case "timestamp" -> DataType.TIMESTAMP;
            case "string" -> new DataType.StringType(peek('(') ? OptionalInt.of(numbers(1)[0]) : OptionalInt.empty());
            case "decimal" -> {
                int[] numbers = numbers(2);
                yield DataType.decimal(numbers[0], numbers[1]);
            }
            case "embedding" -> DataType.embedding(numbers(1)[0]);
            case "array" -> array();
            case "map" -> map();
            case "struct" -> struct();
            default -> {
                at = start;
                throw error("unknown type '" + word + "'");
            }
        };
        depth--;
        return type;
    }

    private DataType array() {
        expect('<');
        DataType element = type();
        expect('>');
        return DataType.array(element);
    }

    private DataType map() {
        expect('<');
        if (!word().equalsIgnoreCase("string")) {
            throw error("the key of a map is a string");
        }
        expect(',');
        DataType value = type();
        expect('>');
        return DataType.map(value);
    }

    private DataType struct() {
        expect('<');
        List<Field> fields = new ArrayList<>();
        do {
            String name = peek('"') ? quotedName() : word();
            expect(':');
            fields.add(new Field(name, type()));
        } while (accept(','));
        expect('>');
        return new DataType.StructType(fields);
    }

    private int[] numbers(int count) {
        int[] numbers = new int[count];
        expect('(');
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                expect(',');
            }
            String digits = word();
            if (!digits.matches("[0-9]{1,9}")) {
                throw error("'" + digits + "' is not a number");
            }
            numbers[i] = Integer.parseInt(digits);
        }
        expect(')');
        return numbers;
    }

    private String word() {
        skipBlanks();
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        if (start == at) {
            throw error("a word is missing");
        }
        return text.substring(start, at);
    }

    private String quotedName() {
        StringBuilder name = new StringBuilder();
        int from = at + 1;
        while (true) {
            int quote = text.indexOf('"', from);
            if (quote < 0) {
                throw error("the closing '\"' is missing");
            }
            name.append(text, from, quote);
            at = quote + 1;
            if (at >= text.length() || text.charAt(at) != '"') {
                return name.toString();
            }
            name.append('"');
            from = at + 1;
        }
    }

    private boolean peek(char wanted) {
        skipBlanks();
        return at < text.length() && text.charAt(at) == wanted;
    }

    private boolean accept(char wanted) {
        if (!peek(wanted)) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw error("'" + wanted + "' is missing");
        }
    }

    private static boolean isWordPart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private ShearwaterException error(String what) {
        return ModelError.BAD_TYPE.because("The type '" + text + "' cannot be read: " + what + " at position "
                + (at + 1) + ". Types are boolean, int, long, float, double, decimal(p,s), string, string(n), binary, "
                + "date, timestamp, array<T>, struct<a:T,...>, map<string,T>, embedding(n).");
    }
}
