package io.shearwater.offline;

import io.shearwater.registry.GroupRecord;
import io.shearwater.spi.SchemaChange;
import java.util.List;

/** What becomes of the table of one group when several change together; see {@link GroupTables#together}. */
public sealed interface TableStep {
    /** The group, as it is or, if it is made, as it will be. */
    GroupRecord group();

    /** Makes the table, if the columns are known. */
    record Create(GroupRecord group) implements TableStep {}

    /** Gives the table other columns. */
    record Evolve(GroupRecord group, List<SchemaChange> changes) implements TableStep {
        public Evolve {
            changes = List.copyOf(changes);
        }
    }

    /** Takes the table away, then the group's online rows and files. */
    record Drop(GroupRecord group) implements TableStep {}
}
