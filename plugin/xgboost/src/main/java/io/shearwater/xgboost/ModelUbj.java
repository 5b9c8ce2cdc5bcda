package io.shearwater.xgboost;

import io.shearwater.learning.LearningError;
import io.shearwater.model.ShearwaterException;
import io.shearwater.xgboost.ModelValue.Kind;
import io.shearwater.xgboost.ModelValue.Literal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Model files as Universal Binary JSON, in the dialect of XGBoost: lengths are always of eight bytes, numbers big-endian, arrays
 * of one type are packed. See {@code json_io.h} and {@code json.cc} of the library.
 */
final class ModelUbj {
    private final ByteBuffer bytes;
    private final String name;

    private ModelUbj(byte[] file, String name) {
        this.bytes = ByteBuffer.wrap(file);
        this.name = name;
    }

    /**
     * Reads a whole file.
     *
     * @param name of the file, for messages
     */
    static ModelValue read(byte[] file, String name) {
        ModelUbj reader = new ModelUbj(file, name);
        ModelValue value = reader.value(0);
        if (reader.bytes.hasRemaining()) {
            throw reader.bad("it goes on behind its end");
        }
        return value;
    }

    private ModelValue value(int depth) {
        if (depth > ModelJson.DEEPEST) {
            throw bad("parts lie in more than " + ModelJson.DEEPEST + " others");
        }
        int marker = marker();
        return switch (marker) {
            case '{' -> group(depth);
            case '[' -> array(depth);
            case 'S' -> new ModelValue.Text(text());
            case 'T' -> Literal.TRUE;
            case 'F' -> Literal.FALSE;
            case 'Z' -> Literal.NULL;
            case 'd', 'D' -> new ModelValue.Single(number(marker), Kind.REAL);
            case 'i', 'U', 'I', 'l', 'L', 'C' -> new ModelValue.Single(number(marker), Kind.WHOLE);
            default -> throw bad("there is no marker '" + (char) marker + "'");
        };
    }

    private ModelValue group(int depth) {
        Map<String, ModelValue> parts = new LinkedHashMap<>();
        while (peek() != '}') {
            String part = text();
            if (parts.put(part, value(depth + 1)) != null) {
                throw bad("'" + part + "' is there twice");
            }
        }
        marker();
        return new ModelValue.Group(parts);
    }

    private ModelValue array(int depth) {
        NumberList list = new NumberList();
        switch (peek()) {
            case '$' -> {
                marker();
                return packed(marker());
            }
            case '#' -> {
                int length = length(1);
                for (int i = 0; i < length; i++) {
                    list.add(value(depth + 1));
                }
            }
            default -> {
                while (peek() != ']') {
                    list.add(value(depth + 1));
                }
                marker();
            }
        }
        return list.build();
    }

    private ModelValue packed(int type) {
        double[] numbers = new double[length(sizeOf(type))];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(type);
        }
        return new ModelValue.Numbers(numbers, type == 'd' || type == 'D' ? Kind.REAL : Kind.WHOLE);
    }

    /** The length of an array, which must be in the file, so that a wrong one does not take memory. */
    private int length(int sizeOfEach) {
        if (marker() != '#') {
            throw bad("an array does not say its length");
        }
        return lengthOf(sizeOfEach);
    }

    private int lengthOf(int sizeOfEach) {
        if (marker() != 'L') {
            throw bad("a length is not of eight bytes");
        }
        require(Long.BYTES);
        long length = bytes.getLong();
        if (length < 0 || length > bytes.remaining() / sizeOfEach) {
            throw bad("a length is " + length + ", and " + bytes.remaining() + " bytes are left");
        }
        return (int) length;
    }

    private String text() {
        byte[] text = new byte[lengthOf(1)];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private int sizeOf(int type) {
        return switch (type) {
            case 'i', 'U', 'C' -> 1;
            case 'I' -> 2;
            case 'l', 'd' -> 4;
            case 'L', 'D' -> 8;
            default -> throw bad("there is no array of the type '" + (char) type + "'");
        };
    }

    /** A number as the library takes it: of eight bytes into a float where a fraction is possible. */
    private double number(int type) {
        require(sizeOf(type));
        return switch (type) {
            case 'i', 'C' -> bytes.get();
            case 'U' -> bytes.get() & 0xFF;
            case 'I' -> bytes.getShort();
            case 'l' -> bytes.getInt();
            case 'L' -> bytes.getLong();
            case 'd' -> bytes.getFloat();
            default -> (float) bytes.getDouble();
        };
    }

    private int peek() {
        require(1);
        return bytes.get(bytes.position()) & 0xFF;
    }

    private int marker() {
        require(1);
        return bytes.get() & 0xFF;
    }

    private void require(int count) {
        if (bytes.remaining() < count) {
            throw bad("it ends too early");
        }
    }

    private ShearwaterException bad(String what) {
        return LearningError.BAD_MODEL.because("The model file '" + name + "' is not whole or was altered: " + what
                + ", at byte " + bytes.position() + ".");
    }
}
