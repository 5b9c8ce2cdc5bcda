package io.shearwater.evaluation;

import io.shearwater.evaluation.SignalReport.Feature;
import io.shearwater.evaluation.SignalReport.Pair;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link SignalReport} as text and as JSON. */
final class SignalText {
    private static final int WIDEST = 40;

    private SignalText() {}

    static String of(SignalReport report) {
        int width = Math.min(
                WIDEST,
                report.features().stream()
                        .mapToInt(feature -> feature.name().length())
                        .max()
                        .orElse(0));
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "What %d features tell of '%s', over %,d rows%n%-" + Math.max(7, width) + "s  %6s  %6s  %6s  %8s  %s%n",
                report.features().size(),
                report.label(),
                report.rows(),
                "feature",
                "power",
                "mutual",
                "trend",
                "missing",
                "distinct"));
        for (Feature feature : report.features()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-" + Math.max(7, width) + "s  %6.3f  %6.3f  %6s  %6.1f %%  %d%s%n",
                    feature.name(),
                    feature.power(),
                    feature.mutualInformation(),
                    feature.trend().isEmpty()
                            ? ""
                            : String.format(Locale.ROOT, "%.2f", feature.trend().getAsDouble()),
                    100 * feature.missing(),
                    feature.distinct(),
                    feature.suspicion().map(why -> "  SUSPICIOUS: " + why).orElse("")));
        }
        for (Pair pair : report.correlated()) {
            text.append(String.format(
                    Locale.ROOT,
                    "'%s' and '%s' say nearly the same: correlation %.3f%n",
                    pair.first(),
                    pair.second(),
                    pair.correlation()));
        }
        report.skipped()
                .forEach((name, why) -> text.append(String.format(Locale.ROOT, "'%s' was left out: %s%n", name, why)));
        return text.toString();
    }

    static String json(SignalReport report) {
        return "{\"label\":" + quoted(report.label()) + ",\"rows\":" + report.rows() + ",\"features\":["
                + report.features().stream().map(SignalText::json).collect(Collectors.joining(","))
                + "],\"correlated\":["
                + report.correlated().stream()
                        .map(pair -> "{\"first\":" + quoted(pair.first()) + ",\"second\":" + quoted(pair.second())
                                + ",\"correlation\":" + pair.correlation() + "}")
                        .collect(Collectors.joining(","))
                + "],\"skipped\":{"
                + report.skipped().entrySet().stream()
                        .map(entry -> quoted(entry.getKey()) + ":" + quoted(entry.getValue()))
                        .collect(Collectors.joining(","))
                + "}}";
    }

    private static String json(Feature feature) {
        return "{\"name\":" + quoted(feature.name()) + ",\"power\":" + feature.power() + ",\"mutualInformation\":"
                + feature.mutualInformation()
                + (feature.trend().isEmpty()
                        ? ""
                        : ",\"trend\":" + feature.trend().getAsDouble()) + ",\"missing\":"
                + feature.missing() + ",\"distinct\":" + feature.distinct()
                + feature.suspicion()
                        .map(why -> ",\"suspicion\":" + quoted(why))
                        .orElse("") + "}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append(letter);
            } else if (letter < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
            } else {
                quoted.append(letter);
            }
        }
        return quoted.append('"').toString();
    }
}
