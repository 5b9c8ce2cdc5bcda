package io.shearwater.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A field of many numbers as it is sent, of a length that is known: no array grows. Not thread-safe. */
final class PackedDoubles {
    private final int field;
    private final ByteBuffer values;

    /**
     * @param field the number of a packed field of doubles
     * @param count how many will be added
     */
    PackedDoubles(int field, int count) {
        this.field = field;
        this.values =
                ByteBuffer.allocate(Math.multiplyExact(count, Double.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    }

    void add(double value) {
        values.putDouble(value);
    }

    /** A message that has this field and those of another, which lacks it. The order of fields says nothing. */
    EncodedMessage with(MessageLite rest) {
        int length = values.position();
        int head = length == 0
                ? 0
                : CodedOutputStream.computeTagSize(field) + CodedOutputStream.computeUInt32SizeNoTag(length);
        byte[] bytes = new byte[rest.getSerializedSize() + head + length];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            rest.writeTo(out);
            if (length > 0) {
                out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt32NoTag(length);
                out.writeRawBytes(values.flip());
            }
            out.checkNoSpaceLeft();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new EncodedMessage(bytes);
    }
}
