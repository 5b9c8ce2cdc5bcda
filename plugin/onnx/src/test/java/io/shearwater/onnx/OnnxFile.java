package io.shearwater.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes models in the ONNX format without its library: protocol buffers by the numbers of {@code onnx.proto} and
 * {@code onnx-ml.proto}. A message is built of its fields, in any order.
 */
final class OnnxFile {
    static final int FLOAT = 1;
    static final int INT64 = 7;
    static final int STRING = 8;
    static final int BOOL = 9;
    static final int DOUBLE = 11;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private OnnxFile() {}

    static OnnxFile message() {
        return new OnnxFile();
    }

    OnnxFile number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    OnnxFile real(int field, float value) {
        varint(((long) field << 3) | 5);
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array());
        return this;
    }

    OnnxFile text(int field, String value) {
        return part(field, value.getBytes(StandardCharsets.UTF_8));
    }

    OnnxFile part(int field, OnnxFile message) {
        return part(field, message.bytes());
    }

    private OnnxFile part(int field, byte[] content) {
        varint(((long) field << 3) | 2);
        varint(content.length);
        bytes.writeBytes(content);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** A model of one graph, for opset 17 and version 3 of the machine-learning operators. */
    static byte[] model(OnnxFile graph) {
        return message()
                .number(1, 8)
                .text(2, "by hand")
                .part(7, graph.text(2, "graph"))
                .part(8, message().text(1, "").number(2, 17))
                .part(8, message().text(1, "ai.onnx.ml").number(2, 3))
                .bytes();
    }

    static OnnxFile node(String operator, String domain, List<String> inputs, List<String> outputs) {
        OnnxFile node = message();
        inputs.forEach(input -> node.text(1, input));
        outputs.forEach(output -> node.text(2, output));
        return node.text(4, operator).text(7, domain);
    }

    /** An attribute of one whole number. */
    static OnnxFile attribute(String name, long value) {
        return message().text(1, name).number(3, value).number(20, 2);
    }

    /** An attribute of one text. */
    static OnnxFile attribute(String name, String value) {
        return message().text(1, name).text(4, value).number(20, 3);
    }

    static OnnxFile reals(String name, float... values) {
        OnnxFile attribute = message().text(1, name);
        for (float value : values) {
            attribute.real(7, value);
        }
        return attribute.number(20, 6);
    }

    static OnnxFile numbers(String name, long... values) {
        OnnxFile attribute = message().text(1, name);
        for (long value : values) {
            attribute.number(8, value);
        }
        return attribute.number(20, 7);
    }

    static OnnxFile texts(String name, String... values) {
        OnnxFile attribute = message().text(1, name);
        for (String value : values) {
            attribute.text(9, value);
        }
        return attribute.number(20, 8);
    }

    /** A constant tensor of floats. */
    static OnnxFile tensor(String name, long[] shape, float... values) {
        OnnxFile tensor = message();
        for (long size : shape) {
            tensor.number(1, size);
        }
        tensor.number(2, FLOAT);
        for (float value : values) {
            tensor.real(4, value);
        }
        return tensor.text(8, name);
    }

    /** An input or output of any number of rows, with so many values each; one dimension if 0. */
    static OnnxFile tensorInfo(String name, int type, int width) {
        OnnxFile shape = message().part(1, message().text(2, "N"));
        if (width > 0) {
            shape.part(1, message().number(1, width));
        }
        return message()
                .text(1, name)
                .part(2, message().part(1, message().number(1, type).part(2, shape)));
    }

    /** An output that is a sequence of maps from classes to floats. */
    static OnnxFile mapsInfo(String name, int keyType) {
        OnnxFile value = message().part(1, message().number(1, FLOAT));
        OnnxFile map = message().part(5, message().number(1, keyType).part(2, value));
        return message().text(1, name).part(2, message().part(4, message().part(1, map)));
    }
}
