package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of a chain learnt, by the number of the step. As bytes it is the same for the same values
 * (docs/format/training-dataset.md). Immutable and thread-safe.
 */
public record FittedStates(SortedMap<Integer, FittedState> byStep) {
    /** Nothing was learnt. */
    public static final FittedStates NONE = new FittedStates(new TreeMap<>());

    private static final int FORMAT = 1;

    public FittedStates {
        byStep = Collections.unmodifiableSortedMap(new TreeMap<>(byStep));
    }

    public boolean isEmpty() {
        return byStep.isEmpty();
    }

    @Nullable
    FittedState find(int step) {
        return byStep.get(step);
    }

    FittedStates with(int step, FittedState state) {
        SortedMap<Integer, FittedState> next = new TreeMap<>(byStep);
        next.put(step, state);
        return new FittedStates(next);
    }

    /** Everything as bytes. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            Varints.write(out, byStep.size());
            for (Map.Entry<Integer, FittedState> entry : byStep.entrySet()) {
                Varints.write(out, entry.getKey());
                Map<String, Column> values = entry.getValue().values();
                Varints.write(out, values.size());
                for (Map.Entry<String, Column> value : values.entrySet()) {
                    out.writeUTF(value.getKey());
                    out.writeUTF(value.getValue().type().toString());
                    ColumnBytes.write(out, value.getValue());
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #toBytes} gave.
     *
     * @throws io.shearwater.model.ShearwaterException DAMAGED where the bytes make no sense
     */
    public static FittedStates ofBytes(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw TransformError.DAMAGED.because("Fitted transformations are in format " + format
                        + "; this program reads format " + FORMAT + ".");
            }
            SortedMap<Integer, FittedState> byStep = new TreeMap<>();
            int steps = Varints.count(in);
            for (int i = 0; i < steps; i++) {
                int step = Varints.count(in);
                Map<String, Column> values = new LinkedHashMap<>();
                int columns = Varints.count(in);
                for (int j = 0; j < columns; j++) {
                    String name = in.readUTF();
                    values.put(name, ColumnBytes.read(in, DataType.parse(in.readUTF())));
                }
                byStep.put(step, new FittedState(values));
            }
            return new FittedStates(byStep);
        } catch (IOException damaged) {
            throw TransformError.DAMAGED.because(
                    "Fitted transformations cannot be read: " + damaged.getMessage(), damaged);
        }
    }
}
