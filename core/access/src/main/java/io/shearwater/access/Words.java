package io.shearwater.access;

import java.util.List;
import java.util.Locale;

/** Names of constants as people read and write them. */
final class Words {
    private static final int SHOWN = 80;

    private Words() {}

    /** {@code data_owner} */
    static String lower(Enum<?> constant) {
        return lower(constant.name());
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** {@code data owner} */
    static String of(Enum<?> constant) {
        return lower(constant).replace('_', ' ');
    }

    /** "a, b or c"; "nobody" of none. */
    static String either(List<String> names) {
        if (names.isEmpty()) {
            return "nobody";
        }
        return names.size() == 1
                ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    }

    /** What somebody sent, as far as a message should repeat it. */
    static String shown(String text) {
        String printable = text.replaceAll("[^\\p{Print}\\p{L}]", "?");
        return printable.length() > SHOWN ? printable.substring(0, SHOWN) + "…" : printable;
    }
}
