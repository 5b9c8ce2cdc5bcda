package io.shearwater.cli;

import io.shearwater.model.FunctionRef;
import io.shearwater.model.TransformationCall;
import io.shearwater.transform.BuiltInFunction;
import io.shearwater.transform.BuiltInFunctions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls of transformations as a result, a row for each, in the order in which they run. */
final class CallTable {
    private static final List<String> COLUMNS =
            List.of("step", "transformation", "version", "parameters", "reads", "gives", "drops", "learns", "code");

    private CallTable() {}

    static ResultTable of(List<TransformationCall> calls) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TransformationCall call : calls) {
            FunctionRef function = call.function();
            rows.add(Arrays.asList(
                    rows.size() + 1,
                    function.name(),
                    function.version(),
                    function.parameters().isEmpty() ? null : function.parameters(),
                    call.inputs(),
                    call.outputs(),
                    call.drops().isEmpty() ? null : call.drops(),
                    learns(function),
                    function.isBuiltIn() ? null : function.code()));
        }
        return new ResultTable(COLUMNS, rows);
    }

    /** What a built-in function learns from training data; nothing is known of the code of others. */
    private static @Nullable String learns(FunctionRef function) {
        return function.isBuiltIn()
                ? BuiltInFunctions.all().stream()
                        .filter(known -> known.name().equals(function.name()))
                        .map(BuiltInFunction::about)
                        .map(BuiltInFunction.About::learns)
                        .filter(words -> !words.isEmpty())
                        .findFirst()
                        .orElse(null)
                : null;
    }
}
