package io.shearwater.definitions;

import io.shearwater.model.EventTime;
import io.shearwater.model.FeatureType;
import io.shearwater.model.ForeignKey;
import io.shearwater.model.PartitionField;
import io.shearwater.model.StatisticsSpec;
import io.shearwater.model.Storage;
import io.shearwater.model.TransformationCall;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Parts of definitions as the YAML has them, for messages. */
final class Shown {
    private Shown() {}

    static String of(Object part) {
        return switch (part) {
            case Optional<?> optional -> optional.map(Shown::of).orElse("none");
            case Collection<?> list when list.isEmpty() -> "none";
            case Collection<?> list -> list.stream().map(Shown::of).collect(Collectors.joining(", "));
            case EventTime time ->
                time.column()
                        + (time.zone().getId().equals("UTC") ? "" : " in zone " + time.zone())
                        + (time.knownAfter().isZero() ? "" : " known after " + Durations.format(time.knownAfter()));
            case ForeignKey key -> String.join("+", key.columns()) + " to " + key.group();
            case PartitionField partition -> partition(partition);
            case StatisticsSpec statistics ->
                of(statistics.parts().stream()
                                .sorted()
                                .map(kept -> kept.name().toLowerCase(Locale.ROOT))
                                .toList())
                        + (statistics.columns().isEmpty() ? "" : " of " + of(statistics.columns()));
            case FeatureType type -> type.name().toLowerCase(Locale.ROOT);
            case TransformationCall call -> call(call);
            case Storage storage -> storage.name().toLowerCase(Locale.ROOT).replace('_', '-');
            case String text -> text;
            default -> part.toString();
        };
    }

    private static String call(TransformationCall call) {
        String digest = call.function().digest();
        return call
                + (call.drops().isEmpty() ? "" : " without " + String.join(", ", call.drops()))
                + (digest.isEmpty() ? "" : " (digest " + digest + ")");
    }

    static String partition(PartitionField partition) {
        String column = partition.column();
        return switch (partition.transform()) {
            case IDENTITY -> column;
            case DAY -> "day(" + column + ")";
            case MONTH -> "month(" + column + ")";
            case BUCKET -> "bucket(" + column + ", " + partition.buckets() + ")";
        };
    }
}
