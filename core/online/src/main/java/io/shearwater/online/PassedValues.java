package io.shearwater.online;

import io.shearwater.model.ColumnBuilder;
import io.shearwater.model.DataType;
import io.shearwater.model.ErrorKind;
import io.shearwater.model.Field;
import io.shearwater.model.Names;
import io.shearwater.model.RequestId;
import io.shearwater.model.ShearwaterException;
import io.shearwater.online.VectorPlan.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes the values that requests name, checked and as the Java types of their columns. Immutable and thread-safe. */
final class PassedValues {
    private final VectorPlan plan;
    private final Map<String, Slot> slots = new HashMap<>();
    private final Slot[] required;
    private final Set<String> parameters;
    private final boolean mayStateId;

    /**
     * The values for a plan.
     *
     * @param parameters what requests may name besides: entries come without it
     */
    PassedValues(VectorPlan plan, Set<String> parameters) {
        this.plan = plan;
        this.parameters = parameters;
        plan.slots().forEach(slot -> slots.put(slot.name(), slot));
        this.required = plan.slots().stream().filter(Slot::required).toArray(Slot[]::new);
        this.mayStateId = !slots.containsKey(RequestId.NAME)
                && !plan.ignored().contains(RequestId.NAME)
                && !plan.labels().contains(RequestId.NAME)
                && !parameters.contains(RequestId.NAME);
    }

    /** The id that an entry states; null if it leaves that to the store. */
    @Nullable
    RequestId requestId(Map<String, ?> entry) {
        if (!mayStateId) {
            return null;
        }
        Object stated = entry.get(RequestId.NAME);
        return stated == null ? null : new RequestId.Stated(stated.toString());
    }

    /**
     * The values by slot, {@link VectorPlan.Absent#ABSENT} where the request has none.
     *
     * @throws ShearwaterException MISSING_KEY, UNKNOWN_NAME or WRONG_TYPE
     */
    @Nullable
    Object[] of(Map<String, ?> entry) {
        @Nullable Object[] values = new @Nullable Object[slots.size()];
        Arrays.fill(values, VectorPlan.Absent.ABSENT);
        for (Map.Entry<String, ?> given : entry.entrySet()) {
            Slot slot = slots.get(given.getKey());
            if (slot != null && given.getValue() == null && plan.filled().contains(slot.name())) {
                continue;
            }
            if (slot != null) {
                values[slot.index()] = value(plan.view(), new Field(slot.name(), slot.type()), given.getValue());
            } else if (!plan.ignored().contains(given.getKey()) && !isRequestId(given.getKey())) {
                throw unknown(given.getKey());
            }
        }
        for (Slot slot : required) {
            if (values[slot.index()] instanceof VectorPlan.Absent) {
                throw OnlineError.MISSING_KEY.because("The request for a vector of '" + plan.view()
                        + "' has no '" + slot.name() + "'; it needs the serving keys " + plan.servingKeys()
                        + " and names " + entry.keySet() + ".");
            }
        }
        return values;
    }

    private boolean isRequestId(String name) {
        return mayStateId && name.equals(RequestId.NAME);
    }

    /** A value of a request as the Java type of its column. */
    static @Nullable Object value(String view, Field slot, @Nullable Object given) {
        if (given == null) {
            return null;
        }
        boolean asItIs = switch (slot.type()) {
            case DataType.StringType t ->
                given instanceof String && t.maxLength().isEmpty();
            case DataType.LongType t -> given instanceof Long;
            case DataType.IntType t -> given instanceof Integer;
            case DataType.DoubleType t -> given instanceof Double;
            case DataType.BooleanType t -> given instanceof Boolean;
            default -> false;
        };
        return asItIs ? given : converted(view, slot, given);
    }

    /** Leans on the rules by which frames take values; slow, for the less common types. */
    private static Object converted(String view, Field slot, Object given) {
        try {
            ColumnBuilder column = ColumnBuilder.of(slot.name(), slot.type(), 1);
            column.append(given);
            return column.build().valueAt(0);
        } catch (ShearwaterException unfit) {
            if (unfit.kind() != ErrorKind.USER) {
                throw unfit;
            }
            String shown = String.valueOf(given);
            throw OnlineError.WRONG_TYPE.because(
                    "The request for a vector of '" + view + "' gives '" + slot.name() + "' the value '"
                            + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown) + "' ("
                            + given.getClass().getSimpleName() + "), which is not " + slot.type() + ". "
                            + unfit.getMessage(),
                    unfit);
        }
    }

    private ShearwaterException unknown(String name) {
        if (plan.labels().contains(name)) {
            return OnlineError.UNKNOWN_NAME.because("The request for a vector of '" + plan.view() + "' names '" + name
                    + "', which is a label: it is what a model predicts, not what it is given. Leave it out.");
        }
        Set<String> known = new TreeSet<>(slots.keySet());
        known.addAll(parameters);
        List<String> keys = new ArrayList<>();
        plan.servingKeys().forEach(key -> keys.add(key.name()));
        return OnlineError.UNKNOWN_NAME.because("The request for a vector of '" + plan.view() + "' names '" + name
                + "', which is neither a serving key " + keys + " nor a feature of the view"
                + (parameters.isEmpty() ? "." : " nor a parameter " + new TreeSet<>(parameters) + ".")
                + Names.didYouMean(name, known));
    }
}
