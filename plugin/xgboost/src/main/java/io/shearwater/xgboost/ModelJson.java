package io.shearwater.xgboost;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.shearwater.learning.LearningError;
import io.shearwater.xgboost.ModelValue.Kind;
import io.shearwater.xgboost.ModelValue.Literal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Model files as JSON text. */
final class ModelJson {
    /** Deeper than any model, and shallow enough to be read by recursion. */
    static final int DEEPEST = 64;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(100)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonParser json;

    private ModelJson(JsonParser json) {
        this.json = json;
    }

    /**
     * Reads a whole file.
     *
     * @param name of the file, for messages
     */
    static ModelValue read(byte[] file, String name) {
        try (JsonParser json = FACTORY.createParser(file)) {
            json.nextToken();
            ModelValue value = new ModelJson(json).value();
            if (json.nextToken() != null) {
                throw LearningError.BAD_MODEL.because("The model file '" + name + "' goes on behind its end, at byte "
                        + json.currentTokenLocation().getByteOffset() + ".");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw LearningError.BAD_MODEL.because(
                    "The model file '" + name + "' is not whole or was altered: " + e.getOriginalMessage() + " at byte "
                            + (e.getLocation() == null
                                    ? "?"
                                    : String.valueOf(e.getLocation().getByteOffset()))
                            + ".",
                    e);
        } catch (IOException e) {
            throw LearningError.BAD_MODEL.because("The model file '" + name + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private ModelValue value() throws IOException {
        JsonToken token = json.currentToken();
        if (token == null) {
            throw new JsonEOFException(json, JsonToken.NOT_AVAILABLE, "it ends too early");
        }
        return switch (token) {
            case START_OBJECT -> group();
            case START_ARRAY -> array();
            case VALUE_STRING -> new ModelValue.Text(json.getText());
            case VALUE_NUMBER_INT -> new ModelValue.Single(json.getDoubleValue(), Kind.WHOLE);
            case VALUE_NUMBER_FLOAT -> new ModelValue.Single(json.getFloatValue(), Kind.REAL);
            case VALUE_TRUE -> Literal.TRUE;
            case VALUE_FALSE -> Literal.FALSE;
            default -> Literal.NULL;
        };
    }

    private ModelValue group() throws IOException {
        Map<String, ModelValue> parts = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            parts.put(name, value());
        }
        return new ModelValue.Group(parts);
    }

    private ModelValue array() throws IOException {
        NumberList list = new NumberList();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            switch (json.currentToken()) {
                case VALUE_NUMBER_INT -> list.add(json.getDoubleValue(), Kind.WHOLE);
                case VALUE_NUMBER_FLOAT -> list.add(json.getFloatValue(), Kind.REAL);
                default -> list.add(value());
            }
        }
        return list.build();
    }

    /** Writes a whole file; the same value gives the same bytes. */
    static void write(ModelValue value, OutputStream file) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(file)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            writeValue(value, json);
        }
    }

    private static void writeValue(ModelValue value, JsonGenerator json) throws IOException {
        switch (value) {
            case ModelValue.Group group -> {
                json.writeStartObject();
                for (Map.Entry<String, ModelValue> part : group.parts().entrySet()) {
                    json.writeFieldName(part.getKey());
                    writeValue(part.getValue(), json);
                }
                json.writeEndObject();
            }
            case ModelValue.Items items -> {
                json.writeStartArray();
                for (ModelValue item : items.items()) {
                    writeValue(item, json);
                }
                json.writeEndArray();
            }
            case ModelValue.Numbers numbers -> {
                json.writeStartArray();
                for (double number : numbers.values()) {
                    write(number, numbers.kind(), json);
                }
                json.writeEndArray();
            }
            case ModelValue.Single number -> write(number.value(), number.kind(), json);
            case ModelValue.Text text -> json.writeString(text.text());
            case Literal literal -> write(literal, json);
        }
    }

    private static void write(Literal literal, JsonGenerator json) throws IOException {
        switch (literal) {
            case TRUE -> json.writeBoolean(true);
            case FALSE -> json.writeBoolean(false);
            case NULL -> json.writeNull();
        }
    }

    private static void write(double number, Kind kind, JsonGenerator json) throws IOException {
        if (kind == Kind.WHOLE) {
            json.writeNumber((long) number);
        } else {
            json.writeNumber((float) number);
        }
    }
}
