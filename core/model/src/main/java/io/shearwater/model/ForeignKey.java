package io.shearwater.model;

import java.util.List;

/**
 * Columns that hold the primary key of another group.
 *
 * @param columns in the order of the other group's primary key
 * @param group the name of the other group, any version
 */
public record ForeignKey(List<String> columns, String group) {
    public ForeignKey {
        columns = List.copyOf(columns);
        Names.check("feature group", group);
        if (columns.isEmpty()) {
            throw ModelError.BAD_DEFINITION.because("The foreign key to '" + group + "' names no column.");
        }
    }
}
