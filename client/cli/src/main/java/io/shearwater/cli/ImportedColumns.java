package io.shearwater.cli;

import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a file under names that the store allows, by {@link Names#proposals}.
 *
 * @param found as the file names them
 * @param named the same columns and types, as the store does
 */
record ImportedColumns(Schema found, Schema named) {
    static ImportedColumns of(Schema found) {
        List<String> names = Names.proposals(found.names());
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(new Field(names.get(i), found.field(i).type()));
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
}
