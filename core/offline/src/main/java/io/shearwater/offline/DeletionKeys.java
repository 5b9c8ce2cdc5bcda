package io.shearwater.offline;

import io.shearwater.model.Column;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import io.shearwater.model.ShearwaterException;
import java.util.ArrayList;
import java.util.List;

/** What a caller names the rows by that are to be deleted, checked as strictly as rows that are written. */
final class DeletionKeys {
    private DeletionKeys() {}

    /**
     * The key columns in the types of the group: the primary key, and the event time where it was given.
     *
     * @throws ShearwaterException WRONG_COLUMNS or BAD_ROWS
     */
    static Frame of(FeatureGroupSpec group, Frame given) {
        requireKnown(group, given.schema());
        List<String> names =
                group.identity().stream().filter(given.schema()::contains).toList();
        Schema schema = group.schema().select(names);
        List<Column> columns = new ArrayList<>();
        RowProblems problems = new RowProblems();
        problems.begin(given.rows());
        for (Field field : schema.fields()) {
            Column column = given.column(field.name());
            for (int row = 0; row < given.rows(); row++) {
                if (column.isNull(row)) {
                    problems.add(row, "'" + field.name() + "' is null, which is the key of no row");
                }
            }
            columns.add(Columns.conform(field.name(), column, field.type(), problems::add));
        }
        if (!problems.isEmpty()) {
            throw problems.error(group, true);
        }
        return new Frame(schema, columns, given.rows());
    }

    private static void requireKnown(FeatureGroupSpec group, Schema given) {
        Schema known = group.schema();
        String where = "Records of the feature group '" + group.name() + "' version " + group.version()
                + " are deleted by the primary key " + group.primaryKey()
                + group.eventTime()
                        .map(time -> ", and the event time '" + time.column() + "' if it is given")
                        .orElse("")
                + "; ";
        for (String column : group.primaryKey()) {
            if (!given.contains(column)) {
                throw OfflineError.WRONG_COLUMNS.because(
                        where + "the input has " + given.names() + ", without '" + column + "'. Add it.");
            }
        }
        for (Field field : given.fields()) {
            // A misspelt event time would otherwise delete every row of the key.
            if (!known.contains(field.name())) {
                throw OfflineError.WRONG_COLUMNS.because(where + "the input has the column '" + field.name()
                        + "', which the group does not." + Names.didYouMean(field.name(), known.names())
                        + " Correct its name or leave it out.");
            }
            if (group.identity().contains(field.name())
                    && !Columns.widens(field.type(), known.field(field.name()).type())) {
                throw OfflineError.WRONG_COLUMNS.because(where + "'" + field.name() + "' is "
                        + known.field(field.name()).type() + ", the input's is " + field.type()
                        + ". Convert it first.");
            }
        }
    }
}
