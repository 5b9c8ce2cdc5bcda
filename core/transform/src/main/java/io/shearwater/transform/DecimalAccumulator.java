package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.Field;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decimals, which all have one scale. */
final class DecimalAccumulator extends ColumnAccumulator {
    private final int scale;
    private final Moments moments;
    private final @Nullable NumberSpread spread;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;
    /** The bounds of values of more than 64 bits. */
    private @Nullable BigInteger leastBig;

    private @Nullable BigInteger greatestBig;

    DecimalAccumulator(int scale, boolean distribution) {
        this.scale = scale;
        this.moments = Moments.ofDecimals(scale);
        this.spread = distribution ? new NumberSpread(this::number, true) : null;
    }

    private double number(long unscaled) {
        return scale <= 22 && Math.abs(unscaled) < 1L << 53
                ? (double) unscaled / Math.pow(10, scale)
                : BigDecimal.valueOf(unscaled, scale).doubleValue();
    }

    @Override
    boolean isLike(ColumnAccumulator other) {
        return other instanceof DecimalAccumulator decimals && decimals.scale == scale;
    }

    @Override
    void addValues(Column column) {
        Column.Decimals decimals = (Column.Decimals) column;
        boolean all = column.validity().allValid();
        for (int row = 0; row < column.size(); row++) {
            if (all || !column.isNull(row)) {
                long high = decimals.high()[row];
                long low = decimals.low()[row];
                if (high == low >> 63) {
                    add(low);
                } else {
                    add(high, low);
                }
            }
        }
    }

    private void add(long unscaled) {
        least = Math.min(least, unscaled);
        greatest = Math.max(greatest, unscaled);
        moments.add(unscaled);
        if (spread != null) {
            spread.add(unscaled, number(unscaled));
        }
    }

    private void add(long high, long low) {
        BigInteger unscaled = BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
        widen(unscaled);
        moments.add(unscaled);
        if (spread != null) {
            spread.addHashed(Hashing.hash(low ^ Hashing.hash(high)), new BigDecimal(unscaled, scale).doubleValue());
        }
    }

    private void widen(BigInteger unscaled) {
        leastBig = leastBig == null ? unscaled : leastBig.min(unscaled);
        greatestBig = greatestBig == null ? unscaled : greatestBig.max(unscaled);
    }

    @Override
    void mergeValues(ColumnAccumulator other) {
        DecimalAccumulator more = (DecimalAccumulator) other;
        least = Math.min(least, more.least);
        greatest = Math.max(greatest, more.greatest);
        if (more.leastBig != null && more.greatestBig != null) {
            widen(more.leastBig);
            widen(more.greatestBig);
        }
        moments.merge(more.moments);
        if (spread != null && more.spread != null) {
            spread.merge(more.spread);
        }
    }

    @Override
    ColumnStatistics result(Field field) {
        return new ColumnStatistics(
                field,
                rows(),
                nulls(),
                0,
                range(),
                Optional.of(moments.result()),
                Optional.ofNullable(spread)
                        .map(all -> all.result(key -> BigDecimal.valueOf(key, scale), number -> (Object) number)));
    }

    private Optional<ColumnStatistics.Range> range() {
        if (values() == 0) {
            return Optional.empty();
        }
        BigInteger from = BigInteger.valueOf(least);
        BigInteger to = BigInteger.valueOf(greatest);
        if (leastBig != null && greatestBig != null) {
            from = least > greatest ? leastBig : from.min(leastBig);
            to = least > greatest ? greatestBig : to.max(greatestBig);
        }
        return Optional.of(new ColumnStatistics.Range(new BigDecimal(from, scale), new BigDecimal(to, scale)));
    }

    @Override
    void writeValues(DataOutput out) throws IOException {
        out.writeLong(least);
        out.writeLong(greatest);
        BigInteger from = leastBig;
        BigInteger to = greatestBig;
        out.writeBoolean(from != null && to != null);
        if (from != null && to != null) {
            write(out, from);
            write(out, to);
        }
        moments.write(out);
        if (spread != null) {
            spread.write(out);
        }
    }

    private static void write(DataOutput out, BigInteger number) throws IOException {
        byte[] bytes = number.toByteArray();
        Varints.write(out, bytes.length);
        out.write(bytes);
    }

    @Override
    void readValues(DataInput in) throws IOException {
        least = in.readLong();
        greatest = in.readLong();
        if (in.readBoolean()) {
            leastBig = readBig(in);
            greatestBig = readBig(in);
        }
        moments.read(in);
        if (spread != null) {
            spread.read(in);
        }
    }

    private static BigInteger readBig(DataInput in) throws IOException {
        byte[] bytes = new byte[Varints.count(in)];
        in.readFully(bytes);
        return new BigInteger(bytes);
    }
}
