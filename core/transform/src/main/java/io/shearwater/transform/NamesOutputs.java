package io.shearwater.transform;

import java.util.List;

/** A built-in transformation whose outputs do not simply stand in the place of its inputs. */
interface NamesOutputs {
    /** Names for its outputs. */
    List<String> outputNames(List<String> columns);

    /** The columns that it leaves out of the result. */
    default List<String> drops(List<String> columns) {
        return List.of();
    }
}
