package io.shearwater.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** An ordered list of columns with distinct names. Immutable. */
public final class Schema {
    private final List<Field> fields;
    private final Map<String, Integer> indexes;

    private Schema(List<Field> fields) {
        this.fields = List.copyOf(fields);
        requireDistinct(this.fields);
        this.indexes = new HashMap<>();
        for (int i = 0; i < this.fields.size(); i++) {
            indexes.put(this.fields.get(i).name(), i);
        }
    }

    public static Schema of(Field... fields) {
        return new Schema(List.of(fields));
    }

    public static Schema of(Collection<Field> fields) {
        return new Schema(List.copyOf(fields));
    }

    /** The columns in order. */
    public List<Field> fields() {
        return fields;
    }

    /** The columns' names in order. */
    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    public int size() {
        return fields.size();
    }

    public Field field(int index) {
        return fields.get(index);
    }

    /**
     * The column of this name.
     *
     * @throws ShearwaterException UNKNOWN_COLUMN, suggesting the nearest name
     */
    public Field field(String name) {
        return fields.get(index(name));
    }

    /**
     * The position of the column of this name.
     *
     * @throws ShearwaterException UNKNOWN_COLUMN, suggesting the nearest name
     */
    public int index(String name) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw ModelError.UNKNOWN_COLUMN.because("There is no column '" + name + "' among " + names() + "."
                    + Names.didYouMean(name, indexes.keySet()));
        }
        return index;
    }

    /** The position of the column of this name, if there is one. */
    public OptionalInt findIndex(String name) {
        Integer index = indexes.get(name);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    public boolean contains(String name) {
        return indexes.containsKey(name);
    }

    /** The columns of these names, in the order of the names. */
    public Schema select(Collection<String> names) {
        return Schema.of(names.stream().map(this::field).toList());
    }

    /** This schema with {@code more} at its end. */
    public Schema plus(Collection<Field> more) {
        List<Field> all = new ArrayList<>(fields);
        all.addAll(more);
        return new Schema(all);
    }

    static void requireDistinct(Collection<Field> fields) {
        Set<String> seen = new HashSet<>();
        for (Field field : fields) {
            if (!seen.add(field.name())) {
                throw ModelError.DUPLICATE_COLUMN.because("The column '" + field.name() + "' is there twice.");
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schema schema && schema.fields.equals(fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
