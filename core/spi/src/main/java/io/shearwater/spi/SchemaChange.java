package io.shearwater.spi;

import io.shearwater.model.DataType;
import io.shearwater.model.Feature;

/** One change of a table's columns. */
public sealed interface SchemaChange {
    /** A new column at the end; older files read as its default, else null. */
    record Add(Feature feature) implements SchemaChange {}

    /** A wider type: int to long, float to double, more digits of the same scale, a longer or unbounded text. */
    record Widen(String column, DataType type) implements SchemaChange {}

    record Rename(String from, String to) implements SchemaChange {}

    record Drop(String column) implements SchemaChange {}
}
