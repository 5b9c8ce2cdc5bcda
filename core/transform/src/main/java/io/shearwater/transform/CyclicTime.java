package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.DataType;
import io.shearwater.model.Names;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Where a time is in a cycle, as the sine and the cosine of its angle, so that the end of a cycle is near to its beginning. Null
 * stays null. The zone's rules are those of the Java runtime: a runtime with other rules for a zone gives other values for
 * times that they differ on. Computed with {@link StrictMath}, which gives the same bits on every processor.
 *
 * @param zone of the clock; days have none
 */
record CyclicTime(TimeCycle cycle, ZoneId zone) implements Transformation, NamesOutputs {
    static final BuiltInFunction FUNCTION = BuiltInFunction.named("cyclic_time")
            .does("the sine and the cosine of a time's angle in a cycle: 2π · position / length")
            .appliesTo("a timestamp; a date with cycles of days and longer")
            .rules(
                    "columns <column>_<cycle>_sin and …_cos; hours from 0, days of the week from Monday, days and months from the first; "
                            + "the zone's rules are those of the Java runtime")
            .parameter(Parameter.requiredWord("cycle", TimeCycle.class, "the cycle"))
            .parameter(new Parameter(
                    "zone",
                    Parameter.Kind.TEXT,
                    Optional.of("UTC"),
                    false,
                    List.of(),
                    "the time zone of the clock, as in Europe/Stockholm"))
            .made(given -> new CyclicTime(given.word("cycle", TimeCycle.class), zone(given.text("zone"))));

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw TransformError.BAD_CALL.because(
                    "There is no time zone '" + name + "'." + Names.didYouMean(name, ZoneId.getAvailableZoneIds()),
                    unknown);
        }
    }

    @Override
    public List<Output> outputs(List<Input> inputs) {
        Input input = Inputs.only(inputs);
        boolean isDate = input.type() instanceof DataType.DateType;
        if (!isDate && !(input.type() instanceof DataType.TimestampType)) {
            throw TransformError.BAD_CALL.because("'" + input.name() + "' is " + input.type()
                    + ", which is no time: it has to be a timestamp or date.");
        }
        if (isDate && cycle.isOfDay()) {
            throw TransformError.BAD_CALL.because("'" + input.name() + "' is a date, which has no "
                    + Parameter.word(cycle) + ". Take a timestamp or a longer cycle.");
        }
        return List.of(Output.of(DataType.DOUBLE), Output.of(DataType.DOUBLE));
    }

    @Override
    public List<String> outputNames(List<String> columns) {
        String name = columns.getFirst() + "_" + Parameter.word(cycle);
        return List.of(name + "_sin", name + "_cos");
    }

    @Override
    public List<String> drops(List<String> columns) {
        return columns;
    }

    @Override
    public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
        return this::positions;
    }

    private List<Column> positions(ColumnBatch batch) {
        Column column = batch.column(0);
        int rows = batch.rows();
        double[] sines = new double[rows];
        double[] cosines = new double[rows];
        LocalClock clock = new LocalClock(zone);
        for (int row = 0; row < rows; row++) {
            if (column.isNull(row)) {
                continue;
            }
            long local = column instanceof Column.Longs longs
                    ? clock.local(longs.values()[row])
                    : ((Column.Ints) column).values()[row] * TimeCycle.DAY;
            double angle = 2
                    * Math.PI
                    * cycle.position(Math.floorDiv(local, TimeCycle.DAY), Math.floorMod(local, TimeCycle.DAY));
            sines[row] = StrictMath.sin(angle);
            cosines[row] = StrictMath.cos(angle);
        }
        return List.of(
                new Column.Doubles(sines, rows, column.validity()),
                new Column.Doubles(cosines, rows, column.validity()));
    }
}
