package io.shearwater.cli;

/** Prints a result to the standard output stream of a {@link Terminal}. Not thread-safe. */
sealed interface ResultPrinter permits TablePrinter, JsonPrinter, CsvPrinter {
    /** Prints the whole of {@code result}. */
    void print(ResultTable result);
}
