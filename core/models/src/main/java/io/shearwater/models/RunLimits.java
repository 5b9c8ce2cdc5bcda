package io.shearwater.models;

import io.shearwater.learning.LearningError;

/** How long the names and values of a run may be: as long as other trackers take them. */
final class RunLimits {
    private static final int LONGEST_NAME = 250;
    private static final int LONGEST_PARAM = 6_000;
    static final int LONGEST_TAG = 8_000;

    private RunLimits() {}

    static void requireParam(String name, String value) {
        require("parameter", name, value, LONGEST_PARAM);
    }

    static void requireTag(String name, String value) {
        require("tag", name, value, LONGEST_TAG);
    }

    static void requireMetric(String name) {
        require("metric", name, "", 0);
    }

    private static void require(String what, String name, String value, int longest) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw LearningError.BAD_DEFINITION.because("The name of a " + what + " has 1 to " + LONGEST_NAME
                    + " characters; '" + name.substring(0, Math.min(LONGEST_NAME, name.length())) + "' has "
                    + name.length() + ".");
        }
        if (value.length() > longest) {
            throw LearningError.BAD_DEFINITION.because("The value of the " + what + " '" + name + "' has "
                    + value.length() + " characters; " + longest + " are the most. Keep it as an artifact.");
        }
    }
}
