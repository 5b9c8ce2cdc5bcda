package io.shearwater.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A message in the bytes that are sent, for answers so large that an object of their values would cost more than reading them. */
final class EncodedMessage {
    static final Marshaller<EncodedMessage> MARSHALLER = new Marshaller<>() {
        @Override
        public InputStream stream(EncodedMessage message) {
            return new Sent(message.bytes);
        }

        @Override
        public EncodedMessage parse(InputStream stream) {
            try {
                return new EncodedMessage(stream.readAllBytes());
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    };

    private final byte[] bytes;

    /** @param bytes are taken, and not copied */
    EncodedMessage(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Is copied at once into what is sent. */
    private static final class Sent extends ByteArrayInputStream implements Drainable, KnownLength {
        Sent(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            int rest = available();
            target.write(buf, pos, rest);
            pos += rest;
            return rest;
        }
    }
}
