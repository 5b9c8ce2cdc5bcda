package io.shearwater.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shearwater.model.Frame;
import io.shearwater.model.TransformationCall;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** What transformations learnt, as JSON: call by call, each named column as frames in base 64. */
public final class FittedJson {
    private FittedJson() {}

    /** What was learnt, to be part of an answer. */
    public static ObjectNode write(Map<TransformationCall, Map<String, Frame>> learnt) {
        ObjectNode node = WireJson.object();
        ArrayNode calls = node.putArray("calls");
        learnt.forEach((call, columns) -> {
            ObjectNode one = calls.addObject();
            one.set("call", TransformationJson.node(call));
            ArrayNode written = one.putArray("learnt");
            columns.forEach(
                    (name, frame) -> written.addObject().put("name", name).put("frames", text(frame)));
        });
        return node;
    }

    private static String text(Frame frame) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FrameStream.write(frame.reader(), bytes);
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /**
     * Reads what was learnt.
     *
     * @throws io.shearwater.model.ShearwaterException of kind USER, saying where
     */
    public static Map<TransformationCall, Map<String, Frame>> read(String json) {
        Map<TransformationCall, Map<String, Frame>> learnt = new LinkedHashMap<>();
        WireJson.value(json)
                .object(all -> all.list(
                        "calls",
                        value -> value.object(one ->
                                learnt.put(TransformationJson.CALLS.read(one.member("call")), columns(one)) == null)));
        return learnt;
    }

    private static Map<String, Frame> columns(JsonObject call) {
        Map<String, Frame> columns = new LinkedHashMap<>();
        call.list(
                "learnt",
                value -> value.object(one -> columns.put(one.text("name"), frame(one.text("frames"))) == null));
        return columns;
    }

    private static Frame frame(String text) {
        return FrameStream.reader(new ByteArrayInputStream(Base64.getDecoder().decode(text)))
                .readAll();
    }
}
