package io.shearwater.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds a frame from rows of any form; where rows do not fit, one error names the first ten of them. */
final class BadRows {
    private static final int SHOWN = 10;

    private BadRows() {}

    static <R> Frame build(Schema schema, List<? extends R> rows, BiConsumer<FrameBuilder, R> append) {
        FrameBuilder builder = new FrameBuilder(schema, rows.size());
        for (R row : rows) {
            if (refusal(builder, row, append) != null) {
                throw error(schema, rows, append);
            }
        }
        return builder.build();
    }

    private static <R> @Nullable ShearwaterException refusal(
            FrameBuilder builder, R row, BiConsumer<FrameBuilder, R> append) {
        try {
            append.accept(builder, row);
            return null;
        } catch (ShearwaterException refused) {
            return refused;
        }
    }

    private static <R> ShearwaterException error(
            Schema schema, List<? extends R> rows, BiConsumer<FrameBuilder, R> append) {
        Map<String, List<Integer>> rowsByMessage = new LinkedHashMap<>();
        ShearwaterException first = null;
        int bad = 0;
        int at = 0;
        for (R row : rows) {
            ShearwaterException refused = refusal(new FrameBuilder(schema, 1), row, append);
            if (refused != null) {
                first = first == null ? refused : first;
                bad++;
                if (bad <= SHOWN) {
                    rowsByMessage
                            .computeIfAbsent(String.valueOf(refused.getMessage()), text -> new ArrayList<>())
                            .add(at + 1);
                }
            }
            at++;
        }
        String head = bad + " of " + rows.size() + " rows cannot be taken"
                + (bad > SHOWN ? "; the first " + SHOWN + " of them" : "") + ":";
        String lines = rowsByMessage.entrySet().stream()
                .map(entry -> "\nrow " + shown(entry.getValue()) + ": " + entry.getKey())
                .collect(Collectors.joining());
        return new ShearwaterException(first == null ? ModelError.WRONG_TYPE : first.code(), head + lines, first);
    }

    private static String shown(List<Integer> rows) {
        return rows.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
