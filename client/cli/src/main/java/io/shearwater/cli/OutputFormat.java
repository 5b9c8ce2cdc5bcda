package io.shearwater.cli;

/** How results are printed. The constants are spelt as they are typed. */
enum OutputFormat {
    /** Columns for people. */
    table,
    /** One JSON array of objects, for programs. */
    json,
    /** Comma-separated values with a header, for spreadsheets and other tools. */
    csv;

    /** The printer for this form. */
    ResultPrinter printer(Terminal terminal) {
        return switch (this) {
            case table -> new TablePrinter(terminal);
            case json -> new JsonPrinter(terminal);
            case csv -> new CsvPrinter(terminal);
        };
    }
}
