package io.shearwater.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** Builders of columns whose rows vary in size or have parts. */
final class NestedBuilders {
    private NestedBuilders() {}

    abstract static sealed class Base extends ColumnBuilder {
        private Base(String name, DataType type) {
            super(name, type);
        }
    }

    /** Ends of rows in a child column or byte array; starts with the zero before the first row. */
    private static final class Offsets {
        private int[] ends;
        private int rows;

        Offsets(int capacity) {
            ends = new int[capacity + 1];
        }

        void add(int end) {
            if (++rows == ends.length) {
                ends = Arrays.copyOf(ends, Math.max(16, rows + (rows >> 1)));
            }
            ends[rows] = end;
        }

        /** The end of the last of so many rows, once the later ones are forgotten. */
        int cut(int keep) {
            rows = keep;
            return ends[keep];
        }

        int[] build() {
            return Arrays.copyOf(ends, rows + 1);
        }
    }

    /** Half as much again as there is, at least what is needed. */
    private static int grown(int needed, int length) {
        return (int) Math.min(Math.max(needed, length + (length >> 1) + 16L), ColumnCopies.LONGEST_ARRAY);
    }

    static final class OfBytes extends Base {
        private final Offsets offsets;
        private byte[] bytes;
        private int used;

        OfBytes(String name, DataType type, int capacity) {
            super(name, type);
            offsets = new Offsets(capacity);
            bytes = new byte[Math.clamp(capacity * 8L, 64, ColumnCopies.LONGEST_ARRAY)];
        }

        private void put(byte[] source, int from, int length) {
            int needed = ColumnCopies.requireArray(name(), (long) used + length);
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(bytes, grown(needed, bytes.length));
            }
            System.arraycopy(source, from, bytes, used, length);
            used += length;
            offsets.add(used);
        }

        @Override
        public void appendBytes(byte[] source, int offset, int length) {
            put(source, offset, length);
            count();
        }

        @Override
        void addNull() {
            offsets.add(used);
        }

        @Override
        void add(Object value) {
            if (type() instanceof DataType.StringType string) {
                String text = text(value);
                requireLength(string.maxLength(), text);
                requireUnicode(text);
                byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
                put(encoded, 0, encoded.length);
            } else if (value instanceof byte[] binary) {
                put(binary, 0, binary.length);
            } else {
                throw wrongType(value);
            }
        }

        private String text(Object value) {
            return switch (value) {
                case CharSequence text -> text.toString();
                case Enum<?> constant -> constant.name();
                default -> throw wrongType(value);
            };
        }

        /** Half a surrogate pair has no bytes in UTF-8 and would silently become a question mark. */
        private void requireUnicode(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (!Character.isSurrogate(c)) {
                    continue;
                }
                if (Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    throw ModelError.WRONG_TYPE.because("The column '" + name() + "' is " + type()
                            + " and cannot hold a text with half a surrogate pair (U+"
                            + Integer.toHexString(c).toUpperCase(Locale.ROOT) + " at position " + (i + 1)
                            + "): it is no Unicode text.");
                }
            }
        }

        private void requireLength(OptionalInt maxLength, String text) {
            if (maxLength.isPresent()
                    && text.length() > maxLength.getAsInt()
                    && text.codePointCount(0, text.length()) > maxLength.getAsInt()) {
                throw ModelError.TOO_LONG.because("The column '" + name() + "' holds at most "
                        + maxLength.getAsInt() + " characters; " + shown(text) + " has "
                        + text.codePointCount(0, text.length()) + ". Shorten it, or widen the column.");
            }
        }

        @Override
        void addFrom(Column column, int row) {
            Column.Bytes other = (Column.Bytes) column;
            put(other.bytes(), other.offsets()[row], other.length(row));
        }

        @Override
        void cutParts(int rows) {
            used = offsets.cut(rows);
        }

        @Override
        Column build(Validity rows) {
            return new Column.Bytes(type(), bytes, offsets.build(), size(), rows);
        }
    }

    static final class OfList extends Base {
        private final Offsets offsets;
        private final ColumnBuilder elements;

        OfList(String name, DataType.ArrayType type, int capacity) {
            super(name, type);
            offsets = new Offsets(capacity);
            elements = ColumnBuilder.of(name + ".element", type.element(), capacity);
        }

        @Override
        void addNull() {
            offsets.add(elements.size());
        }

        @Override
        void add(Object value) {
            if (!(value instanceof Iterable<?> list)) {
                throw wrongType(value);
            }
            for (Object element : list) {
                elements.append(element);
            }
            offsets.add(elements.size());
        }

        @Override
        void addFrom(Column column, int row) {
            Column.Lists lists = (Column.Lists) column;
            for (int i = lists.offsets()[row]; i < lists.offsets()[row + 1]; i++) {
                elements.append(lists.elements(), i);
            }
            offsets.add(elements.size());
        }

        @Override
        void cutParts(int rows) {
            elements.cut(offsets.cut(rows));
        }

        @Override
        Column build(Validity rows) {
            return new Column.Lists(type(), elements.build(), offsets.build(), size(), rows);
        }
    }

    static final class OfMap extends Base {
        private final Offsets offsets;
        private final ColumnBuilder keys;
        private final ColumnBuilder values;

        OfMap(String name, DataType.MapType type, int capacity) {
            super(name, type);
            offsets = new Offsets(capacity);
            keys = ColumnBuilder.of(name + ".key", DataType.STRING, capacity);
            values = ColumnBuilder.of(name + ".value", type.value(), capacity);
        }

        @Override
        void addNull() {
            offsets.add(keys.size());
        }

        @Override
        void add(Object value) {
            if (!(value instanceof Map<?, ?> map)) {
                throw wrongType(value);
            }
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!(entry.getKey() instanceof CharSequence)) {
                    throw wrongType(value);
                }
                keys.append((Object) entry.getKey());
                values.append((Object) entry.getValue());
            }
            offsets.add(keys.size());
        }

        @Override
        void addFrom(Column column, int row) {
            Column.Maps maps = (Column.Maps) column;
            for (int i = maps.offsets()[row]; i < maps.offsets()[row + 1]; i++) {
                keys.append(maps.keys(), i);
                values.append(maps.values(), i);
            }
            offsets.add(keys.size());
        }

        @Override
        void cutParts(int rows) {
            int end = offsets.cut(rows);
            keys.cut(end);
            values.cut(end);
        }

        @Override
        Column build(Validity rows) {
            return new Column.Maps(type(), (Column.Bytes) keys.build(), values.build(), offsets.build(), rows);
        }
    }

    static final class OfStruct extends Base {
        private final List<Field> fields;
        private final List<ColumnBuilder> parts = new ArrayList<>();

        OfStruct(String name, DataType.StructType type, int capacity) {
            super(name, type);
            fields = type.fields();
            for (Field field : fields) {
                parts.add(ColumnBuilder.of(name + "." + field.name(), field.type(), capacity));
            }
        }

        @Override
        void addNull() {
            parts.forEach(ColumnBuilder::appendNull);
        }

        @Override
        void add(Object value) {
            if (!(value instanceof Map<?, ?> map)) {
                throw wrongType(value);
            }
            for (Object name : map.keySet()) {
                if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                    throw ModelError.UNKNOWN_COLUMN.because("The struct column '" + name() + "' has no field '" + name
                            + "'; its type is " + type() + ".");
                }
            }
            for (int i = 0; i < fields.size(); i++) {
                parts.get(i).append((Object) map.get(fields.get(i).name()));
            }
        }

        @Override
        void addFrom(Column column, int row) {
            Column.Structs structs = (Column.Structs) column;
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).append(structs.parts().get(i), row);
            }
        }

        @Override
        void cutParts(int rows) {
            parts.forEach(part -> part.cut(rows));
        }

        @Override
        Column build(Validity rows) {
            return new Column.Structs(
                    (DataType.StructType) type(),
                    parts.stream().map(ColumnBuilder::build).toList(),
                    size(),
                    rows);
        }
    }

    static final class OfEmbedding extends Base {
        /** A guess of many rows reserves no more than this before the rows come: 4 MiB. */
        private static final long FIRST_FLOATS = 1 << 20;

        private final int dimension;
        private float[] values;

        OfEmbedding(String name, DataType.EmbeddingType type, int capacity) {
            super(name, type);
            dimension = type.dimension();
            values = new float[(int) Math.min((long) capacity * dimension, FIRST_FLOATS)];
        }

        private int reserve() {
            int needed = ColumnCopies.requireArray(name(), (size() + 1L) * dimension);
            if (needed > values.length) {
                values = Arrays.copyOf(values, grown(needed, values.length));
            }
            return needed - dimension;
        }

        @Override
        void addNull() {
            reserve();
        }

        @Override
        void add(Object value) {
            float[] vector = switch (value) {
                case float[] floats -> floats;
                case List<?> list -> floats(list);
                default -> throw wrongType(value);
            };
            if (vector.length != dimension) {
                throw ModelError.WRONG_TYPE.because("The column '" + name() + "' is " + type() + " and cannot hold "
                        + vector.length + " numbers; give exactly " + dimension + ".");
            }
            int start = reserve();
            System.arraycopy(vector, 0, values, start, dimension);
        }

        private float[] floats(List<?> list) {
            float[] floats = new float[list.size()];
            for (int i = 0; i < floats.length; i++) {
                if (!(list.get(i) instanceof Number number)) {
                    throw wrongType(list);
                }
                floats[i] = number.floatValue();
            }
            return floats;
        }

        @Override
        void addFrom(Column column, int row) {
            int start = reserve();
            System.arraycopy(((Column.Embeddings) column).values(), row * dimension, values, start, dimension);
        }

        @Override
        Column build(Validity rows) {
            return new Column.Embeddings((DataType.EmbeddingType) type(), values, size(), rows);
        }
    }
}
