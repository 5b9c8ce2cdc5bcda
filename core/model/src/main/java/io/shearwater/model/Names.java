package io.shearwater.model;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rule for names, and the nearest name to suggest when one is not found. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private static final Pattern MARKS = Pattern.compile("\\p{M}");
    private static final int MOST = 63;
    private static final int LONGEST = 255;

    private Names() {}

    /**
     * Returns {@code name} if it follows the rule {@code [a-z][a-z0-9_]{0,62}}.
     *
     * @param what what the name is of, for the message: "feature", "feature group"
     * @throws ShearwaterException BAD_NAME otherwise, proposing a name that would be accepted
     */
    public static String check(String what, String name) {
        if (NAME.matcher(name).matches()) {
            return name;
        }
        throw ModelError.BAD_NAME.because("The " + what + " name '" + name
                + "' is not allowed: names start with a lower-case letter and hold lower-case letters, digits and '_', "
                + "63 characters at most. Try '" + proposal(name) + "'.");
    }

    /**
     * A name near to {@code name} that follows the rule: letters without accents and in lower case, each run of other
     * characters one '_' and none at the ends, what begins otherwise than with a letter after {@code c_}, 63 characters at most.
     */
    public static String proposal(String name) {
        String plain = MARKS.matcher(Normalizer.normalize(name.strip(), Normalizer.Form.NFKD))
                .replaceAll("")
                .replace("\u00DF", "ss");
        String lower = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
        String trimmed = lower.replaceAll("^_+|_+$", "");
        String started = trimmed.isEmpty() || !Character.isLetter(trimmed.charAt(0)) ? "c_" + trimmed : trimmed;
        return cut(started, MOST);
    }

    /** For each name, in order, its {@link #proposal}; one that is taken has {@code _2}, {@code _3} … behind it. */
    public static List<String> proposals(Collection<String> names) {
        Set<String> taken = new LinkedHashSet<>();
        for (String name : names) {
            String proposal = proposal(name);
            String next = proposal;
            for (int number = 2; !taken.add(next); number++) {
                String suffix = "_" + number;
                next = cut(proposal, MOST - suffix.length()) + suffix;
            }
        }
        return List.copyOf(taken);
    }

    private static String cut(String name, int most) {
        return name.length() > most ? name.substring(0, most) : name;
    }

    /** " Did you mean 'x'?" when one of {@code known} is close to {@code name}, else an empty text. */
    public static String didYouMean(String name, Collection<String> known) {
        return nearest(name, known).map(near -> " Did you mean '" + near + "'?").orElse("");
    }

    /** The known name with the smallest edit distance, upper or lower case, if it is within a third of the name's length. */
    public static Optional<String> nearest(String name, Collection<String> known) {
        String wanted = name.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, name.length() / 3);
        if (limit > LONGEST / 3) {
            return Optional.empty();
        }
        return known.stream()
                .map(candidate -> new Near(candidate, distance(wanted, candidate.toLowerCase(Locale.ROOT))))
                .filter(near -> near.distance() <= limit)
                .min(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .map(Near::name);
    }

    private record Near(String name, int distance) {}

    /** Edit distance in which two neighbours that changed places count once (optimal string alignment). */
    private static int distance(String left, String right) {
        int[][] steps = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            steps[i][0] = i;
        }
        for (int j = 0; j <= right.length(); j++) {
            steps[0][j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            for (int j = 1; j <= right.length(); j++) {
                int substitution = steps[i - 1][j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                steps[i][j] = Math.min(substitution, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[left.length()][right.length()];
    }
}
