package io.shearwater.offline;

import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.ShearwaterException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/** The rows of a write that break the rules of its group: how many there are, and what is wrong with the first ten. */
final class RowProblems {
    private static final int SHOWN = 10;
    /** Where nearly every row is wrong, the rest of a long input tells nothing new. */
    private static final int ENOUGH = 1_000;

    private final TreeMap<Long, List<String>> first = new TreeMap<>();
    private final BitSet badOfFrame = new BitSet();
    private long checked;
    private int ofFrame;
    private long bad;

    /** Goes on to a frame of so many rows. */
    void begin(int rows) {
        checked += ofFrame;
        ofFrame = rows;
        badOfFrame.clear();
    }

    /** Notes what is wrong with a row of the frame. */
    void add(int row, String problem) {
        if (!badOfFrame.get(row)) {
            badOfFrame.set(row);
            bad++;
        }
        long number = checked + row + 1;
        if (first.size() < SHOWN || number <= first.lastKey()) {
            first.computeIfAbsent(number, added -> new ArrayList<>()).add(problem);
            if (first.size() > SHOWN) {
                first.pollLastEntry();
            }
        }
    }

    boolean isEmpty() {
        return bad == 0;
    }

    boolean isEnough() {
        return bad >= ENOUGH;
    }

    /**
     * What to throw.
     *
     * @param whole whether the whole input was looked at
     */
    ShearwaterException error(FeatureGroupSpec group, boolean whole) {
        StringBuilder text = new StringBuilder("Nothing was written to the feature group '")
                .append(group.name())
                .append("' version ")
                .append(group.version())
                .append(": ")
                .append(whole ? "" : "at least ")
                .append(bad)
                .append(whole ? " of " : " of the first ")
                .append(checked + ofFrame)
                .append(checked + ofFrame == 1 ? " row breaks its rules" : " rows break its rules")
                .append(bad > SHOWN ? ", these first (the first " + SHOWN + "):" : ":");
        first.forEach((row, problems) -> problems.forEach(
                problem -> text.append("\n  row ").append(row).append(": ").append(problem)));
        return OfflineError.BAD_ROWS.because(text.append("\nCorrect these rows or leave them out, then write again.")
                .toString());
    }
}
