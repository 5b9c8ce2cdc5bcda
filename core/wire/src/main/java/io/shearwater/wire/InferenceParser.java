package io.shearwater.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Names;
import io.shearwater.wire.Tensor.Datatype;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON of the Open Inference Protocol, version 2. */
public final class InferenceParser {
    private static final Set<String> REQUEST = Set.of("id", "parameters", "inputs", "outputs");
    private static final Set<String> RESPONSE = Set.of("model_name", "model_version", "id", "parameters", "outputs");
    private static final Set<String> TENSOR = Set.of("name", "shape", "datatype", "parameters", "data");
    private static final Set<String> OUTPUT = Set.of("name", "parameters");
    private static final Set<String> METADATA = Set.of("name", "versions", "platform", "inputs", "outputs");

    private InferenceParser() {}

    // ---- requests

    /**
     * Reads a request.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST or TOO_LARGE, saying where
     */
    public static InferRequest readRequest(String json) {
        JsonNode node = WireJson.read(json, REQUEST);
        List<String> outputs = new ArrayList<>();
        if (node.hasNonNull("outputs")) {
            WireJson.list(node, "outputs", "the request")
                    .forEach(output -> outputs.add(
                            WireJson.text(WireJson.requireObject(output, "An output", OUTPUT), "name", "an output")));
        }
        return new InferRequest(
                id(node), parameters(node), tensors(WireJson.list(node, "inputs", "the request")), outputs);
    }

    public static String write(InferRequest request) {
        ObjectNode node = WireJson.object();
        request.id().ifPresent(id -> node.put("id", id));
        if (!request.parameters().isEmpty()) {
            node.set("parameters", ValueParser.write(request.parameters()));
        }
        node.set("inputs", write(request.inputs()));
        if (!request.outputs().isEmpty()) {
            ArrayNode outputs = node.putArray("outputs");
            request.outputs().forEach(name -> outputs.addObject().put("name", name));
        }
        return node.toString();
    }

    private static Optional<String> id(JsonNode node) {
        return node.hasNonNull("id") ? Optional.of(WireJson.text(node, "id", "the request")) : Optional.empty();
    }

    private static Map<String, Object> parameters(JsonNode node) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        JsonNode given = node.path("parameters");
        if (given.isMissingNode() || given.isNull()) {
            return parameters;
        }
        if (!given.isObject()) {
            throw WireError.BAD_REQUEST.because("'parameters' is " + WireJson.shown(given) + ", not an object.");
        }
        given.properties().forEach(parameter -> {
            JsonNode value = parameter.getValue();
            if (value.isBoolean()) {
                parameters.put(parameter.getKey(), value.booleanValue());
            } else if (value.isTextual()) {
                parameters.put(parameter.getKey(), value.textValue());
            } else if (value.isIntegralNumber() && value.canConvertToLong()) {
                parameters.put(parameter.getKey(), value.longValue());
            } else if (value.isNumber()) {
                parameters.put(parameter.getKey(), value.doubleValue());
            } else {
                throw WireError.BAD_REQUEST.because("The parameter '" + WireJson.shown(parameter.getKey()) + "' is "
                        + WireJson.shown(value) + "; it must be a truth value, a number or a text.");
            }
        });
        return parameters;
    }

    // ---- tensors

    private static List<Tensor> tensors(JsonNode nodes) {
        List<Tensor> tensors = new ArrayList<>();
        for (JsonNode node : nodes) {
            WireJson.requireObject(node, "A tensor", TENSOR);
            String name = WireJson.text(node, "name", "a tensor");
            String what = "the tensor '" + WireJson.shown(name) + "'";
            if (node.path("parameters").has("binary_data_size")) {
                throw WireError.BAD_REQUEST.because(what + " has its data in binary form behind the JSON, which is not"
                        + " taken. Send 'data' as JSON.");
            }
            Datatype datatype = datatype(WireJson.text(node, "datatype", what));
            List<Long> shape = new ArrayList<>();
            WireJson.list(node, "shape", what).forEach(dimension -> {
                if (!dimension.isIntegralNumber() || !dimension.canConvertToLong()) {
                    throw WireError.BAD_REQUEST.because(
                            "The shape of " + what + " has " + WireJson.shown(dimension) + ", which is no dimension.");
                }
                shape.add(dimension.longValue());
            });
            List<@Nullable Object> data = new ArrayList<>();
            flatten(what, datatype, WireJson.list(node, "data", what), data);
            tensors.add(new Tensor(name, datatype, shape, data));
        }
        return tensors;
    }

    private static Datatype datatype(String text) {
        List<String> names = Arrays.stream(Datatype.values()).map(Enum::name).toList();
        if (!names.contains(text)) {
            throw WireError.BAD_REQUEST.because("There is no datatype '" + WireJson.shown(text) + "'; there are "
                    + names + "." + Names.didYouMean(text, names));
        }
        return Datatype.valueOf(text);
    }

    /** Data may be nested as the shape is; the order is the same. */
    private static void flatten(String what, Datatype datatype, JsonNode nodes, List<@Nullable Object> data) {
        for (JsonNode node : nodes) {
            if (node.isArray()) {
                flatten(what, datatype, node, data);
            } else {
                data.add(value(what, datatype, node));
            }
        }
    }

    private static @Nullable Object value(String what, Datatype datatype, JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        try {
            switch (datatype) {
                case BOOL -> {
                    if (node.isBoolean()) {
                        return node.booleanValue();
                    }
                }
                case BYTES -> {
                    if (node.isTextual()) {
                        return node.textValue();
                    }
                }
                case FP16, FP32, FP64 -> {
                    if (node.isNumber() && Double.isFinite(node.doubleValue())) {
                        return node.doubleValue();
                    }
                }
                default -> {
                    if (node.isNumber()) {
                        return whole(datatype, node.decimalValue());
                    }
                }
            }
        } catch (ArithmeticException unfit) {
            throw WireError.BAD_REQUEST.because(
                    what + " has the value " + WireJson.shown(node) + ", which is not " + datatype + ".", unfit);
        }
        throw WireError.BAD_REQUEST.because(
                what + " has the value " + WireJson.shown(node) + ", which is not " + datatype + ".");
    }

    private static long whole(Datatype datatype, BigDecimal number) {
        long value = number.longValueExact();
        boolean fits = switch (datatype) {
            case UINT8 -> value >= 0 && value <= 0xFF;
            case UINT16 -> value >= 0 && value <= 0xFFFF;
            case UINT32 -> value >= 0 && value <= 0xFFFF_FFFFL;
            case UINT64 -> value >= 0;
            case INT8 -> (byte) value == value;
            case INT16 -> (short) value == value;
            case INT32 -> (int) value == value;
            default -> true;
        };
        if (!fits) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    private static ArrayNode write(List<Tensor> tensors) {
        ArrayNode nodes = WireJson.array();
        for (Tensor tensor : tensors) {
            ObjectNode node = nodes.addObject()
                    .put("name", tensor.name())
                    .put("datatype", tensor.datatype().name());
            node.set("shape", ValueParser.write(tensor.shape()));
            node.set("data", ValueParser.write(tensor.data()));
        }
        return nodes;
    }

    // ---- answers

    public static String write(InferResponse response) {
        ObjectNode node = WireJson.object().put("model_name", response.modelName());
        response.modelVersion().ifPresent(version -> node.put("model_version", version));
        response.id().ifPresent(id -> node.put("id", id));
        node.set("outputs", write(response.outputs()));
        return node.toString();
    }

    /**
     * Reads an answer.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST saying where
     */
    public static InferResponse readResponse(String json) {
        JsonNode node = WireJson.read(json, RESPONSE);
        return new InferResponse(
                WireJson.text(node, "model_name", "the answer"),
                node.hasNonNull("model_version")
                        ? Optional.of(WireJson.text(node, "model_version", "the answer"))
                        : Optional.empty(),
                id(node),
                tensors(WireJson.list(node, "outputs", "the answer")));
    }

    // ---- metadata

    public static String write(ModelMetadata metadata) {
        ObjectNode node = WireJson.object().put("name", metadata.name());
        node.set("versions", WireJson.texts(metadata.versions()));
        node.put("platform", metadata.platform());
        node.set("inputs", columns(metadata.inputs()));
        node.set("outputs", columns(metadata.outputs()));
        return node.toString();
    }

    private static ArrayNode columns(List<ModelMetadata.Column> columns) {
        ArrayNode nodes = WireJson.array();
        columns.forEach(column -> nodes.addObject()
                .put("name", column.name())
                .put("datatype", column.datatype().name())
                .set("shape", ValueParser.write(column.shape())));
        return nodes;
    }

    /**
     * Reads what is said of a model.
     *
     * @throws io.shearwater.model.ShearwaterException BAD_REQUEST saying where
     */
    public static ModelMetadata readMetadata(String json) {
        JsonNode node = WireJson.read(json, METADATA);
        List<String> versions = new ArrayList<>();
        node.path("versions").forEach(version -> versions.add(version.asText()));
        return new ModelMetadata(
                WireJson.text(node, "name", "the model"),
                versions,
                WireJson.text(node, "platform", "the model"),
                readColumns(node, "inputs"),
                readColumns(node, "outputs"));
    }

    private static List<ModelMetadata.Column> readColumns(JsonNode node, String name) {
        List<ModelMetadata.Column> columns = new ArrayList<>();
        WireJson.list(node, name, "the model").forEach(column -> {
            List<Long> shape = new ArrayList<>();
            column.path("shape").forEach(dimension -> shape.add(dimension.asLong()));
            columns.add(new ModelMetadata.Column(
                    WireJson.text(column, "name", "a column"),
                    datatype(WireJson.text(column, "datatype", "a column")),
                    shape));
        });
        return columns;
    }

    /** An error as the protocol has it. */
    public static String writeError(String message) {
        return WireJson.object().put("error", message).toString();
    }
}
