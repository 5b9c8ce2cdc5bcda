package io.shearwater.duckdb;

import io.shearwater.model.TimeFormat;
import io.shearwater.model.Times;
import io.shearwater.spi.Buckets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What SQL asks Java, a vector of rows a call: where DuckDB's own functions would not give the very same result as other
 * engines do (days in a time zone, Iceberg's bucket hash), or where SQL would be slow (deleted rows).
 */
final class ScalarFunctions {
    /** (date, zone) to the first microsecond of the day. */
    static final String DAY_START = "shearwater_day_start";
    /** (microseconds since 1970-01-01T00:00 on the clock of a zone, zone) to the instant. */
    static final String LOCAL_INSTANT = "shearwater_local_instant";
    /** (text, {@link TimeFormat}, zone) to the instant in microseconds; null where the text says none. */
    static final String READ_TIME = "shearwater_read_time";
    /** (text, {@link TimeFormat}) to the number of the day; null where the text says none. */
    static final String READ_DAY = "shearwater_read_day";
    /** (bigint, number of buckets) to a bucket. */
    static final String BUCKET_OF_LONG = "shearwater_bucket_of_long";
    /** (bytes, number of buckets) to a bucket. */
    static final String BUCKET_OF_BYTES = "shearwater_bucket_of_bytes";
    /** (decimal as text, number of buckets) to a bucket. */
    static final String BUCKET_OF_DECIMAL = "shearwater_bucket_of_decimal";
    /** (number of a {@link LiveRows}, file, row) to whether the row is not deleted. */
    static final String IS_LIVE = "shearwater_is_live";

    private static final List<Function> ALL = List.of(
            new Function(
                    DAY_START,
                    List.of(LogicalTypes.DATE, LogicalTypes.VARCHAR),
                    LogicalTypes.BIGINT,
                    each(ScalarFunctions::dayStart)),
            new Function(
                    LOCAL_INSTANT,
                    List.of(LogicalTypes.BIGINT, LogicalTypes.VARCHAR),
                    LogicalTypes.BIGINT,
                    each(ScalarFunctions::localInstant)),
            new Function(
                    READ_TIME,
                    List.of(LogicalTypes.VARCHAR, LogicalTypes.VARCHAR, LogicalTypes.VARCHAR),
                    LogicalTypes.BIGINT,
                    each(ScalarFunctions::readTime)),
            new Function(
                    READ_DAY,
                    List.of(LogicalTypes.VARCHAR, LogicalTypes.VARCHAR),
                    LogicalTypes.INTEGER,
                    each(ScalarFunctions::readDay)),
            new Function(
                    BUCKET_OF_LONG,
                    List.of(LogicalTypes.BIGINT, LogicalTypes.INTEGER),
                    LogicalTypes.INTEGER,
                    each((in, row, out) -> out.putInt(row, Buckets.of(in.longAt(0, row), in.intAt(1, row))))),
            new Function(
                    BUCKET_OF_BYTES,
                    List.of(LogicalTypes.BLOB, LogicalTypes.INTEGER),
                    LogicalTypes.INTEGER,
                    each((in, row, out) ->
                            out.putInt(row, Buckets.of(ByteBuffer.wrap(in.bytesAt(0, row)), in.intAt(1, row))))),
            new Function(
                    BUCKET_OF_DECIMAL,
                    List.of(LogicalTypes.VARCHAR, LogicalTypes.INTEGER),
                    LogicalTypes.INTEGER,
                    each((in, row, out) ->
                            out.putInt(row, Buckets.of(new BigDecimal(in.textAt(0, row)), in.intAt(1, row))))),
            new Function(
                    IS_LIVE,
                    List.of(LogicalTypes.BIGINT, LogicalTypes.BIGINT, LogicalTypes.BIGINT),
                    LogicalTypes.BOOLEAN,
                    ScalarFunctions::isLive));

    // A file mostly has one format, and making one costs more than using it.
    private static volatile TimeFormat lastFormat = TimeFormat.of("epoch-seconds");

    private ScalarFunctions() {}

    /** Makes the functions known to a database. */
    static void register(MemorySegment connection) {
        ALL.forEach(function -> function.register(connection));
    }

    private static void dayStart(Arguments in, int row, Output out) {
        out.putLong(row, Times.startOfDay(in.intAt(0, row), ZoneId.of(in.textAt(1, row))));
    }

    private static void localInstant(Arguments in, int row, Output out) {
        LocalDateTime local = LocalDateTime.ofInstant(Times.instant(in.longAt(0, row)), ZoneOffset.UTC);
        out.putLong(row, Times.micros(local.atZone(ZoneId.of(in.textAt(1, row))).toInstant()));
    }

    private static void readTime(Arguments in, int row, Output out) {
        Optional<Instant> time = format(in.textAt(1, row)).instant(in.textAt(0, row), ZoneId.of(in.textAt(2, row)));
        time.ifPresentOrElse(instant -> out.putLong(row, Times.micros(instant)), () -> out.putNull(row));
    }

    private static void readDay(Arguments in, int row, Output out) {
        Optional<LocalDate> day = format(in.textAt(1, row)).day(in.textAt(0, row));
        day.ifPresentOrElse(date -> out.putInt(row, Times.epochDay(date)), () -> out.putNull(row));
    }

    private static TimeFormat format(String pattern) {
        TimeFormat known = lastFormat;
        if (!known.pattern().equals(pattern)) {
            known = TimeFormat.of(pattern);
            lastFormat = known;
        }
        return known;
    }

    private static void isLive(Arguments in, int rows, Output out) {
        // Of all rows of a call the first argument is the same constant, and the second mostly is.
        LiveRows live = LiveRows.open(in.longAt(0, 0));
        for (int row = 0; row < rows; row++) {
            out.putBoolean(row, live.isLive((int) in.longAt(1, row), in.longAt(2, row)));
        }
    }

    /** What a function does for a vector of rows. */
    @FunctionalInterface
    private interface Body {
        void apply(Arguments in, int rows, Output out);
    }

    /** What a function does for one row none of whose arguments is null. */
    @FunctionalInterface
    private interface RowBody {
        void apply(Arguments in, int row, Output out);
    }

    /** Row by row; null where an argument is null. */
    private static Body each(RowBody body) {
        return (in, rows, out) -> {
            for (int row = 0; row < rows; row++) {
                if (in.anyNull(row)) {
                    out.putNull(row);
                } else {
                    body.apply(in, row, out);
                }
            }
        };
    }

    /** A function of SQL. */
    private static final class Function {
        private final String name;
        private final List<Integer> parameters;
        private final int result;
        private final Body body;
        private final MemorySegment pointer;

        Function(String name, List<Integer> parameters, int result, Body body) {
            this.name = name;
            this.parameters = parameters;
            this.result = result;
            this.body = body;
            this.pointer = NativeLibrary.callback(Shapes.VoidOfPPP.class, this::call);
        }

        void register(MemorySegment connection) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment function = FunctionApi.createScalarFunction.call();
                FunctionApi.scalarFunctionSetName.call(function, arena.allocateFrom(name));
                for (int parameter : parameters) {
                    LogicalTypes.with(parameter, type -> FunctionApi.scalarFunctionAddParameter.call(function, type));
                }
                LogicalTypes.with(result, type -> FunctionApi.scalarFunctionSetReturnType.call(function, type));
                FunctionApi.scalarFunctionSetFunction.call(function, pointer);
                int state = FunctionApi.registerScalarFunction.call(connection, function);
                FunctionApi.destroyScalarFunction.call(arena.allocateFrom(ValueLayout.ADDRESS, function));
                if (state != QueryApi.SUCCESS) {
                    throw new IllegalStateException("DuckDB refused the function " + name);
                }
            }
        }

        /** Called by DuckDB. Nothing may be thrown through native code. */
        private void call(MemorySegment info, MemorySegment chunk, MemorySegment output) {
            try {
                int rows = (int) VectorApi.dataChunkGetSize.call(chunk);
                body.apply(new Arguments(chunk, parameters, rows), rows, new Output(output, rows));
            } catch (RuntimeException | Error failure) {
                try (Arena arena = Arena.ofConfined()) {
                    FunctionApi.scalarFunctionSetError.call(
                            info, arena.allocateFrom(String.valueOf(failure.getMessage())));
                }
            }
        }
    }

    /** The arguments of a call: flat vectors. */
    private static final class Arguments {
        private final MemorySegment[] data;
        private final MemorySegment[] validity;
        private final boolean nulls;

        Arguments(MemorySegment chunk, List<Integer> types, int rows) {
            data = new MemorySegment[types.size()];
            validity = new MemorySegment[types.size()];
            boolean found = false;
            for (int i = 0; i < data.length; i++) {
                MemorySegment vector = VectorApi.dataChunkGetVector.call(chunk, i);
                data[i] = NativeLibrary.sized(
                        VectorApi.vectorGetData.call(vector), (long) LogicalTypes.bytes(types.get(i)) * rows);
                validity[i] = NativeLibrary.sized(VectorApi.vectorGetValidity.call(vector), (rows + 63L) / 64 * 8);
                found |= validity[i].address() != 0;
            }
            nulls = found;
        }

        boolean anyNull(int row) {
            if (nulls) {
                for (MemorySegment bits : validity) {
                    if (bits.address() != 0 && (bits.getAtIndex(ValueLayout.JAVA_LONG, row >>> 6) >>> row & 1) == 0) {
                        return true;
                    }
                }
            }
            return false;
        }

        int intAt(int argument, int row) {
            return data[argument].getAtIndex(ValueLayout.JAVA_INT, row);
        }

        long longAt(int argument, int row) {
            return data[argument].getAtIndex(ValueLayout.JAVA_LONG, row);
        }

        byte[] bytesAt(int argument, int row) {
            return StringLayout.copy(data[argument], row);
        }

        String textAt(int argument, int row) {
            return new String(bytesAt(argument, row), StandardCharsets.UTF_8);
        }
    }

    /** The result of a call. */
    private record Output(MemorySegment vector, MemorySegment data, int rows) {
        Output(MemorySegment vector, int rows) {
            this(vector, NativeLibrary.sized(VectorApi.vectorGetData.call(vector), 8L * rows), rows);
        }

        void putInt(int row, int value) {
            data.setAtIndex(ValueLayout.JAVA_INT, row, value);
        }

        void putLong(int row, long value) {
            data.setAtIndex(ValueLayout.JAVA_LONG, row, value);
        }

        void putBoolean(int row, boolean value) {
            data.set(ValueLayout.JAVA_BYTE, row, (byte) (value ? 1 : 0));
        }

        void putNull(int row) {
            VectorApi.vectorEnsureValidityWritable.call(vector);
            MemorySegment bits = NativeLibrary.sized(VectorApi.vectorGetValidity.call(vector), (rows + 63L) / 64 * 8);
            long word = bits.getAtIndex(ValueLayout.JAVA_LONG, row >>> 6);
            bits.setAtIndex(ValueLayout.JAVA_LONG, row >>> 6, word & ~(1L << row));
        }
    }
}
