package io.shearwater.transform;

import io.shearwater.model.Column;
import io.shearwater.model.ColumnStatistics;
import io.shearwater.model.DataType;
import io.shearwater.model.Validity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Functions as a user writes them. */
public final class CardFunctions {
    private CardFunctions() {}

    @TransformationFunction(drops = "cc_expiry_date")
    public static int daysToCardExpiry(
            @FromColumn("cc_expiry_date") LocalDate ccExpiryDate, @FromColumn("event_time") Instant eventTime) {
        return (int) (ccExpiryDate.toEpochDay()
                - LocalDate.ofInstant(eventTime, ZoneOffset.UTC).toEpochDay());
    }

    @TransformationFunction
    public static double ratio(@FromColumn("a") double a, @FromColumn("b") double b) {
        return a / b;
    }

    @TransformationFunction
    public static double orZero(@FromColumn("a") @Nullable Double a, @FromColumn("b") Optional<Long> b) {
        return (a == null ? 0 : a) + b.orElse(0L);
    }

    /** Two columns at once. */
    public record Parts(String first, Optional<Integer> length) {}

    @TransformationFunction
    public static @Nullable Parts parts(@FromColumn("text") String text) {
        return text.isEmpty() ? null : new Parts(text.substring(0, 1), Optional.of(text.length()));
    }

    @TransformationFunction
    public static double deviation(
            @FromColumn("amount") double amount, @FromColumn("amount") ColumnStatistics statistics) {
        return amount / statistics.moments().orElseThrow().mean();
    }

    @TransformationFunction
    public static long failing(@FromColumn("a") long a) {
        if (a < 0) {
            throw new IllegalArgumentException("negative");
        }
        return a;
    }

    @TransformationFunction(vectorised = Doubled.class)
    public static double doubled(@FromColumn("a") double a) {
        return 2 * a;
    }

    @TransformationFunction(vectorised = Doubled.class)
    public static double tripled(@FromColumn("a") double a) {
        return 3 * a;
    }

    /** The vectorised form. */
    public record Doubled() implements Transformation {
        @Override
        public List<Output> outputs(List<Input> inputs) {
            return List.of(Output.of(DataType.DOUBLE));
        }

        @Override
        public Bound bind(List<Input> inputs, Optional<FittedState> state, Use use) {
            return batch -> {
                double[] in = ((Column.Doubles) batch.column(0)).values();
                double[] out = new double[batch.rows()];
                for (int row = 0; row < out.length; row++) {
                    out[row] = in[row] + in[row];
                }
                Validity validity = batch.column(0).validity();
                return List.of(new Column.Doubles(out, out.length, validity));
            };
        }
    }

    public static double plain(double a) {
        return a;
    }
}
