package io.shearwater.wire;

import io.shearwater.learning.DeploymentSchema;
import io.shearwater.learning.LogicSchema;
import io.shearwater.learning.Prediction;
import io.shearwater.model.DataType;
import io.shearwater.model.Field;
import io.shearwater.wire.Tensor.Datatype;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as a model of the Open Inference Protocol: each name of a request is an input with a value for each entry, of the
 * shape [n] or [n, 1]; the prediction is the output {@code prediction}, the probability of each class
 * {@code probability_…}. Texts, times and decimals are BYTES. Immutable and thread-safe.
 */
public final class InferenceAdapter {
    private static final int MOST_ENTRIES = 10_000;

    private final DeploymentSchema schema;
    private final PredictRequestParser names;

    public InferenceAdapter(DeploymentSchema schema) {
        this.schema = schema;
        this.names = new PredictRequestParser(schema);
    }

    /** What the protocol says of the deployment. */
    public ModelMetadata metadata() {
        List<ModelMetadata.Column> inputs = Stream.of(
                        schema.servingKeys(), schema.passedFeatures(), schema.requestParameters())
                .flatMap(List::stream)
                .map(field -> new ModelMetadata.Column(field.name(), datatype(field.type()), List.of(-1L)))
                .toList();
        List<ModelMetadata.Column> outputs = schema.response().stream()
                .filter(field -> !(field.type() instanceof DataType.MapType))
                .map(field -> new ModelMetadata.Column(field.name(), datatype(field.type()), List.of(-1L)))
                .toList();
        return new ModelMetadata(schema.deployment(), List.of(), "shearwater_deployment", inputs, outputs);
    }

    private static Datatype datatype(DataType type) {
        return switch (type) {
            case DataType.BooleanType t -> Datatype.BOOL;
            case DataType.IntType t -> Datatype.INT32;
            case DataType.LongType t -> Datatype.INT64;
            case DataType.FloatType t -> Datatype.FP32;
            case DataType.DoubleType t -> Datatype.FP64;
            default -> Datatype.BYTES;
        };
    }

    /**
     * The entries of a request.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST naming the input
     */
    public List<Map<String, @Nullable Object>> entries(InferRequest request) {
        if (request.inputs().isEmpty()) {
            throw WireError.BAD_REQUEST.because("The request has no inputs; there are "
                    + metadata().inputs().stream()
                            .map(ModelMetadata.Column::name)
                            .toList() + ".");
        }
        int rows = request.inputs().getFirst().data().size();
        if (rows > MOST_ENTRIES) {
            throw WireError.TOO_LARGE.because(
                    "The request has " + rows + " entries; " + MOST_ENTRIES + " are the most. Send fewer at a time.");
        }
        List<Map<String, @Nullable Object>> entries = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            entries.add(new LinkedHashMap<>());
        }
        for (Tensor input : request.inputs()) {
            Field field = names.field(input.name(), "The request");
            boolean isColumn = input.shape().size() == 1
                    || (input.shape().size() == 2 && input.shape().get(1) == 1);
            if (!isColumn || input.data().size() != rows) {
                throw WireError.BAD_REQUEST.because("The input '" + input.name() + "' has the shape " + input.shape()
                        + "; all inputs must be [" + rows + "] or [" + rows + ", 1].");
            }
            for (int row = 0; row < rows; row++) {
                if (entries.get(row).containsKey(field.name())) {
                    throw WireError.BAD_REQUEST.because("The input '" + input.name() + "' is there twice.");
                }
                entries.get(row).put(field.name(), value(field, input.data().get(row)));
            }
        }
        return entries;
    }

    private static @Nullable Object value(Field field, @Nullable Object given) {
        if (given == null) {
            return null;
        }
        try {
            return switch (field.type()) {
                case DataType.DecimalType t
                when given instanceof String text -> ValueParser.decimal(new BigDecimal(text));
                case DataType.DateType t when given instanceof String text -> LocalDate.parse(text);
                case DataType.TimestampType t when given instanceof String text -> Instant.parse(text);
                case DataType.IntType t when given instanceof Long number -> Math.toIntExact(number);
                case DataType.DoubleType t when given instanceof Long number -> number.doubleValue();
                case DataType.FloatType t when given instanceof Number number -> number.floatValue();
                default -> given;
            };
        } catch (NumberFormatException | ArithmeticException | DateTimeException unfit) {
            throw WireError.BAD_REQUEST.because(
                    "The input '" + field.name() + "' has the value '" + WireJson.shown(given) + "', which is not "
                            + field.type() + ".",
                    unfit);
        }
    }

    /** The answer to a request, with the outputs that it asks for. */
    public InferResponse response(InferRequest request, List<Prediction> predictions) {
        List<Long> shape = List.of((long) predictions.size());
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Field field : schema.response()) {
            if (field.type() instanceof DataType.MapType) {
                classes(predictions).forEach(name -> {
                    List<@Nullable Object> column = new ArrayList<>();
                    predictions.forEach(
                            one -> column.add(one.outcome().probabilities().get(name)));
                    String output = "probability_" + name;
                    outputs.put(output, new Tensor(output, Datatype.FP64, shape, column));
                });
                continue;
            }
            Datatype datatype = datatype(field.type());
            List<@Nullable Object> column = new ArrayList<>();
            predictions.forEach(one -> column.add(written(datatype, answer(field.name(), one))));
            outputs.put(field.name(), new Tensor(field.name(), datatype, shape, column));
        }
        if (!request.outputs().isEmpty()) {
            TreeSet<String> unknown = new TreeSet<>(request.outputs());
            unknown.removeAll(outputs.keySet());
            if (!unknown.isEmpty()) {
                throw WireError.BAD_REQUEST.because(
                        "The request asks for " + unknown + "; the outputs are " + outputs.keySet() + ".");
            }
            outputs.keySet().retainAll(request.outputs());
        }
        Optional<String> version = predictions.stream()
                .findFirst()
                .flatMap(one -> one.served().model())
                .map(model -> String.valueOf(model.version()));
        return new InferResponse(schema.deployment(), version, request.id(), List.copyOf(outputs.values()));
    }

    private static List<String> classes(List<Prediction> predictions) {
        Map<String, Boolean> names = new TreeMap<>();
        predictions.forEach(one -> one.outcome().probabilities().keySet().forEach(name -> names.put(name, true)));
        return List.copyOf(names.keySet());
    }

    private static @Nullable Object answer(String field, Prediction prediction) {
        if (prediction.served().model().isEmpty() && prediction.served().logic().isEmpty()) {
            return prediction.feature(field).map(Prediction.FeatureValue::value).orElse(null);
        }
        Optional<Prediction.Interval> interval = prediction.outcome().interval();
        return switch (field) {
            case "low" -> interval.map(Prediction.Interval::low).orElse(null);
            case "high" -> interval.map(Prediction.Interval::high).orElse(null);
            case LogicSchema.PREDICTION -> prediction.value();
            default -> prediction.outcome().outputs().get(field);
        };
    }

    private static @Nullable Object written(Datatype datatype, @Nullable Object value) {
        return datatype == Datatype.BYTES && value != null ? value.toString() : value;
    }
}
