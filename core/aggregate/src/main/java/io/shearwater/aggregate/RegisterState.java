package io.shearwater.aggregate;

import io.shearwater.transform.Hashing;
import io.shearwater.transform.HyperLogLog;
import java.math.BigInteger;

/** About how many different values there are. */
final class RegisterState extends State {
    private final int column;
    private final HyperLogLog registers = new HyperLogLog();

    RegisterState(int column) {
        this.column = column;
    }

    @Override
    void add(Events events, int slot) {
        Events.Values values = events.column(column);
        if (values.present[slot]) {
            registers.add(hash(values.kind.identity(values.word(slot), values.object(slot))));
        }
    }

    private static long hash(Object identity) {
        return switch (identity) {
            case Long number -> Hashing.hash(number);
            case Double number -> Hashing.hash(Double.doubleToLongBits(number));
            case ValueKind.Bytes text -> Hashing.hash(text.bytes(), 0, text.bytes().length);
            case BigInteger number -> {
                byte[] bytes = number.toByteArray();
                yield Hashing.hash(bytes, 0, bytes.length);
            }
            default -> throw new IllegalStateException(identity.toString());
        };
    }

    @Override
    void merge(State later) {
        registers.merge(((RegisterState) later).registers);
    }

    @Override
    void clear() {
        registers.clear();
    }

    @Override
    void write(StateSink sink) {
        sink.putSized(registers.toBytes());
    }

    @Override
    void read(StateSource source) {
        registers.clear();
        registers.merge(source.takeSized());
    }

    long estimate() {
        return registers.estimate();
    }
}
