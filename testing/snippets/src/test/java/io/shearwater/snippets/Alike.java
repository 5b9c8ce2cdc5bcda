package io.shearwater.snippets;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Compares what a page shows with what a command printed. Equal, but for what no two runs have in common: instants of now,
 * ages, durations, sizes of files, numbers of processes, commits of a log, the width of columns.
 */
final class Alike {
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z[,.;)]?");
    private static final Pattern AMOUNT = Pattern.compile("~?\\d+(\\.\\d+)?(µs|ms|s|B|kB|MB|GB|KiB|MiB|GiB)[,.;)]?");
    private static final Pattern DECIMAL = Pattern.compile("\\d+\\.\\d+");
    /** What the doctor says of a machine. */
    private static final Pattern OF_THE_MACHINE = Pattern.compile("(java|memory|disk) +ok +.*");

    /** A log of vectors among the groups: it is written now and then, in as many commits as that makes. */
    private static final Pattern LOG = Pattern.compile("\\S+_vectors +\\d+ +\\d+ +\\d+ .*");

    private static final int COMMITS = 3;

    private static final Pattern RULE = Pattern.compile("[-─━=]{2,}");

    private Alike() {}

    static boolean lines(List<String> shown, List<String> printed) {
        if (shown.size() != printed.size()) {
            return false;
        }
        boolean seconds = false;
        for (int i = 0; i < shown.size(); i++) {
            seconds = printed.get(i).endsWith(" seconds")
                    || (seconds && !printed.get(i).isBlank());
            if (!line(shown.get(i), printed.get(i), seconds)) {
                return false;
            }
        }
        return true;
    }

    /** @param seconds whether the last word is a number of seconds */
    private static boolean line(String shown, String printed, boolean seconds) {
        if (both(OF_THE_MACHINE, shown, printed)) {
            return true;
        }
        String[] left = words(shown);
        String[] right = words(printed);
        if (left.length != right.length) {
            return false;
        }
        boolean log = both(LOG, shown, printed);
        for (int i = 0; i < left.length; i++) {
            if (log && i == COMMITS) {
                continue;
            }
            boolean last = i == left.length - 1;
            if (!word(left[i], right[i]) && !(last && seconds && both(DECIMAL, left[i], right[i]))) {
                return false;
            }
        }
        return true;
    }

    private static String[] words(String line) {
        return line.strip()
                .replaceAll("\\b\\d+ (?:d \\d+ h|h \\d+ min|min \\d+ s)\\b", "AGE")
                .replaceAll("\\b\\d+ s(?= ago)", "AGE")
                .replaceAll("(\\d) (µs|ms|s|B|kB|MB|GB|KiB|MiB|GiB)\\b", "$1$2")
                .replaceAll("process \\d+", "process N")
                .split("\\s+", -1);
    }

    private static boolean word(String shown, String printed) {
        return shown.equals(printed)
                || both(AMOUNT, shown, printed)
                || both(RULE, shown, printed)
                || (both(INSTANT, shown, printed) && isNow(printed));
    }

    private static boolean both(Pattern pattern, String shown, String printed) {
        return pattern.matcher(shown).matches() && pattern.matcher(printed).matches();
    }

    private static boolean isNow(String instant) {
        String plain = instant.substring(0, instant.indexOf('Z') + 1);
        String full = plain.length() == "2026-01-01T00:00Z".length() ? plain.replace("Z", ":00Z") : plain;
        return Duration.between(Instant.parse(full), Instant.now()).abs().compareTo(Duration.ofDays(1)) < 0;
    }
}
