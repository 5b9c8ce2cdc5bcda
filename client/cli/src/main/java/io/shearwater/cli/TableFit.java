package io.shearwater.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes a table fit a screen. */
final class TableFit {
    /** What stands between columns. */
    static final String SPACE = "  ";

    /** Stands for the columns that are left out. */
    static final TableColumn GAP = new TableColumn("…", List.of("…"), false, 1);

    // Sixteen digits of a card number stay readable.
    private static final int SHORTEST = 20;

    private TableFit() {}

    /** The columns that are shown, each as wide as it may be; {@link #GAP} among them where some are left out. */
    static List<TableColumn> to(int screen, List<TableColumn> columns) {
        List<TableColumn> fitted = new ArrayList<>(columns);
        while (least(fitted) > screen && fitted.size() > 2) {
            fitted.remove(GAP);
            int middle = (fitted.size() + 1) / 2;
            fitted.remove(Math.min(middle, fitted.size() - 1));
            fitted.add(Math.min(middle, fitted.size()), GAP);
        }
        while (total(fitted) > screen) {
            TableColumn widest = fitted.stream()
                    .filter(column -> column.width() > column.least(SHORTEST))
                    .max(Comparator.comparingInt(TableColumn::width))
                    .orElse(null);
            if (widest == null) {
                return fitted;
            }
            fitted.set(fitted.indexOf(widest), widest.withWidth(widest.width() - 1));
        }
        return fitted;
    }

    private static int least(List<TableColumn> columns) {
        return spaces(columns)
                + columns.stream().mapToInt(column -> column.least(SHORTEST)).sum();
    }

    private static int total(List<TableColumn> columns) {
        return spaces(columns) + columns.stream().mapToInt(TableColumn::width).sum();
    }

    private static int spaces(List<TableColumn> columns) {
        return SPACE.length() * Math.max(0, columns.size() - 1);
    }
}
