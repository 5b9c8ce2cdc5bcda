package io.shearwater.transform;

import io.shearwater.model.ForwardFill;
import io.shearwater.model.FunctionRef;
import io.shearwater.model.Names;
import io.shearwater.model.TransformationCall;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The transformations that come along, by name. */
public final class BuiltInFunctions {
    /** A feature view turns it into what its query reads: there is nothing to run. */
    private static final BuiltInFunction FORWARD_FILL = BuiltInFunction.named(ForwardFill.NAME)
            .does("the last value of the entity that is not null, at or before the row's time")
            .appliesTo("a feature of any type, of a group with an event time")
            .rules(
                    "in feature views only, before what else reads the column; none, or older than the group's TTL: null")
            .made(arguments -> {
                throw TransformError.BAD_CALL.because("'" + ForwardFill.NAME
                        + "' is no function of a row: a feature view reads the last value of the entity from the store. Call it in a "
                        + "feature view; in a feature pipeline, Node.forwardFill fills rows.");
            });

    private static final List<BuiltInFunction> ALL = List.of(
            MinMaxScaler.FUNCTION,
            StandardScaler.FUNCTION,
            RobustScaler.FUNCTION,
            MaxAbsScaler.FUNCTION,
            RowNormalizer.FUNCTION,
            Formula.Log.FUNCTION,
            Formula.Log1p.FUNCTION,
            Formula.Reciprocal.FUNCTION,
            Formula.Exponential.FUNCTION,
            PowerTransformation.BOX_COX,
            PowerTransformation.YEO_JOHNSON,
            QuantileTransformer.FUNCTION,
            Formula.Clip.FUNCTION,
            Winsorizer.FUNCTION,
            Binning.FUNCTION,
            OneHotEncoder.FUNCTION,
            LabelEncoder.FUNCTION,
            OrdinalEncoder.FUNCTION,
            TargetEncoder.FUNCTION,
            FrequencyEncoder.FUNCTION,
            FeatureHasher.FUNCTION,
            Imputer.FUNCTION,
            FORWARD_FILL,
            OutlierRemoval.Z_SCORE,
            OutlierRemoval.IQR,
            OutlierRemoval.QUANTILE,
            CyclicTime.FUNCTION,
            Tokenizer.FUNCTION);

    private static final Map<String, BuiltInFunction> BY_NAME = byName();

    private static final Map<String, String> NO_TRANSFORMATIONS = Map.of(
            "backward_fill",
            "'backward_fill' is no transformation: it takes a later row's value, which is not known at the row's time, so that a "
                    + "model would learn from the future. Use 'impute' instead, which fills in what the training data has: their median, mean or "
                    + "mode, or a constant.");

    private BuiltInFunctions() {}

    /**
     * Why what a name stands for elsewhere cannot be a transformation, and what to do; nothing for names of which there is
     * nothing to say.
     */
    public static Optional<String> reasonAgainst(String name) {
        return Optional.ofNullable(NO_TRANSFORMATIONS.get(name));
    }

    private static Map<String, BuiltInFunction> byName() {
        Map<String, BuiltInFunction> byName = new LinkedHashMap<>();
        ALL.forEach(function -> byName.put(function.name(), function));
        return byName;
    }

    /** All there are, as the manual lists them. */
    public static List<BuiltInFunction> all() {
        return ALL;
    }

    /**
     * The transformation that a reference names, with its parameters.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_CALL when there is none of that name and version, or a parameter is
     *     unknown, missing or another kind of value
     */
    public static Transformation find(FunctionRef function) {
        return known(function).transformation(function);
    }

    /**
     * The same function with every parameter as it takes it, those too that are not given: functions that do the same are equal.
     *
     * @throws io.shearwater.model.ShearwaterException as {@link #find}
     */
    public static FunctionRef complete(FunctionRef function) {
        return FunctionRef.builtIn(
                function.name(), known(function).arguments(function).all());
    }

    private static BuiltInFunction known(FunctionRef function) {
        BuiltInFunction known = BY_NAME.get(function.name());
        if (known == null) {
            Optional<String> reason = reasonAgainst(function.name());
            if (reason.isPresent()) {
                throw TransformError.BAD_CALL.because(reason.get());
            }
            throw TransformError.BAD_CALL.because("There is no built-in transformation '" + function.name() + "'."
                    + Names.didYouMean(function.name(), BY_NAME.keySet()) + " There are "
                    + String.join(", ", BY_NAME.keySet()) + ".");
        }
        if (function.version() != 1) {
            throw TransformError.BAD_CALL.because("The built-in transformation '" + function.name()
                    + "' has the version 1, not " + function.version() + ".");
        }
        return known;
    }

    /**
     * A call of a built-in transformation whose outputs are named as it does by itself: one output stands in the place of its
     * input, several columns made of one stand in its place with its name before theirs.
     *
     * @throws io.shearwater.model.ShearwaterException as {@link #find}
     */
    public static TransformationCall call(FunctionRef function, List<String> columns) {
        if (function.name().equals(ForwardFill.NAME)) {
            known(function).arguments(function);
            return new TransformationCall(function, columns, columns, List.of());
        }
        Transformation transformation = find(function);
        if (transformation instanceof NamesOutputs naming && !columns.isEmpty()) {
            return new TransformationCall(function, columns, naming.outputNames(columns), naming.drops(columns));
        }
        List<String> outputs =
                transformation.isTrainingOnly() || columns.isEmpty() ? columns : List.of(columns.getFirst());
        return new TransformationCall(function, columns, outputs, transformation.expands() ? outputs : List.of());
    }
}
