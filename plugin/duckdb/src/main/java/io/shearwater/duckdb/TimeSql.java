package io.shearwater.duckdb;

import io.shearwater.model.DataType;
import io.shearwater.model.Schema;
import io.shearwater.plan.TimeColumn;
import java.math.BigInteger;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The first and the last microsecond of what a time column says, as SQL.
 *
 * @param time of the schema
 */
record TimeSql(TimeColumn time, Schema schema) {
    private static final BigInteger NANOS_A_MICRO = BigInteger.valueOf(1_000);

    boolean isInstant() {
        return schema.field(time.column()).type() instanceof DataType.TimestampType;
    }

    /** The column of a table with an alias. */
    String column(String alias) {
        return alias + "." + Sql.name(time.column());
    }

    String low(String alias) {
        return isInstant() ? "epoch_us(" + column(alias) + ")" : dayStart(column(alias), time.zone());
    }

    String high(String alias) {
        return isInstant() ? "epoch_us(" + column(alias) + ")" : dayEnd(column(alias), time.zone());
    }

    /** The whole microseconds of a duration, and whether there are parts of one. */
    static BigInteger[] micros(Duration duration) {
        return BigInteger.valueOf(duration.getSeconds())
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(duration.getNano()))
                .divideAndRemainder(NANOS_A_MICRO);
    }

    /** Microseconds moved by so many, within 64 bits. */
    static String moved(String micros, BigInteger by) {
        if (by.signum() == 0) {
            return micros;
        }
        String sum = "CAST(" + micros + " AS HUGEINT) " + (by.signum() < 0 ? "- " : "+ ") + by.abs();
        return by.signum() < 0
                ? "CAST(greatest(" + sum + ", -9223372036854775808) AS BIGINT)"
                : "CAST(least(" + sum + ", 9223372036854775807) AS BIGINT)";
    }

    /** The first microsecond of a day. */
    private static String dayStart(String day, ZoneId zone) {
        return isUtc(zone)
                ? "(" + day + " - DATE '1970-01-01') * 86400000000"
                : ScalarFunctions.DAY_START + "(" + day + ", " + Sql.text(zone.getId()) + ")";
    }

    /** The last microsecond of a day. */
    private static String dayEnd(String day, ZoneId zone) {
        return "(" + dayStart("(" + day + " + 1)", zone) + ") - 1";
    }

    private static boolean isUtc(ZoneId zone) {
        return zone.normalized().equals(ZoneOffset.UTC);
    }
}
