package io.shearwater.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Prints columns aligned for people: numbers to the right, everything else to the left. On a screen that is too narrow, texts are
 * cut first, then columns from the middle are left out, and a line says so; a file or a pipe gets everything.
 */
final class TablePrinter implements ResultPrinter {
    private final Terminal terminal;

    TablePrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void print(ResultTable result) {
        List<TableColumn> columns = new ArrayList<>();
        for (int c = 0; c < result.columns().size(); c++) {
            columns.add(column(result, c));
        }
        List<TableColumn> shown = terminal.screen() ? TableFit.to(terminal.width(), columns) : columns;
        Ansi ansi = terminal.colour() ? Ansi.ON : Ansi.OFF;
        PrintWriter out = terminal.out();
        String header = line(shown, -1);
        out.println(ansi == Ansi.ON ? Ansi.Style.bold.on() + header + Ansi.Style.bold.off() : header);
        for (int row = 0; row < result.rows().size(); row++) {
            out.println(line(shown, row));
        }
        out.flush();
        if (shown.contains(TableFit.GAP)) {
            int left = columns.size() - (shown.size() - 1);
            terminal.err()
                    .println("(" + left + " of " + columns.size()
                            + " columns left out: a wider terminal or --output csv has them)");
        }
    }

    private static TableColumn column(ResultTable result, int index) {
        List<String> cells = new ArrayList<>(result.rows().size());
        boolean anyNumber = false;
        boolean onlyNumbers = true;
        for (List<@Nullable Object> row : result.rows()) {
            Object value = row.get(index);
            cells.add(CellText.of(value));
            anyNumber |= value instanceof Number;
            onlyNumbers &= value == null || value instanceof Number;
        }
        return TableColumn.of(result.columns().get(index), cells, anyNumber && onlyNumbers);
    }

    /** A row, or the header for -1. */
    private static String line(List<TableColumn> columns, int row) {
        StringBuilder line = new StringBuilder();
        for (TableColumn column : columns) {
            line.append(line.isEmpty() ? "" : TableFit.SPACE).append(column.padded(row));
        }
        return line.toString().stripTrailing();
    }
}
