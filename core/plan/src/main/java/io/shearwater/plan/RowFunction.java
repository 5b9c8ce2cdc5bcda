package io.shearwater.plan;

import io.shearwater.model.Column;
import io.shearwater.model.Field;
import java.util.List;

/**
 * Columns that code computes from others, each row by itself: what a plan cannot say in its own terms. Its {@code toString} says
 * for people what is computed. Thread-safe.
 */
public interface RowFunction {
    /** What it reads, in order. */
    List<Field> inputs();

    /** What it gives, in order. */
    List<Field> outputs();

    /**
     * The outputs of some rows.
     *
     * @param inputs one column for each of {@link #inputs}, of its type
     * @param rows how many rows each has
     */
    List<Column> apply(List<Column> inputs, int rows);
}
