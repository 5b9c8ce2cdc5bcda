package io.shearwater.wire;

import io.shearwater.model.Schema;
import java.nio.charset.StandardCharsets;

/** The columns of a stream of frames, and the bytes that say so. Immutable: the bytes are not changed. */
record FrameColumns(Schema schema, byte[] json) {
    static FrameColumns of(Schema schema) {
        return new FrameColumns(schema, SchemaJson.write(schema).getBytes(StandardCharsets.UTF_8));
    }
}
