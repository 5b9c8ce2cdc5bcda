package io.shearwater.transform;

import io.shearwater.model.DataType;
import io.shearwater.model.FeatureGroupSpec;
import io.shearwater.model.FeatureType;
import io.shearwater.model.Field;
import io.shearwater.model.Schema;
import io.shearwater.model.TransformationCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The on-demand transformations of a feature group: of rows while they are written, and of requests. Immutable and
 * thread-safe.
 *
 * @param inputs what they read that none of them gives, in order
 * @param bound gives the outputs of all, in the order of the calls
 */
public record OnDemandChain(List<Input> inputs, BoundChain bound) {
    private static final String REASON = "it learns from training data, or removes rows of it, and an on-demand "
            + "transformation runs for rows that are written and for single requests, where there is none. Put it into the "
            + "feature view of the model.";

    public OnDemandChain {
        inputs = List.copyOf(inputs);
    }

    /**
     * The transformations for requests: inputs are of the types of the group's columns, and where it has no such column of
     * the one type that the function takes.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_CALL or WRONG_PLACE, naming the call
     */
    public static OnDemandChain of(FeatureGroupSpec group, Functions functions) {
        Map<String, DataType> declared = new TreeMap<>();
        for (TransformationCall call : group.onDemand()) {
            Transformation function = functions.find(call.function());
            for (int i = 0; i < call.inputs().size(); i++) {
                String name = call.inputs().get(i);
                function.inputType(i).ifPresent(type -> declared.putIfAbsent(name, type));
            }
        }
        Schema columns = group.schema();
        List<Input> inputs = new ArrayList<>();
        for (String name : inputNames(group)) {
            DataType type = columns.contains(name) ? columns.field(name).type() : declared.get(name);
            if (type == null) {
                throw TransformError.BAD_CALL.because("In " + owner(group) + ", the type of '" + name
                        + "', which transformations on demand read, is not known: it is no column of the group, and the "
                        + "function takes several types. Declare it as a feature, or write a function with a typed "
                        + "parameter.");
            }
            inputs.add(columns.contains(name) ? ViewChain.input(name, group, name) : Input.of(name, type));
        }
        OnDemandChain chain = over(group, inputs, functions);
        for (Field output : chain.bound.features().fields()) {
            DataType wanted = group.column(output.name()).type();
            if (!wanted.equals(output.type())) {
                throw TransformError.BAD_CALL.because("In " + owner(group) + ", '" + output.name()
                        + "' is computed on demand as " + output.type() + " and declared as " + wanted + ".");
            }
        }
        return chain;
    }

    /**
     * The transformations for rows with these columns, which are to have every input.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_CALL, naming the call and the column that is missing
     */
    public static OnDemandChain forRows(FeatureGroupSpec group, Schema rows, Functions functions) {
        List<Input> inputs = new ArrayList<>();
        Schema columns = group.schemaIsOpen() ? rows : group.schema();
        for (String name : inputNames(group)) {
            if (rows.contains(name)) {
                DataType type = rows.field(name).type();
                FeatureType declared = columns.contains(name) && !group.schemaIsOpen()
                        ? ViewChain.input(name, group, name).featureType()
                        : FeatureType.of(type);
                inputs.add(new Input(name, type, declared.fits(type) ? declared : FeatureType.of(type)));
            }
        }
        return over(group, inputs, functions);
    }

    private static OnDemandChain over(FeatureGroupSpec group, List<Input> inputs, Functions functions) {
        TransformationChain chain =
                new TransformationChain(owner(group), inputs, List.of(), List.of(), group.onDemand(), functions);
        chain.requireStateless(REASON);
        return new OnDemandChain(inputs, chain.bind(FittedStates.NONE, Use.INFERENCE));
    }

    private static String owner(FeatureGroupSpec group) {
        return "the feature group '" + group.name() + "' version " + group.version();
    }

    /** What calls read that no call before gives, in order. */
    public static Set<String> inputNames(FeatureGroupSpec group) {
        Set<String> given = new HashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (TransformationCall call : group.onDemand()) {
            call.inputs().stream().filter(name -> !given.contains(name)).forEach(names::add);
            given.addAll(call.outputs());
        }
        return names;
    }
}
