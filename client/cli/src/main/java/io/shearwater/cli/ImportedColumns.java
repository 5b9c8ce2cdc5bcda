package io.shearwater.cli;

import io.shearwater.model.Field;
import io.shearwater.model.Frame;
import io.shearwater.model.FrameReader;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The columns of a file under names that the store allows: lower case, each run of other characters one '_', what begins
 * otherwise than with a letter after 'c_', and a number behind a name that is taken.
 *
 * @param found as the file names them
 * @param named the same columns and types, as the store does
 */
record ImportedColumns(Schema found, Schema named) {
    static ImportedColumns of(Schema found) {
        Set<String> taken = new HashSet<>();
        List<Field> fields = new ArrayList<>();
        for (Field field : found.fields()) {
            String proposal = Names.proposal(field.name());
            String name = proposal;
            for (int number = 2; !taken.add(name); number++) {
                name = proposal + "_" + number;
            }
            fields.add(new Field(name, field.type()));
        }
        return new ImportedColumns(found, Schema.of(fields));
    }

    /** The columns with other types where a group has them. */
    ImportedColumns typedAs(Schema group) {
        List<Field> file = new ArrayList<>();
        List<Field> store = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            Field field = named.field(i);
            Field typed = group.contains(field.name()) ? group.field(field.name()) : field;
            file.add(new Field(found.field(i).name(), typed.type()));
            store.add(typed);
        }
        return new ImportedColumns(Schema.of(file), Schema.of(store));
    }

    /** The store's name of a column that may be named as in the file. */
    String name(String column) {
        return found.contains(column) ? named.field(found.index(column)).name() : column;
    }

    /** The file's name of a column that may be named as in the store. */
    String original(String column) {
        return found.contains(column) || !named.contains(column)
                ? column
                : found.field(named.index(column)).name();
    }

    /** Rows of the file under the store's names. */
    FrameReader rename(FrameReader rows) {
        return new Renamed(rows, named);
    }

    /** For people: each column, and what the file calls it where that is something else. */
    @Override
    public String toString() {
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            String original = found.field(i).name();
            boolean same = original.equals(named.field(i).name());
            columns.add(named.field(i) + (same ? "" : " ('" + original + "')"));
        }
        return String.join(", ", columns);
    }

    private record Renamed(FrameReader rows, Schema schema) implements FrameReader {
        @Override
        public Optional<Frame> next() {
            return rows.next().map(frame -> new Frame(schema, frame.columns(), frame.rows()));
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
