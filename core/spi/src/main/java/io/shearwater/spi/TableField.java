package io.shearwater.spi;

import io.shearwater.model.DataType;
import java.util.List;
import java.util.Optional;

/**
 * A column of an offline table with its stable id; renames keep the id.
 *
 * @param children of an array and an embedding the element; of a map key and value; of a struct its fields in order
 * @param initialDefault what files written before the column was added read as
 */
public record TableField(
        int id, String name, DataType type, List<TableField> children, Optional<Object> initialDefault) {
    public TableField {
        children = List.copyOf(children);
    }
}
