package io.shearwater.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of the Open Inference Protocol, version 2: values in row-major order. Immutable.
 *
 * @param data booleans, numbers or, of BYTES, texts; as many as the shape says
 */
public record Tensor(String name, Datatype datatype, List<Long> shape, List<@Nullable Object> data) {
    private static final long MOST = 10_000_000;

    public Tensor {
        shape = List.copyOf(shape);
        long size = 1;
        for (long dimension : shape) {
            if (dimension < 0 || dimension > MOST || size * dimension > MOST) {
                throw WireError.BAD_REQUEST.because("The tensor '" + WireJson.shown(name) + "' has the shape " + shape
                        + "; its dimensions must not be negative, nor its values more than " + MOST + ".");
            }
            size *= dimension;
        }
        if (size != data.size()) {
            throw WireError.BAD_REQUEST.because("The tensor '" + WireJson.shown(name) + "' has the shape " + shape
                    + ", which is " + size + " values, and " + data.size() + " in its data.");
        }
    }

    /** The types of the protocol. */
    public enum Datatype {
        BOOL,
        UINT8,
        UINT16,
        UINT32,
        UINT64,
        INT8,
        INT16,
        INT32,
        INT64,
        FP16,
        FP32,
        FP64,
        BYTES
    }
}
