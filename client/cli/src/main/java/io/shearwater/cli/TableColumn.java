package io.shearwater.cli;

import java.util.List;

/**
 * A column of a table as it is printed.
 *
 * @param cells the texts of the rows; the one of a column that only marks a gap stands for all
 * @param numeric whether it is aligned to the right, and never cut
 * @param width columns of the screen
 */
record TableColumn(String name, List<String> cells, boolean numeric, int width) {
    static TableColumn of(String name, List<String> cells, boolean numeric) {
        int width = cells.stream().mapToInt(CellText::width).max().orElse(0);
        return new TableColumn(name, cells, numeric, Math.max(width, CellText.width(name)));
    }

    TableColumn withWidth(int next) {
        return new TableColumn(name, cells, numeric, next);
    }

    /** The least width that it may be cut to; of a number only the name is. */
    int least(int shortest) {
        int cell = numeric ? cells.stream().mapToInt(CellText::width).max().orElse(0) : 0;
        return Math.min(width, Math.max(cell, shortest));
    }

    /** The cell of a row, or the name for -1, filled up to the width. */
    String padded(int row) {
        String cell = CellText.cut(row < 0 ? name : cells.get(Math.min(row, cells.size() - 1)), width);
        String pad = " ".repeat(width - CellText.width(cell));
        return numeric ? pad + cell : cell + pad;
    }
}
