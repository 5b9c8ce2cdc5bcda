package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.ColumnStatistics.Distribution;
import io.shearwater.model.ColumnStatistics.ValueCount;
import io.shearwater.model.Field;
import io.shearwater.model.Validity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Texts and binary values. UTF-8 is ordered as the code points are. */
final class BytesAccumulator extends ColumnAccumulator {
    private static final int TOP = 10;

    private final boolean text;
    private final boolean distribution;
    private @Nullable ByteCounts counted = new ByteCounts();
    private final HyperLogLog distinct = new HyperLogLog();
    private byte @Nullable [] least;
    private byte @Nullable [] greatest;

    BytesAccumulator(boolean text, boolean distribution) {
        this.text = text;
        this.distribution = distribution;
    }

    @Override
    boolean isLike(ColumnAccumulator other) {
        return other instanceof BytesAccumulator bytes && bytes.text == text;
    }

    @Override
    void addValues(Column column) {
        Column.Bytes values = (Column.Bytes) column;
        Validity validity = column.validity();
        boolean all = validity.allValid();
        byte[] bytes = values.bytes();
        for (int row = 0; row < column.size(); row++) {
            if (all || validity.isValid(row)) {
                int start = values.offsets()[row];
                int length = values.length(row);
                if (distribution) {
                    count(bytes, start, length);
                } else {
                    bound(bytes, start, length);
                }
            }
        }
    }

    private void count(byte[] bytes, int start, int length) {
        long hash = Hashing.hash(bytes, start, length);
        ByteCounts known = counted;
        if (known != null) {
            int before = known.size();
            if (known.add(bytes, start, length, hash, 1)) {
                if (known.size() > before) {
                    bound(bytes, start, length);
                }
                return;
            }
            sketch(known);
        }
        bound(bytes, start, length);
        distinct.add(hash);
    }

    private void bound(byte[] bytes, int start, int length) {
        byte[] low = least;
        if (low == null || Arrays.compareUnsigned(bytes, start, start + length, low, 0, low.length) < 0) {
            least = Arrays.copyOfRange(bytes, start, start + length);
        }
        byte[] high = greatest;
        if (high == null || Arrays.compareUnsigned(bytes, start, start + length, high, 0, high.length) > 0) {
            greatest = Arrays.copyOfRange(bytes, start, start + length);
        }
    }

    private void sketch(ByteCounts before) {
        counted = null;
        before.forEach((key, hash, count) -> distinct.add(hash));
    }

    @Override
    void mergeValues(ColumnAccumulator other) {
        BytesAccumulator more = (BytesAccumulator) other;
        if (more.least != null && more.greatest != null) {
            bound(more.least, 0, more.least.length);
            bound(more.greatest, 0, more.greatest.length);
        }
        if (more.counted != null) {
            more.counted.forEach((key, hash, count) -> {
                ByteCounts known = counted;
                if (known != null && !known.add(key, 0, key.length, hash, count)) {
                    sketch(known);
                    known = null;
                }
                if (known == null) {
                    distinct.add(hash);
                }
            });
            return;
        }
        if (counted != null) {
            sketch(counted);
        }
        distinct.merge(more.distinct);
    }

    @Override
    ColumnStatistics result(Field field) {
        Optional<ColumnStatistics.Range> range = text && least != null && greatest != null
                ? Optional.of(new ColumnStatistics.Range(value(least), value(greatest)))
                : Optional.empty();
        return new ColumnStatistics(
                field,
                rows(),
                nulls(),
                0,
                range,
                Optional.empty(),
                distribution ? Optional.of(spread()) : Optional.empty());
    }

    private Object value(byte[] bytes) {
        return text ? new String(bytes, StandardCharsets.UTF_8) : bytes.clone();
    }

    private record Counted(byte[] key, long count) {}

    private Distribution spread() {
        ByteCounts known = counted;
        if (known == null) {
            return new Distribution(distinct.estimate(), HyperLogLog.ERROR, List.of(), List.of(), List.of());
        }
        List<Counted> values = new ArrayList<>(known.size());
        known.forEach((key, hash, count) -> values.add(new Counted(key, count)));
        values.sort(Comparator.comparingLong((Counted value) -> -value.count())
                .thenComparing(Counted::key, Arrays::compareUnsigned));
        boolean repeated = !values.isEmpty() && values.getFirst().count() > 1;
        List<ValueCount> top = values.stream()
                .filter(value -> repeated)
                .limit(TOP)
                .map(value -> new ValueCount(value(value.key()), value.count()))
                .toList();
        return new Distribution(known.size(), 0, List.of(), List.of(), top);
    }

    @Override
    void writeValues(DataOutput out) throws IOException {
        write(out, least);
        write(out, greatest);
        ByteCounts known = counted;
        out.writeBoolean(known != null);
        if (known != null) {
            known.write(out);
        } else {
            distinct.write(out);
        }
    }

    private static void write(DataOutput out, byte @Nullable [] bytes) throws IOException {
        Varints.write(out, bytes == null ? 0 : bytes.length + 1L);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    @Override
    void readValues(DataInput in) throws IOException {
        least = readBytes(in);
        greatest = readBytes(in);
        if (in.readBoolean()) {
            ByteCounts known = new ByteCounts();
            known.read(in);
            counted = known;
        } else {
            counted = null;
            distinct.read(in);
        }
    }

    private static byte @Nullable [] readBytes(DataInput in) throws IOException {
        int length = Varints.count(in);
        if (length == 0) {
            return null;
        }
        byte[] bytes = new byte[length - 1];
        in.readFully(bytes);
        return bytes;
    }
}
