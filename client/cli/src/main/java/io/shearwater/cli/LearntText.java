package io.shearwater.cli;

import io.shearwater.model.Column;
import io.shearwater.model.Frame;
import io.shearwater.model.TransformationCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What transformations learnt from a version of training data, a line for each call; long lists are cut. */
final class LearntText {
    private LearntText() {}

    static List<String> of(Map<TransformationCall, Map<String, Frame>> learnt) {
        List<String> lines = new ArrayList<>();
        learnt.forEach((call, frames) -> lines.add(CellText.of(call.function().name() + "("
                + String.join(", ", call.inputs()) + "): "
                + frames.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + values(entry.getValue()))
                        .collect(Collectors.joining(", ")))));
        return lines;
    }

    /** The one value, or the list of several. */
    private static String values(Frame frame) {
        Column column = frame.columns().getFirst();
        List<@Nullable Object> values = new ArrayList<>(column.size());
        for (int row = 0; row < column.size(); row++) {
            values.add(column.value(row));
        }
        return CellText.of(values.size() == 1 ? values.getFirst() : values);
    }
}
