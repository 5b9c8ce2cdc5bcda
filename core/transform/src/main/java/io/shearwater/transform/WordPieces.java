package io.shearwater.transform;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Cuts texts as BERT does (Devlin et al., 2018): control characters go, every run of blanks is one, ideographs and punctuation stand
 * alone; each word is then cut from its start into the longest pieces that are known, and is unknown as a whole where there are none.
 * Thread-safe.
 */
record WordPieces(Map<String, Integer> numbers, int unknown, TokenPieces pieces) {
    /** A longer word, in code points, is unknown. */
    private static final int LONGEST = 100;

    private static final String INNER = "##";

    int[] tokens(String text) {
        IntStream.Builder tokens = IntStream.builder();
        for (String word : words(text)) {
            if (word.isEmpty()) {
                continue;
            }
            if (pieces == TokenPieces.WORDS) {
                tokens.add(numbers.getOrDefault(word, unknown));
            } else {
                cut(word, tokens);
            }
        }
        return tokens.build().toArray();
    }

    private String[] words(String text) {
        if (pieces == TokenPieces.WORDS) {
            return text.codePoints()
                    .map(point -> isBlank(point) ? ' ' : point)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString()
                    .split(" +");
        }
        String cased = separated(text);
        if (pieces == TokenPieces.LOWER_CASE_WORD_PIECES) {
            cased = Normalizer.normalize(cased, Normalizer.Form.NFD)
                    .codePoints()
                    .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString()
                    .toLowerCase(Locale.ROOT);
        }
        return withPunctuationApart(cased).strip().split(" +");
    }

    /** Without control characters, with a blank for every kind of blank and around every ideograph. */
    private static String separated(String text) {
        StringBuilder clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (isControl(point)) {
                return;
            }
            if (isBlank(point)) {
                clean.append(' ');
            } else if (isIdeograph(point)) {
                clean.append(' ').appendCodePoint(point).append(' ');
            } else {
                clean.appendCodePoint(point);
            }
        });
        return clean.toString();
    }

    private static String withPunctuationApart(String text) {
        StringBuilder apart = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (isPunctuation(point)) {
                apart.append(' ').appendCodePoint(point).append(' ');
            } else {
                apart.appendCodePoint(point);
            }
        });
        return apart.toString();
    }

    private void cut(String word, IntStream.Builder tokens) {
        if (word.codePointCount(0, word.length()) > LONGEST) {
            tokens.add(unknown);
            return;
        }
        int[] found = new int[word.length()];
        int count = 0;
        for (int start = 0; start < word.length(); ) {
            int end = word.length();
            Integer number = null;
            while (end > start && number == null) {
                String piece = word.substring(start, end);
                number = numbers.get(start == 0 ? piece : INNER + piece);
                end = number == null ? word.offsetByCodePoints(end, -1) : end;
            }
            if (number == null) {
                tokens.add(unknown);
                return;
            }
            found[count++] = number;
            start = end;
        }
        for (int i = 0; i < count; i++) {
            tokens.add(found[i]);
        }
    }

    private static boolean isBlank(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point);
    }

    /** Some kinds of blank are control characters; only three of them are kept, as blanks. */
    private static boolean isControl(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point != '\t' && point != '\n' && point != '\r';
            case Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE, Character.UNASSIGNED -> true;
            default -> point == 0xFFFD;
        };
    }

    private static boolean isPunctuation(int point) {
        boolean ascii = (point >= 33 && point <= 47)
                || (point >= 58 && point <= 64)
                || (point >= 91 && point <= 96)
                || (point >= 123 && point <= 126);
        return ascii
                || switch (Character.getType(point)) {
                    case Character.CONNECTOR_PUNCTUATION,
                            Character.DASH_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.OTHER_PUNCTUATION -> true;
                    default -> false;
                };
    }

    /** The blocks that BERT takes for Chinese characters. */
    private static boolean isIdeograph(int point) {
        return (point >= 0x4E00 && point <= 0x9FFF)
                || (point >= 0x3400 && point <= 0x4DBF)
                || (point >= 0x20000 && point <= 0x2A6DF)
                || (point >= 0x2A700 && point <= 0x2B73F)
                || (point >= 0x2B740 && point <= 0x2B81F)
                || (point >= 0x2B820 && point <= 0x2CEAF)
                || (point >= 0xF900 && point <= 0xFAFF)
                || (point >= 0x2F800 && point <= 0x2FA1F);
    }
}
